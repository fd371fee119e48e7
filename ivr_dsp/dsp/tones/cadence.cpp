// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/cadence.hpp"

#include <algorithm>

namespace ivr_dsp {
namespace {

// Between two signals of a cadence, such as those of special information (E.180: up to 30 ms).
constexpr std::int32_t short_gap_ticks = 48;

bool is_gap(const CadenceStep& expected, std::int32_t carried) {
    return is_signal(expected.carried) && !is_signal(carried);
}

}  // namespace

void CadenceTracker::ended(const Cadences& cadences, std::int32_t carried,
                           std::int32_t ticks) noexcept {
    // What goes on with the tone that is present is no part of another.
    const std::uint8_t present = place_;
    const bool expected_there =
        present != no_tone && cadences.all[present].step(matched_[present]).takes(carried, ticks);
    for (std::size_t i = 0; i < cadences.count; ++i) {
        const Cadence& cadence = cadences.all[i];
        std::uint8_t& matched = matched_[i];
        const CadenceStep& expected = cadence.step(matched);
        if (is_gap(expected, carried) && ticks <= short_gap_ticks) continue;
        if (expected_there && i != present) {
            matched = 0;
        } else if (expected.takes(carried, ticks)) {
            ++matched;
            // Many cycles are as good as some.
            if (matched >= 8 * cadence.count) {
                matched = static_cast<std::uint8_t>(matched - 4 * cadence.count);
            }
        } else {
            matched = cadence.step(0).takes(carried, ticks) ? 1 : 0;
            if (place_ == i) place_ = no_tone;
        }
    }
}

bool CadenceTracker::breaks(const Cadence& cadence, std::int32_t carried, std::int32_t ticks,
                            std::int32_t& due) const noexcept {
    const CadenceStep& expected = cadence.step(matched_[place_]);
    const bool gap = is_gap(expected, carried);
    if (!gap && expected.carried != carried) return true;
    const std::int32_t most = gap ? short_gap_ticks : expected.most_ticks;
    if (ticks > most) return true;
    if (most < never_due) due = std::min(due, most + 1);
    return false;
}

CadenceChange CadenceTracker::goes_on(const Cadences& cadences, std::int32_t carried,
                                      std::int32_t ticks, std::int32_t& due) noexcept {
    due = never_due;
    if (place_ != no_tone && breaks(cadences.all[place_], carried, ticks, due)) {
        matched_[place_] = 0;
        place_ = no_tone;
    }
    for (std::size_t i = 0; i < cadences.count; ++i) {
        const Cadence& cadence = cadences.all[i];
        const CadenceStep& expected = cadence.step(matched_[i]);
        if (i == place_ || expected.carried != carried || matched_[i] + 1 < cadence.needed) {
            continue;
        }
        const std::int32_t sure =
            cadence.sure_ticks == 0 ? expected.least_ticks : cadence.sure_ticks;
        if (ticks < sure) {
            due = std::min(due, sure);
        } else if (ticks <= expected.most_ticks && place_ == no_tone) {
            place_ = static_cast<std::uint8_t>(i);
            if (expected.most_ticks < never_due) due = std::min(due, expected.most_ticks + 1);
        }
    }
    const std::uint8_t now = place_ == no_tone ? no_tone : cadences.all[place_].id;
    if (now == present_) return {};
    const CadenceChange change{present_, now};
    present_ = now;
    return change;
}

}  // namespace ivr_dsp
