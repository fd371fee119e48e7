// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/line_code/loss_of_signal.hpp"

#include <limits>

namespace driver {

void LossOfSignal::read(Pulses pulses) noexcept {
    const auto any = static_cast<unsigned>(pulses.positive | pulses.negative);
    for (unsigned i = 8; i-- > 0;) read_bit_time((any >> i & 1U) != 0);
}

void LossOfSignal::read_bit_time(bool pulse) noexcept {
    if (pulse) zeros_ = 0;
    if (!pulse && zeros_ < std::numeric_limits<std::uint16_t>::max()) ++zeros_;
    if (lost_) {
        look_for_signal(pulse);
    } else if (zeros_ >= rule_.zeros_to_set) {
        lost_ = true;
        waited_ = 0;
    }
}

void LossOfSignal::look_for_signal(bool pulse) noexcept {
    if (waited_ == 0 && !pulse) return;
    if (waited_ == 0) pulses_ = 0;
    ++waited_;
    if (pulse) ++pulses_;
    if (zeros_ >= rule_.gap_not_to_clear) {
        waited_ = 0;
    } else if (waited_ == rule_.window) {
        lost_ = pulses_ < rule_.pulses_to_clear;
        waited_ = 0;
    }
}

}  // namespace driver
