// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/te4/te4_framer_window.hpp"

#include "driver/board/pci/te4/te4_registers.hpp"

namespace driver {
namespace {

constexpr std::uint32_t place_of(unsigned port, std::uint8_t address) {
    return te4::framer_first_quad | port << te4::framer_port_shift | address;
}

}  // namespace

void Te4FramerWindow::flush() noexcept {
    static_cast<void>(registers_.read(te4::version));
}

void Te4FramerWindow::address(std::uint32_t value) noexcept {
    registers_.write(te4::framer_address, value);
    flush();
}

std::uint8_t Te4FramerWindow::read(unsigned port, std::uint8_t at) noexcept {
    const std::uint32_t place = place_of(port, at);
    address(place);
    address(place | te4::framer_select | te4::framer_read);
    const auto value = static_cast<std::uint8_t>(registers_.read(te4::framer_data));
    address(place);
    return value;
}

void Te4FramerWindow::write(unsigned port, std::uint8_t at, std::uint8_t value) noexcept {
    const std::uint32_t place = place_of(port, at);
    address(place);
    registers_.write(te4::framer_data, value);
    flush();
    address(place | te4::framer_select | te4::framer_write);
    address(place);
}

}  // namespace driver
