// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest: the DAHDI board on trial, as all boards are. Two E1 spans of the kernel are joined as
// by a cable; at the far end is another DAHDI board.
#pragma once

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "driver/base/invariant.hpp"
#include "driver/board/dahdi/dahdi_board.hpp"
#include "driver/board/dahdi/dahdi_keeper.hpp"
#include "tests/driver/board/conformance/bits_trial.hpp"
#include "tests/driver/board/conformance/trial.hpp"

namespace vm_test {

using namespace driver;
using conformance::FarEndIs;
using conformance::Octets;

// `configure`: the board sets the span up; else it takes what dahdi_cfg did.
inline DahdiPlan dahdi_plan_of(std::uint16_t kernel_span, bool configure, bool with_bits = false) {
    DahdiSpanPlan span;
    span.id = conformance::span;
    span.law = Law::alaw;
    span.d_timeslot = with_bits ? 0 : conformance::d_timeslot;
    span.cas = with_bits;
    span.kernel_span = kernel_span;
    span.configure = configure;
    DahdiPlan plan;
    plan.spans = {span};
    plan.buffers.reserve = 16ms;  // an emulated machine oversleeps
    return plan;
}

struct DahdiEnd {
    DahdiEnd(std::uint16_t kernel_span, bool configure, bool with_bits = false)
        : plan(dahdi_plan_of(kernel_span, configure, with_bits)),
          board(plan),
          keeper(plan, board.links()) {}
    DahdiPlan plan;
    DahdiBoard board;
    DahdiKeeper keeper;
};

inline void shell(const std::string& command) {
    INVARIANT(std::system(command.c_str()) == 0);
}
// Spans as dahdi_spans has configured them.
inline void configure_as_usual() {
    shell("$guest_folder/dahdi/dahdi_cfg >/dev/null");
}

// One of the kernel's spans, which can be taken away and given back.
class KernelSpan {
  public:
    explicit KernelSpan(unsigned number)
        : number_(number),
          device_(std::filesystem::canonical("/sys/bus/dahdi_spans/devices/span-" +
                                             std::to_string(number))
                      .parent_path()) {}
    ~KernelSpan() { give_back(); }
    KernelSpan(const KernelSpan&) = delete;
    KernelSpan& operator=(const KernelSpan&) = delete;

    void take_away() {
        if (!away_) shell("echo 1 >" + device_ + "/unassign_span");
        away_ = true;
    }
    void give_back() {
        if (!away_) return;
        shell("echo 1:" + std::to_string(number_) + ":" + std::to_string(31 * number_ - 30) + " >" +
              device_ + "/assign_span");
        away_ = false;
    }

  private:
    unsigned number_;
    std::string device_;
    bool away_{};
};

// Milliseconds of the machine's clock.
class Pace {
  public:
    void wait() {
        due_ = std::max(due_ + std::chrono::milliseconds(1),
                        std::chrono::steady_clock::now() - std::chrono::milliseconds(50));
        std::this_thread::sleep_until(due_);
    }

  private:
    std::chrono::steady_clock::time_point due_ = std::chrono::steady_clock::now();
};

class DahdiTrial final : public conformance::Trial {
  public:
    explicit DahdiTrial(bool configure = true) : near_(1, configure), far_(2, configure) {}

    driver::Board& board() override { return near_.board; }
    bool is_in_real_time() const override { return true; }
    void pass_line() override {
        pace_.wait();
        DahdiBoard& far = far_.board;
        far.run_by({});
        far.receive(now_, talk_, send_);
        for (std::size_t i = 0; i < conformance::channels; ++i) {
            far_heard[i] = *talk_[i];
            *send_[i] = far_says[i];
        }
        far.transmit(now_);
        ++now_;
        while (far.next_status(far_status_)) {
        }
        Frame frame;
        while (far.next_frame(frame)) {
            far_frames_.emplace_back(frame.view().begin(), frame.view().end());
        }
    }
    bool far_sends(const Octets& octets) override {
        return far_.board.send_frame(conformance::frame_with(octets));
    }
    const std::vector<Octets>& far_frames() override { return far_frames_; }
    bool far_end_sees_alarm() override { return far_status_.failed(); }
    // These spans have no bits on a line: other alarms cannot be made.
    void far_end(FarEndIs state) override {
        INVARIANT(state == FarEndIs::silent || state == FarEndIs::well);
        state == FarEndIs::silent ? theirs_.take_away() : theirs_.give_back();
    }
    void take_out(bool out) { out ? ours_.take_away() : ours_.give_back(); }

  private:
    KernelSpan ours_{1};
    KernelSpan theirs_{2};
    DahdiEnd near_;
    DahdiEnd far_;
    Pace pace_;
    Ticks now_{1000};
    std::array<const Chunk*, conformance::channels> talk_{};
    std::array<Chunk*, conformance::channels> send_{};
    SpanStatus far_status_;
    std::vector<Octets> far_frames_;
};

// The same two spans, their channels configured as `cas`.
class DahdiBitsTrial final : public conformance::BitsTrial {
  public:
    driver::Board& board() override { return near_.board; }
    void pass_line() override {
        pace_.wait();
        DahdiBoard& far = far_.board;
        far.run_by({});
        far.receive(now_, talk_, send_);
        for (Chunk* const place : send_) *place = alaw_silence;
        far.transmit(now_);
        ++now_;
        BitsChange change;
        while (far.next_bits(change)) heard_.set(change.line.value, change.bits);
    }
    // Lines 0-29 are timeslots 1-15 and 17-31.
    void far_says(std::uint8_t timeslot, Abcd bits) override {
        INVARIANT(far_.board.say_bits(line_of(timeslot), bits));
    }
    Abcd far_hears(std::uint8_t timeslot) override { return heard_.of(line_of(timeslot).value); }
    void silence_far_end(bool silent) override {
        silent ? theirs_.take_away() : theirs_.give_back();
    }

  private:
    static LineId line_of(std::uint8_t timeslot) {
        return {static_cast<std::uint16_t>(timeslot < 16 ? timeslot - 1 : timeslot - 2)};
    }
    KernelSpan theirs_{2};
    DahdiEnd near_{1, true, true};
    DahdiEnd far_{2, true, true};
    Pace pace_;
    Ticks now_{1000};
    std::array<const Chunk*, conformance::channels> talk_{};
    std::array<Chunk*, conformance::channels> send_{};
    SpanSignalling heard_{idle_signalling};
};

}  // namespace vm_test
