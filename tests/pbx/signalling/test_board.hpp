// SPDX-License-Identifier: GPL-2.0-or-later
// A board in memory, as the signalling thread sees it: frames, hooks, alarms, ring voltage.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <vector>

#include "driver/board/board.hpp"
#include "pbx/signalling/plan.hpp"

namespace pbx_test {

using namespace std::chrono_literals;
using driver::Ticks;

class TestBoard final : public driver::Board {
  public:
    explicit TestBoard(std::vector<driver::Channel> channels) : channels_(std::move(channels)) {}

    [[nodiscard]] std::span<const driver::Channel> channels() const noexcept override {
        return channels_;
    }
    void receive(Ticks, std::span<const driver::Chunk*>,
                 std::span<driver::Chunk*>) noexcept override {}
    void transmit(Ticks) noexcept override {}
    [[nodiscard]] std::optional<driver::LineClock> line_clock(
        driver::SpanId) const noexcept override {
        return std::nullopt;
    }
    void run_by(const driver::BusClock&) noexcept override {}

    [[nodiscard]] bool next_frame(driver::Frame& frame) noexcept override {
        return take(received, frame);
    }
    [[nodiscard]] bool send_frame(const driver::Frame& frame) noexcept override {
        if (full) return false;
        sent.push_back(frame);
        return true;
    }
    [[nodiscard]] bool next_hook(driver::HookChange& change) noexcept override {
        return take(hooks, change);
    }
    [[nodiscard]] bool ring(driver::LineId line, bool on) noexcept override {
        if (full) return false;
        rings[line.value].push_back(on);
        return true;
    }
    [[nodiscard]] bool speak_on_hook(driver::LineId line) noexcept override {
        if (full) return false;
        spoken_to.push_back(line);
        return true;
    }
    [[nodiscard]] bool test(const driver::SpanOrder& order) noexcept override {
        if (full) return false;
        orders.push_back(order);
        return true;
    }
    [[nodiscard]] bool next_test(driver::SpanTest& test) noexcept override {
        return take(tests, test);
    }
    [[nodiscard]] bool next_performance(driver::SpanPerformance& quarter) noexcept override {
        return take(quarters, quarter);
    }
    [[nodiscard]] bool next_bits(driver::BitsChange& /*change*/) noexcept override { return false; }
    [[nodiscard]] bool say_bits(driver::LineId /*line*/, driver::Abcd /*bits*/) noexcept override {
        return false;
    }
    [[nodiscard]] bool next_status(driver::SpanStatus& status) noexcept override {
        return take(statuses, status);
    }

    std::vector<driver::LineId> spoken_to;  // on hook
    std::deque<driver::Frame> received;     // from the line, not yet read
    std::deque<driver::Frame> sent;         // to the line
    std::deque<driver::HookChange> hooks;
    std::deque<driver::SpanStatus> statuses;
    std::deque<driver::SpanPerformance> quarters;
    std::deque<driver::SpanTest> tests;
    std::deque<driver::SpanOrder> orders;              // of the test set, in the order they came
    std::map<std::uint16_t, std::vector<bool>> rings;  // every change of ring voltage
    bool full{};

  private:
    template <class T>
    static bool take(std::deque<T>& queue, T& into) {
        if (queue.empty()) return false;
        into = queue.front();
        queue.pop_front();
        return true;
    }

    std::vector<driver::Channel> channels_;
};

// One direction of a D-channel at 64 kbit/s: eight octets a millisecond, flag and FCS included.
class Strand {
  public:
    void carry(std::deque<driver::Frame>& from, std::deque<driver::Frame>& to, Ticks now) {
        for (; !from.empty(); from.pop_front()) {
            driver::Frame& frame = from.front();
            if (tamper) tamper(frame);
            const std::int64_t octets = frame.size + 3;
            free_at_ = std::max(free_at_, now) + Ticks{(octets + 7) / 8};
            if (!cut) on_the_way_.push_back({free_at_, frame});
        }
        for (; !on_the_way_.empty() && on_the_way_.front().arrives <= now;
             on_the_way_.pop_front()) {
            if (!cut) to.push_back(on_the_way_.front().frame);
        }
    }
    bool cut{};
    std::function<void(driver::Frame&)> tamper;  // sees, and may change, all that passes

  private:
    struct Travelling {
        Ticks arrives;
        driver::Frame frame;
    };
    std::deque<Travelling> on_the_way_;
    Ticks free_at_{};
};

}  // namespace pbx_test
