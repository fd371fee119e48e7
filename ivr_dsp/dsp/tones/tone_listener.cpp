// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/tone_listener.hpp"

namespace ivr_dsp {

ToneListener::ToneListener(const ToneTable& table, Isa isa) noexcept
    : filters_(&tone_kernel_of(isa)),
      judge_(&segment_kernel_of(isa)),
      reversals_(&reversal_kernel_of(isa)) {
    for (std::size_t number = 0; number < ToneTable::groups; ++number) {
        groups_[number].tones = table.group(number);
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) reset(lane, driver::Law::alaw);
}

void ToneListener::reset(std::size_t lane, driver::Law law) noexcept {
    laws_.set(lane, law);
    folded_.reset(lane);
    for (Group& group : groups_) {
        group.filters.reset(lane);
        group.segments.reset(lane);
        group.reversals.reset(lane);
        group.trackers[lane] = {};
    }
}

void ToneListener::hear(const driver::Chunk* const* heard, ToneChanges& changes) noexcept {
    changes.count = 0;
    if (!filters_->fold(heard, laws_, folded_)) return;
    for (Group& group : groups_) {
        if (group.tones == nullptr) continue;
        if (!filters_->hear(group.tones->probes, folded_, group.filters, look_)) continue;
        if (judge_->judge(group.tones->rules, look_, group.segments)) judge(group, changes);
        const auto& tone = group.tones->may_reverse;
        if (tone &&
            reversals_->judge(*tone, group.tones->rules.least_power, look_, group.reversals)) {
            tell_reversals(group, changes);
        }
    }
}

// Only while a tone is known to be there: voices turn, too.
void ToneListener::tell_reversals(const Group& group, ToneChanges& changes) noexcept {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        if (group.reversals.reversed[lane] == 0) continue;
        if (group.trackers[lane].present() == no_tone) continue;
        changes.all[changes.count++] = {.lane = lane, .tone = {}, .reversed = true};
    }
}

void ToneListener::judge(Group& group, ToneChanges& changes) noexcept {
    SegmentLanes& segments = group.segments;
    const Cadences& cadences = group.tones->cadences;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        if (segments.ended_ticks[lane] == 0 && segments.is_due[lane] == 0) continue;
        CadenceTracker& tracker = group.trackers[lane];
        if (segments.ended_ticks[lane] != 0) {
            tracker.ended(cadences, segments.ended[lane], segments.ended_ticks[lane]);
        }
        const CadenceChange change = tracker.goes_on(cadences, segments.carried[lane],
                                                     segments.ticks[lane], segments.due[lane]);
        if (!change) continue;
        const float level =
            change.began == no_tone ? 0 : dbm0_of_kernel_power(segments.level[lane]);
        const bool modulated = change.began != no_tone && is_modulated(group, lane);
        changes.all[changes.count++] = {lane, change, level, false, modulated};
    }
}

bool ToneListener::is_modulated(const Group& group, std::size_t lane) noexcept {
    const auto& tone = group.tones->may_reverse;
    const std::int32_t carried = group.segments.carried[lane];
    if (!tone || !is_signal(carried)) return false;
    const auto& signal = group.tones->rules.signals[static_cast<std::size_t>(carried) - 1];
    return signal.first == *tone && signal.second == *tone && group.reversals.modulated[lane] != 0;
}

}  // namespace ivr_dsp
