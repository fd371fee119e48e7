// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/code_receiver.hpp"

#include <algorithm>

namespace ivr_dsp {
namespace {

// Half of the window. 120 Hz (R2) or 200 Hz (R1) beside a tone nothing of it must be heard.
constexpr std::size_t r2_hop_ticks = 8;
constexpr std::size_t r1_hop_ticks = 6;
constexpr int r1_kp = 13;

CodeRules rules_of(SixTones tones) {
    if (tones == SixTones::r1) {
        return {.least_power = kernel_power(-26),
                .least_twist = 0.125F,
                .most_third = 0.25F,
                .least_purity = 0.55F,
                .purity_to_hold = 0.4F,
                .looks_to_begin = 3,
                .looks_to_end = 2,
                .long_signal = r1_kp,
                .looks_to_begin_long = 8};
    }
    return {.least_power = kernel_power(-38),
            .least_twist = 0.1F,
            .most_third = 0.2F,
            .least_purity = 0.7F,
            .purity_to_hold = 0.4F,
            .looks_to_begin = 2,
            .looks_to_end = 2};
}

}  // namespace

CodeSystem::CodeSystem(SixTones six) noexcept
    : tones(six),
      probes(frequencies_of(six), six == SixTones::r1 ? r1_hop_ticks : r2_hop_ticks),
      rules(rules_of(six)) {}

void CodeReceiver::reset(std::size_t lane, driver::Law law) noexcept {
    folded_.reset(lane);
    tones_.reset(lane);
    laws_.set(lane, law);
    codes_.reset(lane);
}

void CodeReceiver::hear(const driver::Chunk* const* heard, CodeChanges& changes) noexcept {
    changes.count = 0;
    if (!filters_->fold(heard, laws_, folded_)) return;
    if (!filters_->hear(system_->probes, folded_, tones_, look_)) return;
    std::array<std::int32_t, lanes> before;
    std::copy_n(codes_.signal, lanes, before.begin());
    if (!judge_->judge(system_->rules, look_, codes_)) return;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        const int signal = codes_.signal[lane];
        if (signal == before[lane]) continue;
        changes.all[changes.count++] = {lane, signal,
                                        signal == 0 ? 0 : dbm0_of_kernel_power(codes_.power[lane])};
    }
}

}  // namespace ivr_dsp
