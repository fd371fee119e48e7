// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/dtmf_detectors.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/privacy.hpp"
#include "ivr_dsp/media/tap/tap_ring.hpp"

namespace ivr_dsp {

// A technician's taps: what a few lines say and hear goes to the ring, millisecond by millisecond,
// with the digits they dial. Each ends by itself.
class Taps {
  public:
    Taps(const BusNumbering& numbering, const MediaPlan& plan, const driver::Bus& bus,
         const Privacy& privacy)
        : numbering_(numbering),
          bus_(bus),
          privacy_(privacy),
          laws_(plan.lines),
          detectors_(TapRing::taps, plan.dtmf) {}

    // Before the first tick. It outlives the taps.
    void record(TapRing& ring) noexcept { ring_ = &ring; }
    // False if there is nowhere to write, no such line, or every tap is in use.
    bool tap(const TapLine& order) noexcept;
    // After every slot was told where it talks.
    void hear(driver::Ticks now) noexcept;

  private:
    struct Tap {
        std::uint64_t number{};
        std::uint32_t line{};
        Law law{};
        driver::Ticks lasts{};
        driver::Ticks left{};  // 0: free
        bool begun{};
    };

    void end(std::uint64_t number) noexcept;
    [[nodiscard]] const Chunk& said(const Tap& tap) const noexcept {
        return bus_.heard(numbering_.detector_port(tap.line));
    }
    void hear(std::size_t i, driver::Ticks now, const DtmfChange& change) noexcept;

    const BusNumbering& numbering_;
    const driver::Bus& bus_;
    const Privacy& privacy_;
    std::vector<Law> laws_;  // by line
    std::array<Tap, TapRing::taps> taps_{};
    DtmfDetectors detectors_;
    std::size_t next_{};  // which tap is tried first, so that one just ended can still be read
    TapRing* ring_{};
};

}  // namespace ivr_dsp
