// SPDX-License-Identifier: GPL-2.0-or-later
// The office's dice: the same seed throws the same.
#pragma once

#include <cmath>
#include <cstdint>

#include "driver/base/ticks.hpp"

namespace tools::office {

class Chance {
  public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    // splitmix64.
    std::uint64_t next() {
        std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }
    // 0 … below-1; `below` is at least 1.
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }
    bool one_in(double share) { return unit() < share; }
    driver::Ticks between(driver::Ticks least, driver::Ticks most) {
        const auto width = static_cast<std::uint64_t>((most - least).count()) + 1;
        return least + driver::Ticks(static_cast<std::int64_t>(below(width)));
    }
    // Waiting times of independent events: exponential.
    driver::Ticks about(driver::Ticks mean) {
        const double stretched = -std::log(1.0 - unit()) * static_cast<double>(mean.count());
        return driver::Ticks(static_cast<std::int64_t>(stretched));
    }

  private:
    double unit() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
    std::uint64_t state_;
};

}  // namespace tools::office
