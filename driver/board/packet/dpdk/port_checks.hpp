// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "driver/base/result.hpp"

namespace driver {

// Three ways to name a port: a network interface of the system (eth1), whose driver stays the
// kernel's; a network card by its PCI address (0000:03:00.0), driven by DPDK; a virtual device of
// DPDK with its arguments (net_tap0,iface=lines).
enum class PortKind { interface, pci, virtual_device };
[[nodiscard]] PortKind port_kind(std::string_view device);

// What DPDK would not say: that there is no such interface, that it is down, that this user may
// not use it; that a card is missing or another driver's. Each with its remedy.
Result<void> check_port(const std::string& device);

}  // namespace driver
