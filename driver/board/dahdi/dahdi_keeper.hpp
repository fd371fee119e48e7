// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "driver/board/dahdi/dahdi_link.hpp"
#include "driver/board/dahdi/dahdi_plan.hpp"
#include "driver/board/dahdi/dahdi_setup.hpp"

namespace driver {

// Does for the spans of a DahdiBoard what may wait, in a thread of its own: opens them, opens them
// again when they come back, asks for alarms and counters, closes loops in the board. What is wrong
// it tells once, in the log, with the remedy.
class DahdiKeeper {
  public:
    static constexpr Ticks asks_every = 100ms;
    static constexpr Ticks opens_every = 1s;

    // Opens what is there before it returns. The links are as the plan's spans, and outlive this.
    DahdiKeeper(const DahdiPlan& plan, std::vector<DahdiLink*> links);
    DahdiKeeper(const DahdiKeeper&) = delete;
    DahdiKeeper& operator=(const DahdiKeeper&) = delete;
    ~DahdiKeeper();

  private:
    struct Kept {
        const DahdiSpanPlan plan;
        DahdiLink& link;
        OpenSpan open;
        std::string told;  // the last trouble, so that it is told once
        SpanLoop loop{};   // closed in the board
        DahdiCounters before;
    };

    void run();
    void keep(Kept& span, bool try_open);
    void open(Kept& span);
    static void tell_why(Kept& span, BoardTrouble why);
    void ask(Kept& span);
    void loop(Kept& span);

    DahdiBuffers buffers_;
    std::vector<Kept> spans_;
    std::atomic<bool> stop_{};
    std::thread thread_;
};

}  // namespace driver
