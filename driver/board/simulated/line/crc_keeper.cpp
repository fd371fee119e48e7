// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/line/crc_keeper.hpp"

#include "driver/framing/block_crc.hpp"

namespace driver {
namespace {

constexpr std::uint8_t first_bit = 0x80;
constexpr unsigned crc6_bits = 6;

// All eight frames, the C bits counted as zeros.
std::uint8_t crc4_of(const E1Millisecond& line) noexcept {
    const Chunk frames = crc4_of_frames(line.timeslot);
    std::uint8_t crc = 0;
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        const bool c_bit = k % 2 == 0 && (line.timeslot[0].octets[k] & first_bit) != 0;
        const auto frame =
            static_cast<std::uint8_t>(frames.octets[k] ^ (c_bit ? crc4_of_first_bit : 0));
        crc = crc4_append(crc, frame);
    }
    return crc;
}

// Without CRC-4 the first bit of every frame without alignment signal is 1.
bool has_zeros(const E1Millisecond& line) noexcept {
    const auto& octets = line.timeslot[0].octets;
    return (octets[1] & octets[3] & octets[5] & octets[7] & first_bit) == 0;
}

}  // namespace

void E1CrcKeeper::before(const E1Millisecond& line) noexcept {
    came_ = crc4_of(line);
    multiframe_ = static_cast<std::uint8_t>((multiframe_ << 1U | (has_zeros(line) ? 1U : 0U)) & 3U);
}

void E1CrcKeeper::after(E1Millisecond& line) noexcept {
    if (multiframe_ != 0) {
        for (std::size_t k = 0; k < samples_per_tick; k += 2) {
            if ((difference_ >> (3 - k / 2) & 1U) != 0) line.timeslot[0].octets[k] ^= first_bit;
        }
    }
    difference_ = came_ ^ crc4_of(line);
}

void T1CrcKeeper::before(const T1Millisecond& line) noexcept {
    reader_.read(line.timeslot, line.framing);
    came_ = crc6_of_frames(line.timeslot);
}

void T1CrcKeeper::after(T1Millisecond& line) noexcept {
    const auto first = reader_.first_frame();
    if (!first) {
        in_ = out_ = difference_ = 0;
        return;
    }
    const Chunk leaves = crc6_of_frames(line.timeslot);
    constexpr std::uint8_t length = t1_superframe_length(T1Framing::esf);
    for (unsigned k = 0; k < samples_per_tick; ++k) {
        const auto frame = static_cast<std::uint8_t>((*first + k) % length);
        if (frame == 0) {
            difference_ = in_ ^ out_;
            in_ = out_ = 0;
        }
        if (t1_f_bit(T1Framing::esf, frame) == T1FBit::crc &&
            (difference_ >> (crc6_bits - 1 - frame / 4U) & 1U) != 0) {
            line.framing ^= static_cast<std::uint8_t>(1U << k);
        }
        in_ = crc6_append(in_, came_.octets[k]);
        out_ = crc6_append(out_, leaves.octets[k]);
    }
}

}  // namespace driver
