// SPDX-License-Identifier: GPL-2.0-or-later
// A board on the bus, run tick by tick as the firmware does it. Channel i talks on slot i + 1 and
// hears on port i.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "driver/board/simulated/simulated_board.hpp"
#include "driver/bus/bus.hpp"

namespace board_test {

// What somebody says.
inline constexpr driver::Chunk hello = {
    {1, 2, 3, 4, 5, 6, 7, 8}
};
inline constexpr driver::Chunk goodbye = {
    {9, 8, 7, 6, 5, 4, 3, 2}
};

class Plant {
  public:
    explicit Plant(const driver::BoardPlan& plan)
        : board(plan), bus(board.channels().size() + 1, board.channels().size(), 0) {}

    void tick() {
        const auto n = board.channels().size();
        board.receive(now, bus.talkers({1}, n), bus.senders({0}, n));
        bus.copy();
        board.transmit(now);
        ++now;
        fetch();
    }
    // Lines are channels here: the first line of the plan is 0.
    void bridge(std::uint32_t one, std::uint32_t other) {
        bus.listen({one}, {other + 1});
        bus.listen({other}, {one + 1});
    }
    [[nodiscard]] const driver::SpanStatus& status(std::uint16_t span = 1) {
        for (auto each = told.rbegin(); each != told.rend(); ++each) {
            if (each->span.value == span) return *each;
        }
        return nothing_told_;
    }

    driver::SimulatedBoard board;
    driver::Bus bus;
    driver::Ticks now{1000};
    bool signalling_fetches = true;
    std::vector<driver::Frame> frames;
    std::vector<driver::HookChange> hooks;
    std::vector<driver::SpanStatus> told;
    std::vector<driver::SpanPerformance> quarters;
    std::vector<driver::SpanTest> tests;

  private:
    void fetch() {
        if (!signalling_fetches) return;
        driver::Frame frame;
        while (board.next_frame(frame)) frames.push_back(frame);
        driver::HookChange hook;
        while (board.next_hook(hook)) hooks.push_back(hook);
        driver::SpanStatus status;
        while (board.next_status(status)) told.push_back(status);
        driver::SpanPerformance quarter;
        while (board.next_performance(quarter)) quarters.push_back(quarter);
        driver::SpanTest test;
        while (board.next_test(test)) tests.push_back(test);
    }
    driver::SpanStatus nothing_told_;
};

}  // namespace board_test
