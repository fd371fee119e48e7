// SPDX-License-Identifier: GPL-2.0-or-later
// A D-channel as a string of '0' and '1' in the order of time, and HDLC done on it slowly, bit by
// bit, by the words of Q.921 §2: the second opinion the tests hold the tables against.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "driver/framing/hdlc_decoder.hpp"
#include "driver/framing/hdlc_encoder.hpp"

namespace hdlc_test {

using Octets = std::vector<std::uint8_t>;
using Frames = std::vector<Octets>;

inline const std::string flag = "01111110";
inline const Octets ua = {0x00, 0x01, 0x73};

inline std::string as_bits(std::span<const std::uint8_t> line) {
    std::string bits;
    for (const auto octet : line) {
        for (int i = 7; i >= 0; --i) bits += (octet >> i & 1) != 0 ? '1' : '0';
    }
    return bits;
}

// Bits left over after the last whole octet are filled up with ones.
inline Octets as_octets(const std::string& bits) {
    Octets line;
    for (std::size_t at = 0; at < bits.size(); at += 8) {
        unsigned octet = 0;
        for (std::size_t i = at; i < at + 8; ++i) {
            octet = octet << 1U | (i >= bits.size() || bits[i] == '1' ? 1U : 0U);
        }
        line.push_back(static_cast<std::uint8_t>(octet));
    }
    return line;
}

inline Octets with_fcs(const Octets& frame) {
    unsigned fcs = 0xFFFF;
    for (const auto octet : frame) {
        for (unsigned i = 0; i < 8; ++i) {
            const bool carry = ((fcs ^ octet >> i) & 1U) != 0;
            fcs = fcs >> 1U ^ (carry ? 0x8408U : 0U);
        }
    }
    fcs = ~fcs & 0xFFFFU;
    Octets all = frame;
    all.push_back(static_cast<std::uint8_t>(fcs & 0xFFU));
    all.push_back(static_cast<std::uint8_t>(fcs >> 8U));
    return all;
}

// What stands between two flags.
inline std::string stuffed(const Octets& octets) {
    std::string bits;
    int ones = 0;
    for (const auto octet : octets) {
        for (int i = 0; i < 8; ++i) {
            const bool one = (octet >> i & 1) != 0;
            bits += one ? '1' : '0';
            ones = one ? ones + 1 : 0;
            if (ones == 5) bits += '0';
            if (ones == 5) ones = 0;
        }
    }
    return bits;
}

// Sends the frames back to back, then flags, `at_a_time` line octets at a time.
inline Octets sent(const Frames& frames, std::size_t at_a_time = 8) {
    driver::HdlcEncoder encoder;
    Octets line;
    std::size_t next = 0;
    for (bool done = false; !done;) {
        Octets some(at_a_time);
        for (std::span<std::uint8_t> left = some; !left.empty();) {
            if (encoder.idle() && next < frames.size()) encoder.send(frames[next++]);
            left = left.subspan(encoder.fill(left));
        }
        line.insert(line.end(), some.begin(), some.end());
        done = encoder.idle() && next == frames.size();
    }
    Octets flags(3);
    for (std::span<std::uint8_t> left = flags; !left.empty();) {
        left = left.subspan(encoder.fill(left));
    }
    line.insert(line.end(), flags.begin(), flags.end());
    return line;
}

// The good frames that arrive, read `at_a_time` line octets at a time.
inline Frames received(driver::HdlcDecoder& decoder, const Octets& line,
                       std::size_t at_a_time = 8) {
    Frames frames;
    for (std::size_t at = 0; at < line.size(); at += at_a_time) {
        std::span<const std::uint8_t> left(line.data() + at, std::min(at_a_time, line.size() - at));
        while (!left.empty()) {
            left = left.subspan(decoder.read(left));
            const auto frame = decoder.frame();
            if (!frame.empty()) frames.emplace_back(frame.begin(), frame.end());
        }
    }
    return frames;
}

}  // namespace hdlc_test
