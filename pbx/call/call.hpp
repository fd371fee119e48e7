// SPDX-License-Identifier: GPL-2.0-or-later
// Legs, calls and parties: plain data. The words are CSTA's (ECMA-269): a *connection* of the
// standard is a Party here, one leg's part in one call.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "driver/bus/messages.hpp"
#include "pbx/journal/events.hpp"

namespace pbx {

struct Leg;

struct Party {
    LegId leg;
    ConnectionState state{};
    Participation part{};
    bool muted{};           // the others do not hear it
    std::int8_t gain_db{};  // or so much louder, in a conference

    [[nodiscard]] bool supervises() const { return part != Participation::regular; }
    // By everybody else.
    [[nodiscard]] bool is_heard() const {
        return part == Participation::regular || part == Participation::barge;
    }
};

// A party with audio, and who it is.
struct Talking {
    Leg* leg{};
    const Party* party{};
};

// Some legs that belong together. A leg may be a party of two calls at once: connected in one and
// holding the other (consultation).
struct Call {
    CallId id;
    ContactId contact;
    std::vector<Party> parties;  // in the order they came

    [[nodiscard]] Party* party(LegId leg) {
        const auto found = std::ranges::find(parties, leg, &Party::leg);
        return found == parties.end() ? nullptr : &*found;
    }
    [[nodiscard]] const Party* party(LegId leg) const {
        const auto found = std::ranges::find(parties, leg, &Party::leg);
        return found == parties.end() ? nullptr : &*found;
    }
    [[nodiscard]] std::size_t count(ConnectionState state) const {
        return static_cast<std::size_t>(std::ranges::count(parties, state, &Party::state));
    }
    // Without supervisors.
    [[nodiscard]] std::size_t regulars(ConnectionState state) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            parties, [&](const Party& p) { return !p.supervises() && p.state == state; }));
    }
    // Some party other than `leg`, a supervisor only if there is nobody else.
    [[nodiscard]] std::optional<LegId> other_than(LegId leg) const {
        std::optional<LegId> other;
        for (const Party& p : parties) {
            if (p.leg == leg) continue;
            if (!p.supervises()) return p.leg;
            if (!other) other = p.leg;
        }
        return other;
    }
};

// One use of one line, from seizure until both sides have let go.
struct Leg {
    LegId id;
    LineId line;
    CallId call;        // the call it is active in; 0 once it is being released
    CallId held;        // the call it put on hold, if any
    bool answered{};    // audio may pass
    bool letting_go{};  // control has sent Release, the far end has not yet cleared
    bool apart{};       // talks to nobody yet, though answered
    bool complete{};    // the number is complete (a lifted station has dialled nothing yet)
    Number ani;
    Number dnis;
    DisplayName name;
    bool withheld{};  // the caller does not want `ani` to be known: it is empty
    Ticks since{};    // seized
    Ticks answered_at{};
    std::uint32_t report{};            // the newest report asked for when the leg began
    bool reported{};                   // mentioned in the report now coming in
    driver::Source treatment;          // heard while nobody talks to it: tone, music, prompt
    driver::Source hears;              // what control last told the bus
    std::optional<std::uint8_t> seat;  // in its call's conference
};

}  // namespace pbx
