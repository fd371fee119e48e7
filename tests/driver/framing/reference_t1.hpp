// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/driver/framing/reference_bits.hpp"

namespace framing_test {

enum class T1Kind { esf, sf };

// Sends T1 frames bit by bit.
class ReferenceT1Sender {
  public:
    explicit ReferenceT1Sender(T1Kind kind) : kind_(kind) {}
    unsigned data_link{1};  // the next bit of it
    // One frame: 24 octets of payload. Returns its 193 bits.
    std::array<std::uint8_t, 193> frame(const std::array<std::uint8_t, 24>& payload);
    // Of the next frame in the superframe, from 1 as in the standard.
    [[nodiscard]] unsigned number() const { return number_; }

  private:
    T1Kind kind_;
    unsigned number_{1};
    std::vector<std::uint8_t> superframe_;
    std::array<unsigned, 6> crc_{};  // of the superframe before
};

// Reads a T1 bit by bit.
class ReferenceT1 {
  public:
    // `columns`: places looked at for the F bit: 193, or 1 if the signal is aligned to frames.
    ReferenceT1(T1Kind kind, std::size_t columns, unsigned loss_window)
        : kind_(kind), columns_(columns), loss_window_(loss_window) {}
    // Reads all frames that end before bit number `limit`; looks for them in all that have arrived.
    void advance(const LineRow& line, std::size_t limit, std::size_t arrived);

    std::size_t position{};
    bool has_column{};
    bool aligned{};
    bool remote_alarm{};
    unsigned losses{};
    unsigned framing_errors{};
    unsigned crc_errors{};

  private:
    [[nodiscard]] std::size_t length() const { return kind_ == T1Kind::esf ? 24 : 12; }
    // What the standard has in place `number` (from 1) of the superframe: 0, 1 or anything.
    [[nodiscard]] char wanted(std::size_t number) const;
    [[nodiscard]] std::vector<std::size_t> places_of(const std::string& f_bits) const;
    bool hunt(const LineRow& line, std::size_t arrived);
    void read_frame(const LineRow& line);
    void seek();
    void read_in_place(char f_bit);
    void read_data_link(char f_bit);
    void end_of_crc();
    void lose();

    T1Kind kind_;
    std::size_t columns_;
    unsigned loss_window_;
    std::string f_bits_;  // since the column was taken
    bool in_place_{};     // a superframe's beginning is assumed
    bool on_trial_{};
    std::set<std::size_t> tried_;  // beginnings, by number of the F bit modulo the superframe
    std::size_t number_{};         // of the next frame in the superframe, from 1
    std::string verdicts_;         // of alignment bits
    std::string data_link_;
    std::string periods_;              // of 16 data link bits: whether they held the alarm
    std::vector<std::uint8_t> block_;  // of the present superframe, F bits as ones
    bool whole_{};
    unsigned expected_{};
    bool has_expected_{};
    unsigned received_{};
    std::vector<bool> second_;  // superframes of this second: whether their CRC was wrong
};

}  // namespace framing_test
