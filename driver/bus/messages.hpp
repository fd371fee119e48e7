// SPDX-License-Identifier: GPL-2.0-or-later
// Who hears whom, as control says it: by line, voice port, tone …, not by slot. The firmware's bus
// turns these names into slots and ports. Crosses border 1.
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"

namespace driver {

using FaxPortId = Id<struct FaxPortTag, std::uint16_t>;  // sends or receives a fax, from 0

// Where a sound comes from. `index` counts within the kind; `seat` is used by conferences only.
ENUM(SourceKind, silence, line, voice_port, tone, music, conference, fax_port)
struct Source {
    SourceKind kind{};
    std::uint8_t seat{};
    std::uint16_t index{};
    FIELDS(kind, seat, index)
    friend bool operator==(const Source&, const Source&) = default;

    static constexpr Source none() { return {}; }
    static constexpr Source line(LineId line) { return {SourceKind::line, 0, line.value}; }
    static constexpr Source voice(VoicePortId port) {
        return {SourceKind::voice_port, 0, port.value};
    }
    static constexpr Source fax(FaxPortId port) { return {SourceKind::fax_port, 0, port.value}; }
};

// Who hears. A conference seat hears one party and talks the mix of all the others.
ENUM(ListenerKind, line, conference)
struct Listener {
    ListenerKind kind{};
    std::uint8_t seat{};
    std::uint16_t index{};
    FIELDS(kind, seat, index)
    friend bool operator==(const Listener&, const Listener&) = default;

    static constexpr Listener line(LineId line) { return {ListenerKind::line, 0, line.value}; }
};

// How many conferences the bus has, and how many parties each of them may have.
struct ConferenceRooms {
    static constexpr std::uint8_t most_seats = 250;

    std::uint16_t count{};
    std::uint8_t seats{8};  // in each
};

// Down: from the next tick on, `listener` hears `source` and nothing else.
struct Listen {
    Listener listener;
    Source source;
    FIELDS(listener, source)
};

}  // namespace driver
