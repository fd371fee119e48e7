// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/activity_kernel.hpp"

#include "ivr_dsp/dsp/simd/samples.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

// The largest code of each law is beyond it, the one before is not.
constexpr std::int16_t largest = 8000;
constexpr float samples_of_measurement = activity_ticks * driver::samples_per_tick;

IVR_DSP_INLINE void gather(const Samples& samples, std::size_t lane, ActivityLanes& state) {
    Ints energy{};
    auto offset = load<Ints>(state.offset + lane);
    auto clipped = load<Ints>(state.clipped + lane);
    for (const Shorts pair : samples.pair) {
        energy = dot(energy, pair, pair);
        offset = dot(offset, pair, pairs(1, 1));
        const Shorts at_end = (pair >= largest) | (pair <= static_cast<std::int16_t>(-largest));
        clipped = dot(clipped, at_end, pairs(-1, -1));
    }
    store(state.energy + lane, load<Floats>(state.energy + lane) + floats_of(energy));
    store(state.offset + lane, offset);
    store(state.clipped + lane, clipped);
}

IVR_DSP_INLINE Floats at_least(Floats value, Floats least) {
    return select(value < least, least, value);
}

// True if voice began or ended on some channel.
IVR_DSP_INLINE bool judge(const ActivityRules& rules, Floats power, std::size_t lane,
                          ActivityLanes& state) {
    // The background is what there is in pauses; a fall is believed at once.
    const Floats risen = load<Floats>(state.floor + lane) * floats(rules.floor_rise);
    const Floats lower = select(power < risen, power, risen);
    const Floats most = floats(rules.most_floor);
    const Floats floor = at_least(select(lower > most, most, lower), floats(rules.least_floor));
    store(state.floor + lane, floor);
    const Ints sounds =
        (power > floor * floats(rules.voice_to_floor)) & (power > floats(rules.least_voice));

    const auto voice = load<Ints>(state.voice + lane);
    const Ints otherwise = select(sounds == voice, Ints{}, load<Ints>(state.otherwise + lane) + 1);
    const Ints needed =
        select(voice, ints(rules.measurements_to_end), ints(rules.measurements_to_begin));
    const Ints changes = otherwise >= needed;
    const Ints now = voice ^ changes;
    store(state.otherwise + lane, ~changes & otherwise);
    store(state.voice + lane, now);
    store(state.with_voice + lane, load<Ints>(state.with_voice + lane) - now);
    store(state.with_sound + lane,
          load<Ints>(state.with_sound + lane) - (power > floats(rules.least_sound)));
    return any(changes);
}

IVR_DSP_INLINE bool measure(const ActivityRules& rules, std::size_t lane, ActivityLanes& state) {
    const Floats count = floats(samples_of_measurement);
    const Floats mean = floats_of(load<Ints>(state.offset + lane)) / count;
    const Floats power =
        at_least(load<Floats>(state.energy + lane) / count - mean * mean, Floats{});
    store(state.mean + lane, mean);
    store(state.power + lane, power);
    store(state.clipped_samples + lane, load<Ints>(state.clipped + lane));
    store(state.energy + lane, Floats{});
    store(state.offset + lane, Ints{});
    store(state.clipped + lane, Ints{});
    return judge(rules, power, lane, state);
}

ActivityKernel::Told hear(const ActivityRules& rules, const driver::Chunk* const* heard,
                          ActivityLanes& state) {
    ActivityKernel::Told told;
    told.measured = state.tick + 1 == activity_ticks;
    for (std::size_t lane = 0; lane < lanes; lane += width) {
        gather(samples_of(octets_of(heard + lane), load<Shorts>(state.laws.is_alaw + 2 * lane)),
               lane, state);
        if (told.measured) told.voice_changed |= measure(rules, lane, state);
    }
    state.tick = told.measured ? 0 : state.tick + 1;
    return told;
}

}  // namespace

const ActivityKernel activity_kernel{hear};

}  // namespace ivr_dsp::IVR_DSP_ISA
