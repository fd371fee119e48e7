// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_listing.hpp"

#include <vector>

namespace host_bridge {

namespace {

struct SpanWithoutBoard {
    driver::SpanId span;
    driver::BoardTrouble trouble{};
    FIELDS(span, trouble)
};

// What there is of hardware, in one row.
struct BoardRow {
    bool firmware_present{};
    std::uint64_t firmware_epoch{};
    std::uint64_t spans{};
    std::uint64_t usable_spans{};
    std::uint32_t lines{};
    std::uint32_t voice_ports{};
    driver::TickHealth health;
    std::vector<SpanWithoutBoard> without_board;
    FIELDS(firmware_present, firmware_epoch, spans, usable_spans, lines, voice_ports, health,
           without_board)
};

BoardRow board(const acd::Ledger& ledger) {
    const acd::SystemRow& system = ledger.system();
    BoardRow row{system.firmware_present, system.firmware_epoch, 0, 0, system.lines,
                 system.voice_ports,      system.health,         {}};
    for (const acd::SpanRow& span : ledger.spans()) {
        ++row.spans;
        row.usable_spans += span.usable ? 1 : 0;
        if (!span.status.no_board) continue;
        row.without_board.push_back({span.status.span, span.status.board_trouble});
    }
    return row;
}

template <class Map>
auto values(const Map& map) {
    std::vector<typename Map::mapped_type> rows;
    rows.reserve(map.size());
    for (const auto& [key, row] : map) rows.push_back(row);
    return rows;
}

// Calls use(rows) with the rows of one kind.
template <class Use>
void with_rows(const acd::Ledger& ledger, Listing what, Use&& use) {
    switch (what) {
        case Listing::system:
            return use(std::vector{ledger.system()});
        case Listing::board:
            return use(std::vector{board(ledger)});
        case Listing::span:
            return use(ledger.spans());
        case Listing::performance:
            return use(ledger.performance());
        case Listing::test:
            return use(values(ledger.tests()));
        case Listing::clock:
            return use(ledger.clocks());
        case Listing::quality:
            return use(values(ledger.qualities()));
        case Listing::line:
            return use(ledger.lines());
        case Listing::port:
            return use(ledger.ports());
        case Listing::alarm:
            return use(ledger.alarms());
        case Listing::queue:
            return use(ledger.queues());
        case Listing::agent:
            return use(ledger.agents());
        case Listing::contact:
            return use(values(ledger.contacts()));
        case Listing::call:
            return use(values(ledger.calls()));
        case Listing::fax:
            return use(ledger.faxes());
        case Listing::fax_port:
            return use(ledger.fax_ports());
        case Listing::mailbox:
            return use(values(ledger.mailboxes()));
        case Listing::link:
            return use(std::vector<acd::SystemRow>{});
    }
}

constexpr Listing in_snapshot[] = {
    Listing::system, Listing::span,  Listing::line,    Listing::port, Listing::alarm,
    Listing::queue,  Listing::agent, Listing::contact, Listing::call, Listing::mailbox};

void append_edge(std::string& out, std::string_view type, const acd::Ledger& ledger,
                 std::string_view re, std::uint64_t items) {
    JsonWriter json(out);
    const acd::Mark clock = ledger.timeline().at(ledger.last_number());
    json.begin_object();
    json.member("type", type);
    json.key("re");
    re.empty() ? json.null() : json.value(re);
    json.member("seq", ledger.last_number());
    json.member("epoch", clock.epoch);
    std::string time;
    append_time(time, acd::utc_us(clock, ledger.last_tick()));
    json.member("time", std::string_view(time));
    json.member("items", items);
    json.end_object();
    out += '\n';
}

}  // namespace

void append_listing(JsonWriter& json, const acd::Ledger& ledger, Listing what) {
    const acd::Mark clock = ledger.timeline().at(ledger.last_number());
    with_rows(ledger, what, [&](const auto& rows) { append_rows(json, clock, rows); });
}

void append_snapshot(std::string& out, const acd::Ledger& ledger, std::string_view re) {
    const acd::Mark clock = ledger.timeline().at(ledger.last_number());
    std::string items;
    std::uint64_t count = 0;
    const auto append = [&](Listing kind, const auto& rows) {
        for (const auto& row : rows) {
            JsonWriter json(items);
            json.begin_object();
            json.member("type", "snapshot.item");
            json.member("kind", name_of(kind));
            json.key("item");
            json.begin_object();
            FieldWriter(json, clock, {}).members(row);
            json.end_object();
            json.end_object();
            items += '\n';
            ++count;
        }
    };
    for (const Listing kind : in_snapshot) {
        with_rows(ledger, kind, [&](const auto& rows) { append(kind, rows); });
    }
    append_edge(out, "snapshot.begin", ledger, re, count);
    out += items;
    append_edge(out, "snapshot.end", ledger, re, count);
}

}  // namespace host_bridge
