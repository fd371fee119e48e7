// SPDX-License-Identifier: GPL-2.0-or-later
// What is written into a framer so that a line works: pure tables, the same for every board with
// such a framer.
#pragma once

#include <cstdint>
#include <vector>

#include "driver/board/pci/falc/falc_registers.hpp"
#include "driver/framing/t1_superframe.hpp"

namespace driver {

// Known only when the framer has been asked: some writes are for one version only.
enum class FalcVersion : std::uint8_t { any, v21, v31 };

struct FalcWrite {
    falc::Register address{};
    std::uint8_t value{};
    FalcVersion only{FalcVersion::any};
    friend bool operator==(const FalcWrite&, const FalcWrite&) = default;
};

struct FalcLineSetup {
    bool is_t1{};
    bool ami{};                         // else HDB3 or B8ZS
    bool crc4{};                        // E1: sent, and looked for
    bool cas{};                         // timeslot 16, or robbed bits
    T1Framing framing{T1Framing::esf};  // T1
    // T1: 0 to 3 for 0, -7.5, -15, -22.5 dB of cable simulated.
    std::uint8_t build_out{};
    friend bool operator==(const FalcLineSetup&, const FalcLineSetup&) = default;
};

// One port's line, after the system side. In the order in which they must be written.
[[nodiscard]] std::vector<FalcWrite> falc_line_writes(const FalcLineSetup& line);

// What a port's status registers start from and go back to: see FalcFramer.
[[nodiscard]] constexpr std::uint8_t falc_line_code(const FalcLineSetup& line, bool v31) {
    if (!line.ami) return falc::fmr0_b8zs_hdb3;
    return v31 ? falc::fmr0_ami_v31 : falc::fmr0_ami;
}
inline constexpr std::uint8_t falc_lim0 = 0x08;  // long haul by itself, no local loop
inline constexpr std::uint8_t falc_lim1 = 0xF0;  // no data while LOS, no remote loop
inline constexpr std::uint8_t falc_xsw = 0x9F;   // spare bits 1, no remote alarm
[[nodiscard]] constexpr std::uint8_t falc_fmr2(const FalcLineSetup& line) {
    if (line.is_t1) return line.framing == T1Framing::esf ? 0xE0 : 0x20;
    return line.crc4 ? 0xC3 : 0x03;  // RAI by itself, too
}
[[nodiscard]] constexpr std::uint8_t falc_fmr4(const FalcLineSetup& line) {
    return line.framing == T1Framing::esf ? 0x0E : 0x0C;
}

}  // namespace driver
