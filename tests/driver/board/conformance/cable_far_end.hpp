// SPDX-License-Identifier: GPL-2.0-or-later
// The far end of a board that is plugged into an E1 cable.
#pragma once

#include <memory>

#include "tests/driver/board/conformance/trial.hpp"
#include "tests/driver/board/far_end.hpp"

namespace conformance {

class CableFarEnd {
  public:
    CableFarEnd()
        : cable_(std::make_unique<driver::E1Cable>()),
          exchange_(*cable_, d_timeslot, {.crc4 = driver::E1Crc4::on}) {}

    [[nodiscard]] driver::E1Cable& cable() { return *cable_; }
    // A millisecond, both ways.
    void pass(const std::array<Chunk, channels>& says, std::array<Chunk, channels>& heard) {
        for (std::size_t i = 0; i < channels; ++i) exchange_.says(timeslot_of(i)) = says[i];
        if (!silent_) exchange_.send();
        exchange_.hear_all();
        for (std::size_t i = 0; i < channels; ++i) heard[i] = exchange_.heard(timeslot_of(i));
    }
    void be(FarEndIs state) {
        silent_ = state == FarEndIs::silent;
        exchange_.all_ones = state == FarEndIs::sending_all_ones;
        exchange_.remote_alarm = state == FarEndIs::deaf;
    }
    [[nodiscard]] board_test::E1FarEnd& exchange() { return exchange_; }

  private:
    static std::uint8_t timeslot_of(std::size_t channel) {
        return static_cast<std::uint8_t>(channel + 1 < d_timeslot ? channel + 1 : channel + 2);
    }

    std::unique_ptr<driver::E1Cable> cable_;
    board_test::E1FarEnd exchange_;
    bool silent_{};
};

// A trial of such a board, which `Board` gives: board(), pass(), take_out().
template <class Plugged>
class CableTrial final : public Trial {
  public:
    driver::Board& board() override { return plugged_.board(); }
    void pass_line() override {
        far_.pass(far_says, far_heard);
        plugged_.pass();
    }
    bool far_sends(const Octets& frame) override {
        far_.exchange().send_frame(frame);
        return true;
    }
    const std::vector<Octets>& far_frames() override { return far_.exchange().frames; }
    bool far_end_sees_alarm() override { return far_.exchange().hears_remote_alarm(); }
    void far_end(FarEndIs state) override { far_.be(state); }
    void take_out(bool out) { plugged_.take_out(out); }

  private:
    CableFarEnd far_;
    Plugged plugged_{far_.cable()};
};

}  // namespace conformance
