// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/trunk.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tools/office/speech.hpp"

namespace tools::office {
namespace {

constexpr int temporary_failure = 41;  // Q.850
constexpr int channel_unavailable = 44;
constexpr int no_circuit = 34;
constexpr Ticks stuck_after{
    90'000};                         // T305, T308 twice and the link's own retries are over by then
constexpr Ticks deaf_after{500};     // the remote alarm goes out within a second (G.732)
constexpr int most_late = 256;       // milliseconds that can wait in a cable
constexpr std::uint8_t flag = 0x7E;  // of HDLC

}  // namespace

Trunk::Trunk(std::unique_ptr<Wire> wire, const TrunkSetup& setup, TrunkExchange& exchange)
    : wire_(std::move(wire)),
      setup_(setup),
      clock_(wire_->gained_ns()),
      exchange_(&exchange),
      isdn_(setup.type, setup.side, wire_->law(), *this) {}

void Trunk::disturb(const TrunkFaults& faults) {
    if (faults.silent && !faults_.silent) isdn_.line().lost();
    faults_ = faults;
    wire_->use({.without_crc4 = faults.without_crc4, .superframe = faults.superframe});
    const double gain = std::pow(10.0, faults.level_db / 20.0);
    for (unsigned octet = 0; octet < leveled_.size(); ++octet) {
        const double sample = gain * to_linear(law(), static_cast<std::uint8_t>(octet));
        leveled_[octet] =
            from_linear(law(), static_cast<std::int16_t>(std::clamp(sample, -32768.0, 32767.0)));
    }
}

bool Trunk::in_service() const {
    return !line_lost_ && wire_->state().aligned && !wire_->state().remote_alarm && isdn_.link_up();
}

bool Trunk::is_bearer(unsigned timeslot) const {
    return timeslot >= 1 && timeslot <= wire_->timeslots() && timeslot != wire_->d_timeslot();
}

// ── the line ────────────────────────────────────────────────────────────────────────────────────

void Trunk::receive(Ticks now) {
    now_ = now;
    bool arrived = false;
    for (int i = 0; i < most_late && wire_->receive(); ++i) {
        arrived = true;
        hear(now);
    }
    watch_line(arrived);
    if (!arrived && dead_for_ >= deaf_after) hear_nothing(now);
    isdn_.run();
    if (now.count() % 1000 == 0) audit();
}

void Trunk::hear(Ticks now) {
    if (!wire_->state().aligned) return hear_nothing(now);
    if (!faults_.silent) isdn_.line().hear(wire_->received(wire_->d_timeslot()));
    for (unsigned timeslot = 1; timeslot <= wire_->timeslots(); ++timeslot) {
        if (auto* user = channels_[timeslot].user) user->hear(wire_->received(timeslot), now);
    }
}

// What does not arrive for a moment is only late; then it is silence.
void Trunk::hear_nothing(Ticks now) {
    for (unsigned timeslot = 1; timeslot <= wire_->timeslots(); ++timeslot) {
        if (auto* user = channels_[timeslot].user) user->hear(driver::silence(law()), now);
    }
}

void Trunk::transmit(Ticks now) {
    now_ = now;
    isdn_.settle();
    const std::int64_t gained_ns = clock_.gained_ns();
    const std::int64_t gained_ms = clock_.gained_ms();
    clock_.tick();
    wire_->gain(clock_.gained_ns() - gained_ns);
    for (auto left = 1 + clock_.gained_ms() - gained_ms; left > 0; --left) send_millisecond(now);
}

void Trunk::send_millisecond(Ticks now) {
    ++line_time_;
    for (unsigned timeslot = 1; timeslot <= wire_->timeslots(); ++timeslot) {
        auto* user = channels_[timeslot].user;
        if (user == nullptr) continue;
        wire_->sending(timeslot) = user->speak(now, line_time_);
        if (faults_.level_db == 0) continue;
        for (auto& octet : wire_->sending(timeslot).octets) octet = leveled_[octet];
    }
    wire_->sending(wire_->d_timeslot()) = isdn_.line().speak();
    if (faults_.silent) wire_->sending(wire_->d_timeslot()) = driver::filled(flag);
    const bool deaf = !wire_->state().aligned || dead_for_ >= deaf_after;
    if (!wire_->send(deaf)) ++counters_.unsent;
}

void Trunk::watch_line(bool arrived) {
    if (arrived && wire_->state().aligned) {
        dead_for_ = Ticks(0);
        line_lost_ = false;
        return;
    }
    dead_for_ += Ticks(1);
    if (dead_for_ < setup_.lost_after || line_lost_) return;
    line_lost_ = true;
    ++counters_.lost_line;
    wire_->lost();
    isdn_.line().lost();
    lose_calls();
}

void Trunk::lose_calls() {
    for (unsigned timeslot = 1; timeslot <= wire_->timeslots(); ++timeslot) {
        auto& channel = channels_[timeslot];
        if (channel.call == nullptr || channel.state == ChannelState::clearing) continue;
        step(channel, ChannelEvent::clear);
        isdn_.hang_up(channel.call, temporary_failure);
        release_user(timeslot, temporary_failure, ReleasedBy::line_lost);
    }
}

// libpri may keep a call for ever when its messages were lost together with the line.
void Trunk::audit() {
    for (auto& channel : channels_) {
        if (channel.state != ChannelState::clearing || now_ - channel.clearing_since < stuck_after)
            continue;
        ++counters_.stuck_calls;
        isdn_.destroy(channel.call);
        channel.call = nullptr;
        step(channel, ChannelEvent::gone);
    }
}

// ── orders ──────────────────────────────────────────────────────────────────────────────────────

std::optional<unsigned> Trunk::idle_channel() {
    for (unsigned i = 0; i < wire_->timeslots(); ++i) {
        const unsigned timeslot = (last_used_ + i) % wire_->timeslots() + 1;
        if (is_bearer(timeslot) && channels_[timeslot].state == ChannelState::idle) return timeslot;
    }
    return std::nullopt;
}

std::optional<unsigned> Trunk::call(const CallSetup& setup, TrunkUser& user) {
    if (!in_service()) return std::nullopt;
    const auto timeslot = idle_channel();
    if (!timeslot) return std::nullopt;
    CallSetup with_channel = setup;
    with_channel.channel = *timeslot;
    auto& channel = channels_[*timeslot];
    channel.call = isdn_.call(with_channel);
    if (channel.call == nullptr) return std::nullopt;
    channel.user = &user;
    last_used_ = *timeslot;
    step(channel, ChannelEvent::seize);
    return timeslot;
}

void Trunk::alert(unsigned timeslot) {
    if (step(channels_[timeslot], ChannelEvent::alert))
        isdn_.alert(channels_[timeslot].call, timeslot);
}

void Trunk::answer(unsigned timeslot) {
    if (step(channels_[timeslot], ChannelEvent::answer))
        isdn_.answer(channels_[timeslot].call, timeslot);
}

void Trunk::hang_up(unsigned timeslot, int cause) {
    auto& channel = channels_[timeslot];
    if (channel.call == nullptr || channel.state == ChannelState::clearing) return;
    step(channel, ChannelEvent::clear);
    channel.user = nullptr;
    wire_->sending(timeslot) = driver::silence(law());
    isdn_.hang_up(channel.call, cause);
}

// ── what Q.931 says ─────────────────────────────────────────────────────────────────────────────

bool Trunk::step(Channel& channel, ChannelEvent event) {
    const auto next = channel_steps.next(channel.state, event);
    if (!next) {
        ++counters_.surprises;
        return false;
    }
    if (*next == ChannelState::clearing) channel.clearing_since = now_;
    channel.state = *next;
    return true;
}

std::optional<unsigned> Trunk::channel_of(const q931_call* call) const {
    for (unsigned timeslot = 1; timeslot <= wire_->timeslots(); ++timeslot) {
        if (channels_[timeslot].call == call) return timeslot;
    }
    return std::nullopt;
}

void Trunk::release_user(unsigned timeslot, int cause, ReleasedBy by) {
    auto* user = std::exchange(channels_[timeslot].user, nullptr);
    wire_->sending(timeslot) = driver::silence(law());
    if (user != nullptr) user->released(cause, by, now_);
}

void Trunk::link_changed(bool /*up*/) {}  // in_service() asks; calls outlive a short silence (T309)

// Both ends seized the channel: the network's call has priority (Q.931 5.7); the other moves if it
// may, or is refused.
void Trunk::offered(q931_call* call, const CallSetup& setup) {
    CallSetup offer = setup;
    const bool usable =
        is_bearer(offer.channel) && channels_[offer.channel].state == ChannelState::idle;
    if (!usable) {
        if (is_bearer(offer.channel)) ++counters_.glares;
        const auto other = idle_channel();
        if (!setup.other_channel_ok || !other) {
            const int cause = setup.other_channel_ok ? no_circuit : channel_unavailable;
            return isdn_.refuse(call, offer.channel, cause);
        }
        offer.channel = *other;
    }
    auto& channel = channels_[offer.channel];
    step(channel, ChannelEvent::offer);
    channel.call = call;
    const auto answer = exchange_->offered(*this, offer);
    if (answer.user == nullptr) {
        step(channel, ChannelEvent::clear);
        return isdn_.refuse(call, offer.channel, answer.cause);
    }
    channel.user = answer.user;
    isdn_.accept(call, offer.channel);
}

void Trunk::progressed(q931_call* call, CallProgress progress) {
    const auto timeslot = channel_of(call);
    if (!timeslot) return;
    auto& channel = channels_[*timeslot];
    const auto event = progress == CallProgress::proceeding ? ChannelEvent::proceed
                       : progress == CallProgress::alerting ? ChannelEvent::alert
                                                            : ChannelEvent::answer;
    if (step(channel, event) && channel.user != nullptr)
        channel.user->progressed(channel.state, now_);
}

void Trunk::clearing(q931_call* call, int cause) {
    const auto timeslot = channel_of(call);
    if (!timeslot) return;
    if (channels_[*timeslot].state != ChannelState::clearing)
        step(channels_[*timeslot], ChannelEvent::clear);
    release_user(*timeslot, cause, line_lost_ ? ReleasedBy::line_lost : ReleasedBy::center);
}

void Trunk::gone(q931_call* call, int cause) {
    const auto timeslot = channel_of(call);
    if (!timeslot) return;
    auto& channel = channels_[*timeslot];
    const bool seizing = channel.state == ChannelState::calling;
    if (seizing && (cause == channel_unavailable || cause == no_circuit)) ++counters_.glares;
    channel.call = nullptr;
    step(channel, ChannelEvent::gone);
    const bool lost = line_lost_ || !isdn_.link_up();
    release_user(*timeslot, cause, lost ? ReleasedBy::line_lost : ReleasedBy::center);
}

// RESTART: libpri has acknowledged it already, and leaves the calls to us.
void Trunk::restarted(int restarted_channel) {
    for (unsigned timeslot = 1; timeslot <= wire_->timeslots(); ++timeslot) {
        if (restarted_channel != -1 && static_cast<unsigned>(restarted_channel) != timeslot)
            continue;
        auto& channel = channels_[timeslot];
        if (channel.call == nullptr) continue;
        isdn_.destroy(std::exchange(channel.call, nullptr));
        step(channel, ChannelEvent::gone);
        release_user(timeslot, temporary_failure, ReleasedBy::line_lost);
    }
}

}  // namespace tools::office
