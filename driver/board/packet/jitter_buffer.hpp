// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/packet/wire/refusal.hpp"

namespace driver {

// A millisecond as it came: chunks of timeslots, or for SAToP 256 octets of the line.
struct PacketMillisecond {
    std::array<Chunk, 32> timeslot{};
    bool is_void{};  // the sender says that its line has failed
};

// Running counts.
struct JitterCounts {
    std::uint64_t played{};
    std::uint64_t lost{};       // never came, though later ones did
    std::uint64_t reordered{};  // came after a later one, in time
    std::uint64_t underruns{};  // nothing was there when its time came
    std::uint64_t restarts{};   // the far end began another series
    friend bool operator==(const JitterCounts&, const JitterCounts&) = default;
};

// Keeps a far end's milliseconds in the order of their 16-bit sequence numbers until their time has
// come. Nothing is played before `depth` of them wait. When none is there the buffer stands still:
// what comes late is then played late, so a network that delays more than was thought fills it by
// itself. Whether two clocks drift apart shows in how many wait, on the average of a second.
class JitterBuffer {
  public:
    static constexpr Ticks least_depth{2};
    static constexpr Ticks most_depth{64};
    // So many strange sequence numbers in a row, each the next of the one before, are a new series.
    static constexpr unsigned restart_after = 8;
    // Nothing for so long: whatever comes then is a new beginning.
    static constexpr unsigned gone_after = 100;
    static constexpr unsigned window_ticks = 1000;
    static constexpr std::int64_t kept = 16;

    // In the header, because only construction allocates.
    explicit JitterBuffer(Ticks depth)
        : depth_(std::clamp(depth, least_depth, most_depth).count()),
          slots_(std::bit_ceil(static_cast<std::size_t>(3 * depth_ + 32))) {}

    struct Place {
        Refusal refusal{};
        PacketMillisecond* millisecond{};  // to be filled, if not refused
    };
    // Where the millisecond of this number belongs.
    [[nodiscard]] Place place(std::uint16_t sequence) noexcept;

    // How many milliseconds to take in this tick. 2: the far end's clock is faster, one is to be
    // left out; 0: it is slower, one is to be said twice.
    [[nodiscard]] unsigned step() noexcept;
    enum class Playout : std::uint8_t { waiting, empty, lost, played };
    struct Taken {
        Playout playout{};
        const PacketMillisecond* millisecond{};  // played
        std::int64_t number{-1};
    };
    [[nodiscard]] Taken take() noexcept;
    // What was played is still there: no later one has come to its place.
    [[nodiscard]] bool keeps(const Taken& played) noexcept {
        return played.millisecond != nullptr && slot(played.number).number == played.number;
    }

    // The number of the newest, counted on beyond 16 bits; only after something came.
    [[nodiscard]] std::int64_t newest() const noexcept { return newest_; }
    // Counts the series of numbers: those of different ones have nothing to do with each other.
    [[nodiscard]] std::uint64_t series() const noexcept { return series_; }
    // Milliseconds waiting, those that are missing among them too.
    [[nodiscard]] std::int64_t waiting() const noexcept { return newest_ + 1 - next_; }
    [[nodiscard]] const JitterCounts& counts() const noexcept { return counts_; }

  private:
    struct Slot {
        PacketMillisecond millisecond;
        std::int64_t number{-1};
        bool waits{};
    };
    [[nodiscard]] Slot& slot(std::int64_t number) noexcept {
        return slots_[static_cast<std::size_t>(number) & (slots_.size() - 1)];
    }
    [[nodiscard]] bool has_come(std::int64_t number) noexcept {
        return slot(number).number == number && slot(number).waits;
    }
    // Milliseconds there is room for, from the next one to be played on.
    [[nodiscard]] std::int64_t room() const noexcept {
        return static_cast<std::int64_t>(slots_.size()) - kept;
    }
    void begin(std::uint16_t sequence) noexcept;
    [[nodiscard]] bool is_new_series(std::uint16_t sequence) noexcept;
    [[nodiscard]] Place keep(std::int64_t number) noexcept;

    std::int64_t depth_;
    std::vector<Slot> slots_;
    std::uint64_t series_{};
    bool started_{};
    bool playing_{};
    std::int64_t next_{};  // to be played
    std::int64_t newest_{-1};
    std::uint16_t strange_next_{};
    unsigned strange_{};
    unsigned empty_for_{};
    unsigned stood_{};       // ticks within the window in which nothing was there
    std::int64_t waited_{};  // sum over the window
    unsigned window_{};
    JitterCounts counts_;
};

}  // namespace driver
