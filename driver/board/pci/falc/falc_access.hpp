// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

namespace driver {

// The registers of a FALC framer (QuadFALC PEF 22554, FALC56 PEF 2256), as the board that carries
// it makes them reachable. Ports count from 0; what all ports share is port 0's.
class FalcAccess {
  public:
    [[nodiscard]] virtual std::uint8_t read(unsigned port, std::uint8_t address) noexcept = 0;
    virtual void write(unsigned port, std::uint8_t address, std::uint8_t value) noexcept = 0;

  protected:
    ~FalcAccess() = default;
};

}  // namespace driver
