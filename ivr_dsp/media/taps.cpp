// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/taps.hpp"

#include <cmath>

namespace ivr_dsp {

using driver::Ticks;

namespace {

std::int16_t tenths_of_db(float db) noexcept {
    return static_cast<std::int16_t>(std::lround(10 * db));
}

}  // namespace

bool Taps::tap(const TapLine& order) noexcept {
    if (order.lasts <= Ticks{}) {
        end(order.tap);
        return true;
    }
    const std::uint32_t line = order.line.value;
    if (ring_ == nullptr || order.tap == 0 || line >= laws_.size()) return false;
    for (std::size_t tried = 0; tried < taps_.size(); ++tried) {
        Tap& tap = taps_[next_];
        next_ = (next_ + 1) % taps_.size();
        if (tap.left > Ticks{}) continue;
        tap = {.number = order.tap,
               .line = line,
               .law = laws_[line],
               .lasts = order.lasts,
               .left = order.lasts};
        detectors_.reset(static_cast<std::size_t>(&tap - taps_.data()), tap.law);
        return true;
    }
    return false;
}

void Taps::end(std::uint64_t number) noexcept {
    for (std::size_t i = 0; i < taps_.size(); ++i) {
        if (taps_[i].number != number || taps_[i].left <= Ticks{}) continue;
        taps_[i].left = Ticks{};
        ring_->end(i);
    }
}

void Taps::hear(Ticks now) noexcept {
    static_assert(TapRing::taps <= lanes, "one batch of detectors");
    const Chunk* heard[lanes];
    bool any = false;
    for (std::size_t i = 0; i < lanes; ++i) {
        const bool taken = i < taps_.size() && taps_[i].left > Ticks{};
        heard[i] = taken ? &said(taps_[i]) : &driver::alaw_silence;
        any |= taken;
    }
    if (!any) return;
    std::array<DtmfChange, TapRing::taps> changes{};
    detectors_.hear(0, heard, now, [&](std::size_t i, const DtmfChange& change) {
        if (i < changes.size()) changes[i] = change;
    });
    for (std::size_t i = 0; i < taps_.size(); ++i) {
        if (taps_[i].left > Ticks{}) hear(i, now, changes[i]);
    }
}

void Taps::hear(std::size_t i, Ticks now, const DtmfChange& change) noexcept {
    Tap& tap = taps_[i];
    if (!tap.begun) {
        ring_->begin(i, {.number = tap.number,
                         .line = {static_cast<std::uint16_t>(tap.line)},
                         .law = tap.law,
                         .begun = now,
                         .lasts = tap.lasts});
        tap.begun = true;
    }
    TapMoment moment{said(tap), bus_.heard(BusNumbering::line_port(tap.line))};
    moment.digit = change.began;
    moment.digit_ended = change.ended != 0;
    const bool hears_secret = privacy_.hears(tap.line);
    if (hears_secret) moment.hears = driver::silence(tap.law);
    if (hears_secret || privacy_.types(tap.line)) {
        moment.secret = true;
        moment.says = driver::silence(tap.law);  // or the echo of it
        if (moment.digit != 0) moment.digit = '?';
    } else if (moment.digit != 0) {
        moment.level_tenths_dbm0 = tenths_of_db(change.level_dbm0);
        moment.twist_tenths_db = tenths_of_db(change.twist_db);
    }
    ring_->write(i, moment);
    if (--tap.left == Ticks{}) ring_->end(i);
}

}  // namespace ivr_dsp
