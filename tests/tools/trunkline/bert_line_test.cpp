// SPDX-License-Identifier: GPL-2.0-or-later
// Bit error ratio tests of a board on lines that really have errors: what is counted, and how often
// the line's own ratio lies where the technician is told.
#include <cstdio>
#include <memory>

#include "driver/framing/patterns/pattern_timeslots.hpp"
#include "tests/driver/board/plant.hpp"
#include "tools/trunkline/bit_error_ratio.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::Plant;

namespace {

constexpr std::uint64_t bits_per_ms = std::uint64_t{31} * 64;

// One E1 whose far end is looped, all timeslots of which are measured.
class LoopedLine {
  public:
    LoopedLine() {
        BoardPlan plan;
        plan.spans.push_back({});
        plan.spans.front().id = span_;
        plan.spans.front().cable = cable_.get();
        plan.spans.front().crc4 = E1Crc4::off;
        plant_ = std::make_unique<Plant>(plan);
        pass(100);
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            plant_->tick();
            const E1Millisecond* sent = cable_->from_near.take();
            E1Millisecond* back = cable_->from_far.next_to_write();
            if (sent == nullptr || back == nullptr) continue;
            *back = *sent;
            cable_->from_far.sent();
        }
    }
    void errors(std::uint32_t of_a_billion, std::uint64_t seed) {
        LineFaults faults;
        faults.to_center.wrong_bits = of_a_billion;
        faults.seed = seed;
        CHECK(bool{disturb(cable_.get(), faults)});
    }
    void measure(int milliseconds) {
        CHECK(plant_->board.test(
            MeasureSpan{span_, TestPattern::prbs_15, e1_whole_span, Ticks{milliseconds}}));
    }
    [[nodiscard]] const SpanTest& result() const { return plant_->tests.back(); }
    // In the timeslots that are measured.
    [[nodiscard]] std::uint64_t damaged() const {
        return cable_->trouble.to_center.total() - cable_->trouble.to_center.timeslot[0];
    }

  private:
    SpanId span_{1};
    std::unique_ptr<E1Cable> cable_ = std::make_unique<E1Cable>();
    std::unique_ptr<Plant> plant_;
};

}  // namespace

TEST_GROUP(BertOnABadLine) {
    struct Run {
        std::uint64_t bits{};
        std::uint64_t errors{};
        std::uint64_t damaged{};
        std::uint32_t losses{};
    };
    static Run measured(std::uint32_t of_a_billion, int milliseconds, std::uint64_t seed) {
        constexpr int to_find_the_pattern = 50;
        LoopedLine line;
        line.measure(to_find_the_pattern + milliseconds + 20);
        line.pass(to_find_the_pattern);
        line.errors(of_a_billion, seed);
        line.pass(milliseconds);
        line.errors(0, seed);
        line.pass(25);
        CHECK(!line.result().measuring);
        return {static_cast<std::uint64_t>(milliseconds) * bits_per_ms, line.result().errors,
                line.damaged(), line.result().losses};
    }
};

// 500 tests from one bit of a thousand to one of a million wrong.
TEST(BertOnABadLine, counts_each_wrong_bit_and_tells_where_the_ratio_lies) {
    constexpr unsigned seed = 20261122;  // any: of a thousand, ten lie outside by chance
    int covered = 0;
    int runs = 0;
    for (const auto& [wrong, milliseconds] : {
             std::pair{1'000'000U, 100 },
             std::pair{100'000U,   300 },
             std::pair{10'000U,    1000},
             std::pair{1'000U,     5000}
    }) {
        for (unsigned i = 0; i < 125; ++i, ++runs) {
            const Run run = measured(wrong, milliseconds, seed + static_cast<unsigned>(runs));
            LONGS_EQUAL(0, run.losses);
            CHECK_EQUAL(run.damaged, run.errors);
            const auto ratio = tools::bit_error_ratio(run.bits, run.errors);
            const double truth = wrong / 1e9;
            if (ratio.at_least <= truth && truth <= ratio.at_most) ++covered;
        }
    }
    std::printf("%d of %d covered ", covered, runs);
    CHECK(covered >= runs * 92 / 100);
    CHECK(covered <= runs * 98 / 100);
}
