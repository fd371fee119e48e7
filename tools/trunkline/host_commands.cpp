// SPDX-License-Identifier: GPL-2.0-or-later
// What host knows, and what it is asked to have done.
#include <algorithm>

#include <fmt/format.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/alarm_words.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/host_session.hpp"
#include "tools/trunkline/span_listings.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using host_bridge::Json;

namespace {

Result<Json> ask(const CommonOptions& common, std::string_view listing) {
    auto host = HostSession::open(common);
    if (!host) return Error{host.error()};
    return host->items(listing);
}

int print(const CommonOptions& common, std::string_view listing, const Json& items) {
    if (common.json) {
        fmt::print("{}\n", items.dump());
        return 0;
    }
    const auto all = listings();
    const auto shown = std::ranges::find(all, listing, &Listing::name);
    fmt::print("{}", listing_text(*shown, items, wants_colour()));
    return 0;
}

}  // namespace

int show(const CommonOptions& common, std::string_view listing) {
    const auto items = ask(common, listing);
    return items ? print(common, listing, *items) : fail("trunkline", items.error());
}

int show_alarms(const CommonOptions& common, const std::string& language) {
    const auto told = ask(common, "alarm");
    if (!told) return fail("trunkline", told.error());
    const trace::Language as = language_of(language);
    if (common.json || as == trace::Language::en) return print(common, "alarm", *told);
    fmt::print("{}", listing_text(alarm_listing(as), alarms_in(as, *told), wants_colour()));
    return 0;
}

int show_counters(const CommonOptions& common, bool day) {
    const auto quarters = ask(common, "performance");
    if (!quarters) return fail("trunkline", quarters.error());
    return print(common, "performance", day ? days_of(*quarters) : *quarters);
}

int order(const CommonOptions& common, const Order& order) {
    auto host = HostSession::open(common);
    if (!host) return fail("trunkline", host.error());
    const auto answer = host->order(order);
    if (!answer) return fail("trunkline", answer.error());
    if (common.json) fmt::print("{}\n", answer->dump());
    if (const auto refusal = refusal_in(*answer)) return fail("trunkline", *refusal);
    const std::string text = host_bridge::text_of(*answer, "text");
    if (!common.json) fmt::print("done{}{}\n", text.empty() ? "" : ": ", text);
    return 0;
}

}  // namespace tools
