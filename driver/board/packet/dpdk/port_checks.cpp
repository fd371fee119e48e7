// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/dpdk/port_checks.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace driver {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> interfaces() {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& each : fs::directory_iterator("/sys/class/net", ignored)) {
        names.push_back(each.path().filename());
    }
    std::ranges::sort(names);
    return names;
}

Result<void> check_interface(const std::string& name) {
    if (if_nametoindex(name.c_str()) == 0) {
        return Error{fmt::format("there is no network interface {} (there are {}): correct device",
                                 name, fmt::join(interfaces(), ", "))};
    }
    const int packets = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (packets < 0) {
        return Error{fmt::format(
            "interface {} cannot be used by this user ({}): give trunkline-firmware the right "
            "with setcap cap_net_raw+ep, or AmbientCapabilities=CAP_NET_RAW in its service",
            name, std::strerror(errno))};
    }
    ifreq request{};
    std::strncpy(request.ifr_name, name.c_str(), sizeof request.ifr_name - 1);
    const bool known = ioctl(packets, SIOCGIFFLAGS, &request) == 0;
    close(packets);
    if (known && (request.ifr_flags & IFF_UP) == 0) {
        return Error{fmt::format("interface {} is down: ip link set {} up", name, name)};
    }
    return {};
}

Result<void> check_card(const std::string& address) {
    const fs::path card = fs::path("/sys/bus/pci/devices") / address;
    std::error_code failed;
    if (!fs::exists(card, failed)) {
        return Error{
            fmt::format("there is no card at PCI address {}: lspci -D lists them", address)};
    }
    const std::string bound = fs::read_symlink(card / "driver", failed).filename();
    // These share a card with DPDK.
    const bool shares = bound.starts_with("mlx");
    if (shares || bound == "vfio-pci" || bound == "uio_pci_generic" || bound == "igb_uio") {
        return {};
    }
    return Error{fmt::format("card {} belongs to {}: driverctl set-override {} vfio-pci", address,
                             bound.empty() ? "no driver" : "driver " + bound, address)};
}

}  // namespace

PortKind port_kind(std::string_view device) {
    if (device.starts_with("net_")) return PortKind::virtual_device;
    const bool is_pci = device.size() == 12 && device[4] == ':' && device[7] == ':' &&
                        device[10] == '.' &&
                        std::ranges::all_of(device.substr(0, 4),
                                            [](unsigned char c) { return std::isxdigit(c) != 0; });
    return is_pci ? PortKind::pci : PortKind::interface;
}

Result<void> check_port(const std::string& device) {
    switch (port_kind(device)) {
        case PortKind::interface:
            return check_interface(device);
        case PortKind::pci:
            return check_card(device);
        case PortKind::virtual_device:
            break;
    }
    return {};
}

}  // namespace driver
