// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"

namespace ivr_dsp {

// What a party does in a conference besides hearing all others. `coaches`: only one of the others
// hears him (a supervisor whom the agent hears and the customer does not).
ENUM(ConferenceRole, talks, listens, coaches)

struct ConferencePart {
    ConferenceRole role{};
    bool muted{};
    bool levelled{};          // his level is brought to that of all (LevelControl)
    std::int8_t gain_db{};    // -40 to 12
    std::uint16_t coached{};  // where he sits whom a coach talks to
    FIELDS(role, muted, levelled, gain_db, coached)
    friend bool operator==(const ConferencePart&, const ConferencePart&) = default;
};

}  // namespace ivr_dsp
