// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/listings.hpp"

#include <fmt/format.h>

#include "tools/trunkline/alarm_words.hpp"
#include "tools/trunkline/board_words.hpp"
#include "tools/trunkline/clock_listing.hpp"
#include "tools/trunkline/span_listings.hpp"

namespace tools {

using host_bridge::Json;

namespace {

// ── states ──────────────────────────────────────────────────────────────────────────────────────

Cell firmware_state(const Json& item) {
    if (yes_at(item, "/firmwarePresent")) return {"running", Mood::good};
    return {"away", Mood::bad};
}

Cell line_state(const Json& item) {
    if (!yes_at(item, "/inService")) return {"out of service", Mood::bad};
    if (value_at(item, "/call") == Json(0)) return {"idle", Mood::good};
    return {"busy", Mood::attention};
}

Cell port_state(const Json& item) {
    if (value_at(item, "/contact/id") == Json(0)) return {"idle", Mood::good};
    return {"busy", Mood::attention};
}

Cell agent_state(const Json& item) {
    const std::string state = text_at(item, "/state");
    if (state == "ready") return {state, Mood::good};
    if (state == "logged_off") return {state};
    return {printable(state), Mood::attention};
}

Cell link_state(const Json& item) {
    const std::string state = text_at(item, "/state");
    if (state == "up") return {state, Mood::good};
    return {printable(state), state == "down" ? Mood::bad : Mood::attention};
}

// Where a contact is on its way.
Cell whereabouts(const Json& item) {
    const auto named = [&](const char* what) { return text_at(item, std::string("/") + what); };
    if (!named("menu").empty()) return {"menu " + printable(named("menu"))};
    if (!named("queue").empty()) {
        return {fmt::format("queue {}, position {}", printable(named("queue")),
                            value_at(item, "/position").dump())};
    }
    if (!named("agent").empty()) return {"agent " + printable(named("agent"))};
    return {"-"};
}

// "1/17 connected, 2001 held, 2009 connected (monitor)"
Cell parties(const Json& item) {
    std::string all;
    for (const Json& party : value_at(item, "/parties")) {
        all += fmt::format("{}{} {}", all.empty() ? "" : ", ", text_at(party, "/device/name"),
                           text_at(party, "/state"));
        const std::string part = text_at(party, "/part");
        if (!part.empty() && part != "regular") all += " (" + part + ")";
        if (yes_at(party, "/muted")) all += " muted";
        if (yes_at(party, "/speaks")) all += " speaks";
    }
    return {printable(all)};
}

// "2 (held by another), 3 (held by another)"
Cell without_board(const Json& item) {
    std::string all;
    for (const Json& span : value_at(item, "/withoutBoard")) {
        all += fmt::format("{}{} ({})", all.empty() ? "" : ", ", value_at(span, "/span").dump(),
                           board_trouble(text_at(span, "/trouble")).en);
    }
    if (all.empty()) return {"-"};
    return {all, Mood::bad};
}

// ── listings ────────────────────────────────────────────────────────────────────────────────────

Listing systems() {
    Listing all{"system",
                "the center as a whole, and how punctual its tick is",
                "The center has not begun yet.",
                {}};
    all.columns.push_back({"FIRMWARE", firmware_state});
    all.columns.push_back({"VERSION", shown("/version")});
    all.columns.push_back({"CONFIGURATION", shown("/configuration")});
    all.columns.push_back({"LINES", shown("/lines")});
    all.columns.push_back({"IVR PORTS", shown("/voicePorts")});
    all.columns.push_back({"QUEUES", shown("/queues")});
    all.columns.push_back({"AGENTS", shown("/agents")});
    all.columns.push_back({"LATE TICKS", trouble("/health/lateTicks")});
    all.columns.push_back({"LATEST (ms)", shown("/health/longestLateMs")});
    return all;
}

Listing boards() {
    Listing all{"board", "boards: what there is of hardware", "There is no board.", {}};
    all.columns.push_back({"FIRMWARE", firmware_state});
    all.columns.push_back({"SPANS", shown("/spans")});
    all.columns.push_back({"USABLE", shown("/usableSpans")});
    all.columns.push_back({"WITHOUT BOARD", without_board});
    all.columns.push_back({"LINES", shown("/lines")});
    all.columns.push_back({"IVR PORTS", shown("/voicePorts")});
    all.columns.push_back({"TICKS", shown("/health/ticks")});
    all.columns.push_back({"LATE TICKS", trouble("/health/lateTicks")});
    all.columns.push_back({"LATEST (ms)", shown("/health/longestLateMs")});
    all.columns.push_back({"LONGEST WORK (us)", shown("/health/longestWorkUs")});
    return all;
}

Listing lines() {
    Listing all{"line",
                "lines: where, in service, which call",
                "Nothing has been heard of any line yet.",
                {}};
    all.columns.push_back({"LINE", shown("/device/name")});
    all.columns.push_back({"STATE", line_state});
    all.columns.push_back({"SINCE", moment("/since")});
    all.columns.push_back({"CALL", id("/call")});
    return all;
}

Listing ports() {
    Listing all{"port", "IVR ports: which contact hears which menu", "There is no IVR port.", {}};
    all.columns.push_back({"IVR PORT", shown("/port")});
    all.columns.push_back({"STATE", port_state});
    all.columns.push_back({"SINCE", moment("/since")});
    all.columns.push_back({"CONTACT", id("/contact/id")});
    all.columns.push_back({"MENU", shown("/menu")});
    return all;
}

Listing queues() {
    Listing all{"queue",
                "queues: who waits, what came of the others",
                "No caller has been in a queue yet.",
                {}};
    all.columns.push_back({"QUEUE", shown("/queue")});
    all.columns.push_back({"WAITING", trouble("/waiting")});
    all.columns.push_back({"LONGEST (ms)", shown("/longestWaitMs")});
    all.columns.push_back({"OFFERED", shown("/offered")});
    all.columns.push_back({"ANSWERED", shown("/answered")});
    all.columns.push_back({"IN TIME", shown("/answeredInTarget")});
    all.columns.push_back({"ABANDONED", shown("/abandoned")});
    all.columns.push_back({"LEFT", shown("/left")});
    all.columns.push_back({"MOVED ON", shown("/transferred")});
    all.columns.push_back({"FAILED", trouble("/failed")});
    return all;
}

Listing agents() {
    Listing all{
        "agent", "agents who have logged in, and their states", "No agent has logged in yet.", {}};
    all.columns.push_back({"AGENT", shown("/agent")});
    all.columns.push_back({"STATION", shown("/station")});
    all.columns.push_back({"STATE", agent_state});
    all.columns.push_back({"SINCE", moment("/since")});
    all.columns.push_back({"REASON", shown("/reason")});
    all.columns.push_back({"CONTACT", id("/contact/id")});
    all.columns.push_back({"RANG", shown("/offered")});
    all.columns.push_back({"HANDLED", shown("/handled")});
    all.columns.push_back({"MISSED", trouble("/missed")});
    return all;
}

Listing contacts() {
    Listing all{"contact", "customers' matters in progress", "No contact is in progress.", {}};
    all.columns.push_back({"CONTACT", id("/contact/id")});
    all.columns.push_back({"SINCE", moment("/contact/since")});
    all.columns.push_back({"ANI", shown("/contact/ani")});
    all.columns.push_back({"DNIS", shown("/contact/dnis")});
    all.columns.push_back({"WHERE", whereabouts});
    return all;
}

Listing calls() {
    Listing all{
        "call", "calls in progress, and what to do with them", "No call is in progress.", {}};
    all.columns.push_back({"CALL", id("/call")});
    all.columns.push_back({"CONTACT", id("/contact/id")});
    all.columns.push_back({"SINCE", moment("/since")});
    all.columns.push_back({"PARTIES", parties});
    return all;
}

Listing links() {
    Listing all{"link", "links, serial lines and stores", "There is no link.", {}};
    all.columns.push_back({"LINK", shown("/name")});
    all.columns.push_back({"DIALECT", shown("/dialect")});
    all.columns.push_back({"STATE", link_state});
    all.columns.push_back({"BEHIND", shown("/behind")});
    all.columns.push_back({"SENT", shown("/sent")});
    all.columns.push_back({"DROPPED", trouble("/dropped")});
    all.columns.push_back({"TROUBLE", trouble("/trouble")});
    all.columns.push_back({"PEER", shown("/peer")});
    all.columns.push_back({"TEXT", shown("/text")});
    return all;
}

}  // namespace

std::vector<Listing> listings() {
    return {systems(),      boards(),       span_listing(),
            lines(),        ports(),        alarm_listing(trace::Language::en),
            queues(),       agents(),       contacts(),
            calls(),        links(),        performance_listing(),
            test_listing(), clock_listing()};
}

std::string listing_text(const Listing& listing, const Json& items, bool in_colour) {
    if (items.empty()) return listing.none + "\n";
    std::vector<Row> rows;
    for (const Column& column : listing.columns) {
        if (rows.empty()) rows.emplace_back();
        rows.front().push_back({column.title});
    }
    for (const Json& item : items) {
        Row& row = rows.emplace_back();
        for (const Column& column : listing.columns) row.push_back(column.look(item));
    }
    return table_text(rows, in_colour);
}

}  // namespace tools
