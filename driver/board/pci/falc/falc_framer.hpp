// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "driver/board/messages.hpp"
#include "driver/board/pci/falc/falc_access.hpp"
#include "driver/board/pci/falc/falc_setup.hpp"
#include "driver/board/span/span_meter.hpp"
#include "driver/framing/defects.hpp"
#include "driver/framing/elastic_store.hpp"
#include "driver/framing/signalling_bits.hpp"

namespace driver {

// One port of a framer at work: status, counters, loops, alarms and CAS, one register access a
// call. Register accesses are slow (some microseconds on a PCI bus), so everything takes its turn,
// and what is known is as old as the last turn. Status has every other one. Realtime thread.
class FalcFramer {
  public:
    FalcFramer(FalcAccess& access, unsigned port, const FalcLineSetup& line) noexcept
        : access_(access), port_(port), line_(line) {
        if (!line.is_t1) said_.fill(0xDD);  // idle, 1101
        heard_.fill(line.is_t1 && line.framing != T1Framing::esf ? 0xFF : 0xDD);
        start(false);
    }

    // The framer was set up anew: nothing is known of the line, and nothing is looped.
    void start(bool v31) noexcept;
    // One access.
    void take_turn() noexcept;

    // ── what is known ─────────────────────────────────────────────────────────────────────────
    [[nodiscard]] bool has_signal() const noexcept { return (frs0_ & falc::los) == 0; }
    [[nodiscard]] FrameDefects defects() const noexcept;
    // Since the board was made.
    [[nodiscard]] const SpanErrors& errors() const noexcept { return errors_; }
    [[nodiscard]] std::uint32_t code_violations() const noexcept { return code_violations_; }
    [[nodiscard]] const Slips& slips() const noexcept { return slips_; }
    [[nodiscard]] bool has_multiframe() const noexcept {
        return (frs0_ & (falc::lmfa | falc::no_multiframe)) == 0;
    }
    // T1: the code that asks for a loop, or for its end, is on the line now.
    [[nodiscard]] bool hears_loop_up() const noexcept { return (frs1_ & falc::loop_up_heard) != 0; }
    [[nodiscard]] bool hears_loop_down() const noexcept {
        return (frs1_ & falc::loop_down_heard) != 0;
    }
    // The pair we transmit on is short or open.
    [[nodiscard]] bool pair_is_broken() const noexcept {
        return (frs1_ & (falc::short_circuit | falc::open_circuit)) != 0;
    }
    // CAS as received; channels from 1, an E1's to 30.
    [[nodiscard]] Abcd bits(std::uint8_t channel) const noexcept;

    // ── what is wanted ────────────────────────────────────────────────────────────────────────
    void send_remote_alarm(bool on) noexcept { wants_remote_alarm_ = on; }
    // T1: codes in all channels, while on.
    void send_loop_code(bool up, bool down) noexcept;
    // A remote one is none here.
    void loop(SpanLoop loop) noexcept { wanted_loop_ = loop; }
    void say(std::uint8_t channel, Abcd bits) noexcept;
    // falc::ierr: each once.
    void inject(falc::Bits defects) noexcept { to_inject_ |= defects; }

  private:
    // Where a channel's bits are among the CAS registers.
    struct Place {
        unsigned place{};
        unsigned shift{};  // of the channel's bits
        unsigned width{4};
    };
    [[nodiscard]] bool write_what_is_wanted() noexcept;
    [[nodiscard]] bool write_loops() noexcept;
    [[nodiscard]] bool write_if(falc::Register address, std::uint8_t wanted,
                                std::uint8_t& written) noexcept;
    void read_status() noexcept;
    void read_next() noexcept;
    void read_counter() noexcept;
    [[nodiscard]] Place place_of(std::uint8_t channel) const noexcept;
    [[nodiscard]] unsigned signalling_registers() const noexcept;
    [[nodiscard]] std::uint8_t alarm_register() const noexcept;

    FalcAccess& access_;
    unsigned port_;
    FalcLineSetup line_;
    bool v31_{};

    falc::Bits frs0_{};
    falc::Bits frs1_{};
    SpanErrors errors_;
    std::uint32_t code_violations_{};
    Slips slips_;
    std::array<std::uint8_t, 16> heard_{};  // CAS registers
    std::array<std::uint8_t, 16> said_{};

    bool status_is_next_{};
    unsigned next_{};           // of the registers that are read in turn
    unsigned counters_left_{};  // octets
    std::uint8_t low_octet_{};
    unsigned signalling_left_{};
    unsigned resync_left_{};
    unsigned resync_in_{};  // status turns

    bool wants_remote_alarm_{};
    SpanLoop wanted_loop_{};
    falc::Bits to_inject_{};
    std::uint16_t to_say_{};  // a bit each CAS register
    // What the registers hold.
    std::uint8_t alarm_{};
    std::uint8_t lim0_{};
    std::uint8_t lim1_{};
    std::uint8_t fmr2_{};
    std::uint8_t fmr5_{};
    std::uint8_t wanted_fmr5_{falc::fmr5_robbed_bits};
};

}  // namespace driver
