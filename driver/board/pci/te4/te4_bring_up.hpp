// SPDX-License-Identifier: GPL-2.0-or-later
// From power on to running DMA: what is written, in order. A pure table, so that it can be compared
// with what is known of the boards, and be done a few steps a tick.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "driver/board/pci/falc/falc_setup.hpp"
#include "driver/board/pci/te4/te4_cards.hpp"

namespace driver {

struct Te4Step {
    enum class Does : std::uint8_t {
        write,         // a register of the board: at, value
        write_framer,  // a register of a port
        set_bits,      // of a port's register
        clear_bits,
        ask_version,  // of the framer: which `only` holds from here on
        settle,       // the board needs so many microseconds
    };
    Does does{};
    std::uint8_t port{};
    FalcVersion only{FalcVersion::any};
    std::uint32_t at{};
    std::uint32_t value{};
    friend bool operator==(const Te4Step&, const Te4Step&) = default;
};

// Where the board finds its buffers.
struct Te4Buffers {
    std::uint32_t received_address{};
    std::uint32_t transmitted_address{};
    std::uint32_t count{1};  // of the ring
};

// `lines`: one a port, in order. At most as many as the card has.
[[nodiscard]] std::vector<Te4Step> te4_bring_up(const Te4Card& card, const Te4Buffers& buffers,
                                                std::span<const FalcLineSetup> lines);

// What DMA control says while DMA runs by the board's own oscillator.
[[nodiscard]] std::uint32_t te4_running(const Te4Card& card);

}  // namespace driver
