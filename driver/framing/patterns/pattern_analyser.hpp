// SPDX-License-Identifier: GPL-2.0-or-later
// The receiving half of a bit error test (BERT, O.150 §5): finds the pattern, then counts each bit
// that is not as it should be, once.
#pragma once

#include <cstdint>

#include "driver/framing/patterns/test_pattern.hpp"

namespace driver {

struct PatternSyncRule {
    std::uint16_t bits_to_find{64};      // in a row that obey the pattern
    std::uint16_t window_octets{512};    // in which errors are weighed
    std::uint16_t errors_to_lose{1024};  // in one window: a quarter of its bits
};

// Running counts. A window in which the pattern was lost is not part of them: what was wrong there
// were not bit errors but a slip, or another signal.
struct PatternCounts {
    std::uint64_t bits{};
    std::uint64_t errors{};
    std::uint32_t losses{};
    friend bool operator==(const PatternCounts&, const PatternCounts&) = default;
};

class PatternAnalyser {
  public:
    explicit PatternAnalyser(TestPattern pattern, PatternSyncRule rule = {}) noexcept
        : pattern_(pattern), rule_(rule) {}
    // Eight bits from the line, the first in time highest.
    void read(std::uint8_t octet) noexcept;
    [[nodiscard]] bool found() const noexcept { return found_; }
    // The pattern comes with zeros for ones (swapped polarity cannot do that, but a wrong setting).
    // Fixed patterns are not found so.
    [[nodiscard]] bool inverted() const noexcept { return inverted_; }
    [[nodiscard]] PatternCounts counts() const noexcept;

  private:
    void search(std::uint8_t octet) noexcept;
    void compare(std::uint8_t octet) noexcept;

    TestPattern pattern_;
    PatternSyncRule rule_;
    PatternRegister register_{PatternRegister::from_start(TestPattern::all_ones)};
    bool found_{};
    bool inverted_{};
    std::uint64_t received_{};  // as before the standard's inversion; newest lowest
    std::uint32_t obeying_{};   // bits in a row
    std::uint32_t disobeying_{};
    std::uint32_t window_octets_{};
    std::uint32_t window_errors_{};
    PatternCounts counts_;  // of windows that are over
};

}  // namespace driver
