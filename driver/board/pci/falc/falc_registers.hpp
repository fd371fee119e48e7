// SPDX-License-Identifier: GPL-2.0-or-later
// Registers and bits of a FALC framer by the names of its data sheet; each port has its own, unless
// said otherwise. Some addresses mean one thing written and another read.
#pragma once

#include <cstdint>

namespace driver::falc {

using Register = std::uint8_t;
using Bits = std::uint8_t;

// ── set up ──────────────────────────────────────────────────────────────────────────────────────
inline constexpr Register cmdr = 0x02;  // commands
inline constexpr Register ipc = 0x08;   // of the chip: interrupt pin
inline constexpr Register imr0 = 0x14;  // interrupt masks: imr0 + n for isr0 + n
inline constexpr Register ierr = 0x1B;  // one defect on the line
inline constexpr Register fmr0 = 0x1C;  // line code
inline constexpr Register fmr1 = 0x1D;  // E1 or T1
inline constexpr Register fmr2 = 0x1E;  // receive framing
inline constexpr Register xsw = 0x20;   // E1: timeslot 0
inline constexpr Register fmr4 = 0x20;  // T1: framing
inline constexpr Register xsp = 0x21;   // E1: timeslots 0 and 16
inline constexpr Register fmr5 = 0x21;  // T1: robbed bits, loop codes
inline constexpr Register xc0 = 0x22;   // where the system side's frame begins: transmit,
inline constexpr Register xc1 = 0x23;
inline constexpr Register rc0 = 0x24;  // receive
inline constexpr Register rc1 = 0x25;
inline constexpr Register xpm0 = 0x26;  // pulse shape: xpm0 to xpm0 + 2
inline constexpr Register ccb1 = 0x2F;  // T1: channels without robbed bits, ccb1 to ccb1 + 2
inline constexpr Register lim0 = 0x36;  // line interface
inline constexpr Register lim1 = 0x37;
inline constexpr Register pcd = 0x38;  // zeros until LOS
inline constexpr Register pcr = 0x39;  // ones until it is over
inline constexpr Register lim2 = 0x3A;
inline constexpr Register lcr1 = 0x3B;  // patterns
inline constexpr Register sic1 = 0x3E;  // system interface
inline constexpr Register sic2 = 0x3F;
inline constexpr Register sic3 = 0x40;
inline constexpr Register cmr1 = 0x44;  // of port 0: whose clock is recovered
inline constexpr Register cmr2 = 0x45;
inline constexpr Register gcr = 0x46;
inline constexpr Register signalling = 0x70;  // CAS: 0x70 to 0x7F; read received, written sent
inline constexpr Register pc1 = 0x80;         // multifunction pins: pc1 to pc5
inline constexpr Register gpc1 = 0x85;        // of the chip
inline constexpr Register pc6 = 0x86;
inline constexpr Register gcm1 = 0x92;   // of the chip: clocks, gcm1 to gcm1 + 7
inline constexpr Register test1 = 0xBB;  // the makers' sequence for E1 receivers
inline constexpr Register test2 = 0xBC;
inline constexpr Register erratum3 = 0xBD;
inline constexpr Register global_mode = 0xD6;  // of the chip

// ── status ──────────────────────────────────────────────────────────────────────────────────────
inline constexpr Register vstr = 0x4A;  // version
inline constexpr Register frs0 = 0x4C;
inline constexpr Register frs1 = 0x4D;
// Counters of the last whole second, low octet; the high one follows.
inline constexpr Register fec = 0x50;   // alignment signals
inline constexpr Register cvc = 0x52;   // line code
inline constexpr Register cec = 0x54;   // CRC
inline constexpr Register ebc = 0x56;   // E bits
inline constexpr Register bec = 0x58;   // of a pattern
inline constexpr Register isr0 = 0x68;  // what has happened: isr0 to isr0 + 4; reading clears
inline constexpr unsigned isrs = 5;
inline constexpr Register gis = 0x6E;  // which of them have something
inline constexpr Register cis = 0x6F;  // of the chip: which ports

// ── bits ────────────────────────────────────────────────────────────────────────────────────────
inline constexpr Bits vstr_v21 = 0x05;
inline constexpr Bits vstr_v31 = 0x20;
inline constexpr Bits compatibility_off = 0x20;  // global_mode: vstr tells the true version

inline constexpr Bits fmr0_resync = 0x02;
inline constexpr Bits fmr0_b8zs_hdb3 = 0xF0;
inline constexpr Bits fmr0_ami = 0xA0;
inline constexpr Bits fmr0_ami_v31 = 0xB0;  // its erratum 2
inline constexpr Bits fmr1_t1 = 0x10;
inline constexpr Bits fmr1_e1_crc4 = 0x08;
inline constexpr Bits fmr1_each_second = 0x04;  // counters are those of the last second
inline constexpr Bits fmr2_multiframe = 0xC0;
inline constexpr Bits fmr2_payload_loop = 0x04;
inline constexpr Bits fmr2_auto_rai = 0x02;
inline constexpr Bits rai = 0x20;  // xsw of an E1, fmr4 of a T1
inline constexpr Bits xsp_cas = 0x40;
inline constexpr Bits fmr4_esf = 0x02;
inline constexpr Bits fmr5_loop_up = 0x10;
inline constexpr Bits fmr5_loop_down = 0x20;
inline constexpr Bits fmr5_robbed_bits = 0x40;
inline constexpr Bits rc0_t1_only = 0x03;  // channel 1 is timeslot 5
inline constexpr Bits lim0_local_loop = 0x02;
inline constexpr Bits lim1_line_loop = 0x02;
inline constexpr Bits gcr_masked_are_visible = 0x80;
inline constexpr unsigned cmr1_port_shift = 6;

inline constexpr Bits los = 0x80;  // frs0
inline constexpr Bits ais = 0x40;
inline constexpr Bits lfa = 0x20;
inline constexpr Bits rra = 0x10;            // RAI received
inline constexpr Bits no_multiframe = 0x04;  // for 400 ms
inline constexpr Bits lmfa = 0x02;
inline constexpr Bits loop_down_heard = 0x10;  // frs1 of a T1
inline constexpr Bits loop_up_heard = 0x08;
inline constexpr Bits short_circuit = 0x02;  // of the transmitted pair
inline constexpr Bits open_circuit = 0x01;

inline constexpr Bits cas_changed = 0x08;  // isr0
inline constexpr Bits isr2_far = 0x80;     // frame alignment found again
inline constexpr Bits isr2_lfa = 0x40;
inline constexpr Bits isr2_ais = 0x08;
inline constexpr Bits isr2_los = 0x04;
inline constexpr Bits isr2_rar = 0x02;  // RAI over
inline constexpr Bits isr2_ra = 0x01;
inline constexpr Bits second = 0x40;  // isr3
inline constexpr Bits errored_second = 0x80;
inline constexpr Bits frame_deleted = 0x02;  // receive slips
inline constexpr Bits frame_repeated = 0x01;
inline constexpr Bits transmit_slips = 0xC0;  // isr4

// ierr
inline constexpr Bits one_bipolar_violation = 0x01;
inline constexpr Bits one_prbs_error = 0x02;
inline constexpr Bits one_cas_error = 0x04;
inline constexpr Bits one_crc_error = 0x08;
inline constexpr Bits one_multiframe_error = 0x10;
inline constexpr Bits one_fas_error = 0x20;

}  // namespace driver::falc
