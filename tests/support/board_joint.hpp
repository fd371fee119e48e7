// SPDX-License-Identifier: GPL-2.0-or-later
// Joins two boards until the program shall stop: what one hears the other says, and so with the
// frames of the D-channels.
#pragma once

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "driver/board/board.hpp"
#include "driver/board/cable_file.hpp"
#include "driver/board/simulated/simulated_board.hpp"
#include "tools/program/program.hpp"

namespace support {

// An E1 with its D-channel; `place` counts from 0.
inline driver::SpanPlan e1_plan(std::size_t place) {
    driver::SpanPlan plan;
    plan.id = {static_cast<std::uint16_t>(place + 1)};
    plan.law = driver::Law::alaw;
    plan.d_timeslot = 16;
    plan.first_line = {static_cast<std::uint16_t>(30 * place)};
    return plan;
}

// Ends of the cables span1, span2 … of a run folder, at whose other ends the exchange is.
class OfficeCables {
  public:
    // False: one cannot be opened, and standard error says why.
    [[nodiscard]] bool open(const std::string& folder, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            auto cable = driver::open_e1_cable(folder, "span" + std::to_string(i + 1));
            if (!cable) {
                std::cerr << cable.error() << "\n";
                return false;
            }
            cables_.push_back(std::move(*cable));
            plan_.spans.push_back({e1_plan(i), cables_.back().get(), true});
        }
        return true;
    }
    [[nodiscard]] const driver::BoardPlan& plan() const { return plan_; }

  private:
    std::vector<driver::CableEnd<driver::E1Cable>> cables_;
    driver::BoardPlan plan_;
};

class JoinedBoard {
  public:
    JoinedBoard(driver::Board& board, std::string_view name)
        : board_(board), name_(name), talk_(board.channels().size()), send_(talk_.size()) {}

    void receive(driver::Ticks now) {
        board_.run_by({});
        board_.receive(now, talk_, send_);
    }
    void say(const JoinedBoard& other) {
        for (std::size_t i = 0; i < send_.size(); ++i) *send_[i] = *other.talk_[i];
    }
    // Frames that find no room are lost; Q.921 sends them again.
    void relay_frames(JoinedBoard& other) {
        driver::Frame frame;
        while (board_.next_frame(frame)) static_cast<void>(other.board_.send_frame(frame));
    }
    void transmit(driver::Ticks now) { board_.transmit(now); }
    void tell() {
        driver::SpanStatus status;
        while (board_.next_status(status)) {
            if (status.failed() == failed_) continue;
            failed_ = status.failed();
            std::cerr << name_ << " span " << status.span.value << (failed_ ? " fails" : " is well")
                      << "\n";
        }
        driver::SpanPerformance quarter;
        while (board_.next_performance(quarter)) {
        }
    }

  private:
    driver::Board& board_;
    std::string_view name_;
    std::vector<const driver::Chunk*> talk_;
    std::vector<driver::Chunk*> send_;
    bool failed_{};
};

inline void join(JoinedBoard a, JoinedBoard b) {
    std::int64_t next = tools::machine_ns();
    for (driver::Ticks now = tools::machine_ticks(); !tools::stop_asked(); ++now) {
        a.receive(now);
        b.receive(now);
        a.say(b);
        b.say(a);
        a.relay_frames(b);
        b.relay_frames(a);
        a.transmit(now);
        b.transmit(now);
        a.tell();
        b.tell();
        next += 1'000'000;
        tools::sleep_until_ns(next);
    }
}

}  // namespace support
