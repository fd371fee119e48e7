// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/crc32c.hpp"

#include <array>
#include <cstring>

namespace pbx {
namespace {

constexpr std::uint32_t polynomial = 0x82F63B78U;  // bits reversed

// tables[n][octet]: what `octet` does to the remainder with n more octets after it.
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t octet = 0; octet < 256; ++octet) {
        std::uint32_t remainder = octet;
        for (int bit = 0; bit < 8; ++bit) {
            remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? polynomial : 0U);
        }
        tables[0][octet] = remainder;
    }
    for (std::size_t n = 1; n < tables.size(); ++n) {
        for (std::size_t octet = 0; octet < 256; ++octet) {
            const std::uint32_t before = tables[n - 1][octet];
            tables[n][octet] = (before >> 8U) ^ tables[0][before & 0xFFU];
        }
    }
    return tables;
}
constexpr Tables tables = make_tables();

std::uint64_t load_eight(const std::byte* at) {
    std::uint64_t eight{};
    std::memcpy(&eight, at, sizeof eight);
    return eight;
}

std::uint32_t add_octet(std::uint32_t remainder, std::byte octet) {
    return (remainder >> 8U) ^
           tables[0][(remainder ^ std::to_integer<std::uint32_t>(octet)) & 0xFFU];
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::span<const std::byte> octets,
                                                               std::uint32_t before) {
    std::uint64_t remainder = ~before;
    while (octets.size() >= 8) {
        remainder = __builtin_ia32_crc32di(remainder, load_eight(octets.data()));
        octets = octets.subspan(8);
    }
    auto narrow = static_cast<std::uint32_t>(remainder);
    for (const std::byte octet : octets) {
        narrow = __builtin_ia32_crc32qi(narrow, std::to_integer<std::uint8_t>(octet));
    }
    return ~narrow;
}
#endif

}  // namespace

std::uint32_t crc32c_by_table(std::span<const std::byte> octets, std::uint32_t before) noexcept {
    std::uint32_t remainder = ~before;
    while (octets.size() >= 8) {
        const std::uint64_t eight = load_eight(octets.data()) ^ remainder;
        remainder = 0;
        for (unsigned n = 0; n < 8; ++n) {
            remainder ^= tables[7 - n][(eight >> (8 * n)) & 0xFFU];
        }
        octets = octets.subspan(8);
    }
    for (const std::byte octet : octets) remainder = add_octet(remainder, octet);
    return ~remainder;
}

std::uint32_t crc32c(std::span<const std::byte> octets, std::uint32_t before) noexcept {
#ifdef __x86_64__
    if (__builtin_cpu_supports("sse4.2")) return by_instruction(octets, before);
#endif
    return crc32c_by_table(octets, before);
}

}  // namespace pbx
