// SPDX-License-Identifier: GPL-2.0-or-later
// Available and unavailable time (G.826 Annex A, G.821, T1.231 §6.1.4): unavailable time begins
// with the first of ten severely errored seconds in a row, or with those before a failure is
// declared; it ends with the first of ten in a row that are not. Those ten belong to what begins
// with them, so a second is decided up to nine seconds later.
#pragma once

#include <cstdint>

namespace driver {

class Availability {
  public:
    static constexpr std::uint8_t seconds_to_change = 10;

    // The oldest undecided seconds, this one among them, that are now known to be available or not.
    struct Decided {
        std::uint8_t seconds{};
        bool available{};
    };
    // A second has ended. `failure`: LOS, LOF or AIS is a declared failure.
    [[nodiscard]] constexpr Decided second(bool severely_errored, bool failure) noexcept {
        const bool as_before = (severely_errored || failure) != available_;
        const auto run = static_cast<std::uint8_t>(undecided_ + 1);
        const bool changes = !as_before && (run == seconds_to_change || (failure && available_));
        if (!as_before && !changes) {
            undecided_ = run;
            return {};
        }
        if (changes) available_ = !available_;
        undecided_ = 0;
        return {.seconds = run, .available = available_};
    }
    // Nothing is known of the time that follows: what is undecided stays as it was before.
    [[nodiscard]] constexpr Decided interrupted() noexcept {
        const std::uint8_t seconds = undecided_;
        undecided_ = 0;
        return {.seconds = seconds, .available = available_};
    }
    [[nodiscard]] constexpr bool available() const noexcept { return available_; }

  private:
    bool available_{true};
    std::uint8_t undecided_{};  // seconds in a row that are unlike what is
};

}  // namespace driver
