// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/tones/tone_kernel.hpp"

namespace ivr_dsp {

// What a line carries for a while: a signal, which is one frequency or two of those probed,
// numbered from 1; silence; or anything else.
inline constexpr std::size_t most_signals = 8;
inline constexpr std::int32_t silent = 0;
inline constexpr std::int32_t something_else = 15;
constexpr bool is_signal(std::int32_t carried) {
    return carried != silent && carried != something_else;
}

struct SegmentRules {
    // Places among the probes; the same twice for one frequency. Pairs come first.
    struct Signal {
        std::uint32_t first{};
        std::uint32_t second{};
    };
    Signal signals[most_signals];
    std::size_t count{};
    float least_power{};       // of each frequency
    float least_twist{};       // the weaker of a pair to the stronger
    float least_purity{};      // the signal to everything
    float silence_power{};     // below it nothing is heard
    float share_of_silence{};  // nor below this share of the last signal
    std::int32_t hop_ticks{};
    std::int32_t looks_to_change{};  // that show the same; shorter interruptions do not count
};

inline constexpr std::int32_t never_due = 0x7FFFFFFF;

struct alignas(64) SegmentLanes {
    std::int32_t carried[lanes]{};
    std::int32_t ticks[lanes]{};  // how long until now
    std::int32_t due[lanes]{};    // tell when it has lasted so many ticks
    std::int32_t next[lanes]{};   // what the last looks showed instead, or `carried`
    std::int32_t next_ticks[lanes]{};
    std::int32_t unclear_ticks[lanes]{};  // and between the two
    float level[lanes]{};                 // mean square of the last signal
    // What judge() tells: the segment that ended, if its ticks are not 0, and whether it was due.
    std::int32_t ended[lanes]{};
    std::int32_t ended_ticks[lanes]{};
    std::int32_t is_due[lanes]{};

    void reset(std::size_t lane) noexcept {
        carried[lane] = next[lane] = silent;
        next_ticks[lane] = unclear_ticks[lane] = 0;
        ticks[lane] = 1;  // or a signal that is there at once would end nothing, and not be told
        due[lane] = never_due;
        level[lane] = 0;
    }
};

// Judges a look. True if there is something to tell of some channel.
struct SegmentKernel {
    bool (*judge)(const SegmentRules& rules, const ToneLook& look, SegmentLanes& state);
};
IVR_DSP_KERNEL(SegmentKernel, segment_kernel)

}  // namespace ivr_dsp
