// SPDX-License-Identifier: GPL-2.0-or-later
// LOS as seen in the pulses (G.775 §4, T1.231 §6.1.2.1.1).
#pragma once

#include <cstdint>

#include "driver/framing/line_code/pulses.hpp"

namespace driver {

// All in bit times.
struct LossOfSignalRule {
    std::uint16_t zeros_to_set{};
    std::uint16_t window{};            // in which the signal is judged, beginning with a pulse
    std::uint16_t pulses_to_clear{};   // in one window
    std::uint16_t gap_not_to_clear{};  // so many zeros in a row in the window: it does not clear
};

// G.775: 10 to 255 without a pulse. Chips: 255, and 32 pulses in 255.
inline constexpr LossOfSignalRule e1_loss_of_signal{
    .zeros_to_set = 255, .window = 255, .pulses_to_clear = 32, .gap_not_to_clear = 255};
// 175 ± 75 without a pulse (chips: 192); 12.5 % ones in 175 ± 75.
inline constexpr LossOfSignalRule t1_ami_loss_of_signal{
    .zeros_to_set = 192, .window = 175, .pulses_to_clear = 22, .gap_not_to_clear = 100};
inline constexpr LossOfSignalRule t1_b8zs_loss_of_signal{
    .zeros_to_set = 192, .window = 175, .pulses_to_clear = 22, .gap_not_to_clear = 8};

class LossOfSignal {
  public:
    constexpr explicit LossOfSignal(LossOfSignalRule rule) : rule_(rule) {}
    void read(Pulses pulses) noexcept;
    // True from the beginning until a signal has been seen.
    [[nodiscard]] bool lost() const noexcept { return lost_; }

  private:
    void read_bit_time(bool pulse) noexcept;
    void look_for_signal(bool pulse) noexcept;

    LossOfSignalRule rule_;
    bool lost_{true};
    std::uint16_t zeros_{};   // in a row, no further than counts
    std::uint16_t waited_{};  // bit times of this window; 0: it has not begun
    std::uint16_t pulses_{};  // in it
};

}  // namespace driver
