// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/e1_framing.hpp"

#include "driver/base/state_table.hpp"
#include "driver/framing/zeros.hpp"

namespace driver {
namespace {

constexpr std::uint8_t fas = 0x1B;  // bits 2-8; bit 1 is Si
constexpr std::uint8_t fas_bits = 0x7F;
constexpr std::uint8_t si = 0x80;
constexpr std::uint8_t nfas = 0xDF;        // Si and Sa set, A clear
constexpr std::uint8_t nfas_bit_2 = 0x40;  // always set, so that it cannot look like a FAS
constexpr std::uint8_t a_bit = 0x20;
constexpr std::uint8_t nfas_to_believe_a = 3;     // O.162
constexpr std::uint32_t zeros_deny_all_ones = 3;  // in one period of 512 bits, G.775
constexpr std::uint8_t periods_to_believe = 2;

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

constexpr bool in_frame(E1Alignment alignment) {
    return alignment == E1Alignment::aligned || alignment == E1Alignment::one_fas_wrong ||
           alignment == E1Alignment::two_fas_wrong;
}

}  // namespace

void E1FrameWriter::write(std::span<Chunk, e1_timeslots> millisecond, bool remote_alarm) noexcept {
    constexpr std::uint8_t even = si | fas;
    const auto odd = static_cast<std::uint8_t>(remote_alarm ? nfas | a_bit : nfas);
    millisecond[0] = {
        {even, odd, even, odd, even, odd, even, odd}
    };
}

void E1FrameReader::read(std::span<const Chunk, e1_timeslots> millisecond) noexcept {
    for (const auto octet : millisecond[0].octets) read_alignment(octet);
    defects_.out_of_frame = !in_frame(alignment_);
    if (defects_.out_of_frame) {
        watch_for_all_ones(millisecond);
        defects_.remote_alarm = false;
        unlike_remote_alarm_ = 0;
    } else {
        defects_.alarm_indication = false;
        unlike_all_ones_ = 0;
    }
}

void E1FrameReader::read_alignment(std::uint8_t timeslot_0) noexcept {
    const bool was_searching = alignment_ == E1Alignment::searching;
    const bool fas_now = fas_is_next_ || was_searching;
    const bool right = fas_now ? is_fas(timeslot_0) : (timeslot_0 & nfas_bit_2) != 0;
    const Saw saw = fas_now ? (right ? Saw::right_fas : Saw::wrong_fas)
                            : (right ? Saw::right_nfas : Saw::wrong_nfas);
    alignment_ = alignment_steps.next(alignment_, saw).value_or(alignment_);
    fas_is_next_ = !fas_now;
    // A is believed between right FAS only: all ones would say A = 1 until alignment is lost.
    if (!fas_now && alignment_ == E1Alignment::aligned) read_remote_alarm(timeslot_0);
    // A rejected candidate's successor may itself be the beginning.
    const bool rejected = !was_searching && alignment_ == E1Alignment::searching;
    if (rejected && is_fas(timeslot_0)) {
        alignment_ = E1Alignment::fas_seen;
        fas_is_next_ = false;
    }
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

void E1FrameReader::watch_for_all_ones(std::span<const Chunk, e1_timeslots> millisecond) noexcept {
    for (std::size_t frame = 0; frame < samples_per_tick; frame += 2) {  // 512 bits are two frames
        Chunk period{};
        period.octets[frame] = period.octets[frame + 1] = 0xFF;
        const bool says =
            zeros_among(millisecond, period, zeros_deny_all_ones) < zeros_deny_all_ones;
        if (says == defects_.alarm_indication) {
            unlike_all_ones_ = 0;
        } else if (++unlike_all_ones_ == periods_to_believe) {
            defects_.alarm_indication = says;
            unlike_all_ones_ = 0;
        }
    }
}

}  // namespace driver
