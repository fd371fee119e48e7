// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/analysis/call_analysis.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"

namespace ivr_dsp {

// Hears who has answered, on each line that is told to listen for it. There is room for all lines;
// those that listen sit together, sixteen in a batch, so that the others cost nothing.
class AnswerEars {
  public:
    AnswerEars(const BusNumbering& numbering, const MediaPlan& plan, const driver::Bus& bus)
        : numbering_(numbering),
          bus_(bus),
          laws_(plan.lines),
          seats_((plan.lines.size() + lanes - 1) / lanes * lanes) {
        for (std::size_t batch = 0; batch < seats_.size() / lanes; ++batch) {
            batches_.emplace_back(best_isa());
        }
    }

    // False if there is no such line.
    bool listen(const ListenForTones& order) noexcept;

    // Hears this millisecond; calls found(PartyHeard) and found(BeepHeard). Verdicts that it does
    // not take (false) are lost.
    template <class Found>
    void hear(driver::Ticks now, Found&& found) noexcept {
        for (std::size_t batch = 0; batch * lanes < used_; ++batch) {
            const Chunk* heard[lanes];
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const driver::LegId leg = seats_[batch * lanes + lane].leg;
                heard[lane] = leg ? &bus_.heard(numbering_.detector_port(leg.line().value))
                                  : &driver::alaw_silence;
            }
            batches_[batch].hear(heard);
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                if (seats_[batch * lanes + lane].leg) tell(batch, lane, now, found);
            }
        }
    }

  private:
    struct Seat {
        driver::LegId leg;        // 0: nobody sits there
        driver::Ticks since{-1};  // -1: has not heard yet
    };
    template <class Found>
    void tell(std::size_t batch, std::size_t lane, driver::Ticks now, Found& found) noexcept {
        Seat& seat = seats_[batch * lanes + lane];
        if (seat.since < driver::Ticks{0}) seat.since = now;
        CallAnalysis& call = batches_[batch].call(lane);
        if (const auto verdict = call.verdict()) {
            const auto percent = static_cast<std::uint8_t>(std::lround(verdict->confidence * 100));
            found(PartyHeard{seat.leg, verdict->party, percent, verdict->at});
        }
        if (call.beeped()) found(BeepHeard{seat.leg, now - seat.since});
    }
    void sit(std::size_t seat, driver::LegId leg) noexcept {
        seats_[seat] = {leg, driver::Ticks{-1}};
        const Law law = leg ? laws_[leg.line().value] : Law::alaw;
        batches_[seat / lanes].reset(seat % lanes, law);
    }

    const BusNumbering& numbering_;
    const driver::Bus& bus_;
    std::vector<Law> laws_;  // by line
    std::vector<Seat> seats_;
    std::size_t used_{};  // seats up to the last taken
    std::deque<CallAnalyses> batches_;
};

inline bool AnswerEars::listen(const ListenForTones& order) noexcept {
    const driver::LineId line = order.leg.line();
    if (line.value >= laws_.size()) return false;
    std::size_t seat = 0;
    while (seat < used_ && (!seats_[seat].leg || seats_[seat].leg.line() != line)) ++seat;
    const bool seated = seat < used_;
    if (order.party == (seated && seats_[seat].leg == order.leg)) return true;
    if (!order.party) {
        sit(seat, driver::LegId{});
        while (used_ > 0 && !seats_[used_ - 1].leg) --used_;
        return true;
    }
    // There is a seat for every line.
    if (!seated) {
        seat = 0;
        while (seats_[seat].leg) ++seat;
    }
    sit(seat, order.leg);
    used_ = seat < used_ ? used_ : seat + 1;
    return true;
}

}  // namespace ivr_dsp
