// SPDX-License-Identifier: GPL-2.0-or-later
// Ogg files (RFC 3533) that say something else, and are whole all the same.
#pragma once

#include <cstdint>
#include <string>

namespace support {

// Where each page keeps what.
inline constexpr std::size_t ogg_position_at = 6;  // samples up to its end, eight octets
inline constexpr std::size_t ogg_sum_at = 22;
inline constexpr std::size_t ogg_segments_at = 26;

inline void put_number(std::string& octets, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) octets[at + i] = static_cast<char>(value >> 8 * i);
}

// Its length, the page beginning at `at`; 0 if none does, or its end is missing.
inline std::size_t ogg_page(const std::string& octets, std::size_t at) {
    if (octets.compare(at, 4, "OggS") != 0 || octets.size() - at <= ogg_segments_at) return 0;
    const auto segments = static_cast<std::uint8_t>(octets[at + ogg_segments_at]);
    std::size_t length = ogg_segments_at + 1 + segments;
    if (octets.size() - at < length) return 0;
    for (std::size_t i = 0; i < segments; ++i) {
        length += static_cast<std::uint8_t>(octets[at + ogg_segments_at + 1 + i]);
    }
    return octets.size() - at < length ? 0 : length;
}

// Of a page whose own sum is zero: polynomial 0x04C11DB7, from the highest bit, from 0.
inline std::uint32_t ogg_sum(const std::string& octets, std::size_t at, std::size_t length) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < length; ++i) {
        sum ^= static_cast<std::uint32_t>(static_cast<std::uint8_t>(octets[at + i])) << 24U;
        for (int bit = 0; bit < 8; ++bit) sum = sum << 1U ^ ((sum >> 31U) * 0x04C1'1DB7U);
    }
    return sum;
}

// Each page's check sum is made right.
inline void make_ogg_sums_right(std::string& octets) {
    for (std::size_t at = octets.find("OggS"); at != std::string::npos;
         at = octets.find("OggS", at + 1)) {
        const std::size_t length = ogg_page(octets, at);
        if (length == 0) continue;
        put_number(octets, at + ogg_sum_at, 0, 4);
        put_number(octets, at + ogg_sum_at, ogg_sum(octets, at, length), 4);
    }
}

}  // namespace support
