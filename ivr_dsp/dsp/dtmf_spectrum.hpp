// SPDX-License-Identifier: GPL-2.0-or-later
// How one channel sounds at the eight DTMF frequencies. Each chunk becomes eight phasors; a look
// weighs the last twelve chunks (Hann, so that the groups do not leak into each other) and compares
// with the look before, four ticks earlier: the phase a tone has gained tells how far it is off its
// nominal frequency, much finer than any filter of that length could.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/dtmf.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {

// By tone: the low group 0-3, the high group 4-7.
using ToneRow = std::array<float, 8>;
struct Phasors {
    ToneRow re{};
    ToneRow im{};
};
struct Phasor {
    float re{};
    float im{};
};

// The strongest tone of one group. Powers are mean squares of 16-bit linear samples.
struct GroupLook {
    std::size_t tone{};  // 0-7
    float power{};       // of this tone, wherever near its nominal frequency it is
    Phasor turn;         // phase gained on the nominal frequency since the look before
};
struct DtmfLook {
    GroupLook low;
    GroupLook high;
    float power{};  // of everything
};

class DtmfSpectrum {
  public:
    static constexpr int ticks_per_look = 4;
    static constexpr std::size_t window_ticks = 12;

    explicit DtmfSpectrum(Law law) noexcept : law_(law) {}

    void hear(const Chunk& chunk) noexcept;
    // Call once every `ticks_per_look` chunks.
    DtmfLook look() noexcept;

  private:
    [[nodiscard]] GroupLook strongest(const Phasors& now, std::size_t first_tone) const noexcept;

    Law law_;
    std::size_t oldest_{};  // place of the ring that the next chunk takes
    std::array<Phasors, window_ticks> chunks_{};
    std::array<float, window_ticks> energies_{};
    Phasors before_;
};

// True if `turn` is that of a tone within `share` of nominal frequency (0.02 is 2 %, at most
// 0.035).
class FrequencyGate {
  public:
    explicit constexpr FrequencyGate(double share);
    [[nodiscard]] bool passes(std::size_t tone, Phasor turn) const noexcept {
        const float most = tangent_[tone] * turn.re;
        return turn.re > 0 && turn.im <= most && -turn.im <= most;
    }

  private:
    ToneRow tangent_{};  // of the phase gained at the edge of the gate
};

constexpr FrequencyGate::FrequencyGate(double share) {
    for (std::size_t tone = 0; tone < tangent_.size(); ++tone) {
        const double turns = dtmf_hz(tone) * share * DtmfSpectrum::ticks_per_look / 1000;
        tangent_[tone] = static_cast<float>(sine_of(turns) / cosine_of(turns));
    }
}

}  // namespace ivr_dsp
