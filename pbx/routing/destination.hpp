// SPDX-License-Identifier: GPL-2.0-or-later
// Where a call can be sent, and how people write it: "menu:welcome", "queue:sales", "station:2001",
// "number:0105551234", "release:17", "fax:sales", "mailbox:2001" to leave a message,
// "messages:2001" to listen to them, "messages:own".
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "driver/base/result.hpp"
#include "pbx/journal/events.hpp"

namespace pbx {

struct ToMenu {
    Name menu;
    friend bool operator==(const ToMenu&, const ToMenu&) = default;
};
struct ToQueue {
    Name queue;
    friend bool operator==(const ToQueue&, const ToQueue&) = default;
};
struct ToStation {
    Number station;
    friend bool operator==(const ToStation&, const ToStation&) = default;
};
// Out through a trunk group.
struct ToNumber {
    Number number;
    Name group;
    friend bool operator==(const ToNumber&, const ToNumber&) = default;
};
struct ToRelease {
    Cause cause{};
    friend bool operator==(const ToRelease&, const ToRelease&) = default;
};
// What an agent dials at his own station.
ENUM(Feature, log_in, log_out, ready, not_ready)
struct ToFeature {
    Feature feature{};
    Name agent;  // log_in only
    friend bool operator==(const ToFeature&, const ToFeature&) = default;
};

// The caller is a fax machine, or is going to press Start. `box` is whose fax it is.
struct ToFax {
    Name box;
    friend bool operator==(const ToFax&, const ToFax&) = default;
};
// Leaves a message in a mailbox.
struct ToMailbox {
    Number mailbox;
    friend bool operator==(const ToMailbox&, const ToMailbox&) = default;
};
// Listens to the messages of a mailbox, after its PIN. Empty: the station's own, or who calls is
// asked for the mailbox.
struct ToMessages {
    Number mailbox;
    friend bool operator==(const ToMessages&, const ToMessages&) = default;
};

using Destination = std::variant<ToMenu, ToQueue, ToStation, ToNumber, ToRelease, ToFeature, ToFax,
                                 ToMailbox, ToMessages>;

// Reads the written form. Errors say what forms there are.
driver::Result<Destination> parse_destination(std::string_view text);
// The kind and the target as events print them: "queue", "sales".
std::string_view kind_of(const Destination& destination);
std::string target_of(const Destination& destination);

}  // namespace pbx
