// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/privacy.hpp"

namespace ivr_dsp {

void Privacy::tick() noexcept {
    for (std::size_t i = 0; i < digits_.secrets().size(); ++i) {
        const std::uint32_t line = digits_.secrets()[i];
        typing_.insert(line);
        left_[line] = lasts;
    }
    for (std::size_t i = typing_.size(); i-- > 0;) {
        const std::uint32_t line = typing_[i];
        if (digits_.is_secret(line)) continue;
        if (left_[line] == driver::Ticks{}) {
            typing_.erase(line);  // the last takes its place, and has been looked at
        } else {
            --left_[line];
        }
    }
}

bool Privacy::hears(std::uint32_t line) const noexcept {
    if (typing_.size() == 0) return false;
    SlotId slot = bus_.hears(BusNumbering::line_port(line));
    if (slot == numbering_.converter_slot(line)) {
        slot = bus_.hears(numbering_.converter_port(line));
    }
    if (is_typed(slot)) return true;
    const std::uint32_t first_seat = numbering_.seat_slot(0).value;
    if (slot.value < first_seat || slot.value >= first_seat + numbering_.seats()) return false;
    const std::uint32_t seats = numbering_.counts().conferences.seats;
    const std::uint32_t conference = (slot.value - first_seat) / seats;
    for (std::uint32_t seat = 0; seat < seats; ++seat) {
        const PortId port = numbering_.seat_port(numbering_.seat(conference, seat));
        if (is_typed(bus_.hears(port))) return true;
    }
    return false;
}

bool Privacy::is_typed(SlotId slot) const noexcept {
    for (std::size_t i = 0; i < typing_.size(); ++i) {
        if (slot == numbering_.line_slot(typing_[i])) return true;
    }
    return false;
}

}  // namespace ivr_dsp
