// SPDX-License-Identifier: GPL-2.0-or-later
// Two filters, so that somebody who talks on the line harms nothing: the back adapts all the time,
// the front cancels. The front takes over the back's coefficients only when they have been better
// for a while: a little better as long as what the front leaves is what it always leaves, much
// better when it is more (somebody talks, or the echo path has changed). A back that has gone
// astray takes the front's.
#pragma once

#include "ivr_dsp/dsp/echo/echo_projection.hpp"

namespace ivr_dsp::IVR_DSP_ISA {

// A millisecond of the lanes.
struct Millisecond {
    Ints far[4];  // pairs
    EightFloats near;
    EightFloats front;  // what is left
    EightFloats back;
    Floats heard;    // power of what the line hears
    Floats echo;     // power of the echo as the front has it
    Ints far_talks;  // somewhere within the tail
    Floats noise;    // power of what cannot be cancelled: the law's steps, the background
};

inline constexpr float paths_share = 1.0F / 32;
inline constexpr float loud_share = 0.7F;  // Geigel: an echo path loses 3 dB of a peak
inline constexpr float over_path = 3;      // 9.5 dB, for sounds that it brings back better
inline constexpr float audible = 8;        // samples, -57 dBm0
inline constexpr std::int32_t loud_for_ms = 40;
inline constexpr float more_than_ever = 4;
inline constexpr float little_better = 0.8F;
inline constexpr float much_better = 0.25F;
inline constexpr float astray = 1.5F;
inline constexpr float learned_share = 0.1F;  // of the echo is left at most
// A front that knows nothing takes over sooner, and from less, than one that has learned or whose
// line is known to bring back less than it says now.
inline constexpr std::int32_t first_for_ms = 8;
inline constexpr std::int32_t doubted_for_ms = 32;
inline constexpr float first_convincing = 0.15F;  // share of the echo that a back leaves
inline constexpr float doubted_convincing = 0.05F;
inline constexpr std::int32_t astray_for_ms = 8;

// Too loud for any echo; and for one of a path that is known to bring back little.
struct Loudness {
    Ints loud;
    Ints unlikely;
};
IVR_DSP_INLINE Loudness loudness(EchoLanes& all, std::size_t lane, const Millisecond& now,
                                 std::size_t taps) noexcept {
    const float fades = 1.0F - 2.0F / static_cast<float>(taps);
    Floats far_peak = kept(all.far_peak, lane) * fades;
    for (const Ints pair : now.far) {
        far_peak = larger(far_peak, larger(size_of(first_of(pair)), size_of(second_of(pair))));
    }
    keep(all.far_peak, lane, far_peak);
    const Floats peak = peak_of(now.near);
    const Floats path = over_path * square_root(kept(all.path_gain, lane));
    return {left(all.loud_ms, lane, peak > loud_share * far_peak, loud_for_ms) > 0,
            left(all.unlikely_ms, lane, peak > path * far_peak + audible, loud_for_ms) > 0};
}

// Falls at once, rises in many seconds: nobody talks for as long as that.
IVR_DSP_INLINE Floats leak_of(EchoLanes& all, std::size_t lane, const Millisecond& now, Floats echo,
                              Floats error) noexcept {
    const Floats before = kept(all.leak, lane);
    const Floats share = error / (echo + 1.0F);
    const Floats change = select(share < before, (share - before) * (1.0F / 32),
                                 (smaller(share, before * 4.0F) - before) * (1.0F / 8192));
    const Ints tells = now.far_talks & (echo > now.noise * 2.0F);
    return keep(all.leak, lane, before + select(tells, change, Floats{}));
}

// How much of what the line says is left, while it says nothing but echo.
IVR_DSP_INLINE void learn_shares(EchoLanes& all, std::size_t lane, Floats share,
                                 Ints alone) noexcept {
    const Floats error = kept(all.front_error, lane);
    const Floats now_left = smaller(error / (kept(all.near, lane) + 1.0F), floats(1.0F));
    const Floats change = (now_left - share) * (1.0F / 256);
    keep(all.echo_share, lane, share + select(alone, change, Floats{}));
    const Floats before = kept(all.long_share, lane);
    const Floats long_change = (now_left - before) * (1.0F / 512);
    keep(all.long_share, lane, before + select(alone, long_change, Floats{}));
}

// Decides which filter takes the other's coefficients; true for the lanes in which the back may
// adapt.
IVR_DSP_INLINE Ints choose_paths(EchoLanes& all, std::size_t lane, const Millisecond& now,
                                 std::size_t taps) noexcept {
    const auto [loud, unlikely] = loudness(all, lane, now, taps);
    const Floats near = smoothed(all.near, lane, power_of(now.near), paths_share);
    const Floats echo = smoothed(all.echo, lane, now.echo, paths_share);
    const Floats front = smoothed(all.front_error, lane, power_of(now.front), paths_share);
    const Floats back = smoothed(all.back_error, lane, power_of(now.back), paths_share);
    const Floats leak = leak_of(all, lane, now, echo, front);

    const Floats best = smaller(front, near);
    const Ints usual = front < more_than_ever * (leak * echo + now.noise);
    const Ints much = back < best * much_better;
    const Ints doubted = unlikely | (kept(all.long_share, lane) < learned_share);
    const Floats enough = select(doubted, floats(doubted_convincing), floats(first_convincing));
    const Ints convincing = back < near * enough + now.noise * 2.0F;
    const Ints better =
        convincing & now.far_talks & ~loud & (much | (usual & (back < best * little_better)));
    const Ints long_enough = select(doubted, ints(doubted_for_ms), ints(first_for_ms));
    const Ints to_front = held(all.better_ms, lane, better) >= long_enough;
    const Ints to_back = held(all.worse_ms, lane, back > front * astray) >= astray_for_ms;
    keep(all.to_front, lane, to_front);
    keep(all.to_back, lane, to_back);
    keep(all.better_ms, lane, kept(all.better_ms, lane) & ~to_front);
    keep(all.worse_ms, lane, kept(all.worse_ms, lane) & ~to_back);
    keep(all.front_error, lane, select(to_front, back, front));
    keep(all.back_error, lane, select(to_back, front, back));
    // What a new path leaves is not known from the old one.
    const Floats now_left = smaller(back / (near + 1.0F), floats(1.0F));
    keep(all.leak, lane, select(to_front & much, now_left, leak));
    const Ints alone = now.far_talks & usual & ~loud & (near > now.noise * 8.0F);
    learn_shares(all, lane, select(to_front & much, now_left, kept(all.echo_share, lane)), alone);
    return now.far_talks & ~loud & ~to_back & kept(all.cancels, lane);
}

}  // namespace ivr_dsp::IVR_DSP_ISA
