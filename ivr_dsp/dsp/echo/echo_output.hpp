// SPDX-License-Identifier: GPL-2.0-or-later
// What the filters leave of an echo is replaced by comfort noise as long as only the far end talks
// (G.168's non-linear processor): as loud and as dull as the line's own background. Before the
// filters have learned anything that holds for the whole echo.
#pragma once

#include "ivr_dsp/dsp/echo/echo_paths.hpp"
#include "ivr_dsp/dsp/law/law_vectors.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

inline constexpr std::int32_t floor_period_ms = 256;
inline constexpr std::int32_t talks_for_ms = 60;
inline constexpr float unlearned_share = 0.25F;  // 6 dB of the echo
inline constexpr float unlearned_loss = 0.04F;   // of a peak's square in what is left of it
inline constexpr float unlearned_path = 0.6F;    // the same of what the path is known to bring back
inline constexpr float tells_of_path = 2000;     // power, -39 dBm0
inline constexpr float broken_offset = 1000;  // says nothing: the law's largest octet all the time
inline constexpr float least_path = 1e-5F;    // nobody hears what it brings back
inline constexpr float path_may_grow = 1.2F;  // in a quarter of a second
inline constexpr float over_residue = 6;
inline constexpr float sure_below = 2;  // 3 dB

inline constexpr float never = 1e9F;

// A quarter of a second in which the far end talked brings back the echo at least: where little
// came, the path brings little, and somebody who talks there later is no echo (nor learned as one).
IVR_DSP_INLINE void learn_path_gain(EchoLanes& all, std::size_t lane, const Millisecond& now,
                                    Ints ends) noexcept {
    const Floats far = kept(all.far_sum, lane) + now.heard;
    const Floats near = kept(all.near_sum, lane) + power_of(now.near);
    keep(all.far_sum, lane, select(ends, Floats{}, far));
    keep(all.near_sum, lane, select(ends, Floats{}, near));
    const Floats before = kept(all.path_gain, lane);
    const Floats next = smaller(near / (far + 1.0F), before * path_may_grow);
    const Ints works = size_of(kept(all.offset, lane)) < broken_offset;
    const Ints tells = ends & works & (far > tells_of_path * floor_period_ms);
    keep(all.path_gain, lane, select(tells, larger(next, floats(least_path)), before));
}

// The background is the quietest that a quarter of a second had while the far end was silent, three
// times the last at most. While the far end talks, what is left holds the background and more: when
// it is far less than the background was, that is no more.
IVR_DSP_INLINE void learn_floor(EchoLanes& all, std::size_t lane, const Millisecond& now) noexcept {
    const Ints ends = left(all.floor_ms, lane, kept(all.floor_ms, lane) == 0, floor_period_ms) == 1;
    const Floats before = kept(all.floor, lane);
    const Floats error = kept(all.front_error, lane);
    const Ints says_nothing = now.far_talks & (error * sure_below > before);
    const Floats lowest =
        smaller(kept(all.lowest, lane), select(says_nothing, floats(never), error));
    const Floats next = smaller(lowest * 1.2F, before * 3.0F + 0.5F);
    const Floats floor = keep(all.floor, lane, select(ends & (lowest < never), next, before));
    keep(all.lowest, lane, select(ends, floats(never), lowest));

    learn_path_gain(all, lane, now, ends);

    Floats neighbours{};
    for (int n = 1; n < 8; ++n) neighbours += now.front.of[n] * now.front.of[n - 1];
    const Floats power = power_of(now.front);
    const Floats slope =
        smaller(larger(neighbours / (7.0F * power + 1.0F), floats(-0.9F)), floats(0.9F));
    const Floats was = kept(all.slope, lane);
    const Ints quiet = ~now.far_talks & (power < 3.0F * floor + 1.0F);
    keep(all.slope, lane, was + select(quiet, (slope - was) * (1.0F / 256), Floats{}));
}

