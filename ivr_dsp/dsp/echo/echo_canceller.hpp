// SPDX-License-Identifier: GPL-2.0-or-later
// Line echo cancellers in the sense of ITU-T G.168, sixteen side by side.
#pragma once

#include <vector>

#include "ivr_dsp/dsp/echo/echo_kernel.hpp"
#include "ivr_dsp/dsp/echo/echo_tail.hpp"

namespace ivr_dsp {

// What a canceller has learned of its line.
struct EchoReport {
    bool cancels{};            // as told
    bool learned{};            // an echo path has been found since the call began
    double erle_db{};          // echo return loss enhancement, by the filter alone; 0 at first
    double return_loss_db{};   // of the echo path
    double delay_ms{};         // of its strongest tap
    double background_dbm0{};  // noise on the line
};

// Realtime from the constructor on. A line's far end is what the line hears, its near end what it
// says.
class EchoCancellers {
  public:
    explicit EchoCancellers(EchoTail tail, Isa isa = best_isa())
        : kernel_(echo_kernel_of(isa)),
          taps_(taps_of(tail)),
          lanes_(1),
          heard_(2 * rows()),
          back_(taps_),
          front_(taps_ / 2) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            begin(lane, driver::Law::alaw, driver::Law::alaw);
        }
    }

    // A new call on a line: nothing of the one before is left.
    void begin(std::size_t lane, driver::Law hears, driver::Law says) noexcept;

    // Passes what the line says, octet by octet: for modems and fax, which cancel echoes themselves
    // and ask for that by 2100 Hz with phase reversals (G.168, 7).
    void disable(std::size_t lane) noexcept { lanes_[0].cancels.of[lane] = 0; }
    // Cancels again, with what it had learned.
    void enable(std::size_t lane) noexcept { lanes_[0].cancels.of[lane] = -1; }

    // With or without the non-linear processor, which replaces what the filter leaves of an echo;
    // with it when a call begins.
    void suppress(std::size_t lane, bool on) noexcept {
        lanes_[0].suppresses.of[lane] = on ? -1 : 0;
    }

    // One millisecond of all sixteen. `clean` may be the place of `says`.
    void cancel(const driver::Chunk* const* hears, const driver::Chunk* const* says,
                driver::Chunk* const* clean) noexcept;

    // Looks at all taps: not for every millisecond.
    [[nodiscard]] EchoReport report(std::size_t lane) const noexcept;
    // A coefficient of the echo path as it is cancelled.
    [[nodiscard]] double tap(std::size_t lane, std::size_t at) const noexcept;
    [[nodiscard]] std::size_t taps() const noexcept { return taps_; }

  private:
    // The tail and the millisecond before it, for the step that comes one late.
    [[nodiscard]] std::size_t rows() const noexcept { return taps_ / 2 + 8; }

    const EchoKernel& kernel_;
    std::size_t taps_;
    std::size_t at_ = 0;
    LaneLaws far_laws_;
    LaneLaws near_laws_;
    std::vector<EchoLanes> lanes_;
    std::vector<HeardPair> heard_;  // written twice, rows() apart: always a whole tail in one piece
    std::vector<LaneInts> back_;
    std::vector<LaneInts> front_;
};

}  // namespace ivr_dsp
