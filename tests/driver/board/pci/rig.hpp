// SPDX-License-Identifier: GPL-2.0-or-later
// A PCI board in a machine without one: the driver on the register-level model, whose lines are
// cables with an exchange at each far end.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "driver/board/pci/model/modelled_board.hpp"
#include "driver/board/pci/pci_board.hpp"
#include "driver/bus/bus.hpp"
#include "tests/driver/board/far_end.hpp"

namespace pci_test {

using driver::Chunk;
using driver::SpanStatus;

class TestBoard final : public driver::PciBoard {
  public:
    using PciBoard::PciBoard;
};

// All spans are E1s or all T1s. Channel i talks on slot i + 1 and hears on port i.
template <class Format>
class Rig {
  public:
    using Cable = driver::Cable<typename Format::Millisecond>;
    using FarEnd = board_test::FarEnd<Format>;
    static constexpr bool is_t1 = Format::form.timeslots == 24;
    static constexpr std::uint8_t d_timeslot = is_t1 ? 24 : 16;
    static constexpr std::uint32_t lines_of_span = Format::form.timeslots - 1U;

    driver::PciBoardPlan plan = default_plan();
    driver::Te4ModelPlan model_plan;
    bool far_crc4 = true;

    static driver::PciBoardPlan default_plan() {
        driver::PciBoardPlan plan;
        plan.card = *driver::te4_card_of({0xD161, 0x1410, 0x0005});
        plan.wait_to_restore = driver::Ticks{200};
        for (std::uint16_t i = 0; i < 4; ++i) {
            driver::PciSpanPlan span;
            span.id = {static_cast<std::uint16_t>(i + 1)};
            span.law = is_t1 ? driver::Law::ulaw : driver::Law::alaw;
            span.d_timeslot = d_timeslot;
            span.first_line = {static_cast<std::uint16_t>(lines_of_span * i)};
            span.is_t1 = is_t1;
            span.timing = static_cast<std::uint16_t>(i < 2 ? i + 1 : 0);
            plan.spans.push_back(span);
        }
        return plan;
    }
    void second_generation() { plan.card = *driver::te4_card_of({0xD161, 0x0410, 0x0001}); }

    void start(driver::Te4Watcher* watcher = nullptr) {
        model_plan.has_ring = plan.card.has_ring();
        for (const auto& span : plan.spans) {
            cables.push_back(std::make_unique<Cable>());
            driver::SpanPlan far = span;
            far.crc4 = far_crc4 ? driver::E1Crc4::on : driver::E1Crc4::off;
            far_ends.push_back(std::make_unique<FarEnd>(*cables.back(), span.d_timeslot, far));
            model_plan.lines.push_back({cables.back().get(), span.law, span.d_timeslot});
        }
        model = std::make_unique<driver::Te4Model>(model_plan, memory, watcher);
        board = std::make_unique<TestBoard>(plan, *model, memory.dma());
        const auto n = board->channels().size();
        bus = std::make_unique<driver::Bus>(n + 1, n, 0);
        board->bring_up([](std::uint32_t) {});
    }
    // The exchanges, the board and the driver, a millisecond each.
    void pass(int milliseconds) {
        for (; milliseconds > 0; --milliseconds) {
            pass_on_lines();
            tick();
        }
    }
    void pass_on_lines() {
        for (const auto& far : far_ends) {
            far->send();
            far->hear_all();
        }
        model->tick();
    }
    void tick() {
        const auto n = board->channels().size();
        board->receive(now, bus->talkers({1}, n), bus->senders({0}, n));
        bus->copy();
        board->transmit(now);
        ++now;
        fetch();
    }
    void bridge(std::uint32_t one, std::uint32_t other) {
        bus->listen({one}, {other + 1});
        bus->listen({other}, {one + 1});
    }
    [[nodiscard]] const SpanStatus& status(std::uint16_t span) const {
        for (auto each = told.rbegin(); each != told.rend(); ++each) {
            if (each->span.value == span) return *each;
        }
        return nothing_told_;
    }
    FarEnd& far(std::size_t span) { return *far_ends[span - 1]; }
    driver::FalcPort& port(std::size_t span) {
        return model->port(static_cast<unsigned>(span - 1));
    }
    void disturb(std::size_t span, const driver::LineFaults& faults) {
        static_cast<void>(cables[span - 1]->trouble.faults.post(faults));
    }

    driver::ModelMemory memory;
    std::vector<std::unique_ptr<Cable>> cables;
    std::vector<std::unique_ptr<FarEnd>> far_ends;
    std::unique_ptr<driver::Te4Model> model;
    std::unique_ptr<TestBoard> board;
    std::unique_ptr<driver::Bus> bus;
    driver::Ticks now{1000};
    std::vector<driver::Frame> frames;
    std::vector<SpanStatus> told;
    std::vector<driver::SpanTest> tests;

  private:
    void fetch() {
        driver::Frame frame;
        while (board->next_frame(frame)) frames.push_back(frame);
        SpanStatus status;
        while (board->next_status(status)) told.push_back(status);
        driver::SpanTest test;
        while (board->next_test(test)) tests.push_back(test);
        driver::SpanPerformance quarter;
        while (board->next_performance(quarter)) {
        }
    }
    SpanStatus nothing_told_;
};

using E1Rig = Rig<driver::E1Format>;
using T1Rig = Rig<driver::T1Format>;

}  // namespace pci_test
