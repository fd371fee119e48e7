// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/open/pci_devices.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

#include <fmt/format.h>

namespace driver {
namespace {

namespace fs = std::filesystem;

std::uint16_t read_id(const fs::path& file) {
    std::string text;
    std::ifstream(file) >> text;
    return static_cast<std::uint16_t>(std::strtoul(text.c_str(), nullptr, 16));
}

// The last part of what a link of the device points to; empty if there is none.
std::string linked(const fs::path& link) {
    std::error_code none;
    const fs::path target = fs::read_symlink(link, none);
    return none ? std::string{} : target.filename().string();
}

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) entries.push_back(entry.path());
    std::ranges::sort(entries);
    return entries;
}

PciDevice device_at(const fs::path& path) {
    PciDevice device;
    device.address = path.filename().string();
    device.path = path;
    device.ids = {read_id(path / "vendor"), read_id(path / "device"),
                  read_id(path / "subsystem_vendor")};
    device.card = te4_card_of(device.ids);
    device.driver = linked(path / "driver");
    device.iommu_group = linked(path / "iommu_group");
    return device;
}

std::string list_of(const std::vector<PciDevice>& devices) {
    std::string list;
    for (const PciDevice& one : devices) {
        list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", one.address, one.card->name);
    }
    return list;
}

// The commands that hand a device over to a driver, whoever has it now.
std::string commands_for(const PciDevice& device, std::string_view driver) {
    std::string commands = fmt::format("modprobe {}; ", driver);
    if (!device.driver.empty()) {
        commands += fmt::format("echo {} > /sys/bus/pci/drivers/{}/unbind; ", device.address,
                                device.driver);
    }
    return commands + fmt::format(
                          "echo {1} > /sys/bus/pci/devices/{0}/driver_override; "
                          "echo {0} > /sys/bus/pci/drivers_probe",
                          device.address, driver);
}

std::string_view best_driver(const PciDevice& device) {
    return device.iommu_group.empty() ? "uio_pci_generic" : "vfio-pci";
}

// Bridges need not be given up with their group.
bool is_bridge(const fs::path& path) {
    std::string text;
    std::ifstream(path / "class") >> text;
    return text.starts_with("0x06");
}

// Whoever else is in the group keeps us from it, unless it has been given up, too.
std::optional<Error> group_is_kept(const PciDevice& device, const KernelFiles& files) {
    const fs::path group = files.sys / "kernel/iommu_groups" / device.iommu_group / "devices";
    std::string others;
    for (const fs::path& path : entries_of(group)) {
        const std::string driver = linked(path / "driver");
        const bool given_up = driver.empty() || driver == "vfio-pci" || driver == "pci-stub";
        if (path.filename() == device.address || given_up || is_bridge(path)) continue;
        others += fmt::format("{}{} (driven by {})", others.empty() ? "" : ", ",
                              path.filename().string(), driver);
    }
    if (others.empty()) return std::nullopt;
    return Error{
        fmt::format("board {}: its IOMMU group {} is not viable, because with it the machine would "
                    "have to give "
                    "up {}. Bind those to vfio-pci, too, or put the board into another slot",
                    device.address, device.iommu_group, others)};
}

// Of its memory the IOMMU lets a board reach what somebody has mapped for it: nothing. Kernels that
// do not say are taken at their best.
bool is_translated(const PciDevice& device, const KernelFiles& files) {
    if (device.iommu_group.empty()) return false;
    std::string type;
    std::ifstream(files.sys / "kernel/iommu_groups" / device.iommu_group / "type") >> type;
    return !type.empty() && type != "identity";
}

}  // namespace

std::vector<PciDevice> find_pci_devices(const KernelFiles& files) {
    std::vector<PciDevice> devices;
    for (const fs::path& path : entries_of(files.sys / "bus/pci/devices")) {
        PciDevice device = device_at(path);
        if (device.card != nullptr) devices.push_back(std::move(device));
    }
    return devices;
}

Result<PciDevice> choose_pci_device(const KernelFiles& files, const std::string& address) {
    std::vector<PciDevice> devices = find_pci_devices(files);
    if (devices.empty()) {
        return Error{
            "no TE2xx or TE4xx board is on the PCI bus. Is it in its slot, and does lspci -d d161: "
            "show it? The first generation (10ee:0314) and boards of eight spans are not driven"};
    }
    if (address.empty() && devices.size() > 1) {
        return Error{fmt::format("there are {} boards: say device = \"…\", one of {}",
                                 devices.size(), list_of(devices))};
    }
    const auto is_it = [&](const PciDevice& one) {
        return address.empty() || one.address == address || one.address == "0000:" + address;
    };
    const auto device = std::ranges::find_if(devices, is_it);
    if (device != devices.end()) return *device;
    return Error{
        fmt::format("no board is at PCI address {}; there is {}", address, list_of(devices))};
}

Result<PciWay> way_to(const PciDevice& device, const KernelFiles& files) {
    const auto needs = [&](std::string_view what) {
        return Error{fmt::format("board {} ({}) {}: {}", device.address, device.card->name, what,
                                 commands_for(device, best_driver(device)))};
    };
    if (device.driver.empty()) return needs("is given to nobody");
    if (device.driver == "uio_pci_generic" || device.driver == "igb_uio") {
        if (!is_translated(device, files)) return PciWay::uio;
        return needs(fmt::format(
            "is given to {}, but the IOMMU translates what it writes, which only VFIO can set up",
            device.driver));
    }
    if (device.driver != "vfio-pci") {
        return needs(fmt::format("is driven by the kernel's {}", device.driver));
    }
    if (device.iommu_group.empty()) {
        return Error{fmt::format(
            "board {}: this machine has no IOMMU, or it is off. Switch it on (in the BIOS, and "
            "intel_iommu=on for the kernel), or go without: {}",
            device.address, commands_for(device, "uio_pci_generic"))};
    }
    if (auto kept = group_is_kept(device, files)) return std::move(*kept);
    if (!fs::exists(files.dev / "vfio/vfio")) {
        return Error{fmt::format("board {}: there is no {}: modprobe vfio-pci", device.address,
                                 (files.dev / "vfio/vfio").string())};
    }
    return PciWay::vfio;
}

}  // namespace driver
