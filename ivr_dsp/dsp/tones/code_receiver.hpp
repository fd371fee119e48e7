// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/tones/code_kernel.hpp"
#include "ivr_dsp/dsp/tones/two_of_six.hpp"

namespace ivr_dsp {

// What a signalling system's receivers share: made once, read by all of them.
//
// R2 (Q.455): -35 to -5 dBm0 a frequency, 7 dB of twist and 10 Hz off are heard; 7 ms of signal are
// not, nor two frequencies 20 dB apart; a gap of 7 ms does not part. A signal is told 17-26 ms
// after its first sample, its end 9-26 ms after the last: together within the 80 ms of Q.451. R1
// (Q.323): -22 to 0 dBm0, 6 dB of twist, 1.5 % and 10 Hz off, 30 ms (KP 55 ms) are heard; 10 ms are
// not.
struct CodeSystem {
    explicit CodeSystem(SixTones tones) noexcept;
    SixTones tones;
    ToneProbes probes;
    CodeRules rules;
};

// A change on one of sixteen channels.
struct CodeChange {
    std::size_t lane{};
    int signal{};        // 1-15, or 0: the one before ended
    float level_dbm0{};  // of both frequencies of a signal that began
};
// At most one a channel and tick.
struct CodeChanges {
    std::array<CodeChange, lanes> all;
    std::size_t count{};
    [[nodiscard]] const CodeChange* begin() const noexcept { return all.data(); }
    [[nodiscard]] const CodeChange* end() const noexcept { return all.data() + count; }
};

// Sixteen channels. Realtime; the system must outlive it.
class CodeReceiver {
  public:
    CodeReceiver(const CodeSystem& system, Isa isa) noexcept
        : system_(&system), filters_(&tone_kernel_of(isa)), judge_(&code_kernel_of(isa)) {}

    // Another call on this channel: nothing was heard yet.
    void reset(std::size_t lane, driver::Law law) noexcept;
    // Call every tick with a chunk for each channel.
    void hear(const driver::Chunk* const* heard, CodeChanges& changes) noexcept;
    // The signal now on the line, 1-15 or 0.
    [[nodiscard]] int signal(std::size_t lane) const noexcept { return codes_.signal[lane]; }

  private:
    const CodeSystem* system_;
    const ToneKernel* filters_;
    const CodeKernel* judge_;
    LaneLaws laws_;
    FoldedChunks folded_;
    ToneLanes tones_;
    ToneLook look_;
    CodeLanes codes_;
};

}  // namespace ivr_dsp
