// SPDX-License-Identifier: GPL-2.0-or-later
// What spandsp does for the office: G.711 and the sound of pressed keys.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"

namespace tools::office {

[[nodiscard]] std::int16_t to_linear(driver::Law law, std::uint8_t octet);
[[nodiscard]] std::uint8_t from_linear(driver::Law law, std::int16_t sample);

// How keys sound. Q.23: 50 ms tone and 50 ms pause are slow enough for everybody.
struct KeyTiming {
    driver::Ticks tone{70};
    driver::Ticks pause{70};
    int level_dbm0 = -10;  // per tone
};

// A telephone's keypad: presses keys one after the other (DTMF, Q.23).
class Keypad {
  public:
    explicit Keypad(const KeyTiming& timing);
    Keypad(Keypad&&) noexcept;
    Keypad& operator=(Keypad&&) noexcept;
    ~Keypad();

    // 0-9 * # A-D; false if one of them is none, or if more than 64 would wait.
    [[nodiscard]] bool press(std::string_view digits);
    [[nodiscard]] bool busy() const { return left_ > 0; }
    // The next millisecond of the keys being pressed; their oscillators are off by `drift`, and
    // their timing is with them.
    [[nodiscard]] driver::Chunk speak(driver::Law law, std::int16_t drift_per_mille = 0);

  private:
    struct State;
    std::int16_t next(std::int16_t drift_per_mille);

    std::unique_ptr<State> state_;
    std::int64_t left_{};  // samples of tone and pause still to send
    std::int64_t per_key_{};
    // Where between two samples of an oscillator that drifts we are.
    int between_per_mille_{};
    std::int16_t before_{};
    std::int16_t after_{};
};

}  // namespace tools::office
