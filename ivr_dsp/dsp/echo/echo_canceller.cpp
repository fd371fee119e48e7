// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/echo/echo_canceller.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ivr_dsp/dsp/level.hpp"

namespace ivr_dsp {
namespace {

constexpr double steps_to_linear = 4;  // 16-bit samples of companding.hpp by those of the kernels

// One lane of what a canceller is when a call begins.
void clear(EchoLanes& all, std::size_t lane) noexcept {
    static_assert(sizeof(EchoLanes) % sizeof(LaneInts) == 0);
    auto* const octets = reinterpret_cast<unsigned char*>(&all);
    for (std::size_t row = 0; row < sizeof(EchoLanes); row += sizeof(LaneInts)) {
        std::memset(octets + row + 4 * lane, 0, 4);
    }
    all.cancels.of[lane] = -1;
    all.suppresses.of[lane] = -1;
    all.leak.of[lane] = 1;
    all.echo_share.of[lane] = 1;
    all.long_share.of[lane] = 1;
    all.open.of[lane] = 1;
    all.path_gain.of[lane] = 1;
    all.lowest.of[lane] = 1e9F;
    all.chance.of[lane] = static_cast<std::int32_t>(0x1B56C4E9 * (lane + 1));
}

}  // namespace

void EchoCancellers::begin(std::size_t lane, driver::Law hears, driver::Law says) noexcept {
    far_laws_.set(lane, hears);
    near_laws_.set(lane, says);
    clear(lanes_[0], lane);
    for (HeardPair& row : heard_) row.pair.of[lane] = row.before.of[lane] = 0;
    for (LaneInts& row : back_) row.of[lane] = half_a_step;
    for (LaneInts& row : front_) row.of[lane] = 0;
}

void EchoCancellers::cancel(const driver::Chunk* const* hears, const driver::Chunk* const* says,
                            driver::Chunk* const* clean) noexcept {
    const EchoMemory memory{.lanes = lanes_[0],
                            .far_laws = far_laws_,
                            .near_laws = near_laws_,
                            .newest = &heard_[at_ + rows()],
                            .mirror = &heard_[at_],
                            .back = back_.data(),
                            .front = front_.data(),
                            .taps = taps_};
    kernel_.cancel(memory, hears, says, clean);
    at_ += driver::samples_per_tick / 2;
    if (at_ == rows()) at_ = 0;
}

double EchoCancellers::tap(std::size_t lane, std::size_t at) const noexcept {
    const std::int32_t pair = front_[at / 2].of[lane];
    return static_cast<std::int16_t>(at % 2 == 0 ? pair >> 16 : pair) / 16384.0;
}

EchoReport EchoCancellers::report(std::size_t lane) const noexcept {
    double energy = 0;
    std::size_t strongest = 0;
    for (std::size_t at = 0; at < taps_; ++at) {
        energy += tap(lane, at) * tap(lane, at);
        if (std::abs(tap(lane, at)) > std::abs(tap(lane, strongest))) strongest = at;
    }
    const EchoLanes& all = lanes_[0];
    EchoReport report;
    report.cancels = all.cancels.of[lane] != 0;
    report.learned = energy > 0;
    report.erle_db = -10 * std::log10(std::max(1e-6, double{all.echo_share.of[lane]}));
    if (report.learned) report.return_loss_db = -10 * std::log10(energy);
    report.delay_ms = static_cast<double>(strongest) / driver::samples_per_tick;
    const auto law = near_laws_.is_alaw[2 * lane] != 0 ? driver::Law::alaw : driver::Law::ulaw;
    report.background_dbm0 = dbm0_from_mean_square(
        law, std::max(0.01, double{all.floor.of[lane]}) * steps_to_linear * steps_to_linear);
    return report;
}

}  // namespace ivr_dsp
