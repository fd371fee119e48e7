// SPDX-License-Identifier: GPL-2.0-or-later
// Channel-associated signalling in timeslot 16 of an E1 (G.704 §5.1.3, G.732 §5): a multiframe of
// 16 frames of its own. Frame 0: alignment signal 0000 and 1 Y 1 1, Y = 1 being the remote alarm.
// Frame n: ABCD of channel n, then of channel n + 15. Channels 1-15 are timeslots 1-15, 16-30 are
// 17-31.
#pragma once

#include <array>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "driver/framing/signalling_bits.hpp"

namespace driver {

inline constexpr std::uint8_t e1_cas_channels = 30;
// Of channel 1-30.
constexpr std::uint8_t e1_cas_timeslot(std::uint8_t channel) {
    return channel <= 15 ? channel : static_cast<std::uint8_t>(channel + 1);
}

// 0000 in channels 1-15 would imitate the alignment signal (G.704 §5.1.3.2): 0001 is said instead.
constexpr Abcd e1_cas_sayable(std::uint8_t channel, Abcd bits) {
    return bits == 0 && channel <= 15 ? Abcd{1} : bits;
}

class E1CasWriter {
  public:
    // Channel 1-30. 0000 would imitate the alignment signal in channels 1-15: not allowed there.
    void set(std::uint8_t channel, Abcd bits) noexcept;
    void write(Chunk& timeslot_16, bool remote_alarm) noexcept;

  private:
    std::uint8_t frame_{};
    // What frames 1-15 say; idle until set: 1101 (G.704 Note 3: unused B, C, D are 1, 0, 1).
    std::array<std::uint8_t, 16> octets_{0,    0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD,
                                         0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD};
};

struct E1CasDefects {
    bool out_of_multiframe{true};
    bool alarm_indication{};  // fewer than three zeros in timeslot 16 in 16 frames
    bool remote_alarm{};      // Y, alike in two multiframes
    friend bool operator==(const E1CasDefects&, const E1CasDefects&) = default;
};

// Alignment: an alignment signal after an octet that is not all zero; lost by two wrong ones in a
// row, or a multiframe of zeros. Channels are believed from multiframes whose alignment signal was
// right, and keep their bits otherwise, also while the caller has no frame alignment and does not
// read.
class E1CasReader {
  public:
    constexpr E1CasReader() = default;
    // How many multiframes of 2 ms must agree before a channel's bits are believed.
    constexpr explicit E1CasReader(std::uint8_t multiframes_to_agree)
        : multiframes_to_agree_(multiframes_to_agree) {}
    void read(const Chunk& timeslot_16) noexcept;
    // Frame alignment was lost: the multiframe must be found anew.
    void reset() noexcept;
    [[nodiscard]] const E1CasDefects& defects() const noexcept { return defects_; }
    [[nodiscard]] Abcd bits(std::uint8_t channel) const noexcept;

  private:
    void read_frame(std::uint8_t octet) noexcept;
    void watch_for_all_ones(std::uint8_t octet) noexcept;
    void begin_multiframe(std::uint8_t octet) noexcept;
    void read_remote_alarm(bool says) noexcept;
    void end_multiframe() noexcept;

    std::uint8_t multiframes_to_agree_{1};
    E1CasDefects defects_;
    std::uint8_t previous_{};       // octet
    std::uint8_t frame_{};          // of the next octet
    std::uint8_t wrong_{};          // alignment signals in a row
    bool not_zero_{};               // an octet of this multiframe
    std::uint8_t unlike_alarm_{};   // multiframes in a row whose Y says otherwise
    std::uint8_t window_frames_{};  // of the AIS detector
    std::uint8_t window_zeros_{};
    std::array<std::uint8_t, 16> received_{};
    std::array<AgreedBits, e1_cas_channels> channels_{};
};

}  // namespace driver
