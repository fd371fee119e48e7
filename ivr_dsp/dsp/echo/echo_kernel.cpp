// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/echo/echo_kernel.hpp"

#include "ivr_dsp/dsp/echo/echo_output.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

constexpr float slow_offset = 1.0F / 128;
constexpr float steps_in_noise = 1.6e-4F;  // power of a law's steps in its signal's, -38 dB
constexpr float least_far = 40;  // power, -40 dBm0: quieter, it has no echo worth the name
constexpr float step_size = 0.7F;

// The offset is a millisecond's mean, smoothed: what goes out has none.
IVR_DSP_INLINE EightFloats said(EchoLanes& all, std::size_t lane, const Samples& samples) noexcept {
    EightFloats near;
    Floats sum{};
    for (std::size_t pair = 0; pair < 4; ++pair) {
        const Ints both = reinterpret_cast<Ints>(samples.pair[pair]);
        near.of[2 * pair] = first_of(both);
        near.of[2 * pair + 1] = second_of(both);
        sum += near.of[2 * pair] + near.of[2 * pair + 1];
    }
    const Floats offset = smoothed(all.offset, lane, sum * 0.125F, slow_offset);
    for (Floats& sample : near.of) sample -= offset;
    return near;
}

IVR_DSP_INLINE void hear(const EchoMemory& memory, std::size_t lane,
                         const driver::Chunk* const* hears, Ints* far) noexcept {
    const auto is_alaw = load<Shorts>(memory.far_laws.is_alaw + 2 * lane);
    const Samples samples = samples_of(octets_of(hears + lane), is_alaw);
    auto last = load<Ints>(&memory.newest[-1].pair.of[lane]);
    for (std::size_t pair = 0; pair < 4; ++pair) {
        far[pair] = reinterpret_cast<Ints>(samples.pair[pair]);
        const Ints before = between(last, far[pair]);
        for (HeardPair* const row : {memory.newest + pair, memory.mirror + pair}) {
            store(&row->pair.of[lane], far[pair]);
            store(&row->before.of[lane], before);
        }
        last = far[pair];
    }
}

// Its power, without the offset, which no path brings back. `energy`: with it, of all eight.
IVR_DSP_INLINE Floats heard(EchoLanes& all, std::size_t lane, const Ints* far,
                            Ints energy) noexcept {
    Ints sum{};
    for (std::size_t pair = 0; pair < 4; ++pair) sum = dot(sum, shorts(far[pair]), pairs(1, 1));
    const Floats mean = floats_of(sum) * 0.125F;
    const Floats offset = smoothed(all.far_offset, lane, mean, slow_offset);
    const Floats power = floats_of(energy) * 0.125F;
    return larger(power - offset * (mean + mean - offset), Floats{});
}

// Regularised for the noise that there is (after Benesty et al., 2011).
IVR_DSP_INLINE Floats ridge_of(Floats reach, Floats near, Floats noise) noexcept {
    const Floats ratio = larger(near / noise, floats(1.0F));
    return 0.5F * reach * (1.0F + square_root(1.0F + ratio)) / ratio + 1.0F;
}

IVR_DSP_INLINE void adapt(const EchoMemory& memory, std::size_t lane, Millisecond& now) noexcept {
    EchoLanes& all = memory.lanes;
    Common matrix = common(memory, lane);
    const Floats reach = matrix.of[0] + matrix.of[place(7, 7)];
    now.far_talks = reach > 2 * least_far * static_cast<float>(memory.taps);
    now.heard = heard(all, lane, now.far, matrix.energy);
    const Floats near = kept(all.near, lane);
    now.noise = near * steps_in_noise + kept(all.floor, lane) + 2.0F;
    const Ints may_adapt = choose_paths(all, lane, now, memory.taps);
    const Floats ridge = ridge_of(reach, near, now.noise);
    const Floats unpredictable = solve(matrix, ridge, now.back.of);
    // One tone or two tell nothing of the path at other frequencies (G.168, test 6).
    const Ints tone = (unpredictable < 1.5F * ridge) & (unpredictable < 0.05F * reach);
    const Ints adapts = may_adapt & ~tone;
    for (Floats& factor : now.back.of) factor = select(adapts, factor * step_size, Floats{});
    store_step(all, lane, now.back.of, reach);
}

IVR_DSP_INLINE void cancel_some(const EchoMemory& memory, std::size_t lane,
                                const driver::Chunk* const* hears, const driver::Chunk* const* says,
                                driver::Chunk* const* clean) noexcept {
    EchoLanes& all = memory.lanes;
    Millisecond now;
    hear(memory, lane, hears, now.far);
    const Octets octets = octets_of(says + lane);
    const auto is_alaw = load<Shorts>(memory.near_laws.is_alaw + 2 * lane);
    now.near = said(all, lane, samples_of(octets, is_alaw));
    const Expected echo = filtered(memory, step_of(all, lane), lane);
    now.echo = power_of(echo.of[front_filter]);
    for (int n = 0; n < 8; ++n) {
        now.back.of[n] = now.near.of[n] - echo.of[back_filter].of[n];
        now.front.of[n] = now.near.of[n] - echo.of[front_filter].of[n];
    }
    adapt(memory, lane, now);
    learn_floor(all, lane, now);
    EightFloats left;
    const Ints lost = kept(all.front_error, lane) > kept(all.near, lane) * 1.25F;
    for (int n = 0; n < 8; ++n) left.of[n] = select(lost, now.near.of[n], now.front.of[n]);
    add_comfort(all, lane, opened(all, lane, now), left);
    put(left, memory, lane, clean, octets);
}

void cancel(const EchoMemory& memory, const driver::Chunk* const* hears,
            const driver::Chunk* const* says, driver::Chunk* const* clean) {
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        cancel_some(memory, lane, hears, says, clean);
    }
}

}  // namespace

const EchoKernel echo_kernel{cancel};

}  // namespace ivr_dsp::IVR_DSP_ISA
