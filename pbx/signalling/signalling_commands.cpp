// SPDX-License-Identifier: GPL-2.0-or-later
// What control asks.
#include <algorithm>

#include "driver/base/invariant.hpp"
#include "driver/base/log.hpp"
#include "pbx/signalling/signalling.hpp"

namespace pbx {

// A command is popped when it is done; one whose effect has no room yet waits, and those behind it.
void Signalling::take_commands(std::size_t limit, Ticks now) {
    if (attaching_) limit = arena_->down.waiting();
    for (; limit > 0 && room_for_effects(); --limit) {
        const Down* down = arena_->down.front();
        if (down == nullptr) break;
        carry_out(*down, now);
        arena_->down.pop();
    }
}

bool Signalling::room_for_effects() {
    if (test_order_ && obeyed(*test_order_)) test_order_.reset();
    return !test_order_ && lines_.room_to_refuse() && media_->commands.room() > 0;
}

// False if the board has no room for it yet. An order to a span that no board has is obeyed: it is
// counted.
bool Signalling::obeyed(const driver::SpanOrder& order) {
    const driver::SpanId id = std::visit([](const auto& one) { return one.span; }, order);
    for (std::size_t i = 0; i < spans_.size(); ++i) {
        if (spans_[i].plan().span == id) return span_board_[i]->test(order);
    }
    ++counters_.misdirected;
    return true;
}

void Signalling::carry_out(const Down& down, Ticks now) {
    if (down.sequence <= last_command_) {
        ++counters_.down_repeats;
        return;
    }
    if (down.sequence != last_command_ + 1) {
        counters_.down_gaps += down.sequence - last_command_ - 1;
        driver::log_error("signalling", "commands {} to {} from control are missing",
                          last_command_ + 1, down.sequence - 1);
    }
    last_command_ = down.sequence;
    std::visit([&](const auto& body) { carry_out(body, now); }, down.body);
}

void Signalling::carry_out(const Dial& dial, Ticks now) {
    const LineId line = dial.leg.line();
    LineProtocol* speaker = protocol(line);
    if (speaker == nullptr || !dial.leg.is_outgoing()) {
        ++counters_.misdirected;
        lines_.refuse(dial.leg, Cause::requested_circuit_unavailable, now);
    } else if (lines_.open(dial, now)) {
        speaker->dial(dial, now);
    }
}

void Signalling::carry_out(const Alert& alert, Ticks now) {
    if (is_offered(alert.leg)) protocol(alert.leg.line())->alert(alert.leg.line(), now);
}

void Signalling::carry_out(const Answer& answer, Ticks now) {
    if (!is_offered(answer.leg)) return;
    const LineId line = answer.leg.line();
    lines_.step(line, LegStep::answer, now);
    protocol(line)->answer(line, now);
}

void Signalling::carry_out(const Release& release, Ticks now) {
    if (lines_.let_go(release, now) != LineTable::LetGo::live) return;
    const LineId line = release.leg.line();
    protocol(line)->release(line, release.cause, now);
}

// A second question while the first is being answered makes one answer, to the second.
void Signalling::carry_out(const AskReport& ask, Ticks /*now*/) {
    report_ = ask.report;
    lines_.report();
    for (std::size_t i = 0; i < spans_.size(); ++i) {
        due_.add({DueKind::span, static_cast<std::uint16_t>(i)});
    }
    for (std::size_t i = 0; i < played_.size(); ++i) {
        if (played_[i].any) due_.add({DueKind::voice_port, static_cast<std::uint16_t>(i)});
    }
    due_.move_to_end({DueKind::report_end, 0});
}

void Signalling::carry_out(const SetLamp& lamp, Ticks /*now*/) {
    if (stations_.has(lamp.line)) {
        stations_.set_lamp(lamp);
    } else {
        ++counters_.misdirected;
    }
}

// The digits stay in the line table; the media keep their sound from taps and recordings.
void Signalling::carry_out(const ivr_dsp::TakeSecret& order, Ticks now) {
    if (!lines_.contains(order.line)) {
        ++counters_.misdirected;
        return;
    }
    ivr_dsp::TakeSecret known = order;
    for (auto& text : known.expected) {
        const auto named = std::ranges::find(plan_.pins, text.view(), &NamedPin::name);
        if (named != plan_.pins.end()) text = std::string_view(named->pin);
    }
    lines_.take_secret(known);
    carry_out(ivr_dsp::ListenForDigits{order.line, true, order.on}, now);
}

void Signalling::carry_out(const ivr_dsp::SendCallerId& order, Ticks now) {
    stations_.identify(order, now);
}

template <class TestOrder>
requires std::constructible_from<driver::SpanOrder, TestOrder>
void Signalling::carry_out(const TestOrder& order, Ticks /*now*/) {
    if (!obeyed(order)) test_order_ = order;
}

// Calls do not wait for a disk: control asks again when it is told of all messages.
template <class MessageOrder>
requires std::constructible_from<ivr_dsp::MessageOrder, MessageOrder>
void Signalling::carry_out(const MessageOrder& order, Ticks /*now*/) {
    if (!media_->messages.orders.post(ivr_dsp::MessageOrder{order})) {
        ++counters_.lost_message_orders;
    }
}

template <class MediaOrder>
void Signalling::carry_out(const MediaOrder& order, Ticks /*now*/) {
    const bool posted = media_->commands.post(ivr_dsp::MediaCommand{order});
    INVARIANT(posted);  // room_for_effects
}

LineProtocol* Signalling::protocol(LineId line) {
    return line.value < protocols_.size() ? protocols_[line.value] : nullptr;
}

// The leg is incoming, still there, not yet answered, and control has not let go of it.
bool Signalling::is_offered(LegId leg) {
    if (!lines_.contains(leg.line()) || lines_.leg(leg.line()).id != leg ||
        !lines_.leg(leg.line()).live() || lines_.leg(leg.line()).let_go) {
        lines_.count_gone_leg();
        return false;
    }
    if (lines_.leg(leg.line()).phase == LegPhase::offered) return true;
    ++counters_.misdirected;
    return false;
}

}  // namespace pbx
