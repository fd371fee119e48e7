// SPDX-License-Identifier: GPL-2.0-or-later
// Which line the bus follows, and what it does when there is none.
#include "driver/board/clock/clocks.hpp"

#include <memory>
#include <vector>

#include "tests/driver/board/clocked_line.hpp"

using board_test::ppm;
using driver::ClockReason;
using driver::Clocks;
using driver::ClockState;
using driver::LineClock;
using driver::SpanDefect;
using driver::SpanId;
using driver::Ticks;
using namespace std::chrono_literals;

namespace {

// Lines and nothing else: spans 1, 2 … of a board, each with a clock.
class Lines final : public driver::Board {
  public:
    explicit Lines(std::size_t spans) : lines(spans), ppb(spans), rests(spans) {}

    [[nodiscard]] std::optional<LineClock> line_clock(SpanId span) const noexcept override {
        return lines.at(span.value - 1U);
    }
    void run_by(const driver::BusClock& clock) noexcept override {
        bus = clock;
        for (auto& line : lines) line.waiting -= line.waiting > 0 ? 1 : 0;
    }
    // A millisecond of a nominal clock.
    void bring() {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (lines[i].defect == SpanDefect::los) continue;
            const auto before = lines[i].gained_ns / 1'000'000;
            rests[i] += ppb[i];
            lines[i].gained_ns += rests[i] / 1000;
            rests[i] %= 1000;
            const auto came =
                static_cast<std::uint64_t>(1 + lines[i].gained_ns / 1'000'000 - before);
            lines[i].brought += came;
            lines[i].waiting += came;
        }
    }

    [[nodiscard]] std::span<const driver::Channel> channels() const noexcept override { return {}; }
    void receive(Ticks, std::span<const driver::Chunk*>,
                 std::span<driver::Chunk*>) noexcept override {}
    void transmit(Ticks) noexcept override {}
    bool next_frame(driver::Frame&) noexcept override { return false; }
    bool send_frame(const driver::Frame&) noexcept override { return false; }
    bool next_hook(driver::HookChange&) noexcept override { return false; }
    bool ring(driver::LineId, bool) noexcept override { return false; }
    bool speak_on_hook(driver::LineId) noexcept override { return false; }
    bool next_bits(driver::BitsChange&) noexcept override { return false; }
    bool say_bits(driver::LineId, driver::Abcd) noexcept override { return false; }
    bool next_status(driver::SpanStatus&) noexcept override { return false; }
    bool test(const driver::SpanOrder&) noexcept override { return false; }
    bool next_test(driver::SpanTest&) noexcept override { return false; }
    bool next_performance(driver::SpanPerformance&) noexcept override { return false; }

    std::vector<LineClock> lines;
    std::vector<std::int64_t> ppb;
    std::vector<std::int64_t> rests;
    driver::BusClock bus;
};

}  // namespace

// A board with three spans, first choices in their order; the third is no source.
TEST_GROUP(Clocks) {
    Lines board{3};
    std::unique_ptr<Clocks> clocks;
    Ticks now{};
    driver::ClockStatus clock;
    std::vector<driver::ClockSource> sources{4};
    int switches_told = 0;
    int told = 0;

    void setup() override {
        start(0);
    }
    void start(std::int32_t oscillator_ppb) {
        driver::ClocksPlan plan;
        plan.domains.push_back({
            1, {{{1}, 1}, {{2}, 2}},
             10s, oscillator_ppb
        });
        plan.spans = {
            {{1}, 0, 0, 1},
            {{2}, 0, 0, 2},
            {{3}, 0, 0, 0}
        };
        const std::vector<driver::Board*> boards{&board};
        clocks = std::make_unique<Clocks>(plan, boards);
    }
    void pass(Ticks time) {
        for (; time > Ticks{}; --time) {
            board.bring();
            clocks->tick(++now);
            driver::ClockNews news;
            while (clocks->next_news(news)) {
                ++told;
                if (const auto* status = std::get_if<driver::ClockStatus>(&news)) {
                    switches_told += status->switches == clock.switches ? 0 : 1;
                    clock = *status;
                } else {
                    const auto& source = std::get<driver::ClockSource>(news);
                    sources.at(source.span.value) = source;
                }
            }
        }
    }
    void fails(unsigned span, SpanDefect defect = SpanDefect::los) {
        board.lines[span - 1].defect = defect;
    }
    void is_well(unsigned span) {
        fails(span, SpanDefect::none);
    }
    void is(ClockState state, unsigned span, ClockReason reason) const {
        CHECK(clock.state == state);
        LONGS_EQUAL(span, clock.source.value);
        CHECK(clock.reason == reason);
    }
};

