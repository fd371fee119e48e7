// SPDX-License-Identifier: GPL-2.0-or-later
// The elastic store between the line's clock and ours (G.823, G.822). It holds two frames and
// starts half full. When the line has gained a frame on us it is full, and one frame is left out;
// when it has lost one it is empty, and one frame is said twice: a controlled slip. Alignment,
// which is found before the store, stays.
//
// A line is read a millisecond at a time. So the store does not move frames: it says how many
// milliseconds to take and with which frame of the last two ours begins.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"

namespace driver {

inline constexpr std::int64_t ns_of_tick = 1'000'000;
inline constexpr std::int64_t ns_of_frame = 125'000;

// Running counts.
struct Slips {
    std::uint32_t deleted{};   // frames left out: the line is faster than we are
    std::uint32_t repeated{};  // frames said twice: it is slower
    [[nodiscard]] std::uint32_t total() const noexcept { return deleted + repeated; }
    friend bool operator==(const Slips&, const Slips&) = default;
};

// After a slip the clocks must drift a whole frame on, or back, before the next one: wander does
// not slip to and fro. `ahead_ns` is always how far the line's clock is ahead of ours, counted from
// whenever.
class ElasticStore {
  public:
    static constexpr unsigned frames_of_tick = 8;

    struct Step {
        unsigned milliseconds{1};  // to take from the line: 0, 1 or 2
        // Ours are eight frames from this one of the last two milliseconds, counted from 0. 8: they
        // are those of the last one.
        unsigned first_frame{frames_of_tick};
    };

    // How many milliseconds must be waiting, beyond the one that is taken, so that the store never
    // runs dry: both clocks send and take whole ones.
    [[nodiscard]] static unsigned room(std::int64_t line_gained_ns,
                                       std::int64_t our_gained_ns) noexcept {
        return since_millisecond(our_gained_ns) <= since_millisecond(line_gained_ns) ? 1 : 2;
    }
    // Half full, with the millisecond that is taken next.
    void start(std::int64_t ahead_ns) noexcept {
        middle_ns_ = ahead_ns;
        first_frame_ = frames_of_tick;
    }
    // The next millisecond of ours, while so many of the line's are waiting. What is not there is
    // not left out: a slip waits for it.
    [[nodiscard]] Step next(std::int64_t ahead_ns, std::size_t waiting) noexcept {
        const std::int64_t drift_ns = ahead_ns - middle_ns_;
        // A slow line's next millisecond is not there yet, for want of a frame: a little early.
        const bool short_of_one = waiting == 0 && first_frame_ == 1 && drift_ns < 0;
        int slip = 0;
        const bool needs_two = first_frame_ == frames_of_tick;
        if (drift_ns >= ns_of_frame && (!needs_two || waiting > 1)) slip = 1;
        if (drift_ns <= -ns_of_frame || short_of_one) slip = -1;
        if (slip > 0) ++slips_.deleted;
        if (slip < 0) ++slips_.repeated;
        middle_ns_ += slip * ns_of_frame;
        return go_on(slip);
    }
    // The same where our clock is the line's own: there is no drift, so no slip.
    [[nodiscard]] Step follow() noexcept { return go_on(0); }
    [[nodiscard]] const Slips& slips() const noexcept { return slips_; }

  private:
    [[nodiscard]] static std::int64_t since_millisecond(std::int64_t gained_ns) noexcept {
        const std::int64_t rest = gained_ns % ns_of_tick;
        return rest < 0 ? rest + ns_of_tick : rest;
    }
    // Counted from the first of the last two milliseconds, we stand eight frames further on now.
    [[nodiscard]] Step go_on(int slip) noexcept {
        const unsigned place = first_frame_ + frames_of_tick + static_cast<unsigned>(slip);
        const unsigned milliseconds = (place - 1) / frames_of_tick;
        first_frame_ = place - milliseconds * frames_of_tick;
        return {milliseconds, first_frame_};
    }

    std::int64_t middle_ns_{};  // where the store is half full
    unsigned first_frame_{frames_of_tick};
    Slips slips_;
};

// Eight frames of a timeslot, from frame `first` (0 to 8) of two milliseconds on.
[[nodiscard]] inline Chunk frames_from(const Chunk& previous, const Chunk& present,
                                       unsigned first) noexcept {
    static_assert(std::endian::native == std::endian::little);  // octet 0 is the lowest
    if (first == 0) return previous;
    if (first >= ElasticStore::frames_of_tick) return present;
    const auto earlier = std::bit_cast<std::uint64_t>(previous) >> 8 * first;
    const auto later = std::bit_cast<std::uint64_t>(present)
                       << 8 * (ElasticStore::frames_of_tick - first);
    return std::bit_cast<Chunk>(earlier | later);
}

}  // namespace driver
