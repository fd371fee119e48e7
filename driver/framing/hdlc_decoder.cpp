// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/hdlc_decoder.hpp"

#include <algorithm>

namespace driver {
namespace {

// What a closing flag leaves in the octet under construction: its zero and its first five ones.
constexpr std::uint32_t flag_bits_taken = 6;
constexpr std::uint16_t nothing_is_still = 0x100;

// What one line octet gives after `ones` ones in a row (0-7), if it holds no end of a flag and no
// beginning of an abort; else only `special` is set and the octet is read bit by bit.
struct Unstuffed {
    std::uint8_t bits{};   // the first in time is the lowest
    std::uint8_t count{};  // 0-8
    std::uint8_t ones{};   // in a row afterwards
    bool special{};
};
using UnstuffTable = std::array<std::array<Unstuffed, 256>, hdlc_ones_in_abort + 1>;

constexpr Unstuffed unstuff(std::uint8_t line_octet, std::uint8_t ones) {
    Unstuffed out{.bits = 0, .count = 0, .ones = ones, .special = false};
    for (unsigned i = 0; i < 8; ++i) {
        const auto bit = hdlc_line_bit(line_octet, i);
        if (out.ones == hdlc_ones_in_flag) return {.special = true};
        const bool is_data = out.ones < hdlc_stuff_after;
        if (is_data) out.bits = static_cast<std::uint8_t>(out.bits | bit << out.count++);
        if (out.ones < hdlc_ones_in_abort || bit == 0) {
            out.ones = static_cast<std::uint8_t>(bit != 0 ? out.ones + 1 : 0);
        }
    }
    return out;
}

constexpr UnstuffTable unstuff_table = [] {
    UnstuffTable table{};
    for (std::uint8_t ones = 0; ones <= hdlc_ones_in_abort; ++ones) {
        for (unsigned octet = 0; octet < 256; ++octet) {
            table[ones][octet] = unstuff(static_cast<std::uint8_t>(octet), ones);
        }
    }
    return table;
}();

}  // namespace

std::size_t HdlcDecoder::read(std::span<const std::uint8_t> line) noexcept {
    good_ = 0;
    std::size_t done = 0;
    while (done < line.size() && good_ == 0) {
        if (line[done] == still_) {
            ++done;
        } else if (const auto data = read_data(line.subspan(done)); data > 0) {
            done += data;
        } else {
            read_bit_by_bit(line[done++]);
        }
    }
    return done;
}

// Reads on, in registers, until the octet in which a flag ends or an abort begins, or until there
// is no room; what stops it is read bit by bit.
std::size_t HdlcDecoder::read_data(std::span<const std::uint8_t> line) noexcept {
    Position at = at_;
    auto size = size_;
    std::size_t done = 0;
    while (done < line.size() && size < octets_.size()) {
        const Unstuffed& unstuffed = unstuff_table[at.ones][line[done]];
        if (unstuffed.special) break;
        ++done;
        at.bits |= static_cast<std::uint32_t>(unstuffed.bits) << at.count;
        at.count += unstuffed.count;
        at.ones = unstuffed.ones;
        octets_[size] = static_cast<std::uint8_t>(at.bits);
        const std::uint32_t full = at.count >> 3U;
        size += full;
        at.bits >>= full * 8;
        at.count &= 7U;
    }
    if (done > 0) still_ = nothing_is_still;
    at_ = at;
    size_ = at.in_frame ? size : 0;  // before the first flag nothing counts
    return done;
}

void HdlcDecoder::reset() noexcept {
    at_ = Position{};
    size_ = 0;
    still_ = nothing_is_still;
}

void HdlcDecoder::read_bit_by_bit(std::uint8_t line_octet) noexcept {
    const Position before = at_;
    const bool was_between_frames = size_ == 0;
    for (unsigned i = 0; i < 8; ++i) {
        const auto bit = hdlc_line_bit(line_octet, i);
        if (at_.ones < hdlc_stuff_after) take_bit(bit);
        if (at_.ones == hdlc_ones_in_flag) bit == 0 ? end_of_frame() : abort();
        at_.ones = bit == 0 ? 0 : std::min(at_.ones + 1, hdlc_ones_in_abort);
    }
    // Flags between frames come for hours: from now on they cost a comparison.
    still_ = was_between_frames && size_ == 0 && at_ == before ? line_octet : nothing_is_still;
}

void HdlcDecoder::take_bit(std::uint32_t bit) noexcept {
    if (!at_.in_frame) return;
    at_.bits |= bit << at_.count;
    if (++at_.count < 8) return;
    if (size_ < octets_.size()) {
        octets_[size_++] = static_cast<std::uint8_t>(at_.bits);
    } else {
        ++errors_.too_long;
        at_.in_frame = false;
        size_ = 0;
    }
    at_.bits = 0;
    at_.count = 0;
}

// A flag has come. Its zero and first five ones are in the octet under construction.
void HdlcDecoder::end_of_frame() noexcept {
    if (size_ > 0) {
        if (at_.count != flag_bits_taken) {
            ++errors_.broken;
        } else if (size_ < hdlc_shortest_frame + 2) {
            ++errors_.too_short;
        } else if (!hdlc_fcs_is_right({octets_.data(), size_})) {
            ++errors_.bad_fcs;
        } else {
            good_ = size_ - 2;
        }
    }
    at_ = Position{.in_frame = true};
    size_ = 0;
}

void HdlcDecoder::abort() noexcept {
    if (size_ > 0) ++errors_.aborted;
    at_.in_frame = false;
    size_ = 0;
}

}  // namespace driver
