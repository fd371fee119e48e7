// SPDX-License-Identifier: GPL-2.0-or-later
// A span and an exchange at its far end, whose cable may spoil what it carries.
#pragma once

#include <memory>

#include "tests/driver/board/far_end.hpp"
#include "tests/driver/board/plant.hpp"

namespace board_test {

inline constexpr int second_ms = 1000;

// One bit of channel 5 is wrong.
template <class Millisecond>
void spoil_a_bit(Millisecond& line) {
    line.timeslot[5].octets[3] ^= 1;
}

// One span, and an exchange at its far end.
template <class Format>
struct MeasuredLine {
    using Millisecond = typename Format::Millisecond;
    std::unique_ptr<driver::Cable<Millisecond>> cable =
        std::make_unique<driver::Cable<Millisecond>>();
    std::unique_ptr<FarEnd<Format>> exchange;
    std::unique_ptr<Plant> plant;

    // The board's settings and the exchange's; the board starts at this second of the day.
    void start(driver::SpanPlan ours, const driver::SpanPlan& theirs,
               std::uint32_t second_of_day = 0) {
        ours.id = driver::SpanId{1};
        ours.d_timeslot = Format::form.timeslots == 24 ? 24 : 16;
        exchange = std::make_unique<FarEnd<Format>>(*cable, ours.d_timeslot, theirs);
        driver::BoardPlan plan;
        plan.spans.push_back({ours, cable.get()});
        plan.second_of_day = second_of_day;
        plant = std::make_unique<Plant>(plan);
    }
    void pass(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            exchange->tick();
            plant->tick();
        }
    }
    // The next millisecond arrives with a wrong bit.
    void one_wrong_bit() {
        exchange->spoil = spoil_a_bit<Millisecond>;
        pass(1);
        exchange->spoil = nullptr;
    }
    void cut(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) plant->tick();
    }
    [[nodiscard]] const driver::SpanStatus& status() { return plant->status(); }
    [[nodiscard]] const driver::SpanPerformance& quarter() const { return plant->quarters.back(); }
};

}  // namespace board_test
