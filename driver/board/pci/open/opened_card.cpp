// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/open/opened_card.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "driver/base/invariant.hpp"
#include "driver/board/pci/te4/te4_dma.hpp"
#include "driver/board/pci/te4/te4_registers.hpp"

namespace driver {

bool let_it(OnBus what, int file, std::int64_t begin) noexcept {
    constexpr std::int64_t command_register = 4;
    constexpr std::uint16_t answers_memory = 1U << 1U;
    constexpr std::uint16_t masters_bus = 1U << 2U;
    constexpr std::uint16_t no_interrupts = 1U << 10U;
    const off_t place = begin + command_register;
    std::uint16_t command = 0;
    if (::pread(file, &command, sizeof command, place) != sizeof command) return false;
    const unsigned others = command & ~unsigned{masters_bus};
    const unsigned also = what == OnBus::answer_and_write ? masters_bus : 0U;
    command = static_cast<std::uint16_t>(others | answers_memory | no_interrupts | also);
    return ::pwrite(file, &command, sizeof command, place) == sizeof command;
}

Result<void> check_card(const PciDevice& device, Registers& registers) {
    const std::uint32_t version = registers.read(te4::version);
    if (version == all_ones_read) {
        return Error{fmt::format(
            "board {} ({}) does not answer: every register reads as ones. Put it firmly into its "
            "slot, look at its power and riser, and switch off power saving of PCI Express "
            "(pcie_aspm=off)",
            device.address, device.card->name)};
    }
    if ((version & te4::version_mask) == te4::version_known) return {};
    return Error{fmt::format(
        "board {} ({}) says version {:08x}, which nobody knows: c01a.... is expected. It is not "
        "touched",
        device.address, device.card->name, version)};
}

std::uint32_t bus_address_of(const PciDevice& device) {
    constexpr std::uint32_t lowest = 0x1000'0000;
    constexpr std::size_t octets_of_place = std::string_view("05:08.0").size();
    INVARIANT(device.address.size() >= octets_of_place);
    const std::string place = device.address.substr(device.address.size() - octets_of_place);
    const auto bus = static_cast<std::uint32_t>(std::stoul(place.substr(0, 2), nullptr, 16));
    const auto slot = static_cast<std::uint32_t>(std::stoul(place.substr(3, 2), nullptr, 16));
    return lowest + (bus << 5U | slot) * std::uint32_t{Te4Dma::memory_octets};
}

void rest(Registers& registers) noexcept {
    registers.write(te4::dma_control, 0);
    registers.write(te4::leds, 0);
    static_cast<void>(registers.read(te4::version));
}

OpenResult open_card(const PciDevice& device, const KernelFiles& files) {
    auto way = way_to(device, files);
    if (!way) return Error{way.error()};
    return *way == PciWay::vfio ? open_by_vfio(device, files) : open_by_uio(device, files);
}

}  // namespace driver
