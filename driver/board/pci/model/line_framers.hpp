// SPDX-License-Identifier: GPL-2.0-or-later
// What the framer of a port does with an E1 and a T1: driver/framing, set up as registers say.
// `place` is that of a register of CAS, from 0.
#pragma once

#include <array>
#include <cstdint>

#include "driver/board/cable.hpp"
#include "driver/board/pci/falc/falc_registers.hpp"
#include "driver/framing/e1_cas.hpp"
#include "driver/framing/e1_framing.hpp"
#include "driver/framing/loop_codes.hpp"
#include "driver/framing/t1_framing.hpp"
#include "driver/framing/t1_robbed_bits.hpp"

namespace driver {

class E1Framer {
  public:
    using Millisecond = E1Millisecond;
    static constexpr unsigned timeslots = 31;
    static constexpr std::size_t place(unsigned timeslot) { return timeslot; }

    void set_up(bool sends_crc4, bool looks_for_crc4) noexcept;
    void read(const Millisecond& line) noexcept { reader_.read(line.timeslot); }
    void lose() noexcept;
    [[nodiscard]] const FrameDefects& defects() const noexcept { return reader_.defects(); }
    [[nodiscard]] falc::Bits multiframe_status() const noexcept;
    [[nodiscard]] E1Counts counts() const noexcept { return reader_.counts(); }
    void read_signalling(const Millisecond& line) noexcept { cas_reader_.read(line.timeslot[16]); }
    [[nodiscard]] std::uint8_t signalling(unsigned place) const noexcept;
    void say(unsigned place, std::uint8_t value) noexcept;
    void write(Millisecond& line, bool remote_alarm, bool with_cas) noexcept;
    // falc::ierr.
    void spoil(Millisecond& line, falc::Bits defects) const noexcept;

  private:
    bool sends_crc4_{};
    bool looks_for_crc4_{};
    E1FrameReader reader_;
    E1FrameWriter writer_;
    E1CasReader cas_reader_;
    E1CasWriter cas_writer_;
};

class T1Framer {
  public:
    using Millisecond = T1Millisecond;
    static constexpr unsigned timeslots = 24;
    static constexpr std::size_t place(unsigned timeslot) { return timeslot - 1U; }

    void set_up(T1Framing framing, T1Channels without_bits) noexcept;
    void read(const Millisecond& line) noexcept;
    void lose() noexcept { reader_.reset(); }
    [[nodiscard]] const FrameDefects& defects() const noexcept { return reader_.defects(); }
    [[nodiscard]] T1Counts counts() const noexcept { return reader_.counts(); }
    void read_signalling(const Millisecond& line) noexcept {
        bits_reader_.read(line.timeslot, reader_.first_frame());
    }
    [[nodiscard]] std::uint8_t signalling(unsigned place) const noexcept;
    void say(unsigned place, std::uint8_t value) noexcept;
    void write(Millisecond& line, bool remote_alarm, bool with_bits) noexcept;
    void spoil(Millisecond& line, falc::Bits defects) const noexcept;
    [[nodiscard]] falc::Bits codes_heard() const noexcept;

  private:
    T1Framing framing_{T1Framing::esf};
    T1Channels without_bits_{};
    T1FrameReader reader_;
    T1FrameWriter writer_;
    std::uint8_t first_frame_{};  // of the millisecond written last
    T1RobbedBitReader bits_reader_;
    T1RobbedBitWriter bits_writer_;
    std::array<Abcd, t1_timeslots + 1> said_{};
    // Hardware sees a code at once; how long it must last is the driver's to judge.
    LoopCodeReader up_{line_loop_up, 100ms};
    LoopCodeReader down_{line_loop_down, 100ms};
};

}  // namespace driver
