// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace pbx {

// CRC-32C (Castagnoli; RFC 3720 appendix B.4), by the processor's own instruction where it has one.
// `before` is the sum of octets that came before these.
std::uint32_t crc32c(std::span<const std::byte> octets, std::uint32_t before = 0) noexcept;

// The same without that instruction.
std::uint32_t crc32c_by_table(std::span<const std::byte> octets, std::uint32_t before = 0) noexcept;

}  // namespace pbx
