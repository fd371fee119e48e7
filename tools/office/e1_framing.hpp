// SPDX-License-Identifier: GPL-2.0-or-later
// The office's own E1 framing (G.704 2.3 with the CRC-4 multiframe of 2.3.3, G.706): timeslot 0
// written and checked. A multiframe is 16 frames, two milliseconds; each half has its own CRC-4.
#pragma once

#include <array>
#include <cstdint>

#include "driver/board/cable.hpp"

namespace tools::office {

// What the office thinks of the line that comes in.
struct LineState {
    bool aligned{};           // frames are found
    bool alarm_indication{};  // AIS: all ones, unframed
    bool remote_alarm{};      // RAI: the far end does not find our frames
    std::uint32_t crc_errors{};
    std::uint32_t frame_errors{};  // wrong framing bits while aligned
};

// What the office makes of its frames on purpose: as made, CRC-4 multiframes and ESF.
struct FrameForm {
    bool without_crc4{};  // E1
    bool superframe{};    // T1: SF (D4)
    friend bool operator==(const FrameForm&, const FrameForm&) = default;
};

class E1Framing {
  public:
    static constexpr unsigned timeslots = 32;
    static constexpr unsigned d_timeslot = 16;
    static constexpr unsigned first_timeslot = 1;

    // Fills timeslot 0; the others are in place already. `alarm`: we do not find the far end's
    // frames.
    void write(driver::E1Millisecond& millisecond, bool alarm);
    void read(const driver::E1Millisecond& millisecond);
    [[nodiscard]] const LineState& state() const { return state_; }
    // The line was cut: frames must be found anew.
    void lost();
    void use(FrameForm form) { with_crc4_ = !form.without_crc4; }

    // Timeslots as Q.931 numbers them.
    static driver::Chunk& timeslot(driver::E1Millisecond& ms, unsigned number) {
        return ms.timeslot[number];
    }
    static const driver::Chunk& timeslot(const driver::E1Millisecond& ms, unsigned number) {
        return ms.timeslot[number];
    }

  private:
    [[nodiscard]] bool international_bit(unsigned frame) const;
    void read_frame(const driver::E1Millisecond& millisecond, unsigned frame);
    void check_alignment(std::uint8_t octet, bool alignment_frame);
    void follow_multiframe(const driver::E1Millisecond& millisecond, unsigned frame,
                           bool alignment_frame);

    // Sending.
    bool with_crc4_{true};
    bool second_half_{};
    std::uint8_t crc_to_send_{};                    // of the half before
    std::array<bool, 2> crc_was_good_{true, true};  // of the two halves received last

    // Receiving.
    LineState state_;
    bool alignment_next_{};  // the next frame carries the alignment signal
    unsigned good_in_a_row_{};
    unsigned bad_in_a_row_{};
    unsigned alarm_in_a_row_{};
    std::uint8_t alignment_bits_{};  // bit 1 of the last six frames without alignment signal
    int frame_of_multiframe_{-1};    // 0-15 once the multiframe is found
    std::uint8_t crc_{};             // of the half being received
    std::uint8_t crc_before_{};      // of the half before
    std::uint8_t crc_received_{};    // C bits of the half being received
    bool half_is_whole_{};           // crc_ began with the half
    bool crc_known_{};               // crc_before_ is a whole half's
};

}  // namespace tools::office
