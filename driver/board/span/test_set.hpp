// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/framing/patterns/pattern_analyser.hpp"
#include "driver/framing/patterns/pattern_timeslots.hpp"

namespace driver {

// The instrument a technician would plug into one span: loops, and a bit error ratio test in some
// of its timeslots. It ends what it was told to do by itself.
class TestSet {
  public:
    // `first_timeslot`: the number of the first chunk of a millisecond, 0 of an E1, 1 of a T1.
    TestSet(SpanId span, std::uint8_t first_timeslot) noexcept
        : span_(span), first_timeslot_(first_timeslot) {}

    void obey(const SpanOrder& order) noexcept;
    // A millisecond goes by: what has lasted long enough ends.
    void tick() noexcept;
    [[nodiscard]] SpanLoop loop() const noexcept { return loop_; }
    // Only while it measures it hears and says anything.
    [[nodiscard]] bool measuring() const noexcept { return left_ > Ticks{}; }
    // The timeslots of a millisecond that came; only while in frame.
    void hear(std::span<const Chunk> millisecond) noexcept;
    // Those of one that is to be sent.
    void say(std::span<Chunk> millisecond) noexcept;

    // What must be told.
    [[nodiscard]] bool has_news(SpanTest& test) noexcept;
    void told(const SpanTest& test) noexcept;

  private:
    void obey(const LoopSpan& order) noexcept;
    void obey(const MeasureSpan& order) noexcept;
    void obey(const InjectErrors& order) noexcept;
    [[nodiscard]] SpanTest now() const noexcept;

    SpanId span_;
    std::uint8_t first_timeslot_;
    SpanLoop loop_{};
    Ticks loop_left_{};
    TestPattern pattern_{};
    std::uint32_t timeslots_{};
    TimeslotPlaces places_{};
    Ticks left_{};
    PatternRegister register_{PatternRegister::from_start(TestPattern::all_ones)};
    PatternAnalyser analyser_{TestPattern::all_ones};
    std::uint32_t to_inject_{};
    std::uint32_t injected_{};
    SpanTest told_{};
    Ticks since_told_{};
};

}  // namespace driver
