// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/dtmf_detectors.hpp"

#include <cmath>
#include <cstring>

#include "ivr_dsp/dsp/dtmf.hpp"
#include "ivr_dsp/dsp/level.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {
namespace {

using driver::Law;
using driver::Ticks;

// Of a single look beyond the rule's tolerance.
constexpr double look_tolerance = 0.007;

float tangent_at(std::size_t tone, double share) noexcept {
    constexpr double ticks_per_second = 1000;
    const double turns = dtmf_hz(tone) * share * dtmf_ticks_per_look / ticks_per_second;
    return static_cast<float>(sine_of(turns) / cosine_of(turns));
}

float ratio_of(double db) noexcept {
    return static_cast<float>(std::pow(10.0, db / 10));
}

float db_of(float ratio) noexcept {
    return 10 * std::log10(ratio);
}

// One lane of every row, as if nothing had ever been heard.
void begin_lane(DtmfLanes& batch, std::size_t lane, Law law) noexcept {
    batch.laws.set(lane, law);
    const auto clear = [lane](auto& row) { row[lane] = {}; };
    for (auto* phasors : {&batch.two_thirds, &batch.one_third}) {
        for (auto& row : *phasors) row[2 * lane] = row[2 * lane + 1] = 0;
    }
    for (auto& row : batch.last_window) row[2 * lane] = row[2 * lane + 1] = 0;
    for (auto& row : batch.last_tone) clear(row);
    for (auto* row :
         {&batch.energy_two_thirds, &batch.energy_one_third, &batch.power, &batch.low_power,
          &batch.high_power, &batch.low_turn_re, &batch.low_turn_im, &batch.high_turn_re,
          &batch.high_turn_im, &batch.dial_before[0], &batch.dial_before[1], &batch.dial_tone}) {
        clear(*row);
    }
    for (auto* row : {&batch.looks, &batch.absent_looks, &batch.digit_absent_looks}) clear(*row);
    batch.candidate[lane] = batch.digit[lane] = -1;
}

}  // namespace

DtmfLimits DtmfDetectors::limits_of(const DtmfRules& rules) noexcept {
    const auto power = [](double dbm0) {
        const auto peak = static_cast<float>(milliwatt_peak(Law::alaw));
        return peak * peak / 2 * ratio_of(dbm0);
    };
    DtmfLimits limits{.least_power = power(rules.least_dbm0),
                      .least_tone_power = power(rules.least_tone_dbm0),
                      .most_twist = ratio_of(rules.most_twist_db),
                      .least_twist = ratio_of(rules.least_twist_db),
                      .looks_to_end = rules.looks_to_end,
                      .beside_dial_tone = rules.beside_dial_tone,
                      .digit_tangent = {},
                      .look_tangent = {}};
    for (std::size_t tone = 0; tone < dtmf_tones; ++tone) {
        limits.digit_tangent[tone] = tangent_at(tone, rules.tolerance);
        limits.look_tangent[tone] = tangent_at(tone, rules.tolerance + look_tolerance);
    }
    return limits;
}

void DtmfDetectors::begin() noexcept {
    for (std::size_t i = 0; i < batches_.size(); ++i) {
        ticks_[i] = static_cast<std::uint8_t>(i % dtmf_ticks_per_look);
        for (std::size_t lane = 0; lane < lanes; ++lane) reset(lanes * i + lane, Law::alaw);
    }
}

void DtmfDetectors::reset(std::size_t channel, Law law) noexcept {
    const std::size_t lane = channel % lanes;
    for (auto& tick : heard_[channel / lanes].chunks) tick[lane] = driver::silence(law);
    begin_lane(batches_[channel / lanes], lane, law);
}

bool DtmfDetectors::look(std::size_t batch) noexcept {
    ticks_[batch] = 0;
    return kernel_.look(heard_[batch], batches_[batch], limits_, found_);
}

DtmfChange DtmfDetectors::change_of(const DtmfLanes& batch, std::size_t lane,
                                    Ticks now) const noexcept {
    const auto digit = [](std::int32_t place) {
        return place < 0 ? '\0' : dtmf_digits[static_cast<std::size_t>(place)];
    };
    DtmfChange change{.began = digit(found_.began[lane]),
                      .ended = digit(found_.ended[lane]),
                      .at = now,
                      .level_dbm0 = 0,
                      .twist_db = 0};
    if (change.began == 0) return change;
    const float power =
        (batch.low_power[lane] + batch.high_power[lane]) / static_cast<float>(batch.looks[lane]);
    const Law law = batch.laws.is_alaw[2 * lane] != 0 ? Law::alaw : Law::ulaw;
    change.level_dbm0 = static_cast<float>(dbm0_from_mean_square(law, power));
    change.twist_db = db_of(batch.high_power[lane] / batch.low_power[lane]);
    return change;
}

}  // namespace ivr_dsp
