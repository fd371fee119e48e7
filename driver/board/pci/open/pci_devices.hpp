// SPDX-License-Identifier: GPL-2.0-or-later
// Which boards are on the PCI bus, and who drives them now: read from sysfs, no right needed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/board/pci/te4/te4_cards.hpp"

namespace driver {

// Where the kernel shows what it knows; tests make their own.
struct KernelFiles {
    std::filesystem::path sys{"/sys"};
    std::filesystem::path dev{"/dev"};
    std::filesystem::path proc{"/proc"};
};

struct PciDevice {
    std::string address;  // 0000:05:08.0
    PciIds ids;
    const Te4Card* card{};
    std::string driver;          // of the kernel; empty: none
    std::string iommu_group;     // its number; empty: no IOMMU
    std::filesystem::path path;  // in sysfs
};

// All boards of the families driven here, by address.
[[nodiscard]] std::vector<PciDevice> find_pci_devices(const KernelFiles& files);

// The board with that address ("05:08.0" will do), or the only one there is if none is said. Error:
// what there is instead.
[[nodiscard]] Result<PciDevice> choose_pci_device(const KernelFiles& files,
                                                  const std::string& address);

// How it can be opened now.
enum class PciWay { vfio, uio };
// Error: what keeps it, and the commands that free it.
[[nodiscard]] Result<PciWay> way_to(const PciDevice& device, const KernelFiles& files);

}  // namespace driver