// The share of what is left that passes: all of it as soon as somebody talks.
IVR_DSP_INLINE Floats opened(EchoLanes& all, std::size_t lane, const Millisecond& now) noexcept {
    const Floats error = smoothed(all.quick, lane, power_of(now.front), 0.25F);
    const Floats echo = larger(now.echo, kept(all.expected, lane) * 0.96F);
    keep(all.expected, lane, echo);
    const Floats far_peak = kept(all.far_peak, lane);
    // The filter is trusted less than it deserves at first.
    const Floats share = smaller(kept(all.long_share, lane), 12.0F * kept(all.echo_share, lane));
    const Floats path = unlearned_path * kept(all.path_gain, lane);
    const Floats unlearned = far_peak * far_peak * smaller(path, floats(unlearned_loss));
    const Floats residue = select(share > unlearned_share, larger(unlearned, echo), share * echo);
    const Floats floor = kept(all.floor, lane);
    const Ints talks = error > over_residue * residue + 6.0F * floor + 8.0F;
    const Ints talks_ms = left(all.talks_ms, lane, talks, talks_for_ms);
    const Ints suppress = now.far_talks & (talks_ms == 0) & kept(all.suppresses, lane);
    const Floats open = kept(all.open, lane) + select(suppress, floats(-0.125F), floats(0.5F));
    return keep(all.open, lane, smaller(larger(open, Floats{}), floats(1.0F)));
}

IVR_DSP_INLINE void add_comfort(EchoLanes& all, std::size_t lane, Floats open,
                                EightFloats& clean) noexcept {
    const Floats slope = kept(all.slope, lane);
    // Chance is even, from -2^15 to 2^15: its power is 2^30 / 3.
    const Floats gain = square_root(kept(all.floor, lane) * (1.0F - slope * slope) * 3.0F);
    Floats comfort = kept(all.comfort, lane);
    Ints chance = kept(all.chance, lane);
    for (Floats& sample : clean.of) {
        chance ^= chance << 13;
        chance ^= (chance >> 17) & 0x7FFF;
        chance ^= chance << 5;
        comfort = slope * comfort + gain * (floats_of(chance >> 16) * (1.0F / 32768));
        sample = sample * open + comfort * (1.0F - open);
    }
    keep(all.comfort, lane, comfort);
    keep(all.chance, lane, chance);
}

IVR_DSP_INLINE Ints rounded(Floats sample) noexcept {
    const Floats near = sample + select(sample < 0.0F, floats(-0.5F), floats(0.5F));
    return ints_of(smaller(larger(near, floats(-8191.0F)), floats(8191.0F)));
}

// A lane that does not cancel passes what the line says, octet by octet.
IVR_DSP_INLINE void put(const EightFloats& clean, const EchoMemory& memory, std::size_t lane,
                        driver::Chunk* const* chunks, Octets says) noexcept {
    const auto is_alaw = load<Shorts>(memory.near_laws.is_alaw + 2 * lane);
    Ints two[4];
    for (std::size_t pair = 0; pair < 4; ++pair) {
        const Ints samples =
            (rounded(clean.of[2 * pair]) & 0xFFFF) | (rounded(clean.of[2 * pair + 1]) << 16);
        const Ints apart = reinterpret_cast<Ints>(octets_from(shorts(samples), is_alaw));
        two[pair] = (apart | (apart >> 8)) & 0xFFFF;
    }
    const Ints cancels = kept(memory.lanes.cancels, lane);
    const Ints early = select(cancels, two[0] | (two[1] << 16), says.early);
    const Ints late = select(cancels, two[2] | (two[3] << 16), says.late);
    for (std::size_t one = 0; one < width; ++one) {
        const std::int32_t both[2]{early[one], late[one]};
        std::memcpy(chunks[lane + one], both, sizeof both);
    }
}

}  // namespace ivr_dsp::IVR_DSP_ISA
