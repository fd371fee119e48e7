// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/test_set.hpp"

#include <bit>
#include <variant>

namespace driver {
namespace {

constexpr Ticks told_every = 1s;

}  // namespace

void TestSet::obey(const SpanOrder& order) noexcept {
    if (const auto* loop = std::get_if<LoopSpan>(&order)) obey(*loop);
    if (const auto* measure = std::get_if<MeasureSpan>(&order)) obey(*measure);
    if (const auto* inject = std::get_if<InjectErrors>(&order)) obey(*inject);
}

void TestSet::obey(const LoopSpan& order) noexcept {
    loop_ = order.lasts > Ticks{} ? order.loop : SpanLoop::none;
    loop_left_ = loop_ == SpanLoop::none ? Ticks{} : order.lasts;
}

// What was counted before stays readable when a test is ended; a new one begins at zero.
void TestSet::obey(const MeasureSpan& order) noexcept {
    left_ = order.lasts;
    to_inject_ = 0;
    if (left_ <= Ticks{}) return;
    pattern_ = order.pattern;
    timeslots_ = order.timeslots;
    places_ = order.timeslots >> first_timeslot_;
    register_ = PatternRegister::from_start(pattern_);
    analyser_ = PatternAnalyser(pattern_);
    injected_ = 0;
}

void TestSet::obey(const InjectErrors& order) noexcept {
    if (left_ > Ticks{}) to_inject_ = order.bits;
}

void TestSet::tick() noexcept {
    if (loop_left_ > Ticks{} && --loop_left_ == Ticks{}) loop_ = SpanLoop::none;
    if (left_ > Ticks{}) --left_;
    ++since_told_;
}

void TestSet::hear(std::span<const Chunk> millisecond) noexcept {
    if (left_ > Ticks{}) read_pattern(analyser_, millisecond, places_);
}

void TestSet::say(std::span<Chunk> millisecond) noexcept {
    if (left_ <= Ticks{}) return;
    write_pattern(register_, millisecond, places_);
    if (to_inject_ == 0 || places_ == 0) return;
    --to_inject_;
    // Each time at another bit.
    const auto place = static_cast<std::size_t>(std::countr_zero(places_));
    millisecond[place].octets[injected_ / 8 % samples_per_tick] ^=
        static_cast<std::uint8_t>(1U << injected_ % 8);
    ++injected_;
}

SpanTest TestSet::now() const noexcept {
    const PatternCounts counts = analyser_.counts();
    return {.span = span_,
            .loop = loop_,
            .loop_left = loop_left_,
            .measuring = left_ > Ticks{},
            .pattern = pattern_,
            .timeslots = timeslots_,
            .left = left_,
            .found = analyser_.found(),
            .inverted = analyser_.inverted(),
            .bits = counts.bits,
            .errors = counts.errors,
            .losses = counts.losses,
            .injected = injected_};
}

// Begun, ended, found, lost: at once. What is merely counted: once a second.
bool TestSet::has_news(SpanTest& test) noexcept {
    test = now();
    const bool changed = test.loop != told_.loop || test.measuring != told_.measuring ||
                         test.pattern != told_.pattern || test.timeslots != told_.timeslots ||
                         test.found != told_.found || test.losses != told_.losses;
    return changed || (since_told_ >= told_every && test != told_);
}

void TestSet::told(const SpanTest& test) noexcept {
    told_ = test;
    since_told_ = Ticks{};
}

}  // namespace driver
