// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/e1_framing.hpp"

#include <algorithm>

#include "driver/base/state_table.hpp"
#include "driver/framing/block_crc.hpp"

namespace driver {
namespace {

constexpr std::uint8_t fas = 0x1B;  // bits 2-8; bit 1 is Si or C
constexpr std::uint8_t fas_bits = 0x7F;
constexpr std::uint8_t nfas_bit_2 = 0x40;  // always set, so that it cannot look like a FAS
constexpr std::uint8_t a_bit = 0x20;
constexpr std::uint8_t sa_bits_of_nfas = 0x1F;
constexpr unsigned mfas_and_e = 0b00101111;    // first bits of the NFAS of a multiframe
constexpr std::uint8_t nfas_to_believe_a = 3;  // O.162
constexpr std::uint8_t nfas_to_lose = 3;       // G.706 4.1.1

enum class Saw : std::uint8_t { right_fas, wrong_fas, right_nfas, wrong_nfas };

constexpr auto alignment_steps = state_table<E1Alignment, Saw>({
    {E1Alignment::searching,     Saw::right_fas,  E1Alignment::fas_seen     }, // G.706 4.1.2
    {E1Alignment::fas_seen,      Saw::right_nfas, E1Alignment::nfas_seen    },
    {E1Alignment::fas_seen,      Saw::wrong_nfas, E1Alignment::searching    },
    {E1Alignment::nfas_seen,     Saw::right_fas,  E1Alignment::aligned      },
    {E1Alignment::nfas_seen,     Saw::wrong_fas,  E1Alignment::searching    },
    {E1Alignment::aligned,       Saw::wrong_fas,  E1Alignment::one_fas_wrong}, // G.706 4.1.1
    {E1Alignment::one_fas_wrong, Saw::right_fas,  E1Alignment::aligned      },
    {E1Alignment::one_fas_wrong, Saw::wrong_fas,  E1Alignment::two_fas_wrong},
    {E1Alignment::two_fas_wrong, Saw::right_fas,  E1Alignment::aligned      },
    {E1Alignment::two_fas_wrong, Saw::wrong_fas,  E1Alignment::searching    },
});
static_assert(alignment_steps.has_one_answer_each());
static_assert(alignment_steps.all_reach(E1Alignment::aligned));
static_assert(alignment_steps.all_reach(E1Alignment::searching));

constexpr bool is_fas(std::uint8_t octet) {
    return (octet & fas_bits) == fas;
}
constexpr bool is_nfas(std::uint8_t octet) {
    return (octet & nfas_bit_2) != 0;
}

constexpr bool in_frame(E1Alignment alignment) {
    return alignment == E1Alignment::aligned || alignment == E1Alignment::one_fas_wrong ||
           alignment == E1Alignment::two_fas_wrong;
}

}  // namespace

// Bit 1 of timeslot 0 in a frame of the millisecond, 0-7 (G.704 table 5B).
unsigned E1FrameWriter::first_bit(unsigned frame, const E1EBits& e_bits) const noexcept {
    if (!with_crc4_) return 1;
    if (frame % 2 == 0) return crc_ >> (3 - frame / 2) & 1U;
    if (second_half_ && frame == 5) return e_bits.first ? 1 : 0;
    if (second_half_ && frame == 7) return e_bits.second ? 1 : 0;
    const unsigned nfas = frame / 2 + (second_half_ ? 4 : 0);
    return mfas_and_e >> (7 - nfas) & 1U;
}

void E1FrameWriter::write(std::span<Chunk, e1_timeslots> millisecond,
                          const E1Overhead& overhead) noexcept {
    const unsigned a = overhead.remote_alarm ? a_bit : 0;
    for (unsigned k = 0; k < samples_per_tick; ++k) {
        const unsigned sa = overhead.sa_bits[k / 2] & sa_bits_of_nfas;
        const unsigned others = k % 2 == 0 ? fas : nfas_bit_2 | a | sa;
        millisecond[0].octets[k] =
            static_cast<std::uint8_t>(first_bit(k, overhead.e_bits) << 7U | others);
    }
    if (!with_crc4_) return;
    const Chunk crcs = crc4_of_frames(millisecond);
    std::uint8_t crc = 0;
    for (unsigned k = 0; k < samples_per_tick; ++k) {
        const bool c_bit_set = k % 2 == 0 && (crc_ >> (3 - k / 2) & 1U) != 0;
        const unsigned c_bit = c_bit_set ? crc4_of_first_bit : 0;
        crc = crc4_append(crc, static_cast<std::uint8_t>(crcs.octets[k] ^ c_bit));
    }
    crc_ = crc;
    second_half_ = !second_half_;
}

bool E1FrameReader::has_basic_alignment() const noexcept {
    return in_frame(alignment_);
}

E1Counts E1FrameReader::counts() const noexcept {
    return {.losses_of_frame = losses_of_frame_,
            .fas_errors = fas_errors_,
            .crc_errors = multiframe_.crc_errors(),
            .far_end_errors = multiframe_.far_end_errors()};
}

void E1FrameReader::reset() noexcept {
    if (has_basic_alignment()) lose();
    alignment_ = E1Alignment::searching;
    all_ones_ = {};
    update_defects();
}

void E1FrameReader::read(std::span<const Chunk, e1_timeslots> millisecond) noexcept {
    const Chunk crcs = options_.crc4 == E1Crc4::off ? Chunk{} : crc4_of_frames(millisecond);
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        read_frame(millisecond[0].octets[k], crcs.octets[k]);
    }
    if (has_basic_alignment()) {
        all_ones_ = {};
    } else {
        all_ones_.read(millisecond);
    }
    update_defects();
}

