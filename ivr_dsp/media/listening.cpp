// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/listening.hpp"

#include <cstring>

namespace ivr_dsp {
namespace {

constexpr Law other(Law law) {
    return law == Law::alaw ? Law::ulaw : Law::alaw;
}

}  // namespace

void Listening::connect_everything(const std::vector<Law>& lines) noexcept {
    const SlotId other_silence = numbering_.other_silence();
    laws_[other_silence.value] = other(law_);
    bus_.talk(BusNumbering::silence(), &driver::silence(law_));
    bus_.talk(other_silence, &driver::silence(other(law_)));
    for (std::uint32_t line = 0; line < lines.size(); ++line) {
        laws_[numbering_.line_slot(line).value] = lines[line];
        laws_[numbering_.converter_slot(line).value] = lines[line];
        bus_.talk(numbering_.converter_slot(line), &converted_[line]);
        bus_.listen(numbering_.detector_port(line), numbering_.line_slot(line));
        connect_line(line, BusNumbering::silence());
    }
}

bool Listening::listen(const driver::Listen& order) noexcept {
    const auto slot = numbering_.slot_of(order.source);
    if (!slot) return false;
    const driver::Listener& listener = order.listener;
    switch (listener.kind) {
        case driver::ListenerKind::line:
            if (listener.index >= wanted_.size()) return false;
            connect_line(listener.index, *slot);
            return true;
        case driver::ListenerKind::conference:
            if (!numbering_.is_seat(listener.index, listener.seat)) return false;
            connect_seat(numbering_.seat(listener.index, listener.seat), *slot);
            return true;
    }
    return false;
}

void Listening::connect_line(std::uint32_t line, SlotId slot) noexcept {
    const PortId port = BusNumbering::line_port(line);
    wanted_[line] = slot;
    converting(law_of_line(line)).erase(line);
    if (taken_over_.contains(line)) return;
    if (law_of(slot) == law_of_line(line)) {
        bus_.listen(port, slot);
    } else if (slot == BusNumbering::silence()) {
        bus_.listen(port, numbering_.other_silence());
    } else {
        bus_.listen(numbering_.converter_port(line), slot);
        bus_.listen(port, numbering_.converter_slot(line));
        converting(law_of_line(line)).insert(line);
    }
}

// A seat talks in the law of its party, so that the party hears it without a converter.
void Listening::connect_seat(std::uint32_t seat, SlotId slot) noexcept {
    bus_.listen(numbering_.seat_port(seat), slot);
    const SlotId seat_slot = numbering_.seat_slot(seat);
    if (law_of(seat_slot) == law_of(slot)) return;
    laws_[seat_slot.value] = law_of(slot);
    for (std::uint32_t line = 0; line < wanted_.size(); ++line) {
        if (wanted_[line] == seat_slot) connect_line(line, seat_slot);
    }
}

// By its converter's slot, which talks from the very place.
void Listening::take_over(std::uint32_t line) noexcept {
    taken_over_.insert(line);
    converting(law_of_line(line)).erase(line);
    bus_.listen(BusNumbering::line_port(line), numbering_.converter_slot(line));
}

void Listening::give_back(std::uint32_t line) noexcept {
    taken_over_.erase(line);
    connect_line(line, wanted_[line]);
}

void Listening::convert() noexcept {
    for (const Law law : {Law::alaw, Law::ulaw}) convert(law);
}

// Many octets beside each other cost far less than each by itself.
void Listening::convert(Law law) noexcept {
    const ActiveSet& lines = converting(law);
    std::uint8_t* const octets = side_by_side_.data();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Chunk& heard = bus_.heard(numbering_.converter_port(lines[i]));
        std::memcpy(octets + i * sizeof heard, &heard, sizeof heard);
    }
    law_kernel_.other(other(law), octets, octets, lines.size() * sizeof(Chunk));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::memcpy(&converted_[lines[i]], octets + i * sizeof(Chunk), sizeof(Chunk));
    }
}

}  // namespace ivr_dsp
