// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "ivr_dsp/dsp/tones/segment_kernel.hpp"

namespace ivr_dsp {

inline constexpr std::size_t most_cadences = 16;
inline constexpr std::size_t most_cadence_steps = 8;
inline constexpr std::uint8_t no_tone = 0xFF;

// A tone by what it carries in turn, and how long: whole ticks.
struct CadenceStep {
    std::int32_t carried{};
    std::int32_t least_ticks{};
    std::int32_t most_ticks{};
    [[nodiscard]] bool takes(std::int32_t what, std::int32_t ticks) const noexcept {
        return what == carried && ticks >= least_ticks && ticks <= most_ticks;
    }
};
struct Cadence {
    std::uint8_t id{};
    std::uint8_t count{};       // steps of a cycle
    std::uint8_t needed{};      // steps to be sure, the last as soon as it is long enough
    std::int32_t sure_ticks{};  // not 0: or as soon as it has lasted so long
    std::array<CadenceStep, most_cadence_steps> steps{};
    [[nodiscard]] const CadenceStep& step(std::size_t after) const noexcept {
        return steps[after % count];
    }
};
struct Cadences {
    std::array<Cadence, most_cadences> all{};
    std::size_t count{};
};

// What became of a channel's tone: ids, or no_tone.
struct CadenceChange {
    std::uint8_t ended = no_tone;
    std::uint8_t began = no_tone;
    explicit operator bool() const { return ended != no_tone || began != no_tone; }
};

// Follows all cadences on one channel.
class CadenceTracker {
  public:
    // A segment is over.
    void ended(const Cadences& cadences, std::int32_t carried, std::int32_t ticks) noexcept;
    // What is carried now has lasted so long. `due`: ask again when it has lasted that long.
    CadenceChange goes_on(const Cadences& cadences, std::int32_t carried, std::int32_t ticks,
                          std::int32_t& due) noexcept;
    [[nodiscard]] std::uint8_t present() const noexcept { return present_; }

  private:
    [[nodiscard]] bool breaks(const Cadence& cadence, std::int32_t carried, std::int32_t ticks,
                              std::int32_t& due) const noexcept;

    std::array<std::uint8_t, most_cadences> matched_{};  // steps in a row
    std::uint8_t place_ = no_tone;                       // of the cadence that is present
    std::uint8_t present_ = no_tone;
};

}  // namespace ivr_dsp
