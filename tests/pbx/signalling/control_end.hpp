// SPDX-License-Identifier: GPL-2.0-or-later
// One firmware's signalling with its board and, at the other end of border 1, a control that does
// what the test says and remembers what it was told.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "driver/base/log.hpp"
#include "pbx/signalling/signalling.hpp"
#include "tests/pbx/signalling/test_board.hpp"

namespace pbx_test {

using driver::LegId;
using driver::LineId;
using pbx::Cause;
using pbx::LegPhase;

// The log allocates when it is first used: before the first test, or that test would be blamed.
inline const bool log_is_quiet = (driver::log_from(driver::LogLevel::error), true);

class ControlEnd {
  public:
    ControlEnd(const pbx::SignallingPlan& plan, std::vector<driver::Channel> channels)
        : board(std::move(channels)) {
        driver::Board* const boards[] = {&board};
        signalling = std::make_unique<pbx::Signalling>(plan, boards, *media, *arena);
    }

    void attach() {
        generation_ += 2;
        arena->control_generation.store(generation_);
    }
    void die() {
        signalling->control_left();
        generation_ = arena->control_generation.load() - 1;
    }
    void pass(Ticks now) {
        signalling->pass(now);
        if (listening) listen();
    }
    // Empties the up mailbox into `heard` and `legs`.
    void listen() {
        pbx::Up up;
        while (arena->up.take(up)) {
            heard.push_back(up);
            if (const auto* news = std::get_if<pbx::LegChanged>(&up.body)) {
                legs[news->leg.value] = *news;
            }
        }
    }

    void tell(const pbx::DownBody& body) {
        if (!arena->down.post(pbx::Down{++commands, body})) overflow = true;
    }
    LegId dial(LineId line, const std::string& called, const std::string& calling = "",
               const std::string& name = "") {
        const LegId leg = LegId::outgoing(line, ++serials_[line.value]);
        tell(pbx::Dial{leg, driver::Number(called), driver::Number(calling),
                       driver::DisplayName(name)});
        return leg;
    }
    void alert(LegId leg) { tell(pbx::Alert{leg}); }
    void answer(LegId leg) { tell(pbx::Answer{leg}); }
    void release(LegId leg, Cause cause = Cause::normal_clearing) {
        tell(pbx::Release{leg, cause});
    }

    [[nodiscard]] bool knows(LegId leg) const { return legs.count(leg.value) != 0; }
    [[nodiscard]] const pbx::LegChanged& leg(LegId leg) const { return legs.at(leg.value); }
    [[nodiscard]] bool is(LegId id, LegPhase phase) const {
        return knows(id) && leg(id).phase == phase;
    }
    // The first incoming leg that is in this phase; nobody if there is none.
    [[nodiscard]] LegId incoming(LegPhase phase = LegPhase::offered) const {
        for (const auto& [value, news] : legs) {
            if (!news.leg.is_outgoing() && news.phase == phase) return news.leg;
        }
        return {};
    }
    [[nodiscard]] bool is_called() const { return static_cast<bool>(incoming()); }
    template <class Body>
    [[nodiscard]] std::vector<Body> all() const {
        std::vector<Body> bodies;
        for (const pbx::Up& up : heard) {
            if (const auto* body = std::get_if<Body>(&up.body)) bodies.push_back(*body);
        }
        return bodies;
    }
    [[nodiscard]] bool every_line_free() const {
        for (std::size_t i = 0; i < signalling->lines().size(); ++i) {
            if (!signalling->lines().is_free(LineId{static_cast<std::uint16_t>(i)})) return false;
        }
        return true;
    }
    [[nodiscard]] pbx::IsdnSpan& span() { return signalling->spans().front(); }

    TestBoard board;
    std::unique_ptr<pbx::FirmwareArena> arena = std::make_unique<pbx::FirmwareArena>();
    std::unique_ptr<ivr_dsp::MediaQueues> media = std::make_unique<ivr_dsp::MediaQueues>();
    std::unique_ptr<pbx::Signalling> signalling;
    std::vector<pbx::Up> heard;
    std::map<std::uint64_t, pbx::LegChanged> legs;  // last word about each
    std::uint64_t commands{};                       // sequence of the last
    bool overflow{};
    bool listening{true};

  private:
    std::uint64_t generation_{};
    std::map<std::uint16_t, std::uint32_t> serials_;
};

}  // namespace pbx_test
