// SPDX-License-Identifier: GPL-2.0-or-later
// What a scenario expects, and whether it came.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "driver/base/ticks.hpp"

namespace tools::twin {

using driver::Ticks;
using Json = nlohmann::ordered_json;

// So many events of a type, with these members, within a time.
struct EventExpected {
    std::string type;
    Json members;  // an object; its members must be equal
    Ticks from{};
    Ticks to{};
};
// A member of an item that the host link lists, at a time.
struct ItemExpected {
    std::string list;    // "span"
    Json members;        // of the item
    std::string member;  // a JSON pointer: "/status/slips"
    Ticks at{};
};
// A number of the office's summary at the end: "crossConnections".
struct OutsideExpected {
    std::string member;
};
// No alarm but these was ever raised: "span.1.*" stands for all that begin so.
struct NoOtherAlarm {
    std::vector<std::string> alarms;
};

struct Expectation {
    int line{};  // of the scenario's file
    std::variant<EventExpected, ItemExpected, OutsideExpected, NoOtherAlarm> what;
    double least{1};
    double most{std::numeric_limits<double>::infinity()};
};

// What a scenario brought forth. Times count from its beginning; what was before is negative.
struct Heard {
    Ticks at{};
    Json event;
};
struct Looked {
    const Expectation* expectation{};
    std::string question;       // its id
    std::optional<Json> items;  // the answer
};
struct Outcome {
    const std::vector<Heard>& heard;
    const std::vector<Looked>& looked;
    const Json& outside;  // the office's summary
};

// What came of an expectation.
struct Judgement {
    const Expectation* expectation{};
    bool met{};
    double found{};    // events, or the number looked at
    std::string text;  // what was found, if it is no number
};
Judgement judge(const Expectation& expectation, const Outcome& outcome);

// Whether `item` has every member of `members`, with the same value.
bool has_members(const Json& item, const Json& members);

// "span.1.*" or the name itself.
bool stands_for(std::string_view pattern, std::string_view name);

// What was asked for, as a sentence.
std::string sentence(const Expectation& expectation);

}  // namespace tools::twin
