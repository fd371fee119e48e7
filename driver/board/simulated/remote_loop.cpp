// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/remote_loop.hpp"

#include <utility>

namespace driver {
namespace {

constexpr bool is_remote(SpanLoop loop) {
    return loop == SpanLoop::remote || loop == SpanLoop::remote_payload;
}

constexpr std::uint8_t idle_link = 0xF;  // SF has none
constexpr Ticks code_lasts{4};           // 16 bits at four a millisecond

}  // namespace

void RemoteLoop::tick(SpanLoop loop) noexcept {
    if (deaf_for_ > Ticks{}) --deaf_for_;
    if (sending_left_ > Ticks{}) --sending_left_;
    if (loop != answering_) answering_ = SpanLoop::none;  // its time is over, or a person ended it
    const SpanLoop wanted = is_remote(loop) ? loop : SpanLoop::none;
    if (wanted == asked_) return;
    if (asked_ != SpanLoop::none) {
        send(asked_ == SpanLoop::remote ? T1Code::line_loop_deactivate
                                        : T1Code::payload_loop_deactivate,
             line_loop_down);
        deaf_for_ = sending_left_ + echo_lasts;
        asked_ = SpanLoop::none;
    } else if (deaf_for_ == Ticks{}) {
        send(
            wanted == SpanLoop::remote ? T1Code::line_loop_activate : T1Code::payload_loop_activate,
            line_loop_up);
        asked_ = wanted;
    }
}

void RemoteLoop::send(T1Code code, LoopCode in_band) noexcept {
    sending_left_ = in_band_ ? in_band_lasts : code_times * code_lasts;
    if (in_band_) {
        channels_ = LoopCodeWriter(in_band);
    } else {
        link_.send(code, code_times);
    }
}

std::optional<SpanLoop> RemoteLoop::hear(std::span<const Chunk, t1_timeslots> millisecond,
                                         const T1FrameReader& reader) noexcept {
    std::optional<SpanLoop> asked;
    if (in_band_) {
        asked = asked_in_band(millisecond);
    } else if (const auto code = reader.code(); std::exchange(last_heard_, code) != code && code) {
        asked = asked_by(*code);
    }
    // What we ask the far end for comes back to us, if it obeys.
    const bool is_echo = asked_ != SpanLoop::none || deaf_for_ > Ticks{};
    if (!answers_ || is_echo || !asked || *asked == answering_) return std::nullopt;
    answering_ = *asked;
    return asked;
}

std::optional<SpanLoop> RemoteLoop::asked_in_band(
    std::span<const Chunk, t1_timeslots> millisecond) noexcept {
    up_.read(millisecond);
    down_.read(millisecond);
    if (up_.heard()) return SpanLoop::line;
    if (down_.heard()) return SpanLoop::none;
    return std::nullopt;
}

std::optional<SpanLoop> RemoteLoop::asked_by(T1Code code) const noexcept {
    if (code == T1Code::line_loop_activate) return SpanLoop::line;
    if (code == T1Code::payload_loop_activate) return SpanLoop::payload;
    const bool ends = code == T1Code::universal_loop_deactivate ||
                      (code == T1Code::line_loop_deactivate && answering_ == SpanLoop::line) ||
                      (code == T1Code::payload_loop_deactivate && answering_ == SpanLoop::payload);
    if (ends) return SpanLoop::none;
    return std::nullopt;
}

void RemoteLoop::say(std::span<Chunk, t1_timeslots> millisecond) noexcept {
    if (in_band_ && sending_left_ > Ticks{}) channels_.write(millisecond);
}

std::uint8_t RemoteLoop::data_link() noexcept {
    return in_band_ ? idle_link : link_.next_bits();
}

void RemoteLoop::tell(PerformanceReports& reports) noexcept {
    if (in_band_ || !link_.idle()) return;
    static_cast<void>(link_.send(reports.take()));
}

}  // namespace driver
