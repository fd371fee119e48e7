// SPDX-License-Identifier: GPL-2.0-or-later
// All that host knows of each span, gathered from its listings.
#pragma once

#include "tools/trunkline/host_session.hpp"

namespace tools {

// The listings they are gathered from, as host sends them.
struct SpanListings {
    host_bridge::Json spans;
    host_bridge::Json quarters;  // performance
    host_bridge::Json tests;
    host_bridge::Json alarms;
    host_bridge::Json lines;
};

// One object a span: its item, and "quarter" (the present one), "test" (each left out if there is
// none), "alarms" (those raised: alarm, since, text), "timeslots" (idle, busy, outOfService).
host_bridge::Json span_facts(const SpanListings& listings);

driver::Result<host_bridge::Json> span_facts(HostSession& host);

}  // namespace tools
