// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/tones.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tools::office {
namespace {

using driver::Ticks;

constexpr int block_length = 400;            // samples: 20 Hz between neighbours
constexpr double audible = 8.0 * 160 * 160;  // energy of a millisecond at -40 dBm0
constexpr double tone_share = 0.85;  // of the energy that must lie in the tone's frequencies
constexpr double least_share = 0.2;  // of each where two sound together
constexpr int settle_off_ms = 12;    // two frequencies beat: shorter gaps are no pause
constexpr int settle_on_ms = 4;
constexpr std::size_t most_runs = 16;

Ticks tolerance(Ticks nominal) {
    return nominal / 10 + Ticks(20);
}
bool about(Ticks heard, Ticks nominal) {
    return heard <= nominal + tolerance(nominal) && heard + tolerance(nominal) >= nominal;
}

}  // namespace

ToneEar::ToneEar(const TonePlan& plan) : plan_(&plan) {
    for (const auto& spec : plan.tones) {
        for (const auto hertz : spec.hertz) {
            if (std::find(hertz_.begin(), hertz_.end(), hertz) != hertz_.end()) continue;
            hertz_.push_back(hertz);
            filters_.push_back(
                {2 * std::cos(2 * std::numbers::pi * hertz / driver::samples_per_second)});
        }
        const auto same = std::find_if(plan.tones.begin(), plan.tones.end(),
                                       [&](const auto& one) { return one.hertz == spec.hertz; });
        chord_of_.push_back(static_cast<std::size_t>(same - plan.tones.begin()));
    }
}

void ToneEar::reset() {
    on_ = tonal_ = false;
    different_ms_ = 0;
    chord_.reset();
    melody_ = {};
    runs_.clear();
    named_.reset();
}

void ToneEar::hear(std::span<const std::int16_t, driver::samples_per_tick> samples, Ticks now) {
    double energy = 0;
    for (const double sample : samples) energy += sample * sample;
    const bool loud = energy >= audible;
    different_ms_ = loud == on_ ? 0 : different_ms_ + 1;
    if (different_ms_ >= (on_ ? settle_off_ms : settle_on_ms))
        turn(loud, now - Ticks(different_ms_ - 1));
    if (on_) {
        energy_ += energy;
        measure(samples);
    }
    name(now);
}

void ToneEar::turn(bool on, Ticks at) {
    different_ms_ = 0;
    if (on && runs_.empty()) runs_since_ = at;
    if (!on || !runs_.empty()) runs_.push_back(at - turned_at_);
    if (runs_.size() > most_runs) runs_.erase(runs_.begin(), runs_.begin() + 2);
    on_ = on;
    turned_at_ = at;
    block_samples_ = 0;
    energy_ = 0;
    tonal_ = tonal_ && on;
    for (auto& filter : filters_) filter.before = filter.before_that = 0;
}

void ToneEar::measure(std::span<const std::int16_t, driver::samples_per_tick> samples) {
    for (auto& filter : filters_) {
        for (const auto sample : samples) {
            const double next = sample + filter.coefficient * filter.before - filter.before_that;
            filter.before_that = filter.before;
            filter.before = next;
        }
    }
    block_samples_ += driver::samples_per_tick;
    if (block_samples_ >= block_length) end_block();
}

double ToneEar::share(const ToneSpec& spec) const {
    double all = 0;
    for (const auto hertz : spec.hertz) {
        const auto at = std::find(hertz_.begin(), hertz_.end(), hertz) - hertz_.begin();
        const auto& filter = filters_[static_cast<std::size_t>(at)];
        const double power = filter.before * filter.before +
                             filter.before_that * filter.before_that -
                             filter.coefficient * filter.before * filter.before_that;
        const double one = power * 2 / block_length / energy_;
        if (spec.hertz.size() > 1 && one < least_share) return 0;  // only one of two sounds
        all += one;
    }
    return all;
}

// Decides which tone's frequencies the last 50 ms had; a sound that has none starts all over.
void ToneEar::end_block() {
    std::optional<std::size_t> best;
    double most = tone_share;
    for (std::size_t i = 0; i < plan_->tones.size(); ++i) {
        if (chord_of_[i] != i) continue;
        const auto here = share(plan_->tones[i]);
        if (here > most) {
            most = here;
            best = i;
        }
    }
    block_samples_ = 0;
    energy_ = 0;
    for (auto& filter : filters_) filter.before = filter.before_that = 0;
    tonal_ = best.has_value();
    if (best && plan_->tones[*best].tone == Tone::special_information) return follow_melody(*best);
    if (best != chord_) {
        runs_.clear();
        named_.reset();
        melody_ = {};
        runs_since_ = turned_at_;
        chord_ = best;
        chord_blocks_ = 0;
    }
    ++chord_blocks_;
}

// 950, 1400 and 1800 Hz one after the other.
void ToneEar::follow_melody(std::size_t chord) {
    std::size_t note = 0;
    for (std::size_t i = 0; i < chord; ++i) {
        if (plan_->tones[i].tone == Tone::special_information) ++note;
    }
    if (note == 0 && !melody_[0]) runs_since_ = turned_at_;
    melody_[note] = note == 0 || melody_[note - 1];
    chord_.reset();
    runs_.clear();
    named_.reset();
    if (melody_[0] && melody_[1] && melody_[2]) named_ = Tone::special_information;
}

void ToneEar::name(Ticks now) {
    if (named_ == Tone::special_information) {
        if (!on_ && now - turned_at_ > Ticks(1500)) reset();
        return;
    }
    if (!chord_ || chord_blocks_ < 2) return;  // a vowel may be as pure for a moment
    const Ticks running = now - turned_at_ + Ticks(1);
    std::optional<Tone> only;
    std::size_t fitting = 0;
    for (std::size_t i = 0; i < plan_->tones.size(); ++i) {
        if (chord_of_[i] != *chord_ || !fits(plan_->tones[i], running)) continue;
        only = plan_->tones[i].tone;
        ++fitting;
    }
    if (fitting == 1) {
        named_ = only;
    } else if (fitting == 0) {
        reset();
    }
}

bool ToneEar::fits(const ToneSpec& spec, Ticks running) const {
    if (spec.cadence.empty()) return runs_.empty() && on_;
    if (spec.then_steady)
        return fits_from(spec, 0, running) && (!runs_.empty() || running < spec.cadence[0] * 2);
    // A line may be joined in the middle of the cadence.
    for (std::size_t phase = 0; phase < spec.cadence.size(); phase += 2) {
        if (fits_from(spec, phase, running)) return true;
    }
    return false;
}

bool ToneEar::fits_from(const ToneSpec& spec, std::size_t phase, Ticks running) const {
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const std::size_t at = phase + i;
        if (spec.then_steady && at >= spec.cadence.size()) return false;
        const Ticks nominal = spec.cadence[at % spec.cadence.size()];
        const bool may_be_cut = i == 0 && !spec.then_steady;
        if (may_be_cut ? runs_[i] > nominal + tolerance(nominal) : !about(runs_[i], nominal))
            return false;
    }
    const std::size_t at = phase + runs_.size();
    if (spec.then_steady && at >= spec.cadence.size()) return on_;
    const Ticks nominal = spec.cadence[at % spec.cadence.size()];
    return running <= nominal + tolerance(nominal);
}

}  // namespace tools::office
