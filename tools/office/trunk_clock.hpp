// SPDX-License-Identifier: GPL-2.0-or-later
// The clock a trunk sends by, when it is not the office's own.
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/ticks.hpp"

namespace tools::office {

using driver::Ticks;

// A frequency that is off, and a phase that swings. The far end of a line may be off by 50 ppm on
// an E1, 32 ppm on a T1 (G.703, Stratum 4).
struct TrunkClockSetup {
    std::int32_t offset_ppb{};  // 1 ppm is 1000; negative: slow
    std::int64_t wander_ns{};   // amplitude of a sine
    Ticks wander_period{10'000};
    FIELDS(offset_ppb, wander_ns, wander_period)
    friend bool operator==(const TrunkClockSetup&, const TrunkClockSetup&) = default;
};

// Counts what such a clock has gained on the office's, in whole numbers: alike on every machine.
class TrunkClock {
  public:
    // `gained_ns`: what whoever sent before has gained.
    explicit TrunkClock(std::int64_t gained_ns) : gained_ps_(gained_ns * ps_of_ns) {}
    // From now on it runs so; what it has gained stays.
    void run(const TrunkClockSetup& setup) {
        gained_ps_ += wander_ns() * ps_of_ns;
        setup_ = setup;
        since_ = Ticks{};
    }
    // A millisecond of the office goes by.
    void tick() {
        gained_ps_ += setup_.offset_ppb;  // 10⁻⁹ of a millisecond is a picosecond
        ++since_;
    }
    [[nodiscard]] std::int64_t gained_ns() const {
        return divided(gained_ps_, ps_of_ns) + wander_ns();
    }
    // Whole milliseconds gained: so many more have been sent.
    [[nodiscard]] std::int64_t gained_ms() const { return divided(gained_ns(), ns_of_ms); }

  private:
    static constexpr std::int64_t ps_of_ns = 1'000;
    static constexpr std::int64_t ns_of_ms = 1'000'000;

    // Rounded down.
    static constexpr std::int64_t divided(std::int64_t value, std::int64_t by) {
        return value / by - (value % by < 0 ? 1 : 0);
    }
    // A sine to 0.2 %, by Bhaskara's formula.
    [[nodiscard]] std::int64_t wander_ns() const {
        const std::int64_t half = setup_.wander_period.count() / 2;
        if (setup_.wander_ns == 0 || half == 0) return 0;
        const std::int64_t at = since_.count() % (2 * half);
        const std::int64_t x = at % half;
        const std::int64_t bow = x * (half - x);
        const std::int64_t swing = setup_.wander_ns * 16 * bow / (5 * half * half - 4 * bow);
        return at < half ? swing : -swing;
    }

    TrunkClockSetup setup_;
    Ticks since_{};
    std::int64_t gained_ps_{};
};

}  // namespace tools::office