std::size_t E1FrameReader::read_until_lost(
    std::span<const Chunk, e1_timeslots> millisecond) noexcept {
    const Chunk crcs = options_.crc4 == E1Crc4::off ? Chunk{} : crc4_of_frames(millisecond);
    std::size_t k = 0;
    bool lost = false;
    while (k < samples_per_tick && !lost) {
        const bool had = has_basic_alignment();
        read_frame(millisecond[0].octets[k], crcs.octets[k]);
        lost = had && !has_basic_alignment();
        ++k;
    }
    update_defects();
    return k;
}

void E1FrameReader::take_over(const E1FrameReader& other) noexcept {
    alignment_ = other.alignment_;
    fas_is_next_ = other.fas_is_next_;
    wrong_nfas_ = other.wrong_nfas_;
    unlike_remote_alarm_ = other.unlike_remote_alarm_;
    sa_bits_ = other.sa_bits_;
    multiframe_.take_over(other.multiframe_);
    defects_ = other.defects_;
}

void E1FrameReader::read_frame(std::uint8_t timeslot_0, std::uint8_t crc) noexcept {
    if (!has_basic_alignment()) {
        find_alignment(timeslot_0);
    } else if (fas_is_next_) {
        read_fas(timeslot_0, crc);
    } else {
        read_nfas(timeslot_0, crc);
    }
}

void E1FrameReader::find_alignment(std::uint8_t timeslot_0) noexcept {
    const bool nfas_now = alignment_ == E1Alignment::fas_seen;
    const bool right = nfas_now ? is_nfas(timeslot_0) : is_fas(timeslot_0);
    const Saw saw = nfas_now ? (right ? Saw::right_nfas : Saw::wrong_nfas)
                             : (right ? Saw::right_fas : Saw::wrong_fas);
    alignment_ = alignment_steps.next(alignment_, saw).value_or(alignment_);
    // What was no successor may itself be the beginning.
    if (!right && is_fas(timeslot_0)) alignment_ = E1Alignment::fas_seen;
    if (!has_basic_alignment()) return;
    fas_is_next_ = false;
    wrong_nfas_ = 0;
    unlike_remote_alarm_ = 0;
    multiframe_.start();
}

void E1FrameReader::read_fas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept {
    fas_is_next_ = false;
    const bool right = is_fas(timeslot_0);
    if (!right) ++fas_errors_;
    if (!right || alignment_ != E1Alignment::aligned) {
        const Saw saw = right ? Saw::right_fas : Saw::wrong_fas;
        alignment_ = alignment_steps.next(alignment_, saw).value_or(alignment_);
    }
    if (!has_basic_alignment() || !multiframe_.read_fas(timeslot_0, crc)) lose();
}

void E1FrameReader::read_nfas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept {
    fas_is_next_ = true;
    wrong_nfas_ = is_nfas(timeslot_0) ? 0 : static_cast<std::uint8_t>(wrong_nfas_ + 1);
    const bool too_many = options_.nfas_can_lose && wrong_nfas_ == nfas_to_lose;
    if (too_many || !multiframe_.read_nfas(timeslot_0, crc)) return lose();
    // A and Sa are believed between right FAS only: all ones would say A = 1 until alignment is
    // lost.
    if (alignment_ != E1Alignment::aligned || lacks_multiframe()) return;
    read_remote_alarm(timeslot_0);
    std::shift_left(sa_bits_.begin(), sa_bits_.end(), 1);
    sa_bits_.back() = timeslot_0 & sa_bits_of_nfas;
}

void E1FrameReader::read_remote_alarm(std::uint8_t nfas_octet) noexcept {
    const bool says = (nfas_octet & a_bit) != 0;
    if (says == defects_.remote_alarm) {
        unlike_remote_alarm_ = 0;
    } else if (++unlike_remote_alarm_ == nfas_to_believe_a) {
        defects_.remote_alarm = says;
        unlike_remote_alarm_ = 0;
    }
}

bool E1FrameReader::lacks_multiframe() const noexcept {
    return options_.crc4 == E1Crc4::on && multiframe_.state() != E1Multiframe::State::aligned;
}

void E1FrameReader::lose() noexcept {
    ++losses_of_frame_;
    alignment_ = E1Alignment::searching;
    multiframe_.stop();
    defects_.remote_alarm = false;
}

void E1FrameReader::update_defects() noexcept {
    defects_.out_of_frame = !has_basic_alignment() || lacks_multiframe();
    defects_.alarm_indication = all_ones_.seen();
}

}  // namespace driver
