// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/taps.hpp"

namespace ivr_dsp {

using driver::Ticks;

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
               .left = order.lasts,
               .detector = DtmfDetector(laws_[line])};
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
    for (std::size_t i = 0; i < taps_.size(); ++i) {
        if (taps_[i].left > Ticks{}) hear(i, now);
    }
}

void Taps::hear(std::size_t i, Ticks now) noexcept {
    Tap& tap = taps_[i];
    if (!tap.begun) {
        ring_->begin(i, {.number = tap.number,
                         .line = {static_cast<std::uint16_t>(tap.line)},
                         .law = tap.law,
                         .begun = now,
                         .lasts = tap.lasts});
        tap.begun = true;
    }
    TapMoment moment{bus_.heard(numbering_.detector_port(tap.line)),
                     bus_.heard(BusNumbering::line_port(tap.line))};
    moment.digit = tap.detector.hear(moment.says, now).began;
    if (digits_.is_secret(tap.line)) tap.secret_left = secret_lasts;
    if (tap.secret_left > Ticks{}) {
        --tap.secret_left;
        moment.secret = true;
        moment.says = driver::silence(tap.law);
        if (moment.digit != 0) moment.digit = '?';
    }
    ring_->write(i, moment);
    if (--tap.left == Ticks{}) ring_->end(i);
}

}  // namespace ivr_dsp
