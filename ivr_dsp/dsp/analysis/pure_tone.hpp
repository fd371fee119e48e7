// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

// Finds one sine and nothing else on one channel, whatever its frequency from 350 to 2800 Hz: the
// beep of an answering machine. Of a sine x[n-1] + x[n+1] = 2 cos(w) x[n]; the factor that fits
// best is the frequency, what is left over tells how pure it is. Blocks of 20 ms; what glides is no
// beep. Realtime.
class PureTone {
  public:
    explicit PureTone(Law law) noexcept : law_(law) {}

    // Call every tick.
    void hear(const Chunk& chunk) noexcept;
    // How long the same sine has lasted, whole blocks; 0: there is none.
    [[nodiscard]] int ticks() const noexcept { return blocks_ * block_ticks; }
    // Its 2 cos(w), while there is one.
    [[nodiscard]] float factor() const noexcept { return factor_; }

    static constexpr int block_ticks = 20;

  private:
    void judge() noexcept;

    Law law_;
    float before_[2]{};  // the two samples before
    // Sums of a block: x[n]², x[n] (x[n-1] + x[n+1]), (x[n-1] + x[n+1])².
    float power_{};
    float product_{};
    float neighbours_{};
    int ticks_{};
    int blocks_{};
    float factor_{};
};

}  // namespace ivr_dsp
