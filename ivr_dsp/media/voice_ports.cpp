// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/voice_ports.hpp"

#include <algorithm>

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
    const Played refused{play.port, play.play, false, 0};
    if (play.port.value >= ports_.size()) {
        report(refused);
        return false;
    }
    VoicePort& port = ports_[play.port.value];
    if (!play.append) end_all(play.port);
    PlayOrder order;
    if (port.full() || !find_clips(play, order)) {
        report(refused);
        return false;
    }
    port.add(order);
    playing_.insert(play.port.value);
    return true;
}

bool VoicePorts::stop(const StopPlay& stop) noexcept {
    if (stop.port.value >= ports_.size()) return false;
    end_all(stop.port);
    return true;
}

void VoicePorts::talk() noexcept {
    for (std::size_t i = playing_.size(); i-- > 0;) {
        talk({static_cast<std::uint16_t>(playing_[i])});
    }
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
    while (!ports_[port.value].idle()) report(ports_[port.value].finish(port));
}

// While nobody takes the events, a port that came to its end waits in silence: no Played is lost.
void VoicePorts::talk(driver::VoicePortId port) noexcept {
    VoicePort& voice = ports_[port.value];
    while (!voice.idle() && voice.at_end() && events_.room() > 0) report(voice.finish(port));
    const SlotId slot = numbering_.voice_slot(port.value);
    if (!voice.idle() && !voice.at_end()) {
        bus_.talk(slot, voice.next());
        return;
    }
    bus_.talk(slot, &silence_);
    if (voice.idle()) playing_.erase(port.value);
}

void VoicePorts::report(const Played& played) noexcept {
    const bool posted = events_.post(played);
    INVARIANT(posted);  // the caller has looked for room
}

}  // namespace ivr_dsp