TEST(Clocks, the_first_good_line_is_followed_at_once) {
    fails(1);
    fails(2);
    pass(500ms);
    is(ClockState::free_run, 0, ClockReason::start);
    CHECK_FALSE(clocks->waiting().has_value());
    is_well(2);
    pass(1ms);
    is(ClockState::locked, 2, ClockReason::start);
    LONGS_EQUAL(501, clock.since.count());
}

TEST(Clocks, a_source_that_fails_is_left_at_once_for_the_next) {
    pass(20s);
    is(ClockState::locked, 1, ClockReason::start);
    fails(1, SpanDefect::ais);
    pass(1ms);
    is(ClockState::locked, 2, ClockReason::ais);
    LONGS_EQUAL(2, board.bus.source.value);
}

TEST(Clocks, a_better_source_is_gone_back_to_when_it_was_good_for_ten_seconds) {
    pass(20s);
    fails(1, SpanDefect::lof);
    pass(1s);
    is_well(1);
    pass(9s);
    fails(1);  // flaps
    pass(1ms);
    is_well(1);
    pass(9'999ms);
    is(ClockState::locked, 2, ClockReason::lof);
    pass(1ms);
    is(ClockState::locked, 1, ClockReason::restored);
    LONGS_EQUAL(3, clock.switches);
}

TEST(Clocks, a_line_that_was_bad_lately_is_not_taken_even_if_all_others_fail) {
    pass(20s);
    fails(2);
    pass(1s);
    is_well(2);
    pass(5s);
    fails(1);
    pass(1ms);
    is(ClockState::holdover, 1, ClockReason::los);
    CHECK_FALSE(clocks->waiting().has_value());
    pass(5s);
    is(ClockState::locked, 2, ClockReason::restored);
}

TEST(Clocks, a_line_that_is_no_source_is_never_followed) {
    pass(20s);
    fails(1);
    fails(2);
    pass(60s);
    is(ClockState::holdover, 1, ClockReason::los);
    CHECK(sources[3].defect == SpanDefect::none);
}

TEST(Clocks, locked_the_bus_gains_what_its_source_gains) {
    board.ppb = {30 * ppm, 0, 0};
    pass(100s);
    CHECK(std::abs(board.bus.gained_ns - 30 * ppm * 100) <= 100);
}

TEST(Clocks, hold_over_keeps_the_rate_of_the_last_good_minute) {
    board.ppb = {30 * ppm, 0, 0};
    pass(100s);
    fails(1);
    fails(2);
    pass(1ms);
    const auto before = board.bus.gained_ns;
    pass(1000s);
    const auto gained = board.bus.gained_ns - before;
    CHECK(std::abs(gained - 30 * ppm * 1000) <= 30 * ppm);  // within 0.03 ppm
    LONGS_EQUAL(gained / 1000 / 100, clock.offset_ppb / 100);
}

TEST(Clocks, free_run_is_the_boards_own_oscillator) {
    start(-4'600);
    for (unsigned span = 1; span <= 3; ++span) fails(span);
    pass(100s);
    LONGS_EQUAL(-460'000, board.bus.gained_ns);
    CHECK(clocks->last_gain_ns() == -4 || clocks->last_gain_ns() == -5);
}

TEST(Clocks, every_line_is_measured_against_a_nominal_clock_and_against_the_bus) {
    board.ppb = {30 * ppm, -20 * ppm, 5 * ppm};
    pass(70s);
    CHECK(sources[1].measured);
    LONGS_EQUAL(30 * ppm, sources[1].offset_ppb);
    LONGS_EQUAL(0, sources[1].drift_ppb);
    LONGS_EQUAL(-50 * ppm, sources[2].drift_ppb);
    LONGS_EQUAL(5 * ppm, sources[3].offset_ppb);
    LONGS_EQUAL(-25 * ppm, sources[3].drift_ppb);
    fails(3);
    pass(1100ms);
    CHECK_FALSE(sources[3].measured);
}

TEST(Clocks, a_frequency_that_stays_is_told_no_more) {
    pass(30s);
    told = 0;
    pass(600s);
    LONGS_EQUAL(0, told);
}

TEST(Clocks, ticks_are_due_as_the_source_brings_them) {
    board.ppb = {50 * ppm, 0, 0};
    pass(10s);
    LONGS_EQUAL(0, *clocks->waiting());
    board.bring();
    LONGS_EQUAL(1, *clocks->waiting());
    clocks->tick(++now);
    std::int64_t due = 0;
    for (int ms = 0; ms < 100'000; ++ms) {  // it gains five milliseconds
        board.bring();
        for (auto left = *clocks->waiting(); left > 0; --left) {
            clocks->tick(++now);
            ++due;
        }
    }
    LONGS_EQUAL(100'005, due);
}
