// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/bit_stream/t1_deframer.hpp"

#include "driver/framing/t1_superframe.hpp"

namespace driver {
namespace {

constexpr auto esf_patterns = t1_alignment_patterns(T1Framing::esf);
constexpr auto sf_patterns = t1_alignment_patterns(T1Framing::sf);

// Alignment bits repeat from one superframe to the next: few places even look like it.
constexpr bool repeats(std::uint64_t f_bits, T1Framing framing) {
    if (framing == T1Framing::sf) return ((f_bits ^ f_bits >> 12U) & 0xFFF) == 0;
    constexpr std::uint64_t every_fourth = 0x111111;
    const std::uint64_t differ = f_bits ^ f_bits >> 24U;
    return (differ & every_fourth) == 0 || (differ >> 1U & every_fourth) == 0 ||
           (differ >> 2U & every_fourth) == 0 || (differ >> 3U & every_fourth) == 0;
}

}  // namespace

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
    at_ = at;
    hunted_ = 0;
}

bool T1Deframer::is_column(std::size_t column) const noexcept {
    if (!repeats(columns_[column], options_.framing)) return false;
    const auto& patterns = options_.framing == T1Framing::esf ? esf_patterns : sf_patterns;
    for (std::size_t newest = 0; newest < t1_superframe_length(options_.framing); ++newest) {
        if (patterns[newest].matches(columns_[column])) return true;
    }
    return false;
}

bool T1Deframer::hunt() noexcept {
    const std::uint64_t needed = std::uint64_t{2} * t1_superframe_length(options_.framing);
    for (; at_ + (hunted_ + 1) * frame_bits <= bits_.end(); ++hunted_) {
        for (std::size_t column = 0; column < frame_bits; ++column) {
            const unsigned bit = bits_.bit(at_ + hunted_ * frame_bits + column);
            columns_[column] = columns_[column] << 1U | bit;
        }
        if (hunted_ + 1 < needed) continue;
        std::size_t found = 0;
        std::size_t last = 0;
        for (std::size_t column = 0; column < frame_bits; ++column) {
            if (!is_column(column)) continue;
            ++found;
            last = column;
        }
        if (found == 1) {
            at_ += last;
            hunting_ = false;
            return true;
        }
        at_ += frame_bits;
        --hunted_;
    }
    return false;
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
