// SPDX-License-Identifier: GPL-2.0-or-later
// Boards on the PCI bus that have no kernel driver.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "driver/board/pci/te4/te4_dma.hpp"
#include "tools/config/tables.hpp"

namespace tools {
namespace {

// One slot has one name: "05:08.0" is 0000:05:08.0, as the kernel writes it.
std::string slot_of(std::string_view written) {
    std::string slot;
    if (std::ranges::count(written, ':') == 1) slot = "0000:";
    for (const char c : written) {
        slot += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return slot;
}

}  // namespace

void Tables::pci(Section& s, BoardSettings& board) {
    board.model = s.yes("model", false);
    board.device = slot_of(s.text("device", ""));
    if (!board.model) {
        ++pci_boards_;
        if (board.device.empty()) anywhere_.push_back(s.place("device"));
    }
    names_.there_is(Thing::device, board.device, s.place("device"));
    board.send_ahead = static_cast<std::uint8_t>(
        s.number("send_ahead", 2, std::int64_t{driver::Te4Dma::most_ahead}, 3));
    if (board.model && s.has("device")) {
        s.complain("device", "a model is in no slot: remove device, or model");
    }
    if (s.has("stations")) {
        s.complain("stations",
                   "telephones cannot be plugged into this board: move them to another one");
    }
}

void Tables::check_connectors(Section& s, const BoardSettings& board) {
    if (board.spans.size() <= driver::te4::spans) return;
    s.complain("span", "the board has four connectors at most: add another [[board]]");
}

void Tables::check_slots() const {
    if (pci_boards_ < 2) return;
    for (const Place& place : anywhere_) {
        complaints_.add(place,
                        fmt::format("is missing: of {} boards of kind pci each must say in which "
                                    "slot it is: add device = \"05:08.0\", or whatever lspci -d "
                                    "d161: shows",
                                    pci_boards_));
    }
}

}  // namespace tools
