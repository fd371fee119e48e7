// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/dsp/tones/two_of_six.hpp"

namespace ivr_dsp {

// Sends register signals one at a time, one chunk a tick; silence in between. R1 in the times of
// Q.322. R2 is compelled: each signal lasts until the far end answers it; without a far end, as
// here, each is a pulse of 150 ms (Q.442) after which nothing is heard for as long.
class CodeGenerator {
  public:
    explicit CodeGenerator(driver::Law law, SixTones tones) noexcept : law_(law), tones_(tones) {}

    // Begins the signal written so (sign_of) with the next chunk, in place of what is being sent.
    // False if there is none.
    [[nodiscard]] bool send(char sign) noexcept;
    // A signal or its pause is still being sent.
    [[nodiscard]] bool busy() const noexcept { return left_ > driver::Ticks{0}; }
    driver::Chunk next() noexcept;

  private:
    driver::Law law_;
    SixTones tones_;
    ToneStep tone_;
    driver::Ticks left_{};  // of tone and pause
    driver::Ticks pause_{};
};

}  // namespace ivr_dsp
