// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/falc/falc_setup.hpp"

#include <array>

namespace driver {
namespace {

using Writes = std::vector<FalcWrite>;

void add(Writes& writes, std::initializer_list<FalcWrite> more) {
    writes.insert(writes.end(), more);
}

void add_line_code(Writes& writes, const FalcLineSetup& line) {
    if (!line.ami)
        return add(writes, {
                               {falc::fmr0, falc::fmr0_b8zs_hdb3}
        });
    add(writes, {
                    {falc::fmr0, falc::fmr0_ami,     FalcVersion::v21},
                    {falc::fmr0, falc::fmr0_ami_v31, FalcVersion::v31}
    });
}

void add_line_interface(Writes& writes) {
    add(writes, {
                    {falc::lim1, falc_lim1},
                    {falc::lim0, falc_lim0}, // after lim1
                    {falc::cmdr, 0x50     }, // receiver and transmitter reset
                    {falc::cmdr, 0x00     },
    });
}

// LOS after 176 zeros, over after 22 ones.
void add_thresholds(Writes& writes, std::uint8_t lim2) {
    add(writes, {
                    {falc::lim2, lim2},
                    {falc::pcd,  0x0A},
                    {falc::pcr,  0x15}
    });
}

void add_pulse(Writes& writes, const std::array<std::uint8_t, 3>& xpm) {
    add(writes, {
                    {falc::xpm0,     xpm[0]},
                    {falc::xpm0 + 1, xpm[1]},
                    {falc::xpm0 + 2, xpm[2]}
    });
}

// Unmasked is what we read: CAS, the second, slips. Nobody waits for an interrupt.
void add_masks(Writes& writes) {
    add(writes, {
                    {falc::imr0,     0xF7},
                    {falc::imr0 + 1, 0xFF},
                    {falc::imr0 + 2, 0xFF},
                    {falc::imr0 + 3, 0xBC},
                    {falc::imr0 + 4, 0x3F}
    });
}

// The makers' sequence for receivers of E1s after a reset.
void add_receiver_condition(Writes& writes) {
    for (const auto& [select, data] : {
             std::array<std::uint8_t, 2>{0x17, 0x55},
              std::array<std::uint8_t, 2>{0x11, 0xAA},
             std::array<std::uint8_t, 2>{0x12, 0x55}
    }) {
        add(writes, {
                        {falc::test1, select                                   },
                        {falc::test2, data                                     },
                        {falc::test1, static_cast<std::uint8_t>(select | 0x80U)}
        });
    }
    add(writes, {
                    {falc::test1, 0x0C},
                    {falc::test1, 0x00},
                    {falc::test1, 0x8C}
    });
}

Writes e1_writes(const FalcLineSetup& line) {
    Writes writes;
    const falc::Bits crc4 = line.crc4 ? falc::fmr1_e1_crc4 : falc::Bits{};
    add(writes,
        {
            {falc::fmr1, static_cast<std::uint8_t>(0x44U | crc4)},
            {falc::fmr2, falc_fmr2(line)                        }
    });
    add_line_code(writes, line);
    add_line_interface(writes);
    add(writes, {
                    {falc::pc6, 0x40, FalcVersion::v31}
    });  // 7.5 Ω to transmit
    add_receiver_condition(writes);
    add_thresholds(writes, 0x20);
    add(writes,
        {
            {falc::xsw, falc_xsw                                                          },
            {falc::xsp, static_cast<std::uint8_t>(0x1CU | (line.cas ? falc::xsp_cas : 0U))}
    });
    add_pulse(writes, {0x54, 0x02, 0x00});
    add_masks(writes);
    add(writes, {
                    {falc::ccb1,     0},
                    {falc::ccb1 + 1, 0},
                    {falc::ccb1 + 2, 0}
    });
    return writes;
}

Writes t1_writes(const FalcLineSetup& line) {
    constexpr std::array<std::array<std::uint8_t, 3>, 4> pulses{
        {{0xD7, 0x22, 0x01}, {0x8C, 0x01, 0x00}, {0x8C, 0x11, 0x01}, {0x07, 0x01, 0x00}}
    };
    Writes writes;
    add(writes, {
                    {falc::fmr1, 0x9C           },
                    {falc::fmr2, falc_fmr2(line)}
    });
    add_line_code(writes, line);
    add(writes, {
                    {falc::fmr4, falc_fmr4(line)       },
                    {falc::fmr5, falc::fmr5_robbed_bits}
    });
    add_line_interface(writes);
    // 0 Ω to transmit, and the cure of erratum 3
    add(writes, {
                    {falc::pc6,      0x00, FalcVersion::v31},
                    {falc::erratum3, 0x05, FalcVersion::v31}
    });
    const unsigned build_out = line.build_out & 3U;
    add_thresholds(writes, static_cast<std::uint8_t>(0x21U | build_out << 6U));
    add_pulse(writes, pulses[build_out]);
    add_masks(writes);
    const std::uint8_t clear = line.cas ? 0x00 : 0xFF;
    add(writes, {
                    {falc::ccb1,     clear},
                    {falc::ccb1 + 1, clear},
                    {falc::ccb1 + 2, clear}
    });
    return writes;
}

}  // namespace

std::vector<FalcWrite> falc_line_writes(const FalcLineSetup& line) {
    return line.is_t1 ? t1_writes(line) : e1_writes(line);
}

}  // namespace driver
