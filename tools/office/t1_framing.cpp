// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/t1_framing.hpp"

#include <algorithm>
#include <bit>

namespace tools::office {
namespace {

// Frames 4, 8, 12, 16, 20, 24 counted from 1 carry 0 0 1 0 1 1.
constexpr std::array<bool, 6> pattern{false, false, true, false, true, true};
// All F bits of an SF: Ft 101010 and Fs 001110 in turn.
constexpr std::array<bool, 12> superframe_bits{true,  false, false, false, true,  true,
                                               false, true,  true,  true,  false, false};
constexpr std::uint8_t bit_2 = 0x40;
// Frames 2, 6, … 22 carry the CRC-6.
constexpr bool carries_crc(unsigned frame) {
    return frame % 4 == 1;
}
constexpr std::uint16_t yellow_alarm = 0xFF00;  // eight ones, eight zeros, over and over

// x^6 + x + 1, first bit of the line first; the register stands in the high six bits of the index.
constexpr std::uint8_t crc6_bits(unsigned reg, int bits) {
    for (int bit = 0; bit < bits; ++bit) reg = (reg & 0x80U) != 0 ? reg << 1U ^ 0x0CU : reg << 1U;
    return static_cast<std::uint8_t>(reg & 0xFFU);
}
constexpr auto crc6_table = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned value = 0; value < 256; ++value) table[value] = crc6_bits(value, 8);
    return table;
}();

// Over one frame, with the framing bit counted as 1. The register is kept shifted left by two.
std::uint8_t crc6_of_frame(std::uint8_t crc, const driver::T1Millisecond& ms, unsigned frame) {
    crc = crc6_bits(crc ^ 0x80U, 1);
    for (const auto& chunk : ms.timeslot) {
        crc = crc6_table[static_cast<std::uint8_t>(crc ^ chunk.octets[frame])];
    }
    return crc;
}

constexpr bool crc_bit(std::uint8_t crc, unsigned frame) {
    return (crc >> (7 - frame / 4) & 1U) != 0;
}

}  // namespace

bool T1Framing::carries_pattern(unsigned frame) const {
    return superframe_ || frame % 4 == 3;
}

bool T1Framing::pattern_bit(unsigned frame) const {
    return superframe_ ? superframe_bits[frame] : pattern[frame / 4];
}

void T1Framing::use(FrameForm form) {
    if (form.superframe == superframe_) return;
    superframe_ = form.superframe;
    frame_to_send_ = frame_ = 0;
    doubted_ = most_frames;
    lost();
}

void T1Framing::write(driver::T1Millisecond& millisecond, bool alarm) {
    millisecond.framing = 0;
    for (unsigned frame = 0; frame < driver::samples_per_tick; ++frame) {
        bool bit = true;  // an idle data link
        if (carries_pattern(frame_to_send_)) {
            bit = pattern_bit(frame_to_send_);
        } else if (carries_crc(frame_to_send_)) {
            bit = crc_bit(crc_to_send_, frame_to_send_);
        } else {
            data_link_bit_ = (data_link_bit_ + 1) % 16;
            if (alarm) bit = (yellow_alarm >> (15 - data_link_bit_) & 1U) != 0;
        }
        if (bit) millisecond.framing |= static_cast<std::uint8_t>(1U << frame);
        crc_being_sent_ = crc6_of_frame(crc_being_sent_, millisecond, frame);
        if (superframe_ && alarm) {
            for (auto& chunk : millisecond.timeslot) {
                chunk.octets[frame] &= static_cast<std::uint8_t>(~bit_2);
            }
        }
        if (++frame_to_send_ == frames()) {
            frame_to_send_ = 0;
            crc_to_send_ = crc_being_sent_;
            crc_being_sent_ = 0;
        }
    }
}

void T1Framing::lost() {
    state_.aligned = state_.remote_alarm = state_.alarm_indication = false;
    good_in_a_row_.fill(0);
    bad_bits_ = alarm_in_a_row_ = whole_superframes_ = 0;
}

void T1Framing::read(const driver::T1Millisecond& millisecond) {
    const auto ones = driver::filled(0xFF);
    state_.alarm_indication =
        millisecond.framing == 0xFF &&
        std::all_of(millisecond.timeslot.begin(), millisecond.timeslot.end(),
                    [&](const driver::Chunk& chunk) { return chunk == ones; });
    for (unsigned frame = 0; frame < driver::samples_per_tick; ++frame)
        read_frame(millisecond, frame);
    if (superframe_ && state_.aligned) check_bit_2(millisecond);
}

