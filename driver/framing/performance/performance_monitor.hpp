// SPDX-License-Identifier: GPL-2.0-or-later
// Counters of a line's performance over time: quarters of an hour, of which 96 are kept, days, and
// in all (RFC 4805 §2, T1.231 §6.3, G.826). No clock: somebody says when a second is over.
#pragma once

#include <array>
#include <cstdint>

#include "driver/framing/performance/availability.hpp"
#include "driver/framing/performance/second.hpp"

namespace driver {

// Of a quarter, a day, or in all. In unavailable time only UAS counts.
struct PerformanceCounts {
    std::uint32_t errored_seconds{};           // ES
    std::uint32_t severely_errored_seconds{};  // SES
    std::uint32_t unavailable_seconds{};       // UAS
    std::uint32_t bursty_errored_seconds{};    // BES
    std::uint32_t framing_seconds{};           // SEFS
    std::uint32_t line_errored_seconds{};      // LES
    std::uint32_t slip_seconds{};              // CSS
    std::uint32_t degraded_minutes{};          // DM
    std::uint64_t path_violations{};           // PCV
    std::uint64_t line_violations{};           // LCV
    std::uint64_t background_block_errors{};   // BBE
    std::uint32_t seconds{};                   // measured and decided
    friend bool operator==(const PerformanceCounts&, const PerformanceCounts&) = default;
};

inline constexpr std::uint32_t seconds_of_quarter = 900;
inline constexpr std::uint32_t seconds_of_day = 86'400;
inline constexpr std::uint32_t quarters_kept = 96;  // beside the present one

class PerformanceMonitor {
  public:
    // `second_of_day`: of the first second, 0-86399, so that quarters are those of the clock.
    explicit PerformanceMonitor(std::uint32_t second_of_day) noexcept;

    // A second is over. Up to nine seconds may wait for their availability to be decided; each is
    // then counted where it belongs.
    void second(const SecondErrors& errors, bool failure) noexcept;
    // So many seconds were not measured (the program stood still, the clock was set forward).
    void missed(std::uint32_t seconds) noexcept;

    // Age 0 is the present quarter, 96 the oldest.
    [[nodiscard]] const PerformanceCounts& quarter(std::uint32_t age) const noexcept;
    // Whether a quarter that is over was measured from beginning to end.
    [[nodiscard]] bool is_complete(std::uint32_t age) const noexcept;
    // Age 0 is today, 1 yesterday.
    [[nodiscard]] const PerformanceCounts& day(std::uint32_t age) const noexcept;
    [[nodiscard]] const PerformanceCounts& total() const noexcept { return total_; }
    [[nodiscard]] bool available() const noexcept { return availability_.available(); }

  private:
    void go_to(std::uint64_t second) noexcept;
    void count(Availability::Decided decided) noexcept;
    void count_minute(const SecondErrors& errors, std::uint64_t at) noexcept;
    template <class Add>
    void add_to_all(std::uint64_t at, Add add) noexcept;

    Availability availability_;
    std::uint64_t now_;  // the second that is being measured, from midnight of the first day
    std::array<SecondErrors, Availability::seconds_to_change> undecided_{};
    std::uint8_t undecided_count_{};
    std::array<PerformanceCounts, quarters_kept + 1> quarters_{};  // by number of the quarter
    std::array<PerformanceCounts, 2> days_{};
    PerformanceCounts total_;
    // Of the present minute: 60 seconds that were available and not severely errored.
    std::uint8_t minute_seconds_{};
    std::uint64_t minute_bits_{};
    std::uint64_t minute_errors_{};
};

}  // namespace driver
