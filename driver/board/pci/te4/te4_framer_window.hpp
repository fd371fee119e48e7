// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/board/pci/falc/falc_access.hpp"
#include "driver/board/pci/registers.hpp"

namespace driver {

// The framers of a TE2xx/TE4xx, through the window of two registers that the board has for them.
// Each access is seven or eight of the bus, because the strobes must last: what was written is
// flushed by reading the version.
class Te4FramerWindow final : public FalcAccess {
  public:
    explicit Te4FramerWindow(Registers& registers) noexcept : registers_(registers) {}
    [[nodiscard]] std::uint8_t read(unsigned port, std::uint8_t address) noexcept override;
    void write(unsigned port, std::uint8_t address, std::uint8_t value) noexcept override;

  private:
    void address(std::uint32_t value) noexcept;
    void flush() noexcept;

    Registers& registers_;
};

}  // namespace driver
