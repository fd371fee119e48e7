// SPDX-License-Identifier: GPL-2.0-or-later
// What changes at spans, as people see it.
#pragma once

#include <string>

#include "tools/trunkline/listings.hpp"

namespace tools {

// The columns of `span watch`, looking at objects of span_facts().
Listing watched_spans();

// What one span's columns show otherwise than before: "span 1: STATE up → alarm: LOS, SLIPS 0 → 1".
// Without a `before` all they show; nothing if they show the same.
std::string change_of(const Listing& watched, const host_bridge::Json& before,
                      const host_bridge::Json& now);

}  // namespace tools
