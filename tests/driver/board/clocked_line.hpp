// SPDX-License-Identifier: GPL-2.0-or-later
// A span whose exchange and whose board each have a clock of their own. The exchange numbers its
// frames in every timeslot; what the board's timeslot 1 says is led back to it on timeslot 2.
#pragma once

#include <cstdint>
#include <memory>

#include "driver/framing/elastic_store.hpp"
#include "tests/driver/board/far_end.hpp"
#include "tests/driver/board/plant.hpp"

#include <CppUTest/TestHarness.h>

namespace board_test {

inline constexpr std::int64_t ppm = 1000;  // in parts in 10⁹

// What a clock has gained on a nominal one.
class Gained {
  public:
    // A millisecond of the nominal clock goes by, at so much faster. How many of its own went by.
    unsigned tick(std::int64_t ppb) {
        const std::int64_t before = whole_ms();
        ps_ += ppb;
        return static_cast<unsigned>(1 + whole_ms() - before);
    }
    void jump(std::int64_t ns) { ps_ += ns * 1000; }
    [[nodiscard]] std::int64_t ns() const { return floor(ps_, 1000); }

  private:
    static std::int64_t floor(std::int64_t value, std::int64_t by) {
        return value / by - (value % by < 0 ? 1 : 0);
    }
    [[nodiscard]] std::int64_t whole_ms() const { return floor(ns(), driver::ns_of_tick); }
    std::int64_t ps_{};
};

template <class Format>
struct ClockedLine {
    static constexpr std::uint8_t d_timeslot = Format::form.timeslots == 24 ? 24 : 16;
    std::unique_ptr<driver::Cable<typename Format::Millisecond>> cable =
        std::make_unique<driver::Cable<typename Format::Millisecond>>();
    FarEnd<Format> exchange{*cable, d_timeslot};
    std::unique_ptr<Plant> plant;
    Gained line;
    Gained ours;
    driver::SpanId source{};  // which span our clock follows
    std::uint8_t number{};    // of the exchange's next frame
    std::uint8_t last{};      // that came back
    bool listens{};           // once the first have come back
    unsigned deleted{};       // as heard
    unsigned repeated{};
    unsigned wrong{};

    explicit ClockedLine(bool own_clock = true) {
        driver::SimulatedSpanPlan plan;
        plan.id = driver::SpanId{1};
        plan.cable = cable.get();
        plan.d_timeslot = d_timeslot;
        plan.law = driver::Law::alaw;
        plan.crc4 = driver::E1Crc4::off;
        plan.own_clock = own_clock;
        driver::BoardPlan board;
        board.spans.push_back(plan);
        plant = std::make_unique<Plant>(board);
        plant->bridge(0, 1);
        pass(40);
        listens = true;
        last = heard().octets[7];
    }
    [[nodiscard]] const driver::Chunk& heard() const { return exchange.heard(2); }

    void exchange_sends() {
        driver::Chunk& says = exchange.says(1);
        for (auto& octet : says.octets) octet = number++;
        const std::int64_t told = cable->from_far.gained_ns();
        cable->from_far.gain(line.ns() - told);
        CHECK(exchange.send());
    }
    void listen() {
        if (!listens) return;
        for (const std::uint8_t octet : heard().octets) {
            const auto step = static_cast<std::uint8_t>(octet - last);
            last = octet;
            if (step == 2) ++deleted;
            if (step == 0) ++repeated;
            if (step > 2) ++wrong;
        }
    }
    // Milliseconds of a nominal clock, while the line's runs by so many parts in 10⁹, and ours.
    void pass(std::int64_t milliseconds, std::int64_t line_ppb = 0, std::int64_t our_ppb = 0) {
        for (; milliseconds > 0; --milliseconds) {
            for (unsigned left = line.tick(line_ppb); left > 0; --left) exchange_sends();
            for (unsigned left = ours.tick(our_ppb); left > 0; --left) {
                plant->board.run_by({ours.ns(), source});
                plant->tick();
                CHECK(exchange.hear());
                listen();
            }
            plant->frames.clear();
        }
    }
    [[nodiscard]] driver::SpanStatus status() {
        pass(1000);  // counters are told once a second
        return plant->status();
    }
    // Every octet came in order, apart from the frames that slipped; and those were counted.
    void slips_are(unsigned frames_deleted, unsigned frames_repeated) {
        const driver::SpanStatus told = status();
        UNSIGNED_LONGS_EQUAL(frames_deleted, deleted);
        UNSIGNED_LONGS_EQUAL(frames_repeated, repeated);
        UNSIGNED_LONGS_EQUAL(0, wrong);
        UNSIGNED_LONGS_EQUAL(deleted, told.frames_deleted);
        UNSIGNED_LONGS_EQUAL(repeated, told.frames_repeated);
        UNSIGNED_LONGS_EQUAL(deleted + repeated, told.slips);
        CHECK_FALSE(told.failed());
    }
};

}  // namespace board_test
