// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/wire/addresses.hpp"

#include <charconv>

#include <fmt/format.h>

namespace driver {
namespace {

struct Notation {
    char between{};
    int base{};
    std::size_t parts{};
    std::size_t most_digits{};
};

// Each part an octet; nothing if the text has any other shape.
std::optional<std::uint64_t> parts_of(std::string_view text, const Notation& notation) {
    std::uint64_t bits = 0;
    for (std::size_t part = 1; part <= notation.parts; ++part) {
        const bool last = part == notation.parts;
        const std::size_t end = last ? text.size() : text.find(notation.between);
        if (end == std::string_view::npos || end == 0 || end > notation.most_digits) return {};
        unsigned octet = 0;
        const auto [stop, error] =
            std::from_chars(text.data(), text.data() + end, octet, notation.base);
        if (error != std::errc() || stop != text.data() + end || octet > 0xFF) return {};
        bits = bits << 8U | octet;
        text.remove_prefix(last ? end : end + 1);
    }
    return bits;
}

}  // namespace

std::optional<MacAddress> mac_address(std::string_view text) {
    const auto bits = parts_of(text, {':', 16, 6, 2});
    return bits ? std::optional(MacAddress{*bits}) : std::nullopt;
}

std::optional<IpAddress> ip_address(std::string_view text) {
    const auto bits = parts_of(text, {'.', 10, 4, 3});
    return bits ? std::optional(IpAddress{static_cast<std::uint32_t>(*bits)}) : std::nullopt;
}

std::string text_of(MacAddress address) {
    const auto octet = [&](unsigned shift) { return address.bits >> shift & 0xFFU; };
    return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", octet(40), octet(32), octet(24),
                       octet(16), octet(8), octet(0));
}

std::string text_of(IpAddress address) {
    const auto octet = [&](unsigned shift) { return address.bits >> shift & 0xFFU; };
    return fmt::format("{}.{}.{}.{}", octet(24), octet(16), octet(8), octet(0));
}

}  // namespace driver
