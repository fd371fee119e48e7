// SPDX-License-Identifier: GPL-2.0-or-later
// Loops, signalling bits and the choice of the board's clock.
#include "tests/driver/board/pci/rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using pci_test::E1Rig;
using pci_test::T1Rig;

namespace {

constexpr Chunk hello = {
    {1, 2, 3, 4, 5, 6, 7, 8}
};

}  // namespace

TEST_GROUP(PciLine) {
    E1Rig e1;
    T1Rig t1;

    [[nodiscard]] bool follows(std::uint32_t port) {
        const bool recovers = (e1.model->read(te4::dma_control) & te4::recovered_clock) != 0;
        return recovers && e1.port(1).read(falc::cmr1) >> falc::cmr1_port_shift == port;
    }
    [[nodiscard]] bool runs_by_itself() {
        return (e1.model->read(te4::dma_control) & te4::recovered_clock) == 0;
    }
    void cut(std::size_t span, bool is_cut) {
        LineFaults faults;
        faults.to_center.cut = is_cut;
        e1.disturb(span, faults);
    }
};

// ── loops ───────────────────────────────────────────────────────────────────────────────────────

TEST(PciLine, in_a_line_loop_the_far_end_hears_itself) {
    e1.start();
    e1.pass(1500);
    e1.far(1).says(5) = hello;
    CHECK(e1.board->test(LoopSpan{{1}, SpanLoop::line, 10s}));
    e1.pass(100);
    CHECK(e1.far(1).heard(5) == hello);
    CHECK(e1.far(1).heard(6) == alaw_silence);
    e1.pass(10'000);
    CHECK_FALSE(e1.far(1).heard(5) == hello);  // over by itself
}

TEST(PciLine, in_a_payload_loop_frames_are_our_own) {
    e1.start();
    e1.pass(1500);
    e1.far(2).says(31) = hello;
    e1.far(2).remote_alarm = true;  // in its timeslot 0, which does not come back
    CHECK(e1.board->test(LoopSpan{{2}, SpanLoop::payload, 10s}));
    e1.pass(100);
    CHECK(e1.far(2).heard(31) == hello);
    CHECK_FALSE(e1.far(2).hears_remote_alarm());
}

TEST(PciLine, in_a_local_loop_a_caller_hears_itself) {
    e1.start();
    e1.pass(1500);
    CHECK(e1.board->test(LoopSpan{{1}, SpanLoop::local, 10s}));
    CHECK(e1.board->test(MeasureSpan{{1}, TestPattern::prbs_15, 0x0000'00FE, 5s}));
    e1.pass(3000);
    CHECK(e1.tests.back().found);
    CHECK(e1.tests.back().bits > 100'000);
    LONGS_EQUAL(0, e1.tests.back().errors);
    CHECK(e1.board->test(InjectErrors{{1}, 3}));
    e1.pass(3000);
    LONGS_EQUAL(3, e1.tests.back().errors);
}

TEST(PciLine, a_t1s_far_end_is_asked_for_a_loop_by_code) {
    t1.start();
    t1.pass(1500);
    LoopCodeReader up{line_loop_up};
    LoopCodeReader down{line_loop_down};
    const auto listen = [&](int milliseconds) {
        bool heard = false;
        for (; milliseconds > 0; --milliseconds) {
            t1.pass(1);
            up.read(t1.far(1).heard_millisecond().timeslot);
            down.read(t1.far(1).heard_millisecond().timeslot);
            heard = heard || up.heard() || down.heard();
        }
        return heard;
    };
    CHECK_FALSE(listen(100));
    CHECK(t1.board->test(LoopSpan{{1}, SpanLoop::remote, 20s}));
    CHECK(listen(5500));
    CHECK(up.heard());
    CHECK_FALSE(listen(1500) && up.heard());
    CHECK(t1.board->test(LoopSpan{{1}, SpanLoop::none, {}}));
    CHECK(listen(5500));
    CHECK(down.heard());
}

TEST(PciLine, a_t1s_far_end_may_ask_for_a_loop_here) {
    t1.start();
    t1.pass(1500);
    LoopCodeWriter code{line_loop_up};
    for (int i = 0; i < 5500; ++i) {
        T1Millisecond line;
        code.write(line.timeslot);
        for (std::uint8_t slot = 1; slot <= 24; ++slot) {
            t1.far(2).says(slot) = line.timeslot[slot - 1U];
        }
        t1.pass(1);
    }
    LONGS_EQUAL(2, t1.tests.back().span.value);
    CHECK(t1.tests.back().loop == SpanLoop::line);
    t1.far(2).says(9) = hello;
    t1.pass(20);
    CHECK(t1.far(2).heard(9) == hello);
}

// ── signalling bits ─────────────────────────────────────────────────────────────────────────────

// (An E1's are on trial with all boards': conformance/.)
TEST(PciLine, robbed_bits_of_a_t1_go_both_ways) {
    for (auto& span : t1.plan.spans) span.cas = true;
    t1.start();
    t1.pass(200);
    const auto line_of = [&](std::uint16_t timeslot) {
        return driver::LineId{
            static_cast<std::uint16_t>(t1.plan.spans[2].first_line.value + timeslot - 1)};
    };
    CHECK(t1.board->say_bits(line_of(1), 0b0101));
    CHECK(t1.board->say_bits(line_of(2), 0b1111));
    CHECK(t1.board->say_bits(line_of(23), 0b1010));
    T1FrameReader frames;
    t1.far(3).spoil = [](T1Millisecond& line) {
        for (auto& octet : line.timeslot[3].octets) octet |= 1U;  // channel 4: 1111
    };
    T1RobbedBitReader reader;
    for (int i = 0; i < 600; ++i) {
        t1.pass(1);
        const auto& line = t1.far(3).heard_millisecond();
        frames.read(line.timeslot, line.framing);
        reader.read(line.timeslot, frames.first_frame());
    }
    LONGS_EQUAL(0b0101, reader.bits(1));
    LONGS_EQUAL(0b1111, reader.bits(2));
    LONGS_EQUAL(0b1010, reader.bits(23));
    LONGS_EQUAL(0b1101, reader.bits(4));
    int bits = -1;
    driver::BitsChange change;
    while (t1.board->next_bits(change)) bits = change.line == line_of(4) ? change.bits : bits;
    LONGS_EQUAL(0b1111, bits);
}

// ── the clock ───────────────────────────────────────────────────────────────────────────────────

TEST(PciLine, the_clock_follows_the_first_choice_and_leaves_it_when_it_fails) {
    e1.start();
    CHECK(runs_by_itself());
    e1.pass(1500);
    CHECK(follows(0));
    cut(1, true);
    e1.pass(200);
    CHECK(follows(1));
    cut(2, true);
    e1.pass(200);
    CHECK(runs_by_itself());  // spans 3 and 4 are never followed
    cut(2, false);
    e1.pass(150);
    CHECK(runs_by_itself());  // it must have been good for the time to restore
    e1.pass(300);
    CHECK(follows(1));
    cut(1, false);
    e1.pass(2000);
    CHECK(follows(0));
    LONGS_EQUAL(5, e1.board->clock().switches());
}

TEST(PciLine, the_clock_does_not_move_for_what_is_no_fault_of_the_line) {
    e1.start();
    e1.pass(1500);
    e1.far(1).remote_alarm = true;
    cut(3, true);
    e1.pass(3000);
    CHECK(follows(0));
    LONGS_EQUAL(1, e1.board->clock().switches());
}

TEST(PciLine, a_board_that_follows_a_line_does_not_slip_against_it) {
    e1.start();
    e1.pass(1500);
    for (int i = 0; i < 4000; ++i) {
        for (const auto& cable : e1.cables) cable->from_far.gain(100);
        e1.pass(1);
    }
    e1.pass(1100);
    for (std::uint16_t span = 1; span <= 4; ++span) {
        LONGS_EQUAL(0, e1.status(span).frames_deleted);
    }
    CHECK(e1.model->gained_ns() > 390'000);
}
