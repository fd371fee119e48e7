// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/signalling.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"
#include "driver/base/log.hpp"
#include "pbx/signalling/isdn/virtual_clock.hpp"

namespace pbx {

namespace {

// Lines are numbered without gaps over all boards.
std::size_t count_lines(std::span<driver::Board* const> boards) {
    std::size_t count = 0;
    for (const driver::Board* board : boards) {
        for (const driver::Channel& channel : board->channels()) {
            count = std::max(count, std::size_t{channel.line.value} + 1);
        }
    }
    return count;
}

template <class Matches>
driver::Board* board_with(std::span<driver::Board* const> boards, Matches&& matches) {
    for (driver::Board* board : boards) {
        const auto channels = board->channels();
        if (std::any_of(channels.begin(), channels.end(), matches)) return board;
    }
    return nullptr;
}

std::vector<Stations::Place> places_of(const SignallingPlan& plan,
                                       std::span<driver::Board* const> boards) {
    std::vector<Stations::Place> places;
    places.reserve(plan.stations.size());
    for (const StationPlan& station : plan.stations) {
        places.push_back({station, board_with(boards, [&](const driver::Channel& channel) {
                              return channel.line == station.line;
                          })});
    }
    return places;
}

}  // namespace

Signalling::Signalling(const SignallingPlan& plan, std::span<driver::Board* const> boards,
                       ivr_dsp::MediaQueues& media, FirmwareArena& arena)
    : plan_(plan),
      boards_(boards.begin(), boards.end()),
      media_(&media),
      arena_(&arena),
      due_(count_lines(boards), plan.spans.size(), plan.voice_ports),
      up_(arena),
      lines_(count_lines(boards), due_),
      stations_(places_of(plan, boards), plan.analog, plan.firmware_epoch, lines_, media),
      protocols_(lines_.size(), nullptr),
      played_(plan.voice_ports) {
    for (const SpanPlan& span : plan_.spans) {
        const auto index = static_cast<std::uint16_t>(spans_.size());
        spans_.emplace_back(span, index, lines_, due_);
        span_board_.push_back(board_with(
            boards, [&](const driver::Channel& channel) { return channel.span == span.span; }));
        INVARIANT(span_board_.back() != nullptr);
        for (const BChannel& channel : span.channels) {
            protocols_.at(channel.line.value) = &spans_.back();
        }
    }
    for (const StationPlan& station : plan_.stations) {
        protocols_.at(station.line.value) = &stations_;
    }
}

void Signalling::pass(Ticks now) {
    set_virtual_time(now);
    look_for_control(now);
    read_boards(now);
    read_media(now);
    take_commands(commands_per_pass, now);
    for (IsdnSpan& span : spans_) span.run(now);
    stations_.run(now);
    lines_.tell_uses([this](LineId line, bool in_call) {
        return media_->commands.post(ivr_dsp::MediaCommand{
            ivr_dsp::LineInCall{line, in_call}
        });
    });
    if (!attached()) give_up_offers(now);
    send_frames(now);
    post_due(now);
}

void Signalling::control_left() {
    // Release, as for all that goes through the arena; nobody else writes it while nobody is
    // attached.
    const auto generation = arena_->control_generation.load(std::memory_order_acquire);
    if (generation % 2 == 0 && generation != 0) {
        arena_->control_generation.store(generation + 1, std::memory_order_release);
    }
}

void Signalling::look_for_control(Ticks now) {
    const auto generation = arena_->control_generation.load(std::memory_order_acquire);
    if (generation == generation_) return;
    const bool was_attached = attached();
    generation_ = generation;
    attaching_ = attached();
    if (attached()) {
        ++counters_.attachments;
        driver::log_info("signalling", "control is attached");
    } else if (was_attached) {
        detached_since_ = now;
        driver::log_warning("signalling", "control has left: calls stay up, new ones wait");
    }
}

void Signalling::read_boards(Ticks now) {
    for (driver::Board* board : boards_) {
        driver::SpanStatus status;
        while (board->next_status(status)) {
            if (IsdnSpan* span = this->span(status.span)) span->board_status(status, now);
        }
        driver::HookChange change;
        while (board->next_hook(change)) stations_.hook(change, now);
        driver::Frame frame;
        while (board->next_frame(frame)) {
            if (IsdnSpan* span = this->span(frame.span)) {
                trace(frame, TraceDirection::received, *span, now);
                span->receive(frame, now);
            } else {
                ++counters_.foreign_frames;
            }
        }
    }
}

void Signalling::read_media(Ticks now) {
    ivr_dsp::MediaEvent event;
    for (std::size_t left = media_->events.waiting(); left > 0 && media_->events.take(event);
         --left) {
        if (const auto* digit = std::get_if<ivr_dsp::DigitHeard>(&event)) {
            if (lines_.contains(digit->line)) lines_.digit(digit->line, digit->digit, digit->at);
        } else if (const auto* played = std::get_if<ivr_dsp::Played>(&event)) {
            if (played->port.value < played_.size()) {
                played_[played->port.value] = {true, *played, now};
                due_.add({DueKind::voice_port, played->port.value});
            } else {
                ++counters_.stray_played;
            }
        } else if (const auto* speakers = std::get_if<ivr_dsp::SpeakersChanged>(&event)) {
            speakers_[speakers->conference] = {*speakers, now};
        } else if (const auto* health = std::get_if<driver::TickHealth>(&event)) {
            health_ = *health;
            due_.add({DueKind::health, 0});
        } else {
            keep(event, now);
        }
    }
}

// Happened once, and no state says so again: kept until control is told.
void Signalling::keep(const ivr_dsp::MediaEvent& event, Ticks now) {
    if (happened_.size() == most_happened) {
        happened_.pop_front();
        ++counters_.lost_news;
    }
    std::visit(
        [&](const auto& one) {
            if constexpr (std::constructible_from<UpBody, decltype(one)>) {
                happened_.push_back({now, one});
            }
        },
        event);
}

// Trunk calls only: a subscriber who has lifted and hears nothing hangs up by himself.
void Signalling::give_up_offers(Ticks now) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const LineId line{static_cast<std::uint16_t>(i)};
        const SeizedLeg& leg = lines_.leg(line);
        if (!leg || leg.phase != LegPhase::offered || stations_.has(line)) continue;
        if (now - std::max(leg.changed, detached_since_) < plan_.offer_limit) continue;
        ++counters_.offers_expired;
        lines_.released(line, Cause::temporary_failure, now);
        protocols_[i]->release(line, Cause::temporary_failure, now);
    }
}

// What the board has no room for stays in the D-channel's queue for the next pass.
void Signalling::send_frames(Ticks now) {
    for (std::size_t i = 0; i < spans_.size(); ++i) {
        DChannel& channel = spans_[i].channel();
        while (const driver::Frame* frame = channel.to_send()) {
            if (!span_board_[i]->send_frame(*frame)) break;
            trace(*frame, TraceDirection::sent, spans_[i], now);
            channel.sent();
        }
    }
}

void Signalling::trace(const driver::Frame& frame, TraceDirection direction, const IsdnSpan& span,
                       Ticks now) {
    if (trace_ != nullptr) trace_->write(frame, direction, span.plan().side, now);
}

IsdnSpan* Signalling::span(driver::SpanId id) {
    const auto found = std::find_if(spans_.begin(), spans_.end(),
                                    [&](const IsdnSpan& span) { return span.plan().span == id; });
    return found == spans_.end() ? nullptr : &*found;
}

}  // namespace pbx
