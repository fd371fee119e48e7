// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/span_facts.hpp"

#include <fmt/format.h>

#include "tools/trunkline/cells.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using host_bridge::Json;

namespace {

// The last of a list that is of this span; null if none is.
Json last_of(const Json& list, const std::string& path, const Json& span) {
    Json last;
    for (const Json& item : list) {
        if (value_at(item, path + "/span") == span) last = value_at(item, path);
    }
    return last;
}

Json alarms_of(const Json& alarms, const Json& span) {
    const std::string family = fmt::format("span.{}.", span.dump());
    Json raised = Json::array();
    for (const Json& alarm : alarms) {
        if (!yes_at(alarm, "/active") || !text_at(alarm, "/alarm").starts_with(family)) continue;
        raised.push_back(alarm);
    }
    return raised;
}

Json timeslots_of(const Json& lines, const Json& span) {
    int idle = 0;
    int busy = 0;
    int out_of_service = 0;
    for (const Json& line : lines) {
        if (value_at(line, "/device/span") != span) continue;
        if (!yes_at(line, "/inService")) {
            ++out_of_service;
        } else if (value_at(line, "/call") == Json(0)) {
            ++idle;
        } else {
            ++busy;
        }
    }
    return Json{
        {"idle",         idle          },
        {"busy",         busy          },
        {"outOfService", out_of_service}
    };
}

}  // namespace

Json span_facts(const SpanListings& listings) {
    Json all = Json::array();
    for (Json facts : listings.spans) {
        const Json span = value_at(facts, "/status/span");
        const Json quarter = last_of(listings.quarters, "/quarter", span);
        if (quarter.is_object()) facts["quarter"] = quarter;
        const Json test = last_of(listings.tests, "/test", span);
        if (test.is_object()) facts["test"] = test;
        facts["alarms"] = alarms_of(listings.alarms, span);
        facts["timeslots"] = timeslots_of(listings.lines, span);
        all.push_back(std::move(facts));
    }
    return all;
}

Result<Json> span_facts(HostSession& host) {
    SpanListings listings;
    const auto fetched = host.fetch({
        {"span",        &listings.spans   },
        {"performance", &listings.quarters},
        {"test",        &listings.tests   },
        {"alarm",       &listings.alarms  },
        {"line",        &listings.lines   }
    });
    if (!fetched) return Error{fetched.error()};
    return span_facts(listings);
}

}  // namespace tools
