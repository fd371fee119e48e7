// SPDX-License-Identifier: GPL-2.0-or-later
// The echo canceller of Debian's spandsp, beside ours. As shipped it prints two lines to standard
// output for every sample: while a Silenced lives they go nowhere; what they cost stays.
#pragma once

#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

#include "ivr_dsp/dsp/companding.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace support {

class Silenced {
  public:
    Silenced() : output_(dup(STDOUT_FILENO)) {
        std::fflush(stdout);
        const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(nowhere, STDOUT_FILENO);
        close(nowhere);
    }
    Silenced(const Silenced&) = delete;
    Silenced& operator=(const Silenced&) = delete;
    ~Silenced() {
        std::fflush(stdout);
        dup2(output_, STDOUT_FILENO);
        close(output_);
    }

  private:
    int output_;
};

class SpandspCanceller {
  public:
    explicit SpandspCanceller(std::size_t taps, bool suppresses = true)
        : state_(echo_can_init(
              static_cast<int>(taps),
              ECHO_CAN_USE_ADAPTION | (suppresses ? ECHO_CAN_USE_NLP | ECHO_CAN_USE_CNG : 0))) {}
    SpandspCanceller(const SpandspCanceller&) = delete;
    SpandspCanceller& operator=(const SpandspCanceller&) = delete;
    ~SpandspCanceller() { echo_can_free(state_); }

    ivr_dsp::LinearChunk cancel(driver::Law law, const driver::Chunk& hears,
                                const driver::Chunk& says) {
        const auto far = ivr_dsp::linear_from(law, hears);
        const auto near = ivr_dsp::linear_from(law, says);
        ivr_dsp::LinearChunk clean{};
        for (std::size_t i = 0; i < clean.size(); ++i) {
            clean[i] = echo_can_update(state_, far[i], near[i]);
        }
        return clean;
    }

  private:
    echo_can_state_t* state_;
};

}  // namespace support
