// SPDX-License-Identifier: GPL-2.0-or-later
// A technician measures a span: loops, and bit error ratio tests against them.
#include "tests/driver/board/measured_line.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::hello;
using board_test::MeasuredLine;
using board_test::second_ms;

namespace {

constexpr std::uint32_t channels_1_to_15 = 0xFFFE;
// The exchange's D-channel is its own: it sends nothing back.
constexpr std::uint32_t e1_callers = e1_whole_span & ~(1U << 16);
constexpr std::uint32_t t1_callers = (t1_whole_span << 1) & ~(1U << 24);

// The exchange sends back what it hears, timeslot by timeslot, in frames of its own.
template <class Format>
void answer_as_a_loop(MeasuredLine<Format>& line, int milliseconds) {
    for (int i = 0; i < milliseconds; ++i) {
        for (std::uint8_t timeslot = 1; timeslot <= Format::form.timeslots; ++timeslot) {
            line.exchange->says(timeslot) = line.exchange->heard(timeslot);
        }
        line.pass(1);
    }
}

}  // namespace

// Span 1; its first two callers are bridged.
TEST_GROUP(TestSetOfE1) {
    MeasuredLine<E1Format> line;
    void setup() override {
        line.start({.crc4 = E1Crc4::on}, {.crc4 = E1Crc4::on});
        line.plant->bridge(0, 1);
        line.pass(second_ms);
    }
    void order(const SpanOrder& order) {
        CHECK(line.plant->board.test(order));
        line.pass(1);
    }
    void loop(SpanLoop kind, Ticks lasts) {
        order(LoopSpan{{1}, kind, lasts});
    }
    const SpanTest& test() {
        return line.plant->tests.back();
    }
};

TEST(TestSetOfE1, in_a_local_loop_we_hear_what_we_say) {
    loop(SpanLoop::local, 5s);
    CHECK(test().loop == SpanLoop::local);
    // Caller 1 hears what caller 2 heard the millisecond before, and that goes round.
    line.exchange->says(1) = hello;
    line.pass(10);
    CHECK(!(line.exchange->heard(2) == hello));
    LONGS_EQUAL(0, line.status().slips);
    CHECK(!line.status().loss_of_frame);
}

TEST(TestSetOfE1, a_local_loop_needs_no_far_end) {
    line.cut(300);
    CHECK(line.status().loss_of_signal);
    const auto slips = line.status().slips;
    loop(SpanLoop::local, 30s);
    line.cut(3 * second_ms);
    CHECK(!line.status().loss_of_signal);
    CHECK(!line.status().loss_of_frame);
    LONGS_EQUAL(slips, line.status().slips);
}

TEST(TestSetOfE1, in_a_line_loop_the_far_end_hears_itself_frames_and_all) {
    loop(SpanLoop::line, 5s);
    line.exchange->says(7) = hello;
    line.exchange->remote_alarm = true;
    line.pass(10);
    CHECK(line.exchange->heard(7) == hello);
    CHECK(line.exchange->hears_remote_alarm());  // its own
}

TEST(TestSetOfE1, in_a_payload_loop_the_frames_are_ours) {
    loop(SpanLoop::payload, 5s);
    line.exchange->says(7) = hello;
    line.exchange->remote_alarm = true;
    line.pass(50);
    CHECK(line.exchange->heard(7) == hello);
    CHECK(!line.exchange->hears_remote_alarm());
    CHECK(line.exchange->is_aligned());
    LONGS_EQUAL(0, line.exchange->errors().crc_errors);
}

TEST(TestSetOfE1, a_loop_ends_by_itself_and_the_call_goes_on) {
    loop(SpanLoop::line, 2s);
    line.pass(2 * second_ms);
    CHECK(test().loop == SpanLoop::none);
    line.exchange->says(1) = hello;
    line.pass(100);
    CHECK(line.exchange->heard(2) == hello);
}

TEST(TestSetOfE1, a_loop_is_ended_by_order) {
    loop(SpanLoop::payload, 2s);
    loop(SpanLoop::none, {});
    CHECK(test().loop == SpanLoop::none);
}

TEST(TestSetOfE1, a_pattern_through_a_good_loop_has_no_error) {
    order(MeasureSpan{{1}, TestPattern::prbs_15, e1_callers, 5s});
    answer_as_a_loop(line, 5 * second_ms);
    CHECK(!test().measuring);
    LONGS_EQUAL(0, test().errors);
    LONGS_EQUAL(0, test().losses);
    // 30 timeslots of 64 kbit/s for five seconds, but for the first milliseconds.
    CHECK(test().bits > 30ULL * 64'000 * 5 - 30ULL * 64 * 10);
    CHECK(test().bits <= 30ULL * 64'000 * 5);
}

TEST(TestSetOfE1, as_many_errors_are_counted_as_were_injected) {
    order(MeasureSpan{{1}, TestPattern::prbs_11, channels_1_to_15, 10s});
    answer_as_a_loop(line, second_ms);
    CHECK(test().found);
    CHECK(line.plant->board.test(InjectErrors{{1}, 1000}));
    answer_as_a_loop(line, 3 * second_ms);
    LONGS_EQUAL(1000, test().injected);
    LONGS_EQUAL(1000, test().errors);
}

TEST(TestSetOfE1, only_the_timeslots_of_the_test_carry_the_pattern) {
    order(MeasureSpan{{1}, TestPattern::prbs_11, 1U << 5, 10s});
    line.exchange->says(1) = hello;
    answer_as_a_loop(line, 100);
    line.exchange->says(1) = hello;
    line.pass(5);
    CHECK(line.exchange->heard(2) == hello);  // the call goes on beside it
}

TEST(TestSetOfE1, a_far_end_that_does_not_loop_is_no_result) {
    order(MeasureSpan{{1}, TestPattern::prbs_15, e1_whole_span, 2s});
    line.pass(2 * second_ms);
    CHECK(!test().found);
    LONGS_EQUAL(0, test().bits);
}

TEST(TestSetOfE1, errors_are_told_once_a_second_and_the_end_at_once) {
    order(MeasureSpan{{1}, TestPattern::prbs_15, e1_whole_span, 10s});
    answer_as_a_loop(line, 10 * second_ms);
    CHECK(line.plant->tests.size() >= 11 && line.plant->tests.size() <= 13);
    CHECK(!test().measuring);
}

TEST_GROUP(TestSetOfT1) {
    MeasuredLine<T1Format> line;
};

TEST(TestSetOfT1, qrss_over_the_whole_span_through_a_good_loop_has_no_error) {
    line.start({.law = Law::ulaw}, {.framing = T1Framing::esf});
    line.pass(second_ms);
    CHECK(line.plant->board.test(MeasureSpan{{1}, TestPattern::qrss, t1_callers, 3s}));
    answer_as_a_loop(line, 3 * second_ms);
    const SpanTest& test = line.plant->tests.back();
    LONGS_EQUAL(0, test.errors);
    CHECK(test.bits > 23ULL * 64'000 * 3 - 23ULL * 64 * 10);
}
