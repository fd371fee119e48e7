// SPDX-License-Identifier: GPL-2.0-or-later
// A test pattern over one timeslot, some, or all of a span: frame by frame, and within a frame in
// the order of the line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/patterns/pattern_analyser.hpp"

namespace driver {

// Places in the millisecond, a bit each: bit t is timeslot[t]. With place 0 of an E1 the test is
// unframed.
using TimeslotPlaces = std::uint32_t;
inline constexpr TimeslotPlaces e1_whole_span = 0xFFFFFFFE;
inline constexpr TimeslotPlaces t1_whole_span = 0x00FFFFFF;

constexpr bool has_place(TimeslotPlaces places, std::size_t place) {
    return (places >> place & 1U) != 0;
}

// The pattern's next octets for a millisecond.
inline void write_pattern(PatternRegister& pattern, std::span<Chunk> millisecond,
                          TimeslotPlaces places) noexcept {
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        for (std::size_t t = 0; t < millisecond.size(); ++t) {
            if (has_place(places, t)) millisecond[t].octets[k] = pattern.next();
        }
    }
}

inline void read_pattern(PatternAnalyser& analyser, std::span<const Chunk> millisecond,
                         TimeslotPlaces places) noexcept {
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        for (std::size_t t = 0; t < millisecond.size(); ++t) {
            if (has_place(places, t)) analyser.read(millisecond[t].octets[k]);
        }
    }
}

}  // namespace driver