// A millisecond without a single one among its 192.
void T1Framing::check_bit_2(const driver::T1Millisecond& millisecond) {
    state_.remote_alarm = std::all_of(
        millisecond.timeslot.begin(), millisecond.timeslot.end(), [](const driver::Chunk& chunk) {
            return std::none_of(chunk.octets.begin(), chunk.octets.end(),
                                [](std::uint8_t octet) { return (octet & bit_2) != 0; });
        });
}

void T1Framing::read_frame(const driver::T1Millisecond& millisecond, unsigned frame) {
    const bool bit = (millisecond.framing >> frame & 1U) != 0;
    if (!state_.aligned) {
        seek(bit);
    } else {
        if (!superframe_) check_crc(millisecond, frame, bit);
        if (carries_pattern(frame_)) check_pattern(bit);
        if (!superframe_ && frame_ % 2 == 0) check_data_link(bit);
    }
    frame_ = (frame_ + 1) % frames();
}

// Tries all 24 beginnings at once: the pattern has to be right 24 times, in four superframes. A
// steady line's CRC bits may look like the pattern: a beginning whose CRC was never right has to be
// right twice as long, so that the true one is found before it.
void T1Framing::seek(bool bit) {
    for (unsigned begin = 0; begin < frames(); ++begin) {
        const unsigned here = (frame_ + frames() - begin) % frames();
        if (!carries_pattern(here)) continue;
        auto& good = good_in_a_row_[begin];
        good = bit == pattern_bit(here) ? static_cast<std::uint8_t>(good + 1) : std::uint8_t{0};
        if (good < (begin == doubted_ ? 48 : 24)) continue;
        frame_ = here;
        begin_ = begin;
        state_.aligned = true;
        bad_bits_ = whole_superframes_ = wrong_crcs_ = 0;
        crc_was_right_ = false;
        return;
    }
}

// Two wrong of four lose it.
void T1Framing::check_pattern(bool bit) {
    const bool bad = bit != pattern_bit(frame_);
    if (bad) ++state_.frame_errors;
    bad_bits_ = (bad_bits_ << 1U | (bad ? 1U : 0U)) & 0xFU;
    if (std::popcount(bad_bits_) >= 2) lost();
}

void T1Framing::check_crc(const driver::T1Millisecond& millisecond, unsigned frame, bool bit) {
    if (frame_ == 0) crc_ = crc_received_ = 0;
    crc_ = crc6_of_frame(crc_, millisecond, frame);
    if (carries_crc(frame_))
        crc_received_ = static_cast<std::uint8_t>(crc_received_ << 1U | (bit ? 1U : 0U));
    if (frame_ != frames() - 1) return;
    // The first superframe was not whole, the second has nothing to be compared with.
    if (whole_superframes_ >= 2) compare_crc();
    if (whole_superframes_ < 2) ++whole_superframes_;
    crc_before_ = crc_;
}

void T1Framing::compare_crc() {
    if (crc_received_ == crc_before_ >> 2U) {
        crc_was_right_ = true;
        return;
    }
    ++state_.crc_errors;
    if (crc_was_right_ || ++wrong_crcs_ < 8) return;
    const unsigned doubted = begin_;
    if (doubted == doubted_) return;  // tried before: this line has no right CRC at all
    lost();
    doubted_ = doubted;
}

void T1Framing::check_data_link(bool bit) {
    data_link_ = static_cast<std::uint16_t>(data_link_ << 1U | (bit ? 1U : 0U));
    // Any turn of the alarm's pattern: exactly two changes, eight apart.
    const auto turned = static_cast<std::uint16_t>(std::rotl(data_link_, 8));
    const bool alarm =
        turned == static_cast<std::uint16_t>(~data_link_) &&
        std::popcount(static_cast<std::uint16_t>(data_link_ ^ std::rotl(data_link_, 1))) == 2;
    alarm_in_a_row_ = alarm == state_.remote_alarm ? 0 : alarm_in_a_row_ + 1;
    if (alarm_in_a_row_ >= 16) {
        state_.remote_alarm = alarm;
        alarm_in_a_row_ = 0;
    }
}

}  // namespace tools::office
