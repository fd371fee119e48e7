// SPDX-License-Identifier: GPL-2.0-or-later
// A span whose cable is damaged while it runs.
#pragma once

#include <cstdint>
#include <vector>

#include "driver/board/line_faults.hpp"
#include "tests/driver/board/measured_line.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace board_test {

// Callers 1 and 2 of the span are bridged: what the exchange says on one timeslot it hears on the
// other. Framing is checked by CRC at both ends.
template <class Format>
struct DisturbedLine : MeasuredLine<Format> {
    using Millisecond = typename Format::Millisecond;
    static constexpr std::uint32_t callers =
        Format::form.timeslots == 24 ? 0x00FF'FFFE : 0xFFFE'FFFE;  // all but the D-channel
    driver::LineFaults faults;

    void start_well() {
        const driver::SpanPlan plan{.law = law(), .crc4 = driver::E1Crc4::on};
        this->start(plan, plan);
        this->plant->bridge(0, 1);
        for (std::uint8_t timeslot = 1; timeslot <= Format::form.timeslots; ++timeslot) {
            this->exchange->says(timeslot) = driver::silence(law());
        }
        this->pass(4 * second_ms);
        CHECK(!this->status().failed());
    }
    static driver::Law law() {
        return Format::form.timeslots == 24 ? driver::Law::ulaw : driver::Law::alaw;
    }
    // What `faults` says, from the next millisecond on.
    void happens() {
        const auto done = driver::disturb(this->cable.get(), faults);
        STRCMP_EQUAL("", done ? "" : done.error().c_str());
    }
    void is_mended() {
        faults = {};
        happens();
    }
    // The exchange sends back what it hears, timeslot by timeslot, in frames of its own.
    void pass_looped(int milliseconds) {
        for (int i = 0; i < milliseconds; ++i) {
            for (std::uint8_t timeslot = 1; timeslot <= Format::form.timeslots; ++timeslot) {
                this->exchange->says(timeslot) = this->exchange->heard(timeslot);
            }
            this->pass(1);
        }
    }
    // Bits made wrong in the callers' timeslots.
    static std::uint64_t damaged(const driver::DamagedBits& bits) {
        std::uint64_t sum = 0;
        for (std::size_t timeslot = 1; timeslot < bits.timeslot.size(); ++timeslot) {
            if ((callers >> timeslot & 1U) != 0) sum += bits.timeslot[timeslot];
        }
        return sum;
    }
    [[nodiscard]] std::uint64_t damaged() const {
        return damaged(this->cable->trouble.to_center) + damaged(this->cable->trouble.from_center);
    }
    // The error ratio test in all callers' timeslots, begun before the trouble and read after it.
    void measure() {
        CHECK(this->plant->board.test(driver::MeasureSpan{
            {1}, driver::TestPattern::prbs_15, callers, driver::Ticks{600'000}}));
        pass_looped(second_ms);
        CHECK(this->plant->tests.back().found);
        UNSIGNED_LONGS_EQUAL(0, this->plant->tests.back().errors);
    }
    [[nodiscard]] const driver::SpanTest& measured() {
        pass_looped(2 * second_ms);
        return this->plant->tests.back();
    }
    // Says one octet a frame, counting from 0, and returns what comes round.
    std::vector<std::uint8_t> count_frames(int milliseconds) {
        std::vector<std::uint8_t> heard;
        for (int i = 0; i < milliseconds; ++i) {
            for (auto& octet : this->exchange->says(1).octets) octet = counted_++;
            this->pass(1);
            for (const auto octet : this->exchange->heard(2).octets) heard.push_back(octet);
        }
        return heard;
    }

  private:
    std::uint8_t counted_{};
};

}  // namespace board_test
