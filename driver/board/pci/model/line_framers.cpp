// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/model/line_framers.hpp"

namespace driver {
namespace {

constexpr std::uint8_t first_bit = 0x80;
constexpr unsigned cas_registers = 15;  // of an E1, after that of the alignment signal
constexpr unsigned robbed_registers = 12;

constexpr std::uint8_t two(Abcd high, Abcd low) {
    return static_cast<std::uint8_t>(high << 4U | low);
}

}  // namespace

// ── E1 ──────────────────────────────────────────────────────────────────────────────────────────

// Only what is new is set up: alignment survives a register written again.
void E1Framer::set_up(bool sends_crc4, bool looks_for_crc4) noexcept {
    if (sends_crc4 != sends_crc4_) writer_ = E1FrameWriter(sends_crc4);
    if (looks_for_crc4 != looks_for_crc4_) {
        const E1Crc4 crc4 = looks_for_crc4 ? E1Crc4::automatic : E1Crc4::off;
        reader_ = E1FrameReader({.crc4 = crc4});
    }
    sends_crc4_ = sends_crc4;
    looks_for_crc4_ = looks_for_crc4;
}

void E1Framer::lose() noexcept {
    reader_.reset();
    cas_reader_.reset();
}

falc::Bits E1Framer::multiframe_status() const noexcept {
    if (!looks_for_crc4_) return 0;
    const auto state = reader_.multiframe().state();
    if (state == E1Multiframe::State::absent) return falc::no_multiframe | falc::lmfa;
    return state == E1Multiframe::State::aligned ? falc::Bits{} : falc::lmfa;
}

// Register 0x70 + n: channel n, and n + 15.
std::uint8_t E1Framer::signalling(unsigned place) const noexcept {
    if (place == 0 || place > cas_registers) return 0;
    const auto channel = static_cast<std::uint8_t>(place);
    return two(cas_reader_.bits(channel),
               cas_reader_.bits(static_cast<std::uint8_t>(channel + cas_registers)));
}

void E1Framer::say(unsigned place, std::uint8_t value) noexcept {
    if (place == 0 || place > cas_registers) return;
    const auto channel = static_cast<std::uint8_t>(place);
    // 0000 would imitate the alignment signal: the writer must not be told so.
    if (value >> 4U != 0) cas_writer_.set(channel, value >> 4U);
    cas_writer_.set(static_cast<std::uint8_t>(channel + cas_registers), value & 0xFU);
}

void E1Framer::write(Millisecond& line, bool remote_alarm, bool with_cas) noexcept {
    if (with_cas) cas_writer_.write(line.timeslot[16], false);
    writer_.write(line.timeslot, {.remote_alarm = remote_alarm, .e_bits = reader_.e_bits()});
}

void E1Framer::spoil(Millisecond& line, falc::Bits defects) const noexcept {
    auto& timeslot_0 = line.timeslot[0].octets;
    if ((defects & falc::one_fas_error) != 0) timeslot_0[0] ^= 1U;
    if (sends_crc4_ && (defects & falc::one_crc_error) != 0) timeslot_0[0] ^= first_bit;
    if (sends_crc4_ && (defects & falc::one_multiframe_error) != 0) timeslot_0[1] ^= first_bit;
    if ((defects & falc::one_cas_error) == 0) return;
    for (auto& octet : line.timeslot[16].octets) {
        if ((octet & 0xF0U) == 0) octet ^= 0x10U;
    }
}

// ── T1 ──────────────────────────────────────────────────────────────────────────────────────────

void T1Framer::set_up(T1Framing framing, T1Channels without_bits) noexcept {
    if (framing != framing_) {
        reader_ = T1FrameReader({.framing = framing});
        writer_ = T1FrameWriter(framing);
        bits_reader_ = T1RobbedBitReader(framing, 1);
    }
    if (framing != framing_ || without_bits != without_bits_) {
        bits_writer_ = T1RobbedBitWriter(framing, t1_all_channels & ~without_bits);
        for (std::uint8_t channel = 1; channel <= t1_timeslots; ++channel) {
            bits_writer_.set(channel, said_[channel]);
        }
    }
    framing_ = framing;
    without_bits_ = without_bits;
}

void T1Framer::read(const Millisecond& line) noexcept {
    reader_.read(line.timeslot, line.framing);
    up_.read(line.timeslot);
    down_.read(line.timeslot);
}

falc::Bits T1Framer::codes_heard() const noexcept {
    falc::Bits heard = 0;
    if (up_.heard()) heard |= falc::loop_up_heard;
    if (down_.heard()) heard |= falc::loop_down_heard;
    return heard;
}

// ESF: register 0x70 + n is channels 2n + 1 and 2n + 2. SF: six registers of four channels, AB
// each, twice.
std::uint8_t T1Framer::signalling(unsigned place) const noexcept {
    const auto bits = [this](unsigned channel) {
        return bits_reader_.bits(static_cast<std::uint8_t>(channel));
    };
    if (place >= robbed_registers) return 0;
    if (framing_ == T1Framing::esf) return two(bits(2 * place + 1), bits(2 * place + 2));
    unsigned value = 0;
    for (unsigned i = 1; i <= 4; ++i) value = value << 2U | bits(4 * (place % 6) + i) >> 2U;
    return static_cast<std::uint8_t>(value);
}

void T1Framer::say(unsigned place, std::uint8_t value) noexcept {
    const auto set = [this](unsigned channel, unsigned bits) {
        said_[channel] = static_cast<Abcd>(bits);
        bits_writer_.set(static_cast<std::uint8_t>(channel), said_[channel]);
    };
    if (place >= robbed_registers) return;
    if (framing_ == T1Framing::esf) {
        set(2 * place + 1, value >> 4U);
        set(2 * place + 2, value & 0xFU);
        return;
    }
    for (unsigned i = 0; i < 4; ++i) {
        const unsigned ab = value >> (6 - 2 * i) & 3U;
        set(4 * (place % 6) + i + 1, ab << 2U | ab);
    }
}

void T1Framer::write(Millisecond& line, bool remote_alarm, bool with_bits) noexcept {
    first_frame_ = writer_.frame();
    if (with_bits) bits_writer_.write(line.timeslot, first_frame_);
    line.framing = writer_.write(line.timeslot, {.remote_alarm = remote_alarm});
}

void T1Framer::spoil(Millisecond& line, falc::Bits defects) const noexcept {
    const auto spoil_one = [&](auto is_it) {
        for (unsigned k = 0; k < samples_per_tick; ++k) {
            const auto frame =
                static_cast<std::uint8_t>((first_frame_ + k) % t1_superframe_length(framing_));
            if (!is_it(t1_f_bit(framing_, frame))) continue;
            line.framing ^= static_cast<std::uint8_t>(1U << k);
            return;
        }
    };
    if ((defects & (falc::one_fas_error | falc::one_multiframe_error)) != 0) {
        spoil_one([](T1FBit bit) { return is_alignment(bit); });
    }
    if ((defects & falc::one_crc_error) != 0) {
        spoil_one([](T1FBit bit) { return bit == T1FBit::crc; });
    }
}

}  // namespace driver
