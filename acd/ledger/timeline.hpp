// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "pbx/journal/events.hpp"

namespace acd {

// What the journal says about time from record `number` on: at `tick` UTC was `utc_us`.
struct Mark {
    std::uint64_t number{};
    driver::Ticks tick{};
    std::int64_t utc_us{};
    std::uint64_t epoch{};
    bool known{};  // false until the first SystemClock of an epoch
};

// Turns ticks of any record into UTC and tells its epoch. One mark a minute; the newest
// `most_marks` are kept (45 days), older records are dated by the oldest of these.
class Timeline {
  public:
    static constexpr std::size_t most_marks = 65536;

    // Begins again with one mark that was kept elsewhere.
    void begin(const Mark& mark) { marks_.assign(1, mark); }
    void apply(std::uint64_t number, driver::Ticks tick, const pbx::Event& event);

    // The newest mark that is not after `number`; an empty one at the very beginning.
    [[nodiscard]] Mark at(std::uint64_t number) const;
    // Microseconds since 1970 of a moment named by record `number`; 0 if no clock was ever known.
    [[nodiscard]] std::int64_t utc_us(std::uint64_t number, driver::Ticks moment) const;
    // The first record of a later epoch than `epoch`.
    [[nodiscard]] std::optional<std::uint64_t> first_after(std::uint64_t epoch) const;
    [[nodiscard]] std::uint64_t epoch() const { return marks_.empty() ? 0 : marks_.back().epoch; }

  private:
    void add(const Mark& mark);

    std::deque<Mark> marks_;  // by number
};

// The moment `at` as UTC, by the clock of `mark`.
constexpr std::int64_t utc_us(const Mark& mark, driver::Ticks at) {
    return mark.known ? mark.utc_us + (at - mark.tick).count() * 1000 : mark.utc_us;
}

}  // namespace acd
