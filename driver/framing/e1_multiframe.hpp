// SPDX-License-Identifier: GPL-2.0-or-later
// The CRC-4 multiframe of an E1 as received: 16 frames in two submultiframes (G.704 §2.3.3, G.706
// §4.2, §4.3, Annex B). Fed by E1FrameReader while it has basic frame alignment.
#pragma once

#include <cstdint>

namespace driver {

// What is known of the far end: it sends no CRC-4, it does, or find out (G.706 Annex B).
enum class E1Crc4 : std::uint8_t { off, on, automatic };

// The E bits: whether the last submultiframe I (and II) received was good.
struct E1EBits {
    bool first{true};
    bool second{true};
    friend bool operator==(const E1EBits&, const E1EBits&) = default;
};

// Multiframe alignment: two MFAS (001011) a multiple of 2 ms apart within 8 ms of the search. If
// there are none in 8 ms, or 915 of 1000 submultiframes are errored, basic alignment was an
// imitation (G.706 §4.2, §4.3.2). In automatic mode it stays for 400 ms and then for good: a far
// end without CRC-4. Once found, only the loss of basic alignment ends it: errors in the MFAS do
// not.
class E1Multiframe {
  public:
    enum class State : std::uint8_t { idle, searching, aligned, absent };

    constexpr E1Multiframe() = default;
    constexpr explicit E1Multiframe(E1Crc4 mode) : mode_(mode) {}

    // Basic alignment has been found; NFAS is next. Or lost.
    void start() noexcept;
    void stop() noexcept { state_ = State::idle; }
    // Has the alignment of another one from now on, and goes on counting.
    void take_over(const E1Multiframe& other) noexcept;

    // One frame: its timeslot 0, and what it adds to the CRC (crc4_of_frames). False: the basic
    // alignment is an imitation.
    [[nodiscard]] bool read_fas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept;
    [[nodiscard]] bool read_nfas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept;

    [[nodiscard]] State state() const noexcept { return state_; }
    // Of the frame read last, 0-15, when aligned.
    [[nodiscard]] std::uint8_t frame() const noexcept { return frame_; }
    // What to send back: good without CRC-4, errored while searching and when absent (Annex B).
    [[nodiscard]] E1EBits e_bits() const noexcept;
    // Running counts: submultiframes whose CRC was wrong, and E bits that report one.
    [[nodiscard]] std::uint32_t crc_errors() const noexcept { return crc_errors_; }
    [[nodiscard]] std::uint32_t far_end_errors() const noexcept { return far_end_errors_; }

  private:
    [[nodiscard]] bool search(unsigned first_bit) noexcept;
    void next_frame(unsigned crc) noexcept;
    [[nodiscard]] bool compare() noexcept;

    E1Crc4 mode_{E1Crc4::off};
    State state_{State::idle};
    // Searching
    std::uint8_t last_bits_{};    // first bits of the last NFAS, newest lowest
    std::uint8_t seen_{};         // places in the multiframe where an MFAS has ended, a bit each
    std::uint8_t window_nfas_{};  // NFAS in this window of 8 ms
    std::uint16_t windows_{};     // in vain
    // Aligned
    std::uint8_t frame_{};
    std::uint8_t crc_{};        // of the present submultiframe so far
    std::uint8_t expected_{};   // of the one before
    std::uint8_t received_{};   // C bits so far
    std::uint8_t begun_{};      // submultiframes whose first frame has been seen, at most 2
    std::uint16_t compared_{};  // of the last 1000
    std::uint16_t errored_{};   // among them
    E1EBits e_bits_;
    std::uint32_t crc_errors_{};
    std::uint32_t far_end_errors_{};
};

}  // namespace driver
