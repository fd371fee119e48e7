// SPDX-License-Identifier: GPL-2.0-or-later
// [host]: links and stores.
#include <fmt/format.h>

#include "tools/config/tables.hpp"

namespace tools {

void Tables::token(Section& s, host_bridge::JsonLinkConfig& link) const {
    host_bridge::TokenConfig token;
    token.client = s.name("client").view();
    token.token = s.text("token");
    if (s.has("token") && (token.token.size() < 16 || token.token.size() > 128)) {
        s.complain("token", fmt::format("has {} letters: write 16 to 128", token.token.size()));
    }
    token.may_command = s.yes("may_command", true);
    s.done();
    link.tokens.push_back(std::move(token));
}

void Tables::serial(Section& s) {
    host_bridge::SerialLineConfig line;
    line.name = s.name("name").view();
    line.device = path(s.text("device"));
    line.format.speed = static_cast<unsigned>(s.number("speed", 300, 115'200, 9600));
    line.format.data_bits = static_cast<unsigned>(s.number("data_bits", 7, 8, 8));
    line.format.parity =
        s.choice<host_bridge::Parity>("parity", host_bridge::Parity::none, "none, even or odd");
    line.format.stop_bits = static_cast<unsigned>(s.number("stop_bits", 1, 2, 1));
    line.format.rts_cts = s.yes("rts_cts", false);
    line.format.watch_carrier = s.yes("watch_carrier", false);
    const std::string dialect = s.text("dialect");
    if (dialect == "smdi") {
        host_bridge::SmdiLinkConfig link;
        link.line = std::move(line);
        link.format.dnis = s.choice<host_bridge::DnisPlacement>(
            "dnis", host_bridge::DnisPlacement::forwarded, "forwarded, direct or desk");
        link.format.desk = static_cast<std::uint16_t>(s.number("desk", 1, 999, 1));
        link.format.first_terminal =
            static_cast<std::uint16_t>(s.number("first_terminal", 0, 9999, 1));
        link.format.number_width = static_cast<std::uint8_t>(s.number("number_width", 0, 10, 10));
        link.expires_after = s.seconds("expires_after", 1, 600, driver::Ticks{10'000});
        settings.host.smdi.push_back(std::move(link));
    } else if (dialect == "smdr") {
        host_bridge::SmdrLinkConfig link;
        link.line = std::move(line);
        link.layout = s.choice<host_bridge::SmdrLayout>("layout", host_bridge::SmdrLayout::columns,
                                                        "columns or csv");
        link.zone = s.text("zone", "UTC");
        settings.host.smdr.push_back(std::move(link));
    } else if (s.has("dialect")) {
        s.complain("dialect", "\"" + dialect + "\" is not spoken: write smdi or smdr");
    }
    s.done();
}

void Tables::host(Section s) {
    host_bridge::HostBridgeConfig& host = settings.host;
    host.state_directory = settings.state;
    host_bridge::LocalLinkConfig local;
    local.path = settings.run / "host";
    host.local.push_back(std::move(local));
    for (Section& one : s.sections("json")) {
        host_bridge::JsonLinkConfig link;
        link.name = one.name("name", "json").view();
        link.address = one.text("address", "127.0.0.1");
        link.port = static_cast<std::uint16_t>(one.number("port", 0, 65'535, 5080));
        link.most_clients = static_cast<unsigned>(one.number("most_clients", 1, 10'000, 64));
        for (Section& token : one.sections("token")) this->token(token, link);
        if (link.tokens.empty())
            one.complain("token", "nobody could log in: add [[host.json.token]]");
        one.done();
        host.json.push_back(std::move(link));
    }
    for (Section& one : s.sections("serial")) serial(one);
    host_bridge::SqliteStoreConfig records;
    records.path = path(s.text("records", (settings.state / "records.sqlite").string()));
    host.sqlite.push_back(std::move(records));
    s.done();
}

}  // namespace tools
