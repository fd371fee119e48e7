// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/dsp/tone_generator.hpp"

namespace ivr_dsp {

// How digits are sent. The high tone is a little stronger, since cables weaken it more.
struct DtmfSignal {
    double low_dbm0 = -9;
    double high_dbm0 = -7;
    driver::Ticks tone{80};
    driver::Ticks pause{80};
};

// Sends DTMF digits (ITU-T Q.23), one at a time, one chunk a tick; silence in between.
class DtmfGenerator {
  public:
    explicit DtmfGenerator(driver::Law law, DtmfSignal signal = {}) noexcept
        : law_(law), signal_(signal) {}

    // Begins `digit` (0-9 * # A-D) with the next chunk, in place of what is being sent. False if
    // there is no such digit.
    [[nodiscard]] bool send(char digit) noexcept;
    // A digit or its pause is still being sent.
    [[nodiscard]] bool busy() const noexcept { return left_ > driver::Ticks{0}; }
    driver::Chunk next() noexcept;

  private:
    driver::Law law_;
    DtmfSignal signal_;
    ToneStep tone_;
    driver::Ticks left_{};  // of tone and pause
};

}  // namespace ivr_dsp
