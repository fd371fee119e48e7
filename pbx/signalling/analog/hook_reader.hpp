// SPDX-License-Identifier: GPL-2.0-or-later
// What a subscriber means by opening and closing the loop.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "pbx/signalling/plan.hpp"

namespace pbx {

ENUM(HookSign, lifted, hung_up, flash, digit)

struct HookNews {
    HookSign sign{};
    char digit{};  // 0-9
    driver::Ticks at{};
};

// At most three: a digit that was pending, hung up, lifted again.
class HookNewsList {
  public:
    void add(HookSign sign, driver::Ticks at, char digit = '\0') {
        news_.at(count_++) = {sign, digit, at};
    }
    [[nodiscard]] const HookNews* begin() const { return news_.data(); }
    [[nodiscard]] const HookNews* end() const { return news_.data() + count_; }

  private:
    std::array<HookNews, 3> news_{};
    std::size_t count_{};
};

// Told each change with its tick, and the time in between. Pure: its output depends on the ticks it
// is given alone, so several changes may be told late and at once.
class HookReader {
  public:
    explicit HookReader(const HookTimes& times) : times_(times) {}

    [[nodiscard]] HookNewsList change(bool off_hook, driver::Ticks at);
    [[nodiscard]] HookNewsList tick(driver::Ticks now);
    [[nodiscard]] bool is_off_hook() const { return state_ != State::on_hook; }
    [[nodiscard]] std::uint64_t bad_digits() const { return bad_digits_; }

  private:
    // open: the loop has just opened and may close again as pulse or flash.
    enum class State { on_hook, off_hook, open };

    void reopened(driver::Ticks at, HookNewsList& news);
    void end_digit(driver::Ticks at, HookNewsList& news);

    HookTimes times_;
    State state_{State::on_hook};
    driver::Ticks since_{};  // of the last change
    int pulses_{};
    std::uint64_t bad_digits_{};
};

}  // namespace pbx
