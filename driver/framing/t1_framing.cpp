// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_framing.hpp"

#include "driver/framing/zeros.hpp"

namespace driver {
namespace {

constexpr std::uint8_t frames = 24;      // in a superframe
constexpr std::uint8_t fps_every = 4;    // frames, the last of each four
constexpr std::uint32_t fps = 0b001011;  // frames 4, 8 … 24, the first in time highest
constexpr std::uint8_t code_bits = 16;
constexpr std::uint16_t rai_code = 0xFF00;  // eight ones, then eight zeros; first in time highest
constexpr std::uint8_t fps_window = 0xF;    // two wrong among the last four
constexpr std::uint8_t window_ms = 3;       // of the AIS detector
constexpr std::uint32_t zeros_deny_all_ones = 6;  // in one window
// A framed signal of ones has three zeros in a window: only that no alignment is found tells it
// from AIS, and finding it takes up to 9 ms.
constexpr std::uint8_t windows_to_believe = 4;

constexpr bool is_fps(std::uint8_t frame) {
    return frame % fps_every == fps_every - 1;
}
constexpr bool is_fdl(std::uint8_t frame) {
    return frame % 2 == 0;
}
constexpr std::uint32_t fps_bit(std::uint8_t frame) {
    return fps >> (frames / fps_every - 1 - frame / fps_every) & 1U;
}

// The FPS of two superframes among the last 48 F bits, the newest of which is frame 24's.
struct Pattern {
    std::uint64_t bits{};
    std::uint64_t mask{};
};
constexpr Pattern two_superframes = [] {
    Pattern pattern;
    for (std::uint8_t i = 0; i < 2 * frames; ++i) {
        const auto frame = static_cast<std::uint8_t>(i % frames);
        pattern.bits = pattern.bits << 1U | (is_fps(frame) ? fps_bit(frame) : 0U);
        pattern.mask = pattern.mask << 1U | (is_fps(frame) ? 1U : 0U);
    }
    return pattern;
}();

constexpr bool holds_two_or_more(unsigned bits) {
    return (bits & (bits - 1)) != 0;
}

}  // namespace

std::uint8_t T1FrameWriter::write(bool remote_alarm) noexcept {
    unsigned framing = 0;
    for (unsigned k = 0; k < samples_per_tick; ++k) {
        unsigned bit = 1;
        if (is_fps(frame_)) bit = fps_bit(frame_);
        if (is_fdl(frame_)) {
            if (remote_alarm) bit = rai_code >> (code_bits - 1 - code_bit_) & 1U;
            code_bit_ = static_cast<std::uint8_t>((code_bit_ + 1) % code_bits);
        }
        framing |= bit << k;
        frame_ = static_cast<std::uint8_t>((frame_ + 1) % frames);
    }
    return static_cast<std::uint8_t>(framing);
}

void T1FrameReader::read(std::span<const Chunk, t1_timeslots> millisecond,
                         std::uint8_t framing) noexcept {
    for (unsigned k = 0; k < samples_per_tick; ++k) read_bit(framing >> k & 1U);
    if (defects_.out_of_frame) {
        watch_for_all_ones(millisecond, framing);
    } else {
        defects_.alarm_indication = false;
        window_ms_ = 0;
        zeros_ = 0;
        windows_of_ones_ = 0;
    }
}

void T1FrameReader::read_bit(std::uint64_t bit) noexcept {
    f_bits_ = f_bits_ << 1U | bit;
    if (defects_.out_of_frame) {
        if ((f_bits_ & two_superframes.mask) != two_superframes.bits) return;
        defects_.out_of_frame = false;
        frame_ = 0;
        wrong_fps_ = 0;
        return;
    }
    if (is_fps(frame_)) read_fps(bit);
    if (is_fdl(frame_)) read_fdl(bit);
    frame_ = static_cast<std::uint8_t>((frame_ + 1) % frames);
}

void T1FrameReader::read_fps(std::uint64_t bit) noexcept {
    const unsigned wrong = bit == fps_bit(frame_) ? 0 : 1;
    wrong_fps_ = static_cast<std::uint8_t>((wrong_fps_ << 1U | wrong) & fps_window);
    if (!holds_two_or_more(wrong_fps_)) return;
    defects_.out_of_frame = true;
    defects_.remote_alarm = false;
    f_bits_ = 0;
    fdl_ = 0;
    codes_ = 0;
    period_bit_ = 0;
    code_seen_ = false;
}

void T1FrameReader::read_fdl(std::uint64_t bit) noexcept {
    fdl_ = static_cast<std::uint16_t>(fdl_ << 1U | bit);
    code_seen_ = code_seen_ || fdl_ == rai_code;
    if (++period_bit_ < code_bits) return;
    codes_ = static_cast<std::uint16_t>(codes_ << 1U | (code_seen_ ? 1U : 0U));
    period_bit_ = 0;
    code_seen_ = false;
    const auto missed = static_cast<std::uint16_t>(~codes_);
    if (missed == 0) defects_.remote_alarm = true;
    if (holds_two_or_more(missed)) defects_.remote_alarm = false;
}

void T1FrameReader::watch_for_all_ones(std::span<const Chunk, t1_timeslots> millisecond,
                                       std::uint8_t framing) noexcept {
    zeros_ += zeros_among(millisecond, filled(0xFF), zeros_deny_all_ones);
    for (unsigned left = ~framing & 0xFFU; left != 0; left &= left - 1) ++zeros_;
    if (++window_ms_ < window_ms) return;
    const bool ones = zeros_ < zeros_deny_all_ones;
    window_ms_ = 0;
    zeros_ = 0;
    if (!ones) windows_of_ones_ = 0;
    if (ones && windows_of_ones_ < windows_to_believe) ++windows_of_ones_;
    defects_.alarm_indication = windows_of_ones_ == windows_to_believe;
}

}  // namespace driver
