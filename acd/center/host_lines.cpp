// SPDX-License-Identifier: GPL-2.0-or-later
// A technician's instruments: what hosts may ask of single lines.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "acd/center/host_desk.hpp"
#include "acd/center/host_words.hpp"

namespace acd {
namespace {

using driver::Error;
using driver::LineId;
using driver::Result;

constexpr int lowest_dbm0 = -60;
constexpr int highest_dbm0 = 3;
constexpr int usual_dbm0 = -10;
constexpr int highest_hz = 3999;  // below half the sampling rate

std::string text_of(const pbx::Name& name) {
    return std::string(name.view());
}

std::string name_of(const pbx::Device& device) {
    if (!device.station.empty()) return std::string(device.station.view());
    return std::to_string(device.span.value) + "/" + std::to_string(device.timeslot);
}

Result<int> level_of(const pbx::SendTone& command) {
    if (command.level.empty()) return usual_dbm0;
    if (const auto level = number_in(command.level.view(), lowest_dbm0, highest_dbm0)) {
        return *level;
    }
    return Error{"\"" + text_of(command.level) + "\" is no level: write dBm0 from -60 to 3"};
}

std::optional<ivr_dsp::TestTone> named_tone(std::string_view text) {
    using enum ivr_dsp::TestTone;
    for (const auto tone : {sweep, noise, answer}) {
        if (text == name_of(tone)) return tone;
    }
    return std::nullopt;
}

Result<ivr_dsp::SendTone> tone_of(const pbx::SendTone& command) {
    ivr_dsp::SendTone tone;
    const std::string_view text = command.tone.view();
    const auto level = level_of(command);
    if (!level) return Error{level.error()};
    tone.level_dbm0 = static_cast<std::int16_t>(*level);
    if (text == "milliwatt") {
        if (!command.level.empty() && *level != 0) {
            return Error{
                "the digital milliwatt is 0 dBm0 by its octets: choose 1000 for 1000 Hz at "
                "another level"};
        }
        tone.tone = ivr_dsp::TestTone::milliwatt;
        return tone;
    }
    if (const auto named = named_tone(text)) {
        tone.tone = *named;
        return tone;
    }
    const auto hz = number_in(text, 1, highest_hz);
    if (!hz) {
        return Error{"\"" + text_of(command.tone) +
                     "\" is no tone: write milliwatt, sweep, noise, answer, or a frequency from 1 "
                     "to 3999 Hz"};
    }
    tone.tone = ivr_dsp::TestTone::sine;
    tone.hz = static_cast<std::uint16_t>(*hz);
    return tone;
}

}  // namespace

Result<LineId> HostDesk::line_of(const pbx::Name& text) const {
    const auto& all = calls_.lines().all();
    const auto line = std::ranges::find_if(
        all, [&](const pbx::Line& one) { return name_of(one.device) == text.view(); });
    if (line != all.end()) return line->device.line;
    return Error{"there is no line \"" + text_of(text) + "\""};
}

Result<LineId> HostDesk::line_to_send(const pbx::Name& text, bool force) const {
    auto line = line_of(text);
    if (!line || force || calls_.leg_on(*line) == nullptr) return line;
    return Error{"line " + text_of(text) +
                 " has a call, which would not be heard: wait until it is over, or force it"};
}

HostDesk::Done HostDesk::carry_out(const pbx::ListenToLine& command) {
    const auto lasts = time_of(command.seconds);
    if (!lasts) return Error{lasts.error()};
    const auto line = line_of(command.line);
    if (!line) return Error{line.error()};
    if (command.tap == 0) return Error{"a tap has a number of its own, from 1 up"};
    context_.orders.send(ivr_dsp::TapLine{*line, command.tap, *lasts});
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::AskLineQuality& command) {
    const auto line = line_of(command.line);
    if (!line) return Error{line.error()};
    context_.orders.send(ivr_dsp::AskLineQuality{*line, command.question});
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::SendTone& command) {
    const auto lasts = time_of(command.seconds);
    if (!lasts) return Error{lasts.error()};
    auto tone = tone_of(command);
    if (!tone) return Error{tone.error()};
    const auto line = line_to_send(command.line, command.force || command.seconds == 0);
    if (!line) return Error{line.error()};
    tone->line = *line;
    tone->lasts = *lasts;
    context_.orders.send(*tone);
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::SendDigits& command) {
    const std::string_view digits = command.digits.view();
    const std::string_view known = digits_of(command.code);
    if (digits.empty() || digits.find_first_not_of(known) != digits.npos) {
        return Error{"\"" + text_of(command.digits) + "\" are no digits of " +
                     std::string(name_of(command.code)) + ": write some of " + std::string(known)};
    }
    const auto line = line_to_send(command.line, command.force);
    if (!line) return Error{line.error()};
    context_.orders.send(ivr_dsp::SendDigits{*line, command.digits, command.code});
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::SendCallerId& command) {
    if (command.standard == pbx::CallerIdStandard::none) {
        return Error{"by \"none\" nobody is told: write bell202, v23 or bell202_sdmf"};
    }
    ivr_dsp::SendCallerId order;
    order.standard = fsk_of(command.standard);
    order.form = form_of(command.standard);
    order.in_call = command.in_call;
    order.number = command.number;
    order.name = command.display_name;
    order.withheld = command.withheld;
    if (order.withheld && !(order.number.empty() && order.name.empty())) {
        return Error{
            "a caller whose number is withheld has none to show: leave out number and name"};
    }
    const auto line = line_to_send(command.line, command.force);
    if (!line) return Error{line.error()};
    order.line = *line;
    context_.orders.send(order);
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::StartRecording& command) {
    const auto line = line_of(command.line);
    if (!line) return Error{line.error()};
    const auto done = recordings_.start(*line);
    if (!done) return Error{"line " + text_of(command.line) + ": " + done.error()};
    return calls_.leg_on(*line)->call;
}

HostDesk::Done HostDesk::carry_out(const pbx::StopRecording& command) {
    const auto line = line_of(command.line);
    if (!line) return Error{line.error()};
    const auto done = recordings_.stop(*line);
    if (!done) return Error{"line " + text_of(command.line) + ": " + done.error()};
    return CallId{};
}

}  // namespace acd
