// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/tone_table.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"

namespace ivr_dsp {
namespace {

constexpr unsigned high_hz = 800;
constexpr std::size_t hop_ticks[ToneTable::groups] = {20, 6};
constexpr std::int32_t looks_to_change[ToneTable::groups] = {2, 3};
// A tone that goes on is no part of a cadence, and no chord of music on hold (F and A are North
// America's dial tone): longer than that, and than the longest part.
constexpr std::int32_t least_continuous_ticks = 1200;
constexpr std::int32_t long_cycle_ticks = 2000;

bool is_pause(const ToneStep& step) {
    return step.first.hz == 0 && step.second.hz == 0;
}

// Frequencies and signals of one group, as they are found.
struct Found {
    std::size_t number;
    double hz[most_tones]{};
    std::size_t tones = 0;
    SegmentRules::Signal signals[most_signals]{};
    std::size_t count = 0;
    bool full = false;

    std::uint32_t tone(unsigned wanted) {
        std::size_t place = 0;
        while (place < tones && hz[place] != static_cast<double>(wanted)) ++place;
        if (place == most_tones) full = true;
        if (full) return 0;
        if (place == tones) hz[tones++] = wanted;
        return static_cast<std::uint32_t>(place);
    }
    SegmentRules::Signal signal_of(const ToneStep& step) {
        const unsigned one = step.first.hz == 0 ? step.second.hz : step.first.hz;
        const unsigned other = step.second.hz == 0 ? one : step.second.hz;
        const std::uint32_t low = tone(std::min(one, other));
        return {low, tone(std::max(one, other))};
    }
    void add(const ToneStep& step) {
        const SegmentRules::Signal signal = signal_of(step);
        if (place_of(signal) < count) return;
        if (count == most_signals) full = true;
        if (!full) signals[count++] = signal;
    }
    [[nodiscard]] std::size_t place_of(const SegmentRules::Signal& wanted) const {
        std::size_t place = 0;
        while (place < count &&
               (signals[place].first != wanted.first || signals[place].second != wanted.second)) {
            ++place;
        }
        return place;
    }
    void pairs_first() {
        std::sort(signals, signals + count, [](const auto& one, const auto& other) {
            const bool pair = one.first != one.second;
            const bool other_pair = other.first != other.second;
            if (pair != other_pair) return pair;
            return one.first != other.first ? one.first < other.first : one.second < other.second;
        });
    }
    std::int32_t carried(const ToneStep& step) {
        if (is_pause(step)) return silent;
        return static_cast<std::int32_t>(place_of(signal_of(step))) + 1;
    }
};

bool is_in(std::size_t group, const ToneStep& step) {
    for (const unsigned hz : {step.first.hz, step.second.hz}) {
        if (hz != 0 && (hz >= high_hz ? 1U : 0U) != group) return false;
    }
    return true;
}

bool is_in(std::size_t group, const KnownTone& tone) {
    return std::all_of(tone.cycle.begin(), tone.cycle.end(),
                       [group](const ToneStep& step) { return is_in(group, step); });
}

bool is_fine(const KnownTone& tone) {
    const auto lasts = [](const ToneStep& step) { return step.lasts > driver::Ticks{0}; };
    return !tone.cycle.empty() && tone.cycle.size() <= most_cadence_steps &&
           !is_pause(tone.cycle.front()) && (is_in(0, tone) || is_in(1, tone)) &&
           std::all_of(tone.cycle.begin(), tone.cycle.end(), lasts) && tone.id != no_tone;
}

Found found_in(std::size_t group, std::span<const KnownTone> tones) {
    Found found{.number = group};
    for (const KnownTone& tone : tones) {
        if (!is_in(group, tone)) continue;
        for (const ToneStep& step : tone.cycle) {
            if (!is_pause(step)) found.add(step);
        }
    }
    found.pairs_first();
    return found;
}

SegmentRules rules_of(const Found& found) {
    SegmentRules rules{.signals = {},
                       .count = found.count,
                       .least_power = kernel_power(-40),
                       .least_twist = 0.1F,
                       .least_purity = 0.5F,
                       .silence_power = kernel_power(-45),
                       .share_of_silence = 0.1F,
                       .hop_ticks = static_cast<std::int32_t>(hop_ticks[found.number]),
                       .looks_to_change = looks_to_change[found.number]};
    std::copy_n(found.signals, found.count, rules.signals);
    return rules;
}

std::uint8_t steps_needed(const Cadence& cadence, std::int32_t cycle_ticks) {
    if (cadence.count == 1) return 1;
    std::uint8_t signals = 0;
    bool differ = false;
    for (std::size_t i = 0; i < cadence.count; ++i) {
        if (!is_signal(cadence.steps[i].carried)) continue;
        ++signals;
        differ |= cadence.steps[i].carried != cadence.steps[0].carried;
    }
    // Such as special information: the order of its frequencies says enough.
    if (differ) return signals;
    return static_cast<std::uint8_t>(cycle_ticks > long_cycle_ticks ? cadence.count
                                                                    : 2 * cadence.count);
}

Cadence cadence_of(Found& found, const KnownTone& tone) {
    Cadence cadence{.id = tone.id};
    const auto hop = static_cast<std::int32_t>(hop_ticks[found.number]);
    std::int32_t cycle_ticks = 0;
    for (const ToneStep& step : tone.cycle) {
        const auto ticks = static_cast<std::int32_t>(step.lasts.count());
        cycle_ticks += ticks;
        cadence.steps[cadence.count++] = {found.carried(step), ticks * 3 / 4 - hop,
                                          ticks * 5 / 4 + hop};
    }
    cadence.needed = steps_needed(cadence, cycle_ticks);
    if (tone.sure_after > driver::Ticks{0}) {
        cadence.needed = cadence.count;
        cadence.sure_ticks = static_cast<std::int32_t>(tone.sure_after.count());
    }
    return cadence;
}

// Tones that go on must outlast every part of the others that sounds like them.
void set_continuous(Cadences& cadences) {
    for (std::size_t i = 0; i < cadences.count; ++i) {
        Cadence& cadence = cadences.all[i];
        if (cadence.count != 1) continue;
        CadenceStep& step = cadence.steps[0];
        step = {step.carried, least_continuous_ticks, never_due};
        if (cadence.sure_ticks != 0) step.least_ticks = cadence.sure_ticks;
        for (std::size_t other = 0; other < cadences.count; ++other) {
            const Cadence& parts = cadences.all[other];
            for (std::size_t part = 0; part < parts.count && parts.count > 1; ++part) {
                if (parts.steps[part].carried != step.carried) continue;
                step.least_ticks = std::max(step.least_ticks, parts.steps[part].most_ticks + 40);
            }
        }
    }
}

}  // namespace

bool ToneTable::fits(std::span<const KnownTone> tones) noexcept {
    if (tones.size() > most_cadences || !std::all_of(tones.begin(), tones.end(), is_fine)) {
        return false;
    }
    return !found_in(0, tones).full && !found_in(1, tones).full;
}

ToneTable::ToneTable(std::span<const KnownTone> tones) noexcept {
    INVARIANT(fits(tones));
    for (std::size_t number = 0; number < groups; ++number) {
        Found found = found_in(number, tones);
        if (found.count == 0) continue;
        groups_[number].emplace(ToneGroup{
            ToneProbes(std::span(found.hz, found.tones), hop_ticks[number]), rules_of(found), {}});
        Cadences& cadences = groups_[number]->cadences;
        for (const KnownTone& tone : tones) {
            if (!is_in(number, tone)) continue;
            cadences.all[cadences.count++] = cadence_of(found, tone);
            if (tone.may_reverse) {
                groups_[number]->may_reverse = found.signal_of(tone.cycle.front()).first;
            }
        }
        set_continuous(cadences);
    }
}

}  // namespace ivr_dsp
