// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/voice_ports.hpp"

#include <algorithm>
#include <utility>

#include "ivr_dsp/dsp/crossfade.hpp"

namespace ivr_dsp {
namespace {

const BankView* bank_of(const std::vector<BankView>& banks, Clip clip) {
    const auto bank = std::find_if(banks.begin(), banks.end(), [&](const BankView& one) {
        return one.generation == clip.generation;
    });
    return bank != banks.end() && clip.index < bank->clips.size() ? &*bank : nullptr;
}

}  // namespace

bool VoicePorts::play(const Play& play) noexcept {
    if (play.port.value >= ports_.size()) {
        report({play.port, play.play, false, 0});
        return false;
    }
    PlayOrder order;
    const bool found = find_clips(play, order);
    if (!play.append) end_all(play.port);
    if (found) return add(play.port, order);
    report({play.port, play.play, false, 0});
    return false;
}

bool VoicePorts::play(const PlayMessage& play) noexcept {
    if (play.port.value >= ports_.size()) {
        report({play.port, play.play, false, 0});
        return false;
    }
    PlayOrder order;
    order.play = play.play;
    order.count = 1;
    order.mailbox = play.mailbox;
    order.message = play.message;
    if (!play.append) end_all(play.port);
    return add(play.port, order);
}

bool VoicePorts::add(driver::VoicePortId id, const PlayOrder& order) noexcept {
    VoicePort& port = ports_[id.value];
    if (port.full()) {
        report({id, order.play, false, 0});
        return false;
    }
    port.add(order);
    playing_.insert(id.value);
    return true;
}

bool VoicePorts::stop(const StopPlay& stop) noexcept {
    if (stop.port.value >= ports_.size()) return false;
    end_all(stop.port);
    return true;
}

std::uint32_t VoicePorts::talk() noexcept {
    std::uint32_t waiting = 0;
    for (std::size_t i = playing_.size(); i-- > 0;) {
        if (talk(driver::VoicePortId{static_cast<std::uint16_t>(playing_[i])})) ++waiting;
    }
    return waiting;
}

bool VoicePorts::find_clips(const Play& play, PlayOrder& order) const noexcept {
    if (play.count > clips_per_play) return false;
    order.play = play.play;
    order.count = play.count;
    for (std::size_t i = 0; i < order.count; ++i) {
        const BankView* bank = bank_of(banks_, play.clips[i]);
        if (bank == nullptr) return false;
        order.clips[i] = bank->clip(play.clips[i].index);
    }
    return true;
}

void VoicePorts::end_all(driver::VoicePortId port) noexcept {
    cut(port);
    while (!ports_[port.value].idle()) end_present(port);
}

void VoicePorts::end_present(driver::VoicePortId port) noexcept {
    report(ports_[port.value].finish(port));
    if (std::exchange(asked_[port.value], std::uint8_t{0}) != 0) seats_[port.value].release();
}

// Asks for the message its present order is, or takes it; one that is gone ends the order.
bool VoicePorts::awaits(driver::VoicePortId id) noexcept {
    VoicePort& port = ports_[id.value];
    MessageSeat& seat = seats_[id.value];
    if (asked_[id.value] == 0) {
        if (!seat.is_free()) return true;
        seat.ask({port.present().mailbox, port.present().message});
        asked_[id.value] = 1;
        return true;
    }
    if (!seat.is_answered()) return true;
    if (seat.is_there()) {
        port.fetched(seat.sound());
        return false;
    }
    if (events_.room() == 0) return true;
    end_present(id);
    return !port.idle() && port.awaits_message();
}

// While nobody takes the events, a port that came to its end waits in silence: no Played is lost.
bool VoicePorts::talk(driver::VoicePortId port) noexcept {
    VoicePort& voice = ports_[port.value];
    while (!voice.idle() && voice.at_end() && events_.room() > 0) end_present(port);
    const SlotId slot = numbering_.voice_slot(port.value);
    const bool waits = !voice.idle() && voice.awaits_message() && awaits(port);
    if (!waits && !voice.idle() && !voice.at_end()) {
        bus_.talk(slot, faded(port, voice.next()));
        return false;
    }
    const bool fades = cut_[port.value].fades;  // then silence is to be said once more
    bus_.talk(slot, faded(port, &silence_));
    if (voice.idle() && !fades) playing_.erase(port.value);
    return waits;
}

void VoicePorts::cut(driver::VoicePortId port) noexcept {
    const VoicePort& voice = ports_[port.value];
    Cut& cut = cut_[port.value];
    if (fade_ == 0 || voice.idle() || voice.awaits_message() || voice.at_end() ||
        voice.untouched()) {
        return;
    }
    cut.rest = voice.rest();
    cut.ms = 0;
    cut.fades = true;
}

const Chunk* VoicePorts::faded(driver::VoicePortId port, const Chunk* next) noexcept {
    Cut& cut = cut_[port.value];
    if (!cut.fades) return next;
    const Chunk& before = cut.ms < cut.rest.size() ? cut.rest[cut.ms] : silence_;
    cut.said = crossfaded(law_, before, *next, static_cast<int>(cut.ms), static_cast<int>(fade_));
    cut.fades = ++cut.ms < fade_;
    return &cut.said;
}

void VoicePorts::report(const Played& played) noexcept {
    const bool posted = events_.post(played);
    INVARIANT(posted);  // the caller has looked for room
}

}  // namespace ivr_dsp
