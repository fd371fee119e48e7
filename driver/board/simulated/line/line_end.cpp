// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/line/line_end.hpp"

#include <algorithm>

namespace driver {
namespace {

constexpr std::uint64_t other_series = 0xA5A5'5A5A'C3C3'3C3C;

template <class Millisecond>
constexpr LineCode code_of(SetCode set) {
    switch (set) {
        case SetCode::ami:
            return LineCode::ami;
        case SetCode::hdb3:
            return LineCode::hdb3;
        case SetCode::b8zs:
            return LineCode::b8zs;
        case SetCode::own:
            break;
    }
    return LineOrder<Millisecond>::line_code;
}

}  // namespace

template <class Millisecond>
void LineEnd<Millisecond>::obey() noexcept {
    auto& orders = cable_.trouble.faults;
    LineFaults faults;
    for (std::size_t left = orders.waiting(); left > 0 && orders.take(faults); --left) use(faults);
}

template <class Millisecond>
void LineEnd<Millisecond>::use(const LineFaults& faults) noexcept {
    const std::size_t delay = std::min(faults.to_center.delay_ms, PairFaults::longest_delay_ms);
    // What was under way on the longer way is lost.
    for (std::size_t shorter = faults_.to_center.delay_ms; shorter > delay; --shorter) {
        if (cable_.from_far.waiting() > delay) (void)cable_.from_far.take();
    }
    faults_ = faults;
    faults_.to_center.delay_ms = static_cast<std::uint16_t>(delay);
    faults_.from_center.delay_ms =
        std::min(faults.from_center.delay_ms, PairFaults::longest_delay_ms);
    held_ = std::min<std::size_t>(held_, faults_.from_center.delay_ms);
    const LineCode center = code_of<Millisecond>(faults.center_code);
    const LineCode far = code_of<Millisecond>(faults.far_code);
    to_center_.use(faults_.to_center, {far, center}, faults.seed);
    from_center_.use(faults_.from_center, {center, far}, faults.seed ^ other_series);
    hybrid_.use(faults.echo);
    if (!hybrid_.lets_through()) said_ms_ = 0;
    echo_delay_ = faults_.to_center.delay_ms + faults_.from_center.delay_ms +
                  std::min(faults.echo.delay_ms, HybridEcho::longest_delay_ms);
    takes_as_it_comes_ = arrives() && delay == 0 && !to_center_.changes_bits() &&
                         !hybrid_.lets_through() && !faults.d_channel_looped;
}

template <class Millisecond>
const Millisecond* LineEnd<Millisecond>::take() noexcept {
    if (takes_as_it_comes_ && !to_center_.changes_channels()) return cable_.from_far.take();
    const Millisecond* const came =
        cable_.from_far.waiting() > faults_.to_center.delay_ms ? cable_.from_far.take() : nullptr;
    if (!arrives() || (came == nullptr && !faults_.to_center.all_ones)) return nullptr;
    if (came != nullptr) arrived_ = *came;
    damage(arrived_);
    return &arrived_;
}

template <class Millisecond>
void LineEnd<Millisecond>::damage(Millisecond& line) noexcept {
    ComesBack<Millisecond> back{hybrid_};
    if (hybrid_.lets_through() && said_ms_ >= echo_delay_ + 2) {
        const std::uint64_t newest = said_ms_ - 1 - echo_delay_;
        back.before = &said_[(newest - 1) % remembered];
        back.now = &said_[newest % remembered];
    }
    if (faults_.d_channel_looped && has_d_) back.d_channel = &said_on_d_channel_;
    to_center_.change_channels(line, back);
    to_center_.change_bits(line);
}

template <class Millisecond>
void LineEnd<Millisecond>::sent() noexcept {
    Millisecond* const line = next_to_write();
    if (line == nullptr) return;
    if (has_d_) said_on_d_channel_ = line->timeslot[d_place_];
    from_center_.change_channels(*line, {hybrid_});
    if (hybrid_.lets_through()) remember(*line);
    if (from_center_.changes_bits()) from_center_.change_bits(*line);
    if (!leaves()) {
        held_ = 0;
        return;
    }
    if (held_ == faults_.from_center.delay_ms) return cable_.from_near.sent();
    ++held_;
}

template <class Millisecond>
void LineEnd<Millisecond>::remember(const Millisecond& line) noexcept {
    Millisecond& place = said_[said_ms_ % remembered];
    if (leaves()) {
        place = line;
    } else {
        place.timeslot.fill(silence(law_));
    }
    ++said_ms_;
}

template <class Millisecond>
std::size_t LineEnd<Millisecond>::waiting() const noexcept {
    const std::size_t under_way = cable_.from_far.waiting();
    return under_way - std::min<std::size_t>(under_way, faults_.to_center.delay_ms);
}

template class LineEnd<E1Millisecond>;
template class LineEnd<T1Millisecond>;

}  // namespace driver
