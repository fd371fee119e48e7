// SPDX-License-Identifier: GPL-2.0-or-later
// Two T1 boards, one at each end of a cable.
#pragma once

#include <memory>
#include <vector>

#include "tests/driver/board/plant.hpp"

#include <CppUTest/TestHarness.h>

namespace board_test {

// One end of the line.
struct T1End {
    std::unique_ptr<driver::T1Cable> cable = std::make_unique<driver::T1Cable>();
    std::unique_ptr<Plant> plant;

    explicit T1End(driver::SpanPlan plan) {
        plan.id = driver::SpanId{1};
        plan.law = driver::Law::ulaw;
        plan.d_timeslot = 24;
        driver::BoardPlan board;
        board.spans.push_back({plan, cable.get()});
        plant = std::make_unique<Plant>(board);
    }
    void order(const driver::SpanOrder& order) const { CHECK(plant->board.test(order)); }
    [[nodiscard]] driver::SpanTest test() const {
        return plant->tests.empty() ? driver::SpanTest{} : plant->tests.back();
    }
};

// One direction of the line, and what happens on it.
struct T1Way {
    int wrong_bits = 0;                         // still to come, one in each superframe
    std::vector<driver::T1Millisecond> said{};  // if anybody listens
    bool listens = false;
    int pause = 0;

    void carry(driver::T1Cable& from, driver::T1Cable& to) {
        while (const driver::T1Millisecond* sent = from.from_near.take()) {
            driver::T1Millisecond* const arrives = to.from_far.next_to_write();
            CHECK(arrives != nullptr);
            *arrives = *sent;
            if (listens) said.push_back(*sent);
            if (wrong_bits > 0 && ++pause % 6 == 0) {
                arrives->timeslot[5].octets[3] ^= 1;
                --wrong_bits;
            }
            to.from_far.sent();
        }
    }
};

struct TwoBoards : Utest {
    static constexpr int second_ms = 1000;
    std::unique_ptr<T1End> here;
    std::unique_ptr<T1End> there;
    T1Way to_there;
    T1Way to_here;

    void line(const driver::SpanPlan& ours, const driver::SpanPlan& theirs) {
        here = std::make_unique<T1End>(ours);
        there = std::make_unique<T1End>(theirs);
        pass(2 * second_ms);
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            to_there.carry(*here->cable, *there->cable);
            to_here.carry(*there->cable, *here->cable);
            here->plant->tick();
            there->plant->tick();
        }
    }
    void ask(driver::SpanLoop loop, driver::Ticks lasts) const {
        here->order(driver::LoopSpan{{1}, loop, lasts});
    }
};

}  // namespace board_test
