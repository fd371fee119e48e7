// SPDX-License-Identifier: GPL-2.0-or-later
// The pieces events are made of.
#pragma once

#include <cstdint>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/signalling/messages.hpp"

// What hosts call the event.
#define EVENT(event_name) static constexpr std::string_view name = event_name

namespace pbx {

using driver::CallId;
using driver::ContactId;
using driver::DisplayName;
using driver::LineId;
using driver::SpanId;
using driver::VoicePortId;

using Name = driver::Text<31>;  // of a queue, menu, trunk group, as configured
using Key = driver::Text<31>;   // of attached data
using Value = driver::Text<223>;

struct Attachment {
    Key key;
    Value value;
    FIELDS(key, value)
};

// The customer's matter, sent whole in every event about it, so that one event is enough for a
// screen.
struct ContactView {
    ContactId contact;
    Number ani;
    Number dnis;
    DisplayName caller;
    Ticks since{};  // first offered
    std::vector<Attachment> data;
    bool withheld{};  // the caller does not want `ani` to be known: it is empty
    FIELDS(contact, ani, dnis, caller, since, data, withheld)
};

// Where a line is, for people: span and timeslot of a trunk, or a station's number.
struct Device {
    LineId line;
    SpanId span;  // 0 for a station
    std::uint8_t timeslot{};
    Number station;  // empty for a trunk
    FIELDS(line, span, timeslot, station)
};

}  // namespace pbx
