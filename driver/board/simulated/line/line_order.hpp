// SPDX-License-Identifier: GPL-2.0-or-later
// The bits of a millisecond in the order in which the line carries them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "driver/board/cable.hpp"
#include "driver/framing/line_code/pulses.hpp"

namespace driver {

// `timeslot` counts as everywhere: 0 is an E1's timeslot 0 or a T1's F bits; `first` is the number
// of a millisecond's first chunk.
template <class Millisecond>
struct LineOrder;

template <>
struct LineOrder<E1Millisecond> {
    static constexpr std::size_t bits = 2048;
    static constexpr LineCode line_code = LineCode::hdb3;
    static constexpr std::size_t first = 0;
    using Octets = std::array<std::uint8_t, bits / 8>;

    // Returns the timeslot it belongs to.
    static std::size_t flip(E1Millisecond& line, std::size_t bit) noexcept {
        const std::size_t timeslot = bit % 256 / 8;
        line.timeslot[timeslot].octets[bit / 256] ^= static_cast<std::uint8_t>(0x80U >> bit % 8);
        return timeslot;
    }
    static void write(const E1Millisecond& line, Octets& octets) noexcept {
        for (std::size_t i = 0; i < octets.size(); ++i) {
            octets[i] = line.timeslot[i % 32].octets[i / 32];
        }
    }
    static void read(E1Millisecond& line, const Octets& octets) noexcept {
        for (std::size_t i = 0; i < octets.size(); ++i) {
            line.timeslot[i % 32].octets[i / 32] = octets[i];
        }
    }
};

template <>
struct LineOrder<T1Millisecond> {
    static constexpr std::size_t bits = 1544;
    static constexpr LineCode line_code = LineCode::b8zs;
    static constexpr std::size_t first = 1;
    using Octets = std::array<std::uint8_t, bits / 8>;
    static constexpr std::size_t frame_bits = 193;

    static std::size_t flip(T1Millisecond& line, std::size_t bit) noexcept {
        const std::size_t frame = bit / frame_bits;
        const std::size_t in_frame = bit % frame_bits;
        if (in_frame == 0) {
            line.framing ^= static_cast<std::uint8_t>(1U << frame);
            return 0;
        }
        const std::size_t channel = (in_frame - 1) / 8;
        line.timeslot[channel].octets[frame] ^=
            static_cast<std::uint8_t>(0x80U >> (in_frame - 1) % 8);
        return channel + 1;
    }
    // Frame k begins k bits into an octet.
    static void write(const T1Millisecond& line, Octets& octets) noexcept {
        unsigned waiting = 0;  // newest lowest; `count` of them are not written yet
        unsigned count = 0;
        std::size_t at = 0;
        const auto put = [&](unsigned value, unsigned size) {
            waiting = waiting << size | value;
            count += size;
            if (count < 8) return;
            count -= 8;
            octets[at++] = static_cast<std::uint8_t>(waiting >> count);
        };
        for (unsigned k = 0; k < samples_per_tick; ++k) {
            put(line.framing >> k & 1U, 1);
            for (const Chunk& chunk : line.timeslot) put(chunk.octets[k], 8);
        }
    }
    static void read(T1Millisecond& line, const Octets& octets) noexcept {
        line.framing = 0;
        const auto octet_from = [&](std::size_t bit) {
            const unsigned next = bit % 8 == 0 ? 0U : octets[bit / 8 + 1];
            return static_cast<std::uint8_t>((octets[bit / 8] * 256U + next) >> (8 - bit % 8));
        };
        for (std::size_t k = 0; k < samples_per_tick; ++k) {
            const std::size_t begin = k * frame_bits;
            const unsigned f_bit = octets[begin / 8] >> (7 - begin % 8) & 1U;
            line.framing |= static_cast<std::uint8_t>(f_bit << k);
            for (std::size_t channel = 0; channel < line.timeslot.size(); ++channel) {
                line.timeslot[channel].octets[k] = octet_from(begin + 1 + 8 * channel);
            }
        }
    }
};

}  // namespace driver
