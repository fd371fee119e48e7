// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/line_signals.hpp"

#include <algorithm>

#include "ivr_dsp/dsp/dtmf.hpp"

namespace ivr_dsp {

using driver::Ticks;

namespace {

// 0 dBm0 at 1 kHz, to the last bit (G.711, tables 5 and 6).
constexpr Chunk alaw_milliwatt{
    {0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4}
};
constexpr Chunk ulaw_milliwatt{
    {0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E}
};

// A sweep goes through telephony's band in steps of 100 Hz, whole periods of each.
constexpr unsigned sweep_first_hz = 300;
constexpr unsigned sweep_step_hz = 100;
constexpr std::int64_t sweep_steps = 32;  // to 3400 Hz
constexpr Ticks sweep_step{250};

Chunk sine_chunk(Law law, Sine sine, Ticks since_start) {
    ToneStep step;
    step.first = sine;
    return tone_chunk(law, step, since_start);
}

// Why a number is missing (TR-NWT-000030): private, or out of the area of whoever could tell it.
CallerId caller_of(const SendCallerId& order) noexcept {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    const auto name = order.name.view();
    CallerId id;
    id.time.set(order.time.view());
    id.number.set(order.number.view());
    if (order.number.empty()) id.number_absent = order.withheld ? 'P' : 'O';
    // The wire has no other letters.
    if (std::all_of(name.begin(), name.end(), is_ascii)) id.name.set(name);
    if (name.empty() && order.withheld) id.name_absent = 'P';
    return id;
}

bool is_digit(char digit) {
    return dtmf_place(digit) < dtmf_digits.size();
}

}  // namespace

bool LineSignals::send(const SendTone& order) noexcept {
    const std::uint32_t line = order.line.value;
    if (line >= signals_.size()) return false;
    if (order.lasts <= Ticks{}) {
        end(line);
        return true;
    }
    signals_[line].tone = order;
    signals_[line].what = What::tone;
    begin(line);
    return true;
}

bool LineSignals::send(const SendDigits& order) noexcept {
    const std::uint32_t line = order.line.value;
    const auto digits = order.digits.view();
    if (line >= signals_.size() || digits.empty()) return false;
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return false;
    Signal& signal = signals_[line];
    signal.what = What::digits;
    signal.to_dial = order.digits;
    signal.dialled = 0;
    signal.digits = DtmfGenerator(signal.line_law);
    begin(line);
    return true;
}

bool LineSignals::send(const SendCallerId& order) noexcept {
    return send(order.line, order.standard, caller_of(order));
}

bool LineSignals::send(const SendMessageLamp& order) noexcept {
    CallerId id;
    id.has_message_lamp = true;
    id.message_lamp = order.lit;
    return send(order.line, order.standard, id);
}

bool LineSignals::send(driver::LineId line, FskStandard standard, const CallerId& id) noexcept {
    if (line.value >= signals_.size()) return false;
    Signal& signal = signals_[line.value];
    signal.what = What::caller_id;
    signal.caller_id = octets_of(id, CallerIdForm::mdmf);
    signal.fsk = FskSender(signal.line_law, standard, on_hook_introduction,
                           std::span(signal.caller_id.octets).first(signal.caller_id.count));
    begin(line.value);
    return true;
}

void LineSignals::begin(std::uint32_t line) noexcept {
    signals_[line].sent = Ticks{};
    sending_.insert(line);
    listening_.take_over(line);
}

void LineSignals::end(std::uint32_t line) noexcept {
    if (!sending_.contains(line)) return;
    sending_.erase(line);
    listening_.give_back(line);
}

void LineSignals::talk() noexcept {
    for (std::size_t i = sending_.size(); i-- > 0;) {
        const std::uint32_t line = sending_[i];
        if (!next(signals_[line], listening_.instead(line))) end(line);
    }
}

bool LineSignals::next(Signal& signal, Chunk& chunk) noexcept {
    switch (signal.what) {
        case What::tone:
            if (signal.sent == signal.tone.lasts) return false;
            chunk = tone_of(signal);
            ++signal.sent;
            return true;
        case What::digits:
            return next_of_digits(signal, chunk);
        case What::caller_id:
            if (!signal.fsk.busy()) return false;
            chunk = signal.fsk.next();
            return true;
    }
    return false;
}

bool LineSignals::next_of_digits(Signal& signal, Chunk& chunk) noexcept {
    if (!signal.digits.busy()) {
        if (signal.dialled == signal.to_dial.view().size()) return false;
        static_cast<void>(signal.digits.send(signal.to_dial.view()[signal.dialled++]));
    }
    chunk = signal.digits.next();
    return true;
}

Chunk LineSignals::tone_of(const Signal& signal) noexcept {
    const auto level = static_cast<double>(signal.tone.level_dbm0);
    switch (signal.tone.tone) {
        case TestTone::milliwatt:
            return signal.line_law == Law::alaw ? alaw_milliwatt : ulaw_milliwatt;
        case TestTone::sine:
            return sine_chunk(signal.line_law, Sine{signal.tone.hz, level},
                              signal.sent % Ticks{1000});
        case TestTone::sweep: {
            const auto step = static_cast<unsigned>(signal.sent / sweep_step % sweep_steps);
            const unsigned hz = sweep_first_hz + step * sweep_step_hz;
            return sine_chunk(signal.line_law, Sine{hz, level}, signal.sent % sweep_step);
        }
    }
    return driver::silence(signal.line_law);
}

}  // namespace ivr_dsp
