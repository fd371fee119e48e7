// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/tone_kernel.hpp"

#include "ivr_dsp/dsp/simd/samples.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

IVR_DSP_INLINE Shorts shorts(std::int32_t pair) {
    return reinterpret_cast<Shorts>(ints(pair));
}

void fold(const driver::Chunk* const* heard, const LaneLaws& laws, FoldedChunks& folded) {
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        const Samples samples =
            samples_of(octets_of(heard + lane), load<Shorts>(laws.is_alaw + 2 * lane));
        Ints energy{};
        Ints offset{};
        for (const Shorts pair : samples.pair) {
            energy = dot(energy, pair, pair);
            offset = dot(offset, pair, pairs(1, 1));
        }
        store(folded.energy + lane, energy);
        store(folded.offset + lane, offset);
        for (std::size_t pair = 0; pair < 2; ++pair) {
            const Shorts later = exchanged(samples.pair[3 - pair]);
            store(folded.sums[pair] + 2 * lane, samples.pair[pair] + later);
            store(folded.differences[pair] + 2 * lane, later - samples.pair[pair]);
        }
    }
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
    for (std::size_t tone = 0; tone < probes.tones(); ++tone) {
        const auto re = load<Ints>(state.sum[old][tone][0] + lane);
        const auto im = load<Ints>(state.sum[old][tone][1] + lane);
        const Floats size = floats_of(re) * floats_of(re) + floats_of(im) * floats_of(im);
        store(look.power[tone] + lane, size * floats(probes.power_scale()));
        store(look.sum[tone][0] + lane, re);
        store(look.sum[tone][1] + lane, im);
        store(state.sum[old][tone][0] + lane, Ints{});
        store(state.sum[old][tone][1] + lane, Ints{});
    }
    const Floats scale = floats(probes.mean_scale());
    const Floats mean = load<Floats>(state.offset[old] + lane) * scale;
    store(look.total + lane, load<Floats>(state.energy[old] + lane) * scale - mean * mean);
    store(state.energy[old] + lane, Floats{});
    store(state.offset[old] + lane, Floats{});
}

// The phasors of a chunk at all frequencies, added to both windows.
IVR_DSP_INLINE void filter(const ToneProbes& probes, const FoldedChunks& folded, std::size_t lane,
                           ToneLanes& state) {
    const std::size_t old = state.old;
    const ToneProbes::Tick& early = probes.tick(state.tick);
    const ToneProbes::Tick& late = probes.tick(state.tick + probes.hop_ticks());
    const Shorts sums[2] = {load<Shorts>(folded.sums[0] + 2 * lane),
                            load<Shorts>(folded.sums[1] + 2 * lane)};
    const Shorts differences[2] = {load<Shorts>(folded.differences[0] + 2 * lane),
                                   load<Shorts>(folded.differences[1] + 2 * lane)};
    for (std::size_t tone = 0; tone < probes.tones(); ++tone) {
        const ToneProbes::Fold& fold = probes.fold(tone);
        Ints cosine = dot(Ints{}, sums[0], shorts(fold.cosines[0]));
        Ints sine = dot(Ints{}, differences[0], shorts(fold.sines[0]));
        cosine = dot(cosine, sums[1], shorts(fold.cosines[1]));
        sine = dot(sine, differences[1], shorts(fold.sines[1]));
        const Shorts phasor = upper_halves<0>(sine, cosine);
        auto& young_sum = state.sum[1 - old][tone];
        auto& old_sum = state.sum[old][tone];
        add(young_sum[0] + lane, phasor, early.turns[tone].real);
        add(young_sum[1] + lane, phasor, early.turns[tone].imaginary);
        add(old_sum[0] + lane, phasor, late.turns[tone].real);
        add(old_sum[1] + lane, phasor, late.turns[tone].imaginary);
    }
}

bool hear(const ToneProbes& probes, const FoldedChunks& folded, ToneLanes& state, ToneLook& look) {
    const std::size_t old = state.old;
    const std::size_t hop = probes.hop_ticks();
    const float early = probes.tick(state.tick).weight;
    const float late = probes.tick(state.tick + hop).weight;
    const bool ends = state.tick + 1 == hop;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        const auto energy = load<Ints>(folded.energy + lane);
        const auto offset = load<Ints>(folded.offset + lane);
        weigh(early, energy, state.energy[1 - old] + lane);
        weigh(early, offset, state.offset[1 - old] + lane);
        weigh(late, energy, state.energy[old] + lane);
        weigh(late, offset, state.offset[old] + lane);
        filter(probes, folded, lane, state);
        if (ends) tell(probes, lane, state, look);
    }
    state.tick = ends ? 0 : state.tick + 1;
    if (ends) state.old = static_cast<std::uint32_t>(1 - old);
    return ends;
}

}  // namespace

const ToneKernel tone_kernel{fold, hear};

}  // namespace ivr_dsp::IVR_DSP_ISA
