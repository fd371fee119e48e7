// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace driver {

// How fast a clock gains: the slope of a straight line through its last minute (least squares), so
// that wander hardly counts. Whole numbers: alike on every machine.
class RateMeter {
  public:
    static constexpr std::size_t longest = 60;  // samples, one a second
    // Before that many the figure would be guesswork.
    static constexpr std::size_t shortest = 10;

    void forget() noexcept { count_ = 0; }
    // What the clock has gained; once a second.
    void sample(std::int64_t gained_ns) noexcept {
        samples_[(first_ + count_) % longest] = gained_ns;
        if (count_ < longest) {
            ++count_;
        } else {
            first_ = (first_ + 1) % longest;
        }
    }
    // Parts in 10⁹: nanoseconds a second.
    [[nodiscard]] std::optional<std::int32_t> ppb() const noexcept {
        if (count_ < shortest) return std::nullopt;
        const auto n = static_cast<std::int64_t>(count_);
        std::int64_t sum = 0;
        for (std::int64_t i = 0; i < n; ++i) {
            const auto at = (first_ + static_cast<std::size_t>(i)) % longest;
            sum += (2 * i - (n - 1)) * (samples_[at] - samples_[first_]);
        }
        return static_cast<std::int32_t>(2 * sum / (n * (n * n - 1) / 3));
    }

  private:
    std::array<std::int64_t, longest> samples_{};
    std::size_t first_{};
    std::size_t count_{};
};

}  // namespace driver
