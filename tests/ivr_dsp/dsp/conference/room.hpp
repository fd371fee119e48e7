// SPDX-License-Identifier: GPL-2.0-or-later
// A conference for tests: parties with voices, and what each hears.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/conference/conference.hpp"
#include "ivr_dsp/dsp/level.hpp"

namespace support {

using driver::Chunk;
using driver::Law;

class Room {
  public:
    explicit Room(std::size_t most = 16, ivr_dsp::Isa isa = ivr_dsp::best_isa())
        : conference(most, isa), voices_(most) {}

    // Somebody sits down who says nothing yet; his place.
    std::size_t enters(Law law = Law::alaw, const ivr_dsp::ConferencePart& part = {}) {
        const std::size_t place = conference.enter(law, part);
        voices_[place] = {law, driver::silence(law)};
        return place;
    }
    void says(std::size_t place, const Chunk& chunk) { voices_[place].chunk = chunk; }
    void says(std::size_t place, int sample) {
        const auto octet = ivr_dsp::octet_from(law_of(place), static_cast<std::int16_t>(sample));
        says(place, driver::filled(octet));
    }
    void is(std::size_t place, const ivr_dsp::ConferencePart& part) { conference.set(place, part); }
    void passes(int ms = 1) {
        for (int i = 0; i < ms; ++i) {
            for (std::size_t k = 0; k < conference.parties(); ++k) {
                conference.hear(k, voices_[k].chunk);
            }
            conference.mix();
        }
    }
    // The voice of each millisecond is voice(ms).
    template <class Voice>
    void listens_to(std::size_t place, int ms, Voice&& voice) {
        for (int i = 0; i < ms; ++i) {
            says(place, voice(i));
            passes();
        }
    }

    [[nodiscard]] Law law_of(std::size_t place) const { return voices_[place].law; }
    [[nodiscard]] const Chunk& said_by(std::size_t place) const { return voices_[place].chunk; }
    [[nodiscard]] ivr_dsp::LinearChunk hears(std::size_t place) const {
        return ivr_dsp::linear_from(law_of(place), conference.said(place));
    }
    [[nodiscard]] ivr_dsp::LinearChunk voice(std::size_t place) const {
        return ivr_dsp::linear_from(law_of(place), said_by(place));
    }

    ivr_dsp::Conference conference;

  private:
    struct Voice {
        Law law{};
        Chunk chunk;
    };
    std::vector<Voice> voices_;
};

// A millisecond of a sine, from so many milliseconds after its begin on.
inline Chunk sine(double hz, double dbm0, int ms, Law law = Law::alaw) {
    Chunk chunk;
    for (std::size_t i = 0; i < 8; ++i) {
        const double turns = hz * (8 * ms + static_cast<double>(i)) / 8000;
        const double sample =
            ivr_dsp::peak_from_dbm0(law, dbm0) * std::sin(2 * std::acos(-1.0) * turns);
        chunk.octets[i] = ivr_dsp::octet_from(law, static_cast<std::int16_t>(std::lround(sample)));
    }
    return chunk;
}

}  // namespace support
