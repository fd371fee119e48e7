// SPDX-License-Identifier: GPL-2.0-or-later
// What can be listed about spans.
#pragma once

#include "tools/trace/phrase.hpp"
#include "tools/trunkline/listings.hpp"

namespace tools {

Listing span_listing();
Listing performance_listing();  // quarters of an hour
Listing test_listing();         // loops and bit error ratio tests

// What keeps a span from carrying calls, by the standards' names (G.775, Q.921).
Cell span_state(const host_bridge::Json& item, trace::Language language = {});

// Quarters of an hour added up: a row for each span, from its first quarter on.
host_bridge::Json days_of(const host_bridge::Json& quarters);

}  // namespace tools
