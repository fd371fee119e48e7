// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/driver/framing/reference_t1.hpp"

#include <algorithm>

namespace framing_test {
namespace {

constexpr std::size_t frame_bits = 193;
// '*': CRC, 'm': data link.
const std::string esf = "m*m0m*m0m*m1m*m0m*m1m*m1";
const std::string sf = "100011011100";

}  // namespace

std::array<std::uint8_t, 193> ReferenceT1Sender::frame(
    const std::array<std::uint8_t, 24>& payload) {
    const std::string& plan = kind_ == T1Kind::esf ? esf : sf;
    std::array<std::uint8_t, 193> bits{};
    const char wanted = plan[number_ - 1];
    unsigned f = wanted == '1' ? 1 : 0;
    if (wanted == 'm') f = data_link;
    if (wanted == '*') f = crc_[(number_ - 2) / 4];
    bits[0] = static_cast<std::uint8_t>(f);
    superframe_.push_back(1);
    for (std::size_t i = 0; i < 192; ++i) {
        bits[1 + i] = static_cast<std::uint8_t>(payload[i / 8] >> (7 - i % 8) & 1U);
        superframe_.push_back(bits[1 + i]);
    }
    if (number_ == plan.size()) {
        const unsigned crc = kind_ == T1Kind::esf ? remainder_of(superframe_, 6, 3) : 0;
        for (unsigned i = 0; i < 6; ++i) crc_[i] = crc >> (5 - i) & 1U;
        superframe_.clear();
        number_ = 0;
    }
    ++number_;
    return bits;
}

char ReferenceT1::wanted(std::size_t number) const {
    return kind_ == T1Kind::esf ? esf[number - 1] : sf[number - 1];
}

// The places in the superframe (from 1) the last F bit may have, by those of two superframes.
std::vector<std::size_t> ReferenceT1::places_of(const std::string& f_bits) const {
    std::vector<std::size_t> places;
    for (std::size_t last = 1; last <= length(); ++last) {
        bool fits = true;
        for (std::size_t age = 0; fits && age < 2 * length(); ++age) {
            const std::size_t number = (last + 2 * length() - age - 1) % length() + 1;
            const char want = wanted(number);
            fits = (want != '0' && want != '1') || f_bits[f_bits.size() - 1 - age] == want;
        }
        if (fits) places.push_back(last);
    }
    return places;
}

void ReferenceT1::advance(const LineRow& line, std::size_t limit, std::size_t arrived) {
    for (;;) {
        if (!has_column && !hunt(line, arrived)) return;
        if (position + frame_bits > limit) return;
        read_frame(line);
        if (has_column) {
            position += frame_bits;
        } else {
            position += columns_ == 1 ? frame_bits : 1;
        }
    }
}

bool ReferenceT1::hunt(const LineRow& line, std::size_t arrived) {
    f_bits_.clear();
    if (columns_ == 1) return has_column = true;
    for (; position + 2 * length() * frame_bits <= arrived; position += frame_bits) {
        std::vector<std::size_t> fitting;
        for (std::size_t column = 0; column < columns_; ++column) {
            std::string bits;
            for (std::size_t i = 0; i < 2 * length(); ++i) {
                bits += line.at(position + column + i * frame_bits) == 1 ? '1' : '0';
            }
            if (!places_of(bits).empty()) fitting.push_back(column);
        }
        if (fitting.size() != 1) continue;
        position += fitting.front();
        return has_column = true;
    }
    return false;
}

void ReferenceT1::lose() {
    if (aligned) ++losses;
    aligned = in_place_ = on_trial_ = has_column = false;
    remote_alarm = false;
    tried_.clear();
}

void ReferenceT1::read_frame(const LineRow& line) {
    const char f_bit = line.at(position) == 1 ? '1' : '0';
    f_bits_ += f_bit;
    if (!in_place_) {
        if (f_bits_.size() >= 2 * length()) seek();
        return;
    }
    if (number_ == 1) {
        has_expected_ = whole_;
        if (whole_ && kind_ == T1Kind::esf) expected_ = remainder_of(block_, 6, 3);
        block_.clear();
        whole_ = true;
        received_ = 0;
    }
    block_.push_back(1);
    for (std::size_t i = 1; i < frame_bits; ++i) {
        block_.push_back(static_cast<std::uint8_t>(line.at(position + i)));
    }
    read_in_place(f_bit);
    number_ = number_ % length() + 1;
}

void ReferenceT1::seek() {
    const auto places = places_of(f_bits_);
    if (places.empty()) return;
    const auto beginning = [&](std::size_t place) {
        return (f_bits_.size() + length() - place) % length();
    };
    auto chosen = std::find_if(places.begin(), places.end(), [&](std::size_t place) {
        return tried_.count(beginning(place)) == 0;
    });
    if (chosen == places.end()) {
        tried_.clear();
        chosen = places.begin();
    }
    in_place_ = true;
    on_trial_ = places.size() > 1;
    aligned = !on_trial_;
    if (aligned) tried_.clear();
    number_ = *chosen % length() + 1;
    verdicts_.clear();
    data_link_.clear();
    periods_.clear();
    second_.clear();
    remote_alarm = false;
    whole_ = has_expected_ = false;
}

void ReferenceT1::read_in_place(char f_bit) {
    const char want = wanted(number_);
    if (want == 'm') return read_data_link(f_bit);
    if (want == '*') {
        received_ = received_ * 2 + (f_bit == '1' ? 1 : 0);
        if (number_ == 22 && has_expected_) end_of_crc();
        return;
    }
    if (aligned && f_bit != want) ++framing_errors;
    if (kind_ == T1Kind::sf && number_ % 2 == 0) return;  // Fs
    verdicts_ += f_bit == want ? '.' : 'x';
    const std::size_t window = std::min<std::size_t>(loss_window_, verdicts_.size());
    if (std::count(verdicts_.end() - static_cast<std::ptrdiff_t>(window), verdicts_.end(), 'x') >=
        2) {
        lose();
    }
}

void ReferenceT1::end_of_crc() {
    const bool good = received_ == expected_;
    if (aligned) {
        crc_errors += good ? 0 : 1;
        second_.push_back(!good);
        if (std::count(second_.begin(), second_.end(), true) >= 320) {
            lose();
            // Not there again, if there are others; numbers of F bits begin anew.
            if (columns_ == 1) tried_.insert(length() - number_);
        } else if (second_.size() == 333) {
            second_.clear();
        }
        return;
    }
    if (good) {
        aligned = true;
        on_trial_ = false;
        tried_.clear();
        return;
    }
    tried_.insert((f_bits_.size() + length() - number_) % length());
    in_place_ = false;
}

// The remote alarm: eight ones and eight zeros, in 16 periods of 16 bits; over when 2 of 16 lack
// it.
void ReferenceT1::read_data_link(char f_bit) {
    data_link_ += f_bit;
    if (data_link_.size() % 16 != 0) return;
    bool seen = false;
    for (std::size_t end = data_link_.size() - 15; end <= data_link_.size(); ++end) {
        seen = seen || (end >= 16 && data_link_.compare(end - 16, 16, "1111111100000000") == 0);
    }
    periods_ += seen ? 'y' : '.';
    if (periods_.size() > 16) periods_.erase(0, 1);
    const auto with = std::count(periods_.begin(), periods_.end(), 'y');
    if (with == 16) remote_alarm = true;
    if (with <= 14) remote_alarm = false;
}

}  // namespace framing_test
