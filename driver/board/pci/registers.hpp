// SPDX-License-Identifier: GPL-2.0-or-later
// The two seams to a PCI board: its registers, and memory that both it and we can reach.
#pragma once

#include <cstdint>
#include <span>

namespace driver {

// The 32-bit registers of BAR 0, by their offset in octets. A board that has fallen off the bus
// reads as all ones.
class Registers {
  public:
    [[nodiscard]] virtual std::uint32_t read(std::uint32_t offset) noexcept = 0;
    virtual void write(std::uint32_t offset, std::uint32_t value) noexcept = 0;

  protected:
    ~Registers() = default;
};

inline constexpr std::uint32_t all_ones_read = 0xFFFF'FFFF;

// Memory without holes, locked, for as long as the board runs. These boards know 32-bit addresses
// only.
struct DmaMemory {
    std::span<std::uint8_t> octets;
    std::uint32_t bus_address{};
};

}  // namespace driver
