// SPDX-License-Identifier: GPL-2.0-or-later
// [host]: links and stores.
#include <arpa/inet.h>
#include <fmt/format.h>

#include "host_bridge/dialects/zone.hpp"
#include "tools/config/tables.hpp"

namespace tools {
namespace {

bool is_address(const std::string& text) {
    in6_addr address{};
    return inet_pton(AF_INET, text.c_str(), &address) == 1 ||
           inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

}  // namespace

void Tables::host(Section s) {
    host_bridge::HostBridgeConfig& host = settings_.host;
    host.state_directory = settings_.state;
    host_bridge::LocalLinkConfig local;
    local.path = settings_.host_socket();
    for (const char* taken : {"local", "journal", "records"}) {
        names_.there_is(Thing::link, taken, {s.place("json").line, "Trunkline's own"});
    }
    host.local.push_back(std::move(local));
    for (Section& one : s.sections("json")) json(one);
    for (Section& one : s.sections("serial")) serial(one);
    host_bridge::SqliteStoreConfig records;
    const std::string written = s.text("records", "");
    records.path = written.empty() ? settings_.state / "records.sqlite" : path(written);
    host.sqlite.push_back(std::move(records));
    host.goal.target = s.seconds("answer_target", 1, 3600, host.goal.target);
    host.goal.short_abandon = s.seconds("short_abandon", 0, 3600, host.goal.short_abandon);
    s.done();
}

void Tables::json(Section& s) {
    host_bridge::JsonLinkConfig link;
    link.name = s.name("name", "json").view();
    names_.there_is(Thing::link, link.name, s.place("name"));
    link.address = s.text("address", "127.0.0.1");
    if (!is_address(link.address)) {
        s.complain("address", "\"" + link.address +
                                  "\" is no IP address: write one of this machine, 127.0.0.1 or "
                                  "0.0.0.0");
    }
    link.port = static_cast<std::uint16_t>(s.number("port", 0, 65'535, 5080));
    if (link.port > 0) {  // 0 takes any free one
        names_.there_is(Thing::listener, fmt::format("{} port {}", link.address, link.port),
                        s.place("port"));
    }
    link.most_clients = static_cast<unsigned>(s.number("most_clients", 1, 10'000, 64));
    for (Section& one : s.sections("token")) token(one, link);
    if (!s.has("token")) s.complain("token", "nobody could log in: add [[host.json.token]]");
    s.done();
    settings_.host.json.push_back(std::move(link));
}

// Never shows a token: what is printed is pasted into tickets.
void Tables::token(Section& s, host_bridge::JsonLinkConfig& link) {
    host_bridge::TokenConfig token;
    token.client = s.name("client").view();
    const auto written = s.text("token");
    token.token = written.value_or("");
    hide(s, "token", fmt::format("token-{:010}", settings_.secrets.size()));
    if (written && (token.token.size() < 16 || token.token.size() > 128)) {
        s.complain("token", fmt::format("has {} letters: write 16 to 128", token.token.size()));
    }
    for (const host_bridge::TokenConfig& other : link.tokens) {
        if (other.token != token.token || token.token.empty()) continue;
        s.complain("token",
                   "client \"" + other.client + "\" has the same: give each a token of its own");
    }
    token.may_command = s.yes("may_command", true);
    s.done();
    link.tokens.push_back(std::move(token));
}

void Tables::serial(Section& s) {
    host_bridge::SerialLineConfig line;
    line.name = s.name("name").view();
    names_.there_is(Thing::link, line.name, s.place("name"));
    line.device = path(s.text("device").value_or(""));
    names_.there_is(Thing::device, line.device.string(), s.place("device"));
    line.format.speed = static_cast<unsigned>(
        s.number_of("speed", {9600, 300, 1200, 2400, 4800, 19'200, 38'400, 57'600, 115'200}));
    line.format.data_bits = static_cast<unsigned>(s.number("data_bits", 7, 8, 8));
    line.format.parity = s.choice("parity", host_bridge::Parity::none, "none, even or odd");
    line.format.stop_bits = static_cast<unsigned>(s.number("stop_bits", 1, 2, 1));
    line.format.rts_cts = s.yes("rts_cts", false);
    line.format.watch_carrier = s.yes("watch_carrier", false);
    const auto dialect = s.text("dialect");
    if (dialect == "smdi") return smdi(s, std::move(line));
    if (dialect == "smdr") return smdr(s, std::move(line));
    // Which of its settings are right depends on the dialect: none are called unknown.
    if (dialect) {
        s.complain("dialect", "\"" + *dialect + "\" is not spoken: write smdi or smdr");
    }
}

void Tables::smdi(Section& s, host_bridge::SerialLineConfig line) {
    host_bridge::SmdiLinkConfig link;
    link.line = std::move(line);
    link.format.dnis =
        s.choice("dnis", host_bridge::DnisPlacement::forwarded, "forwarded, direct or desk");
    link.format.desk = static_cast<std::uint16_t>(s.number("desk", 1, 999, 1));
    for (Section& one : s.sections("desks")) {
        const std::string dnis = one.digits("dnis");
        link.format.desks[dnis] = static_cast<std::uint16_t>(one.number("desk", 1, 999));
        one.done();
    }
    link.format.first_terminal = static_cast<std::uint16_t>(s.number("first_terminal", 0, 9999, 1));
    link.format.number_width = static_cast<std::uint8_t>(s.number("number_width", 0, 10, 10));
    link.expires_after = s.seconds("expires_after", 1, 600, driver::Ticks{10'000});
    s.done();
    settings_.host.smdi.push_back(std::move(link));
}

void Tables::smdr(Section& s, host_bridge::SerialLineConfig line) {
    host_bridge::SmdrLinkConfig link;
    link.line = std::move(line);
    link.layout = s.choice("layout", host_bridge::SmdrLayout::columns, "columns or csv");
    link.zone = s.text("zone", "UTC");
    if (where_ == Where::on_this_machine) {
        const auto zone = host_bridge::Zone::named(link.zone);
        if (!zone) s.complain("zone", zone.error());
    }
    s.done();
    settings_.host.smdr.push_back(std::move(link));
}

}  // namespace tools
