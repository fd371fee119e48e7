// SPDX-License-Identifier: GPL-2.0-or-later
// What is wrong with a line on its way between a board and the far end: copper, connectors and the
// equipment in between. Plain data, so that a scenario or a technician can set any of it by name,
// at any time; as made, the line is perfect. Put into effect by disturb() (cable.hpp).
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/result.hpp"

namespace driver {

// Errors that come together, as from switching or lightning.
struct ErrorBursts {
    std::uint32_t every_ms{};  // from the beginning of one to that of the next; 0: none
    std::uint32_t bits{};      // of the line, from the first to the last of a burst
    std::uint32_t wrong_per_thousand{500};  // of them
    FIELDS(every_ms, bits, wrong_per_thousand)
    friend bool operator==(const ErrorBursts&, const ErrorBursts&) = default;
};

// One direction: one pair of copper. Levels and noise change what speech channels carry, nothing
// else; errors may hit any bit, framing too.
struct PairFaults {
    static constexpr std::uint32_t most_wrong = 500'000'000;
    static constexpr std::uint16_t longest_delay_ms = 200;
    static constexpr std::int16_t least_db = -60;
    static constexpr std::int16_t most_db = 20;
    static constexpr std::int16_t no_noise_dbm0 = -90;

    bool cut{};                  // nothing arrives: LOS
    bool all_ones{};             // equipment on the way sends AIS, whatever it receives
    std::uint32_t wrong_bits{};  // of 10^9, at random, at most half of them
    ErrorBursts bursts;
    // A change is a jump, as when the network takes another way: for so long nothing comes, or what
    // was under way is lost.
    std::uint16_t delay_ms{};
    // Controlled slips of equipment on the way since the line was made: each step up deletes a
    // frame of the timeslots, each step down repeats one, while framing goes on. Nothing can be
    // deleted from an empty store: before the first deletion it is filled with 8 frames.
    std::int32_t slips{};
    std::int16_t level_db{};                 // -60 to 20: gain of speech
    std::int16_t noise_dbm0{no_noise_dbm0};  // white, added to speech; -90 or less: none
    FIELDS(cut, all_ones, wrong_bits, bursts, delay_ms, slips, level_db, noise_dbm0)
    friend bool operator==(const PairFaults&, const PairFaults&) = default;
};

// The far end's hybrid, where four wires become two: some of what the center says comes back, in
// every speech channel.
struct HybridEcho {
    static constexpr std::uint16_t no_echo_db = 90;
    static constexpr std::uint16_t longest_delay_ms = 100;

    std::uint16_t loss_db{no_echo_db};  // echo return loss; 90 or more: no echo
    std::uint16_t delay_ms{};           // besides the delays of both pairs
    FIELDS(loss_db, delay_ms)
    friend bool operator==(const HybridEcho&, const HybridEcho&) = default;
};

// What an end of a line has set; own: what the line should have, HDB3 of an E1, B8ZS of a T1.
ENUM(SetCode, own, ami, hdb3, b8zs)

struct LineFaults {
    PairFaults to_center;    // what the board receives
    PairFaults from_center;  // what it sends
    bool swapped_pairs{};    // transmitter on transmitter: nobody hears anybody
    // What each end has set. While they differ, every bit goes through the encoder of the one and
    // the decoder of the other, one millisecond late.
    SetCode center_code{};
    SetCode far_code{};
    HybridEcho echo;
    bool d_channel_looped{};  // what we send on the D-channel comes back
    std::uint64_t seed{1};    // of errors and noise; a new one begins a new series
    FIELDS(to_center, from_center, swapped_pairs, center_code, far_code, echo, d_channel_looped,
           seed)
    friend bool operator==(const LineFaults&, const LineFaults&) = default;
};

// Error: which member is out of its range, and what the range is.
Result<void> check(const LineFaults& faults);

}  // namespace driver
