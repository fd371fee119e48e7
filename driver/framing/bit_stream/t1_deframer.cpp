// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/bit_stream/t1_deframer.hpp"

namespace driver {

void T1Deframer::put(std::span<const std::uint8_t, octets_per_tick> line) noexcept {
    bits_.put(line);
    if (!hunting_) {
        all_ones_ = {};
        return;
    }
    // For counting zeros it does not matter where they are.
    std::array<Chunk, t1_timeslots> unaligned{};
    for (std::size_t i = 0; i + 1 < octets_per_tick; ++i) {
        unaligned[i % t1_timeslots].octets[i / t1_timeslots] = line[i];
    }
    all_ones_.read(unaligned, line.back());
}

FrameDefects T1Deframer::defects() const noexcept {
    FrameDefects defects = reader_.defects();
    defects.alarm_indication = hunting_ && all_ones_.seen();
    return defects;
}

bool T1Deframer::next() noexcept {
    constexpr std::uint64_t tick_bits = frame_bits * samples_per_tick;
    for (;;) {
        if (hunting_ && !hunt()) return false;
        if (at_ + tick_bits > bits_.end()) return false;
        take_millisecond();
        const auto read = reader_.read_until_lost(millisecond_, framing_);
        at_ += frame_bits * read.frames;
        if (!read.lost) return true;
        begin_hunt(at_ - frame_bits + 1);
    }
}

void T1Deframer::begin_hunt(std::uint64_t at) noexcept {
    hunting_ = true;
    hunt_.begin();
    at_ = at;
}

bool T1Deframer::hunt() noexcept {
    while (at_ + frame_bits <= bits_.end()) {
        const auto place = hunt_.read(frame_at(at_));
        at_ += frame_bits;
        if (!place) continue;
        at_ -= frame_bits * hunt_.frames_needed() - *place;
        hunting_ = false;
        return true;
    }
    return false;
}

T1FrameBits T1Deframer::frame_at(std::uint64_t at) const noexcept {
    T1FrameBits frame{};
    for (std::size_t i = 0; i < frame_bits / 8; ++i, at += 8) {
        frame[i / 8] = frame[i / 8] << 8U | bits_.octet(at);
    }
    frame.back() = std::uint64_t{bits_.bit(at)} << 63U;
    return frame;
}

void T1Deframer::take_millisecond() noexcept {
    std::uint64_t at = at_;
    unsigned framing = 0;
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        framing |= bits_.bit(at++) << k;
        for (std::size_t t = 0; t < t1_timeslots; ++t, at += 8) {
            millisecond_[t].octets[k] = bits_.octet(at);
        }
    }
    framing_ = static_cast<std::uint8_t>(framing);
}

}  // namespace driver
