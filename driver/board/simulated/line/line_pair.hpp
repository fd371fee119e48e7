// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "driver/base/invariant.hpp"
#include "driver/board/cable.hpp"
#include "driver/board/simulated/line/bit_errors.hpp"
#include "driver/board/simulated/line/code_mismatch.hpp"
#include "driver/board/simulated/line/crc_keeper.hpp"
#include "driver/board/simulated/line/slip_store.hpp"
#include "driver/board/simulated/line/speech_path.hpp"

namespace driver {

// What comes back of the other direction: speech, of two milliseconds, from the hybrid; what was
// said on the D-channel. nullptr: nothing.
template <class Millisecond>
struct ComesBack {
    const Hybrid& hybrid;
    const Millisecond* before{};
    const Millisecond* now{};
    const Chunk* d_channel{};
    [[nodiscard]] bool anything() const noexcept { return now != nullptr || d_channel != nullptr; }
};

// One direction of a line: what becomes of a millisecond on its way. First equipment that knows
// channels (level, noise, slips), then what knows bits only.
template <class Millisecond>
class LinePair {
  public:
    struct Ends {
        LineCode sender{};
        LineCode receiver{};
    };

    // `d_timeslot`: of data, 0 if there is none. Counts in `damaged`.
    LinePair(Law law, std::uint8_t d_timeslot, DamagedBits& damaged) noexcept
        : speech_(law), law_(law), d_timeslot_(d_timeslot), damaged_(damaged) {}

    void use(const PairFaults& faults, const Ends& ends, std::uint64_t seed) noexcept;
    [[nodiscard]] const PairFaults& faults() const noexcept { return faults_; }
    [[nodiscard]] bool changes_bits() const noexcept {
        return faults_.all_ones || errors_.any() || codes_.changes();
    }
    // Also for a moment after the last change: the CRC of what was changed comes later than that.
    [[nodiscard]] bool changes_channels() const noexcept {
        return speech_.changes() || slips_.changes() || settling_ > 0;
    }
    void change_channels(Millisecond& line, const ComesBack<Millisecond>& back) noexcept;
    void change_bits(Millisecond& line) noexcept;

  private:
    static constexpr bool is_e1 = std::is_same_v<Millisecond, E1Millisecond>;
    using Order = LineOrder<Millisecond>;
    using CrcKeeper = std::conditional_t<is_e1, E1CrcKeeper, T1CrcKeeper>;
    // An E1's first chunk is framing.
    static constexpr std::size_t first_payload = 1 - Order::first;
    static constexpr std::size_t payload = is_e1 ? 31 : 24;

    // Milliseconds within which the framing is found, and the last CRC of a change is sent.
    static constexpr unsigned settles_within = 16;

    void change(Millisecond& line, const ComesBack<Millisecond>& back) noexcept;

    PairFaults faults_{};
    SpeechPath speech_;
    SlipStore<payload> slips_;
    CrcKeeper crc_;
    CodeMismatch<Millisecond> codes_;
    BitErrors errors_;
    std::uint64_t seed_{};
    unsigned known_for_{};  // milliseconds the framing has been looked at
    unsigned settling_{};   // milliseconds to go after the last change
    Law law_;
    std::uint8_t d_timeslot_;
    DamagedBits& damaged_;
};

extern template class LinePair<E1Millisecond>;
extern template class LinePair<T1Millisecond>;

}  // namespace driver
