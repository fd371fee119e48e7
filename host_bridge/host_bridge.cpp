// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/host_bridge.hpp"

#include "host_bridge/resume.hpp"

namespace host_bridge {

driver::Result<std::unique_ptr<HostBridge>> HostBridge::open(const HostBridgeConfig& config,
                                                             EventLog& log, Inbox& inbox,
                                                             const Moment& now) {
    std::unique_ptr<HostBridge> bridge(new HostBridge(config, log, inbox));
    while (bridge->read_journal()) {
    }
    if (auto done = bridge->open_stores(config); !done) return driver::Error{done.error()};
    if (auto done = bridge->open_lines(config); !done) return driver::Error{done.error()};
    if (auto done = bridge->listen(config, now); !done) return driver::Error{done.error()};
    return bridge;
}

HostBridge::HostBridge(const HostBridgeConfig& config, EventLog& log, Inbox& inbox)
    : log_(log),
      ledger_(config.goal),
      source_(log.open(0)),
      commands_(inbox, config.pins),
      cursors_(log) {}

HostBridge::~HostBridge() = default;

// ── opening ─────────────────────────────────────────────────────────────────────────────────────

driver::Result<void> HostBridge::listen(const HostBridgeConfig& config, const Moment& now) {
    for (const LocalLinkConfig& link : config.local) {
        auto server = JsonServer::local(loop_, link, services(), now);
        if (!server) return driver::Error{server.error()};
        servers_.push_back(*std::move(server));
    }
    for (const JsonLinkConfig& link : config.json) {
        auto server = JsonServer::tcp(loop_, link, services(), now);
        if (!server) return driver::Error{server.error()};
        servers_.push_back(*std::move(server));
    }
    return {};
}

driver::Result<void> HostBridge::open_lines(const HostBridgeConfig& config) {
    for (const SmdiLinkConfig& link : config.smdi) {
        add_line(link.line, std::make_unique<SmdiFeed>(link, log_, ledger_), config);
    }
    for (const SmdrLinkConfig& link : config.smdr) {
        const auto zone = Zone::named(link.zone);
        if (!zone) return driver::Error{link.line.name + ": " + zone.error()};
        add_line(link.line, std::make_unique<SmdrFeed>(link.layout, *zone, log_, ledger_), config);
    }
    return {};
}

void HostBridge::add_line(const SerialLineConfig& config, std::unique_ptr<SerialFeed> feed,
                          const HostBridgeConfig& all) {
    CursorFile file(all.state_directory / (config.name + ".cursor"));
    lines_.push_back(std::make_unique<SerialLink>(config, std::move(feed), std::move(file),
                                                  SerialLink::Services{cursors_, ledger_}));
}

driver::Result<void> HostBridge::open_stores(const HostBridgeConfig& config) {
    for (const SqliteStoreConfig& one : config.sqlite) {
        auto store = SqliteStore::open(one);
        if (!store) return driver::Error{store.error()};
        store->go_back_to(resume_after(ledger_, store->epoch(), store->number()));
        auto source = log_.open(store->number() + 1);
        stores_.push_back(std::make_unique<StoreWriter>(one, *std::move(store), std::move(source)));
        store_names_.push_back(one.name);
    }
    return {};
}

// ── running ─────────────────────────────────────────────────────────────────────────────────────

void HostBridge::poll(const Moment& now) {
    loop_.poll();
    poll_links(now);
    for (auto& store : stores_) store->step(now);
    tell_positions();
    cursors_.step();
}

void HostBridge::run(const std::function<bool()>& stop) {
    for (auto& store : stores_) store->start();
    cursors_.start();
    while (!stop()) {
        loop_.run_for(step);
        poll_links(machine_moment());
        tell_positions();
    }
    for (auto& store : stores_) store->stop();
    cursors_.stop();
}

void HostBridge::poll_links(const Moment& now) {
    read_journal();
    commands_.poll(now);
    for (auto& server : servers_) server->poll(now);
    for (auto& line : lines_) line->poll(now);
}

// The ledger is what every link measures itself by: none goes ahead of it. True if there is more.
bool HostBridge::read_journal() {
    for (int i = 0; i < most_records; ++i) {
        const OutRecord* record = source_->next(to_the_end);
        if (record == nullptr) return false;
        ledger_.apply(record->number, record->tick, record->event);
        commands_.apply(record->number, ledger_.timeline().utc_us(record->number, record->tick),
                        record->event);
    }
    return true;
}

void HostBridge::tell_positions() {
    for (std::size_t i = 0; i < stores_.size(); ++i) {
        const auto [epoch, number] = stores_[i]->position();
        cursors_.done_with(store_names_[i], epoch, number);
    }
}

SessionServices HostBridge::services() {
    return {log_, ledger_, commands_, *this};
}

JsonSession HostBridge::local_session(const std::string& client, const Moment& now) {
    SessionLimits limits;
    limits.keep_alive = {};
    return {
        services(), {"local", "inside", client},
         nullptr, limits, now
    };
}

std::vector<LinkRow> HostBridge::links() const {
    LinkRow journal;
    journal.name = "journal";
    journal.dialect = "journal";
    journal.text = source_->trouble();
    journal.state = journal.text.empty() ? LinkState::up : LinkState::down;
    journal.number = ledger_.last_number();
    std::vector<LinkRow> rows{journal};
    for (const auto& server : servers_) {
        for (LinkRow& row : server->rows()) rows.push_back(std::move(row));
    }
    for (const auto& line : lines_) rows.push_back(line->row());
    for (const auto& store : stores_) rows.push_back(store->row(ledger_.last_number()));
    return rows;
}

}  // namespace host_bridge
