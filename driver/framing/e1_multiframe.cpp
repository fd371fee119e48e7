// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/e1_multiframe.hpp"

#include "driver/framing/block_crc.hpp"

namespace driver {
namespace {

constexpr std::uint8_t mfas = 0b001011;  // frames 1, 3 … 11
constexpr std::uint8_t mfas_bits = 0x3F;
constexpr std::uint8_t mfas_ends_in = 11;
constexpr std::uint8_t e_of_first = 13;
constexpr std::uint8_t e_of_second = 15;
constexpr std::uint8_t frames = 16;
constexpr std::uint8_t half = 8;  // frames of a submultiframe
constexpr std::uint8_t nfas_in_multiframe = 8;
constexpr std::uint8_t nfas_in_window = 32;      // 8 ms, G.706 §4.2
constexpr std::uint16_t windows_in_400_ms = 50;  // G.706 Annex B
constexpr std::uint16_t judged_together = 1000;  // submultiframes, G.706 §4.3.2
constexpr std::uint16_t imitation = 915;         // errored among them

constexpr unsigned first_bit(std::uint8_t timeslot_0) {
    return timeslot_0 >> 7U;
}

}  // namespace

void E1Multiframe::start() noexcept {
    if (mode_ == E1Crc4::off) return;
    state_ = State::searching;
    last_bits_ = mfas_bits;  // no MFAS before six bits have come
    seen_ = 0;
    window_nfas_ = 0;
    windows_ = 0;
}

void E1Multiframe::take_over(const E1Multiframe& other) noexcept {
    const E1Multiframe before = *this;
    *this = other;
    mode_ = before.mode_;
    crc_errors_ = before.crc_errors_;
    far_end_errors_ = before.far_end_errors_;
}

E1EBits E1Multiframe::e_bits() const noexcept {
    if (mode_ == E1Crc4::off) return {};
    return state_ == State::aligned ? e_bits_ : E1EBits{.first = false, .second = false};
}

bool E1Multiframe::read_fas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept {
    if (state_ != State::aligned) return true;
    const unsigned c_bit = first_bit(timeslot_0);
    next_frame(crc ^ c_bit * crc4_of_first_bit);
    received_ = static_cast<std::uint8_t>(received_ << 1U | c_bit);
    return frame_ % half != half - 2 || compare();
}

bool E1Multiframe::read_nfas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept {
    if (state_ == State::searching) return search(first_bit(timeslot_0));
    if (state_ != State::aligned) return true;
    next_frame(crc);
    const bool is_e = frame_ == e_of_first || frame_ == e_of_second;
    if (is_e && first_bit(timeslot_0) == 0) ++far_end_errors_;
    return true;
}

bool E1Multiframe::search(unsigned bit) noexcept {
    last_bits_ = static_cast<std::uint8_t>((last_bits_ << 1U | bit) & mfas_bits);
    if (last_bits_ == mfas) {
        const unsigned place = 1U << window_nfas_ % nfas_in_multiframe;
        if ((seen_ & place) != 0) {
            state_ = State::aligned;
            frame_ = mfas_ends_in;
            begun_ = 0;
            compared_ = 0;
            errored_ = 0;
            e_bits_ = {};
            return true;
        }
        seen_ = static_cast<std::uint8_t>(seen_ | place);
    }
    if (++window_nfas_ < nfas_in_window) return true;
    if (mode_ == E1Crc4::on) return false;
    seen_ = 0;
    window_nfas_ = 0;
    if (++windows_ == windows_in_400_ms) state_ = State::absent;
    return true;
}

void E1Multiframe::next_frame(unsigned crc) noexcept {
    frame_ = static_cast<std::uint8_t>((frame_ + 1U) % frames);
    if (frame_ % half == 0) {
        expected_ = crc_;
        crc_ = 0;
        received_ = 0;
        if (begun_ < 2) ++begun_;
    }
    crc_ = crc4_append(crc_, static_cast<std::uint8_t>(crc));
}

// All C bits are here: were those of the submultiframe before as they should be?
bool E1Multiframe::compare() noexcept {
    if (begun_ < 2) return true;
    const bool good = received_ == expected_;
    (frame_ < half ? e_bits_.second : e_bits_.first) = good;
    if (!good) {
        ++crc_errors_;
        if (++errored_ == imitation) return false;
    }
    if (++compared_ == judged_together) {
        compared_ = 0;
        errored_ = 0;
    }
    return true;
}

}  // namespace driver
