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
    // Digits come before echoes are taken out: what hides an echo may hide a digit under a prompt.
    detectors_.hear(now, [&](std::uint32_t line, char digit) {
        const driver::LineId id{static_cast<std::uint16_t>(line)};
        tell(DigitHeard{id, digit, now});
    });
    care_.clean();
    loops_.talk();
    counters_.silent_messages += voices_.talk();
    faxes_.talk(now);
    conferences_.talk();
    listening_.convert();
    signals_.talk();
    tone_ears_.hear([&](const ToneHeard& news) { tell(news); });
    answer_ears_.hear(now, [&](const auto& news) { tell(news); });
    privacy_.tick();
    taps_.hear(now);
    recorders_.hear(now);
    care_.remember_sent();
    conferences_.tell_speakers(
        now, [&](const SpeakersChanged& news) { return queues_.events.post(news); });
    recorders_.tell_closed([&](const Recorded& news) { return queues_.events.post(news); });
    faxes_.tell_ended(now, [&](const FaxEnded& news) { return queues_.events.post(news); });
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
    if (const auto* caller = std::get_if<SendCallerId>(&command)) return signals_.send(*caller);
    if (const auto* lamp = std::get_if<SendMessageLamp>(&command)) return signals_.send(*lamp);
    if (const auto* seat = std::get_if<SetSeat>(&command)) return conferences_.set(*seat);
    if (const auto* start = std::get_if<StartRecording>(&command)) {
        return record(*start, start->recording);
    }
    if (const auto* leave = std::get_if<LeaveMessage>(&command)) {
        return record(*leave, leave->message);
    }
    if (const auto* message = std::get_if<PlayMessage>(&command)) return voices_.play(*message);
    if (const auto* stop = std::get_if<StopRecording>(&command)) return recorders_.stop(*stop);
    if (const auto* tones = std::get_if<ListenForTones>(&command)) {
        const bool tones_heard = tone_ears_.listen(*tones);
        return answer_ears_.listen(*tones) && tones_heard;
    }
    if (const auto* call = std::get_if<LineInCall>(&command)) return care_.call(*call);
    if (const auto* ask = std::get_if<AskLineQuality>(&command)) return carry_out(*ask);
    if (const auto* start = std::get_if<StartFax>(&command)) return carry_out(*start);
    if (const auto* stop = std::get_if<StopFax>(&command)) return faxes_.stop(*stop);
    return false;
}

// take_commands() has seen to it that there is room.
template <class Order>
bool Media::record(const Order& order, std::uint64_t recording) noexcept {
    if (recorders_.start(order)) return true;
    tell(Recorded{recording, order.line, RecordingEnd::refused, {}, 0, {}});
    return false;
}

// Likewise.
bool Media::carry_out(const AskLineQuality& order) noexcept {
    const auto quality = care_.ask(order);
    if (!quality) return false;
    tell(*quality);
    return true;
}

// Likewise.
bool Media::carry_out(const StartFax& order) noexcept {
    if (faxes_.start(order)) return true;
    FaxEnded refused;
    refused.fax = order.fax;
    refused.port = order.port;
    refused.end = FaxEnd::refused;
    tell(refused);
    return false;
}

bool Media::carry_out(const driver::Listen& order) noexcept {
    if (!listening_.listen(order)) return false;
    if (order.listener.kind == driver::ListenerKind::conference) {
        conferences_.seat_changed(order.listener.index, order.listener.seat);
    }
    return true;
}

}  // namespace ivr_dsp
