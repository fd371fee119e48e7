// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "tests/driver/framing/reference_bits.hpp"

namespace framing_test {

// Sends E1 frames bit by bit.
class ReferenceE1Sender {
  public:
    explicit ReferenceE1Sender(bool with_crc4) : with_crc4_(with_crc4) {}
    // What timeslot 0 says besides alignment.
    bool a{};
    bool e_first{true};
    bool e_second{true};
    unsigned sa{31};
    // One frame: 31 octets of payload. Returns its 256 bits.
    std::array<std::uint8_t, 256> frame(const std::array<std::uint8_t, 31>& payload);
    [[nodiscard]] unsigned number() const { return number_; }

  private:
    [[nodiscard]] unsigned first_bit() const;

    bool with_crc4_;
    unsigned number_{};  // of the frame in the multiframe, 0-15
    std::vector<std::uint8_t> submultiframe_;
    unsigned crc_{};  // of the one before
};

// Reads an E1 bit by bit.
class ReferenceE1 {
  public:
    enum class Crc4 { off, on, automatic };
    enum class Multiframe { none, searching, aligned, absent };

    // `step`: bits from one place looked at for the alignment signal to the next: 1, or 256 if the
    // signal is aligned to frames.
    ReferenceE1(Crc4 mode, std::size_t step, bool nfas_loses)
        : mode_(mode), step_(step), nfas_loses_(nfas_loses) {}
    // Reads all frames that end before bit number `limit`.
    void advance(const LineRow& line, std::size_t limit);

    std::size_t position{};
    bool aligned{};
    Multiframe multiframe{Multiframe::none};
    bool remote_alarm{};
    bool e_first{};
    bool e_second{};
    unsigned losses{};
    unsigned fas_errors{};
    unsigned crc_errors{};
    unsigned far_end_errors{};

  private:
    bool hunt(const LineRow& line, std::size_t limit);
    void read_fas(const LineRow& line);
    void read_nfas(const LineRow& line);
    bool search_multiframe(unsigned bit);
    void add_to_submultiframe(const LineRow& line);
    bool judge_submultiframe();
    void lose();

    Crc4 mode_;
    std::size_t step_;
    bool nfas_loses_;
    bool fas_is_next_{};
    unsigned wrong_fas_{};
    unsigned wrong_nfas_{};
    unsigned unlike_a_{};
    std::vector<unsigned> first_bits_;  // of NFAS since alignment
    std::set<std::size_t> mfas_ends_;   // in this window: which NFAS an MFAS ended with
    unsigned frame_{};                  // in the multiframe
    std::vector<std::uint8_t> bits_;    // of the present submultiframe, C bits zero
    bool whole_{};                      // the present submultiframe was seen from its beginning
    std::vector<unsigned> c_bits_;
    unsigned expected_{};
    bool has_expected_{};
    unsigned judged_{};
    unsigned errored_{};
};

}  // namespace framing_test
