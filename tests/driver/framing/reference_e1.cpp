// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/driver/framing/reference_e1.hpp"

#include <algorithm>

namespace framing_test {
namespace {

constexpr std::size_t frame_bits = 256;
constexpr std::array<unsigned, 6> mfas{0, 0, 1, 0, 1, 1};

bool has_fas(const LineRow& line, std::size_t at) {
    static constexpr std::array<unsigned, 7> fas{0, 0, 1, 1, 0, 1, 1};
    for (std::size_t i = 0; i < fas.size(); ++i) {
        if (line.at(at + 1 + i) != fas[i]) return false;
    }
    return true;
}

}  // namespace

unsigned ReferenceE1Sender::first_bit() const {
    if (!with_crc4_) return 1;
    if (number_ % 2 == 0) return crc_ >> (3 - number_ % 8 / 2) & 1U;
    if (number_ < 12) return mfas[number_ / 2];
    return (number_ == 13 ? e_first : e_second) ? 1 : 0;
}

std::array<std::uint8_t, 256> ReferenceE1Sender::frame(
    const std::array<std::uint8_t, 31>& payload) {
    std::array<std::uint8_t, 256> bits{};
    const bool even = number_ % 2 == 0;
    const unsigned rest = even ? 0x1B : 0x40U | (a ? 0x20U : 0U) | sa;
    unsigned octet = first_bit() * 128 + rest;
    for (std::size_t t = 0; t < 32; ++t) {
        if (t > 0) octet = payload[t - 1];
        for (std::size_t i = 0; i < 8; ++i) {
            bits[8 * t + i] = static_cast<std::uint8_t>(octet >> (7 - i) & 1U);
        }
    }
    for (std::size_t i = 0; i < frame_bits; ++i) {
        submultiframe_.push_back(even && i == 0 ? 0 : bits[i]);
    }
    number_ = (number_ + 1) % 16;
    if (number_ % 8 == 0) {
        if (with_crc4_) crc_ = remainder_of(submultiframe_, 4, 3);
        submultiframe_.clear();
    }
    return bits;
}

void ReferenceE1::advance(const LineRow& line, std::size_t limit) {
    for (;;) {
        if (!aligned && !hunt(line, limit)) return;
        if (position + frame_bits > limit) return;
        fas_is_next_ ? read_fas(line) : read_nfas(line);
        position += frame_bits;
        if (!aligned) position = position - frame_bits + step_;
    }
}

// G.706 4.1.2: FAS, then bit 2 of the next frame, then FAS.
bool ReferenceE1::hunt(const LineRow& line, std::size_t limit) {
    for (; position + 3 * frame_bits <= limit; position += step_) {
        if (!has_fas(line, position) || line.at(position + frame_bits + 1) == 0 ||
            !has_fas(line, position + 2 * frame_bits)) {
            continue;
        }
        position += 3 * frame_bits;
        aligned = true;
        fas_is_next_ = false;
        wrong_fas_ = wrong_nfas_ = unlike_a_ = 0;
        first_bits_.clear();
        mfas_ends_.clear();
        multiframe = mode_ == Crc4::off ? Multiframe::none : Multiframe::searching;
        e_first = e_second = mode_ == Crc4::off;
        return true;
    }
    return false;
}

void ReferenceE1::lose() {
    aligned = false;
    multiframe = Multiframe::none;
    e_first = e_second = mode_ == Crc4::off;
    remote_alarm = false;
    ++losses;
}

void ReferenceE1::read_fas(const LineRow& line) {
    fas_is_next_ = false;
    const bool right = has_fas(line, position);
    wrong_fas_ = right ? 0 : wrong_fas_ + 1;
    fas_errors += right ? 0 : 1;
    if (wrong_fas_ == 3) return lose();
    if (multiframe != Multiframe::aligned) return;
    add_to_submultiframe(line);
    c_bits_.push_back(line.at(position));
    if (c_bits_.size() == 4 && has_expected_ && !judge_submultiframe()) lose();
}

void ReferenceE1::read_nfas(const LineRow& line) {
    fas_is_next_ = true;
    wrong_nfas_ = line.at(position + 1) == 1 ? 0 : wrong_nfas_ + 1;
    if (nfas_loses_ && wrong_nfas_ == 3) return lose();
    if (multiframe == Multiframe::searching) {
        if (!search_multiframe(line.at(position))) return lose();
    } else if (multiframe == Multiframe::aligned) {
        add_to_submultiframe(line);
        if (frame_ >= 13 && line.at(position) == 0) ++far_end_errors;
    }
    if (wrong_fas_ > 0 || (mode_ == Crc4::on && multiframe != Multiframe::aligned)) return;
    const bool says = line.at(position + 2) == 1;
    unlike_a_ = says == remote_alarm ? 0 : unlike_a_ + 1;
    if (unlike_a_ == 3) {
        remote_alarm = says;
        unlike_a_ = 0;
    }
}

// G.706 4.2 and Annex B. False: none within 8 ms, so the alignment is an imitation.
bool ReferenceE1::search_multiframe(unsigned bit) {
    first_bits_.push_back(bit);
    const std::size_t n = first_bits_.size();
    if (n >= 6 && std::equal(mfas.begin(), mfas.end(), first_bits_.end() - 6)) {
        for (const std::size_t earlier : mfas_ends_) {
            if ((n - earlier) % 8 != 0) continue;
            multiframe = Multiframe::aligned;
            e_first = e_second = true;
            frame_ = 11;
            bits_.clear();
            c_bits_.clear();
            whole_ = has_expected_ = false;
            judged_ = errored_ = 0;
            return true;
        }
        mfas_ends_.insert(n);
    }
    if (n % 32 != 0) return true;
    mfas_ends_.clear();
    if (n == 1600) multiframe = Multiframe::absent;
    return mode_ == Crc4::automatic;
}

void ReferenceE1::add_to_submultiframe(const LineRow& line) {
    frame_ = (frame_ + 1) % 16;
    if (frame_ % 8 == 0) {
        has_expected_ = whole_;
        if (whole_) expected_ = remainder_of(bits_, 4, 3);
        bits_.clear();
        c_bits_.clear();
        whole_ = true;
    }
    for (std::size_t i = 0; i < frame_bits; ++i) {
        const bool is_c = frame_ % 2 == 0 && i == 0;
        bits_.push_back(static_cast<std::uint8_t>(is_c ? 0 : line.at(position + i)));
    }
}

// False: 915 of 1000 were errored.
bool ReferenceE1::judge_submultiframe() {
    const unsigned received = c_bits_[0] * 8 + c_bits_[1] * 4 + c_bits_[2] * 2 + c_bits_[3];
    const bool good = received == expected_;
    (frame_ < 8 ? e_second : e_first) = good;
    ++judged_;
    if (!good) {
        ++crc_errors;
        ++errored_;
    }
    if (errored_ >= 915) return false;
    if (judged_ == 1000) judged_ = errored_ = 0;
    return true;
}

}  // namespace framing_test
