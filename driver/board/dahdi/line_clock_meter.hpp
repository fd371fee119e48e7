// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

#include "driver/framing/elastic_store.hpp"

namespace driver {

// What a line's clock has gained on this machine's, from when its milliseconds are found. They are
// found late, never early: so the earliest of each second is believed.
class LineClockMeter {
  public:
    // The count of milliseconds begins anew; what was gained stays.
    void restart() noexcept { begun_ = false; }
    // `milliseconds` have come since it began, the last just now. Machine time as of
    // CLOCK_MONOTONIC.
    void brought(std::uint64_t milliseconds, std::int64_t machine_ns) noexcept {
        const std::int64_t gained =
            static_cast<std::int64_t>(milliseconds) * ns_of_tick - machine_ns;
        if (!begun_) {
            base_ns_ = gained - gained_ns_;
            best_ns_ = gained_ns_;
            until_ns_ = machine_ns + second_ns;
            begun_ = true;
        }
        best_ns_ = std::max(best_ns_, gained - base_ns_);
        if (machine_ns < until_ns_) return;
        gained_ns_ = best_ns_;
        best_ns_ = gained - base_ns_;
        until_ns_ = machine_ns + second_ns;
    }
    [[nodiscard]] std::int64_t gained_ns() const noexcept { return gained_ns_; }

  private:
    static constexpr std::int64_t second_ns = 1'000'000'000;

    bool begun_{};
    std::int64_t base_ns_{};
    std::int64_t best_ns_{};
    std::int64_t until_ns_{};
    std::int64_t gained_ns_{};
};

}  // namespace driver
