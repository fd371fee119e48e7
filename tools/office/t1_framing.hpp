// SPDX-License-Identifier: GPL-2.0-or-later
// The office's own T1 framing: extended superframe (ESF, T1.403), 24 frames in three milliseconds,
// with CRC-6 and the yellow alarm on the facility data link. Or the older superframe (SF, D4), 12
// frames, whose yellow alarm is bit 2 of every channel.
#pragma once

#include <array>
#include <cstdint>

#include "driver/board/cable.hpp"
#include "tools/office/e1_framing.hpp"

namespace tools::office {

class T1Framing {
  public:
    static constexpr unsigned timeslots = 24;
    static constexpr unsigned d_timeslot = 24;
    static constexpr unsigned first_timeslot = 1;

    void write(driver::T1Millisecond& millisecond, bool alarm);
    void read(const driver::T1Millisecond& millisecond);
    [[nodiscard]] const LineState& state() const { return state_; }
    void lost();
    void use(FrameForm form);

    static driver::Chunk& timeslot(driver::T1Millisecond& ms, unsigned number) {
        return ms.timeslot[number - 1];
    }
    static const driver::Chunk& timeslot(const driver::T1Millisecond& ms, unsigned number) {
        return ms.timeslot[number - 1];
    }

  private:
    static constexpr unsigned most_frames = 24;  // of a superframe, counted from 0 here

    void read_frame(const driver::T1Millisecond& millisecond, unsigned frame);
    void seek(bool bit);
    void check_pattern(bool bit);
    void check_crc(const driver::T1Millisecond& millisecond, unsigned frame, bool bit);
    void compare_crc();
    void check_data_link(bool bit);
    void check_bit_2(const driver::T1Millisecond& millisecond);
    [[nodiscard]] unsigned frames() const { return superframe_ ? 12 : 24; }
    [[nodiscard]] bool carries_pattern(unsigned frame) const;
    [[nodiscard]] bool pattern_bit(unsigned frame) const;

    bool superframe_{};

    // Sending.
    unsigned frame_to_send_{};
    unsigned data_link_bit_{};
    std::uint8_t crc_being_sent_{};  // of the superframe being sent
    std::uint8_t crc_to_send_{};     // of the one before

    // Receiving.
    LineState state_;
    std::array<std::uint8_t, most_frames> good_in_a_row_{};  // by where the superframe may begin
    unsigned begin_{};                                       // where it began when it was aligned
    unsigned doubted_{most_frames};  // a beginning whose CRC was never right; none
    unsigned wrong_crcs_{};          // since aligned
    bool crc_was_right_{};           // since aligned
    unsigned frame_{};               // being received; any count until aligned
    unsigned bad_bits_{};            // of the last four of the pattern
    std::uint16_t data_link_{};      // its last 16 bits
    unsigned alarm_in_a_row_{};
    std::uint8_t crc_{};
    std::uint8_t crc_before_{};
    std::uint8_t crc_received_{};
    unsigned whole_superframes_{};
};

}  // namespace tools::office
