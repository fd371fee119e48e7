// SPDX-License-Identifier: GPL-2.0-or-later
// The ledger as JSON: lists for people, snapshots for programs.
#pragma once

#include <string>

#include "acd/ledger/ledger.hpp"
#include "host_bridge/dialects/json_fields.hpp"
#include "host_bridge/dialects/json_requests.hpp"

namespace host_bridge {

// Appends the rows of one kind as a JSON array. Links are not in the ledger: their list is empty.
void append_listing(JsonWriter& json, const acd::Ledger& ledger, Listing what);

template <class Rows>
void append_rows(JsonWriter& json, const acd::Mark& clock, const Rows& rows) {
    json.begin_array();
    for (const auto& row : rows) {
        json.begin_object();
        FieldWriter(json, clock, {}).members(row);
        json.end_object();
    }
    json.end_array();
}

// Appends the whole ledger as lines: snapshot.begin, one snapshot.item per row, snapshot.end, all
// with the number of the last record that is in it. `re` is the request's id, or empty.
void append_snapshot(std::string& out, const acd::Ledger& ledger, std::string_view re);

}  // namespace host_bridge
