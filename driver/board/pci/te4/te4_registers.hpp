// SPDX-License-Identifier: GPL-2.0-or-later
// Registers of the TE2xx/TE4xx boards, second to fifth generation: offsets in BAR 0, and their
// bits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace driver::te4 {

inline constexpr std::uint32_t received_address = 0x00;     // the board writes there
inline constexpr std::uint32_t transmitted_address = 0x04;  // the board reads there
inline constexpr std::uint32_t dma_control = 0x0C;
inline constexpr std::uint32_t interrupt = 0x10;  // any write acknowledges
inline constexpr std::uint32_t ring = 0x14;
inline constexpr std::uint32_t version = 0x18;
inline constexpr std::uint32_t leds = 0x1C;
inline constexpr std::uint32_t gpio_control = 0x20;
inline constexpr std::uint32_t gpio = 0x24;
inline constexpr std::uint32_t framer_address = 0x28;
inline constexpr std::uint32_t framer_data = 0x2C;
inline constexpr std::uint32_t bar_size = 0x80;

// dma_control
inline constexpr std::uint32_t dma_start = 0xC000'0000;
inline constexpr std::uint32_t recovered_clock = 1U << 29U;
inline constexpr std::uint32_t no_burst = 1U << 26U;
// The switch between timeslots (TSI): one entry a write. Timeslots count span by span, 32 each.
inline constexpr std::uint32_t switch_strobe = 0x4000;
inline constexpr std::uint32_t switch_fields = 0x7FFF;
inline constexpr unsigned switch_to_shift = 7;
inline constexpr std::uint32_t switch_timeslots = 128;

// interrupt
inline constexpr std::uint32_t framer_interrupt = 1U << 0U;
inline constexpr std::uint32_t dma_interrupt = 1U << 1U;
inline constexpr unsigned milliseconds_shift = 16;  // fifth generation: a count, modulo 128
inline constexpr std::uint32_t milliseconds_mask = 0x7F;
inline constexpr std::uint32_t interrupt_seed = 0x0C;

// ring. Written: milliseconds an interrupt << 16 | buffers. Read: the buffer in use.
inline constexpr unsigned ring_index_shift = 8;
inline constexpr std::uint32_t ring_index_mask = 0x7F;
inline constexpr std::uint32_t one_millisecond_an_interrupt = 1U << 16U;
inline constexpr std::size_t shortest_ring = 2;
inline constexpr std::size_t longest_ring = 127;

// version
inline constexpr std::uint32_t version_mask = 0xFFFF'0000;
inline constexpr std::uint32_t version_known = 0xC01A'0000;

// leds: two bits a span, lowest first. Read: jumpers and the rotary switch.
enum class Led : std::uint8_t { off, red, green, yellow };
inline constexpr std::uint32_t leds_in_reset = 0xFF;
inline constexpr std::uint32_t activate = 1U << 12U;
inline constexpr unsigned e1_jumpers_shift = 8;
inline constexpr std::uint32_t e1_jumpers_mask = 0xF;
inline constexpr unsigned rotary_shift = 28;

// framer_address: the register and port of the framer, and strobes
inline constexpr unsigned framer_port_shift = 8;
inline constexpr std::uint32_t framer_select = 1U << 10U;
inline constexpr std::uint32_t framer_first_quad = 1U << 14U;
inline constexpr std::uint32_t framer_read = 1U << 15U;
inline constexpr std::uint32_t framer_write = 1U << 16U;

// A millisecond in memory: spans, of timeslots, of eight octets that follow each other.
inline constexpr std::size_t spans = 4;
inline constexpr std::size_t timeslots = 32;
inline constexpr std::size_t buffer_octets = spans * timeslots * 8;
// Where all spans are T1s, channel 1 is timeslot 5.
inline constexpr std::size_t t1_shift = 4;

}  // namespace driver::te4
