// SPDX-License-Identifier: GPL-2.0-or-later
// Where a call can be sent, and how people write it: "menu:welcome", "queue:sales", "station:2001",
// "number:0105551234", "release:17".
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

using Destination = std::variant<ToMenu, ToQueue, ToStation, ToNumber, ToRelease, ToFeature>;

// Reads the written form. Errors say what forms there are.
driver::Result<Destination> parse_destination(std::string_view text);
// The kind and the target as events print them: "queue", "sales".
std::string_view kind_of(const Destination& destination);
std::string target_of(const Destination& destination);

}  // namespace pbx
