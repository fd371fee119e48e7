// SPDX-License-Identifier: GPL-2.0-or-later
// Addresses of Ethernet and IP, and as text.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace driver {

// The first octet is the highest of 48 bits.
struct MacAddress {
    std::uint64_t bits{};
    friend constexpr auto operator<=>(const MacAddress&, const MacAddress&) = default;
    // To many, or to all: nobody's own.
    [[nodiscard]] constexpr bool is_group() const noexcept { return (bits >> 40U & 1U) != 0; }
    constexpr explicit operator bool() const noexcept { return bits != 0; }
};
inline constexpr MacAddress mac_of_all{0xFFFF'FFFF'FFFF};

struct IpAddress {
    std::uint32_t bits{};
    friend constexpr auto operator<=>(const IpAddress&, const IpAddress&) = default;
    constexpr explicit operator bool() const noexcept { return bits != 0; }
};

// "00:50:c2:01:02:03"; nothing if it is not one.
[[nodiscard]] std::optional<MacAddress> mac_address(std::string_view text);
// "10.0.0.2"; nothing if it is not one.
[[nodiscard]] std::optional<IpAddress> ip_address(std::string_view text);
[[nodiscard]] std::string text_of(MacAddress address);
[[nodiscard]] std::string text_of(IpAddress address);

}  // namespace driver
