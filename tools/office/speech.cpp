// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/speech.hpp"

#include <cstddef>

// Last: spandsp.h defines macros that break other headers.
#include <spandsp.h>

namespace tools::office {

std::int16_t to_linear(driver::Law law, std::uint8_t octet) {
    return law == driver::Law::alaw ? alaw_to_linear(octet) : ulaw_to_linear(octet);
}

std::uint8_t from_linear(driver::Law law, std::int16_t sample) {
    return law == driver::Law::alaw ? linear_to_alaw(sample) : linear_to_ulaw(sample);
}

struct Keypad::State {
    explicit State(const KeyTiming& timing) : tones(dtmf_tx_init(nullptr)) {
        dtmf_tx_set_level(tones, timing.level_dbm0, 0);
        dtmf_tx_set_timing(tones, static_cast<int>(timing.tone.count()),
                           static_cast<int>(timing.pause.count()));
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { dtmf_tx_free(tones); }

    dtmf_tx_state_t* tones;
};

Keypad::Keypad(const KeyTiming& timing)
    : state_(std::make_unique<State>(timing)),
      per_key_((timing.tone + timing.pause).count() * driver::samples_per_tick) {}
Keypad::Keypad(Keypad&&) noexcept = default;
Keypad& Keypad::operator=(Keypad&&) noexcept = default;
Keypad::~Keypad() = default;

bool Keypad::press(std::string_view digits) {
    if (digits.find_first_not_of("0123456789*#ABCD") != std::string_view::npos) return false;
    const auto count = static_cast<std::int64_t>(digits.size());
    if (left_ / per_key_ + count > 64) return false;
    dtmf_tx_put(state_->tones, digits.data(), static_cast<int>(digits.size()));
    left_ += count * per_key_;
    return true;
}

driver::Chunk Keypad::speak(driver::Law law, std::int16_t drift_per_mille) {
    driver::Chunk chunk;
    for (auto& octet : chunk.octets) octet = from_linear(law, next(drift_per_mille));
    return chunk;
}

// Samples taken faster or slower than they are made for, and those between two taken as on a
// straight line.
std::int16_t Keypad::next(std::int16_t drift_per_mille) {
    constexpr int whole = 1000;
    for (between_per_mille_ += whole + drift_per_mille; between_per_mille_ >= whole;
         between_per_mille_ -= whole) {
        before_ = after_;
        after_ = 0;  // at the end of the last pause there is none: silence
        dtmf_tx(state_->tones, &after_, 1);
        if (left_ > 0) --left_;
    }
    return static_cast<std::int16_t>(before_ + (after_ - before_) * between_per_mille_ / whole);
}

}  // namespace tools::office
