// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/line_signals.hpp"

#include <algorithm>

namespace ivr_dsp {

using driver::Ticks;

namespace {

constexpr Ticks sweep_lasts{8000};

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

}  // namespace

bool LineSignals::send(const SendTone& order) noexcept {
    const std::uint32_t line = order.line.value;
    if (line >= signals_.size()) return false;
    if (order.lasts <= Ticks{}) {
        end(line);
        return true;
    }
    begin_tone(signals_[line], order);
    begin(line);
    return true;
}

bool LineSignals::send(const SendDigits& order) noexcept {
    const std::uint32_t line = order.line.value;
    const auto digits = order.digits.view();
    if (line >= signals_.size() || digits.empty()) return false;
    if (digits.find_first_not_of(digits_of(order.code)) != digits.npos) return false;
    const auto codes = register_signals_of(order.code);
    Signal& signal = signals_[line];
    signal.what = What::digits;
    signal.to_dial = order.digits;
    signal.dialled = 0;
    signal.has_codes = codes.has_value();
    signal.digits = DtmfGenerator(signal.line_law);
    signal.codes = CodeGenerator(signal.line_law, codes.value_or(SixTones::r1));
    begin(line);
    return true;
}

bool LineSignals::send(const SendCallerId& order) noexcept {
    return tell({order.line, order.standard, order.form, order.in_call}, caller_of(order));
}

bool LineSignals::send(const SendMessageLamp& order) noexcept {
    CallerId id;
    id.has_message_lamp = true;
    id.message_lamp = order.lit;
    return tell({order.line, order.standard, order.form, false}, id);
}

bool LineSignals::tell(const Way& way, const CallerId& id) noexcept {
    const std::uint32_t line = way.line.value;
    if (line >= signals_.size()) return false;
    Signal& signal = signals_[line];
    signal.what = What::caller_id;
    signal.alerts_first = way.in_call;
    signal.caller_id = octets_of(id, way.form);
    signal.fsk = FskSender(signal.line_law, way.standard,
                           way.in_call ? call_waiting_introduction : on_hook_introduction,
                           std::span(signal.caller_id.octets).first(signal.caller_id.count));
    begin(line);
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
            chunk = next_of_tone(signal);
            ++signal.sent;
            return true;
        case What::digits:
            return signal.has_codes ? next_of_digits(signal, signal.codes, chunk)
                                    : next_of_digits(signal, signal.digits, chunk);
        case What::caller_id:
            return next_of_caller_id(signal, chunk);
    }
    return false;
}

template <class Generator>
bool LineSignals::next_of_digits(Signal& signal, Generator& generator, Chunk& chunk) noexcept {
    if (!generator.busy()) {
        if (signal.dialled == signal.to_dial.view().size()) return false;
        static_cast<void>(generator.send(signal.to_dial.view()[signal.dialled++]));
    }
    chunk = generator.next();
    return true;
}

bool LineSignals::next_of_caller_id(Signal& signal, Chunk& chunk) noexcept {
    constexpr Ticks alerted = call_waiting_alert.lasts;
    if (signal.alerts_first && signal.sent < alerted + call_waiting_answer) {
        chunk = signal.sent < alerted ? tone_chunk(signal.line_law, call_waiting_alert, signal.sent)
                                      : driver::silence(signal.line_law);
        ++signal.sent;
        return true;
    }
    if (!signal.fsk.busy()) return false;
    chunk = signal.fsk.next();
    return true;
}

void LineSignals::begin_tone(Signal& signal, const SendTone& order) noexcept {
    const Law law = signal.line_law;
    const auto level = static_cast<double>(order.level_dbm0);
    signal.what = What::tone;
    signal.tone = order;
    signal.sweep = SweepGenerator(law, {.lasts = sweep_lasts, .level_dbm0 = level});
    signal.noise = NoiseGenerator(law, level, order.line.value);
    signal.answer = AnswerToneGenerator(law, true, false, level);
}

Chunk LineSignals::next_of_tone(Signal& signal) noexcept {
    switch (signal.tone.tone) {
        case TestTone::milliwatt:
            return milliwatt(signal.line_law);
        case TestTone::sine:
            return sine_chunk(signal.line_law,
                              Sine{signal.tone.hz, static_cast<double>(signal.tone.level_dbm0)},
                              signal.sent % Ticks{1000});
        case TestTone::sweep:
            return signal.sweep.next();
        case TestTone::noise:
            return signal.noise.next();
        case TestTone::answer:
            return signal.answer.next();
    }
    return driver::silence(signal.line_law);
}

}  // namespace ivr_dsp
