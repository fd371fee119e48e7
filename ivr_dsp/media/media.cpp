// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/media.hpp"

#include <variant>

namespace ivr_dsp {

void Media::take_commands() noexcept {
    for (int taken = 0; taken < most_commands_per_tick; ++taken) {
        if (queues_.events.room() < VoicePorts::most_events_per_command) return;
        MediaCommand command;
        if (!queues_.commands.take(command)) return;
        if (!carry_out(command)) ++counters_.refused_commands;
    }
}

void Media::talk(driver::Ticks now) noexcept {
    loops_.talk();
    voices_.talk();
    conferences_.talk();
    listening_.convert();
    signals_.talk();
    detectors_.hear(now, [&](std::uint32_t line, char digit) {
        const driver::LineId id{static_cast<std::uint16_t>(line)};
        if (!queues_.events.post(DigitHeard{id, digit, now})) ++counters_.lost_events;
    });
    taps_.hear(now);
}

bool Media::carry_out(const MediaCommand& command) noexcept {
    if (const auto* listen = std::get_if<driver::Listen>(&command)) return carry_out(*listen);
    if (const auto* play = std::get_if<Play>(&command)) return voices_.play(*play);
    if (const auto* stop = std::get_if<StopPlay>(&command)) return voices_.stop(*stop);
    if (const auto* digits = std::get_if<ListenForDigits>(&command)) {
        return detectors_.listen(*digits);
    }
    if (const auto* tap = std::get_if<TapLine>(&command)) return taps_.tap(*tap);
    if (const auto* tone = std::get_if<SendTone>(&command)) return signals_.send(*tone);
    if (const auto* digits = std::get_if<SendDigits>(&command)) return signals_.send(*digits);
    return false;
}

bool Media::carry_out(const driver::Listen& order) noexcept {
    if (!listening_.listen(order)) return false;
    if (order.listener.kind == driver::ListenerKind::conference) {
        conferences_.seats_changed(order.listener.index);
    }
    return true;
}

}  // namespace ivr_dsp
