// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/hdlc.hpp"

#include <array>

namespace driver {
namespace {

constexpr std::uint16_t fcs_start = 0xFFFF;
constexpr std::uint16_t fcs_residue = 0xF0B8;

// x^16 + x^12 + x^5 + 1, least significant bit first. Row n is an octet with n octets after it, so
// that four octets go in one step.
constexpr std::size_t fcs_stride = 4;
constexpr std::array<std::array<std::uint16_t, 256>, fcs_stride> fcs_table = [] {
    std::array<std::array<std::uint16_t, 256>, fcs_stride> table{};
    for (unsigned octet = 0; octet < 256; ++octet) {
        unsigned value = octet;
        for (std::size_t i = 0; i < 8 * fcs_stride; ++i) {
            value = (value & 1U) != 0 ? value >> 1U ^ 0x8408U : value >> 1U;
            if (i % 8 == 7) table[i / 8][octet] = static_cast<std::uint16_t>(value);
        }
    }
    return table;
}();

std::uint16_t fcs_register(std::span<const std::uint8_t> octets) noexcept {
    std::uint32_t fcs = fcs_start;
    for (; octets.size() >= fcs_stride; octets = octets.subspan(fcs_stride)) {
        fcs = static_cast<std::uint32_t>(fcs_table[3][(fcs ^ octets[0]) & 0xFFU] ^
                                         fcs_table[2][(fcs >> 8U ^ octets[1]) & 0xFFU] ^
                                         fcs_table[1][octets[2]] ^ fcs_table[0][octets[3]]);
    }
    for (const auto octet : octets) fcs = fcs >> 8U ^ fcs_table[0][(fcs ^ octet) & 0xFFU];
    return static_cast<std::uint16_t>(fcs);
}

}  // namespace

std::uint16_t hdlc_fcs(std::span<const std::uint8_t> octets) noexcept {
    return static_cast<std::uint16_t>(~fcs_register(octets));
}

bool hdlc_fcs_is_right(std::span<const std::uint8_t> frame_and_fcs) noexcept {
    return fcs_register(frame_and_fcs) == fcs_residue;
}

}  // namespace driver
