// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/tone_kernel.hpp"

#include "ivr_dsp/dsp/simd/samples.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

IVR_DSP_INLINE Shorts shorts(std::int32_t pair) {
    return reinterpret_cast<Shorts>(ints(pair));
}

static_assert(sizeof(Samples::pair) == pairs_per_fold * sizeof(Shorts));

IVR_DSP_INLINE Samples decoded(const driver::Chunk* const* heard, const LaneLaws& laws,
                               std::size_t lane) {
    return samples_of(octets_of(heard + lane), load<Shorts>(laws.is_alaw + 2 * lane));
}

IVR_DSP_INLINE void measure(const Samples& samples, Ints energy, Ints offset, std::size_t lane,
                            FoldedChunks& folded) {
    for (const Shorts pair : samples.pair) {
        energy = dot(energy, pair, pair);
        offset = dot(offset, pair, pairs(1, 1));
    }
    store(folded.energy + lane, energy);
    store(folded.offset + lane, offset);
}

void keep_first(const driver::Chunk* const* heard, const LaneLaws& laws, FoldedChunks& folded) {
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        const Samples samples = decoded(heard, laws, lane);
        measure(samples, Ints{}, Ints{}, lane, folded);
        for (std::size_t pair = 0; pair < pairs_per_fold; ++pair) {
            store(folded.early[pair] + 2 * lane, samples.pair[pair]);
        }
    }
}

void fold_second(const driver::Chunk* const* heard, const LaneLaws& laws, FoldedChunks& folded) {
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        const Samples samples = decoded(heard, laws, lane);
        measure(samples, load<Ints>(folded.energy + lane), load<Ints>(folded.offset + lane), lane,
                folded);
        for (std::size_t pair = 0; pair < pairs_per_fold; ++pair) {
            const auto early = load<Shorts>(folded.early[pair] + 2 * lane);
            const Shorts late = exchanged(samples.pair[pairs_per_fold - 1 - pair]);
            store(folded.sums[pair] + 2 * lane, early + late);
            store(folded.differences[pair] + 2 * lane, late - early);
        }
    }
}

bool fold(const driver::Chunk* const* heard, const LaneLaws& laws, FoldedChunks& folded) {
    const bool is_second = folded.has_early;
    (is_second ? fold_second : keep_first)(heard, laws, folded);
    folded.has_early = !is_second;
    return is_second;
}

IVR_DSP_INLINE void add(std::int32_t* sum, Shorts phasor, std::int32_t factors) {
    store(sum, dot(load<Ints>(sum), phasor, shorts(factors)));
}

IVR_DSP_INLINE void weigh(float weight, Ints value, float* sum) {
    store(sum, load<Floats>(sum) + floats_of(value) * floats(weight));
}

// Tells what the window that ends has gathered, and begins it anew.
IVR_DSP_INLINE void tell(const ToneProbes& probes, std::size_t lane, ToneLanes& state,
                         ToneLook& look) {
    const std::size_t old = state.old;
    const Floats scale = floats(probes.mean_scale());
    const Floats mean = load<Floats>(state.offset[old] + lane) * scale;
    store(look.total + lane, load<Floats>(state.energy[old] + lane) * scale - mean * mean);
    for (std::size_t tone = 0; tone < probes.tones(); ++tone) {
        const auto re = load<Ints>(state.sum[old][tone][0] + lane);
        const auto im = load<Ints>(state.sum[old][tone][1] + lane);
        const ToneProbes::Leak& leak = probes.leak(tone);
        const Floats real = floats_of(re) - mean * floats(leak.real);
        const Floats imaginary = floats_of(im) - mean * floats(leak.imaginary);
        const Floats size = real * real + imaginary * imaginary;
        store(look.power[tone] + lane, size * floats(probes.power_scale()));
        store(look.sum[tone][0] + lane, re);
        store(look.sum[tone][1] + lane, im);
        store(state.sum[old][tone][0] + lane, Ints{});
        store(state.sum[old][tone][1] + lane, Ints{});
    }
    store(state.energy[old] + lane, Floats{});
    store(state.offset[old] + lane, Floats{});
}

// The phasors at one frequency, added to both windows.
IVR_DSP_INLINE void filter(const ToneProbes& probes, const FoldedChunks& folded, std::size_t tone,
                           ToneLanes& state) {
    const ToneProbes::Fold& fold = probes.fold(tone);
    const ToneProbes::Turn& early = probes.place(state.place).turns[tone];
    const ToneProbes::Turn& late = probes.place(state.place + probes.places_per_hop()).turns[tone];
    auto& young_sum = state.sum[1 - state.old][tone];
    auto& old_sum = state.sum[state.old][tone];
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        Ints cosine{};
        Ints sine{};
        for (std::size_t pair = 0; pair < pairs_per_fold; ++pair) {
            const auto sums = load<Shorts>(folded.sums[pair] + 2 * lane);
            const auto differences = load<Shorts>(folded.differences[pair] + 2 * lane);
            cosine = dot(cosine, sums, shorts(fold.cosines[pair]));
            sine = dot(sine, differences, shorts(fold.sines[pair]));
        }
        const Shorts phasor = upper_halves<0>(sine, cosine);
        add(young_sum[0] + lane, phasor, early.real);
        add(young_sum[1] + lane, phasor, early.imaginary);
        add(old_sum[0] + lane, phasor, late.real);
        add(old_sum[1] + lane, phasor, late.imaginary);
    }
}

bool hear(const ToneProbes& probes, const FoldedChunks& folded, ToneLanes& state, ToneLook& look) {
    const std::size_t old = state.old;
    const std::size_t hop = probes.places_per_hop();
    const float early = probes.place(state.place).weight;
    const float late = probes.place(state.place + hop).weight;
    for (std::size_t tone = 0; tone < probes.tones(); ++tone) filter(probes, folded, tone, state);
    const bool ends = state.place + 1 == hop;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        const auto energy = load<Ints>(folded.energy + lane);
        const auto offset = load<Ints>(folded.offset + lane);
        weigh(early, energy, state.energy[1 - old] + lane);
        weigh(early, offset, state.offset[1 - old] + lane);
        weigh(late, energy, state.energy[old] + lane);
        weigh(late, offset, state.offset[old] + lane);
        if (ends) tell(probes, lane, state, look);
    }
    state.place = ends ? 0 : state.place + 1;
    if (ends) state.old = static_cast<std::uint32_t>(1 - old);
    return ends;
}

}  // namespace

const ToneKernel tone_kernel{fold, hear};

}  // namespace ivr_dsp::IVR_DSP_ISA
