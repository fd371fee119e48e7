// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace driver {

// What PCI configuration space says a device is.
struct PciIds {
    std::uint16_t vendor{};
    std::uint16_t device{};
    std::uint16_t subsystem_vendor{};
    friend bool operator==(const PciIds&, const PciIds&) = default;
};

// A member of the TE2xx/TE4xx family, clones included.
struct Te4Card {
    std::string_view name;
    std::uint8_t spans{};
    std::uint8_t generation{};  // of the board's logic, 2 to 5
    bool express{};             // behind a PCI Express bridge, which wants a longer reset
    [[nodiscard]] constexpr bool has_ring() const { return generation == 5; }
    [[nodiscard]] constexpr bool bursts() const { return generation >= 4; }
};

// nullptr if it is none of the family, or one that is not driven: first generation (other DMA), and
// boards of eight spans.
[[nodiscard]] const Te4Card* te4_card_of(const PciIds& ids);

}  // namespace driver
