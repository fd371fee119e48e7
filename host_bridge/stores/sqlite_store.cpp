// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/stores/sqlite_store.hpp"

#include <fmt/format.h>

#include "host_bridge/stores/schema.hpp"

namespace host_bridge {

namespace {

driver::Error named(const SqliteStoreConfig& config, const std::string& what,
                    std::string_view remedy) {
    return {fmt::format("{}: {}: {}: {}", config.name, config.path.string(), what, remedy)};
}

// Write-ahead log: readers of the database do not stop us, nor we them.
constexpr const char* settings =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 200;";

std::string all_of_schema() {
    return fmt::format(
        "BEGIN IMMEDIATE; {} PRAGMA application_id = {}; PRAGMA user_version = {}; "
        "COMMIT;",
        store_schema, store_application_id, store_schema_version);
}

// Makes the tables of a new database, or sees that the old ones are ours.
driver::Result<void> check_schema(Database& database, const SqliteStoreConfig& config) {
    const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return named(config, tables.error(), "give it a database of its own");
    if (*tables == 0) {
        const auto made = database.execute(all_of_schema());
        if (!made) return named(config, made.error(), "see that the disk has room and is writable");
        return {};
    }
    const auto application = database.number("PRAGMA application_id");
    if (!application || *application != store_application_id) {
        return named(config, "is not a record store of ours", "give it a database of its own");
    }
    const auto version = database.number("PRAGMA user_version");
    if (!version || *version != store_schema_version) {
        return named(config,
                     fmt::format("has version {}, this host writes version {}",
                                 version ? *version : 0, store_schema_version),
                     "move it away, or run the host that made it");
    }
    return {};
}

}  // namespace

driver::Result<SqliteStore> SqliteStore::open(const SqliteStoreConfig& config) {
    constexpr std::string_view remedy = "let this user write the file and its directory";
    auto database = Database::open(config.path);
    if (!database) return named(config, database.error(), remedy);
    if (auto set = database->execute(settings); !set) return named(config, set.error(), remedy);
    if (auto good = check_schema(*database, config); !good) return driver::Error{good.error()};
    // A read-only file opens well and fails at the first write: try one now.
    if (auto ours = database->execute("BEGIN IMMEDIATE; UPDATE position SET id = 1; COMMIT;");
        !ours) {
        return named(config, ours.error(), remedy);
    }
    auto rows = RowWriter::prepare(*database);
    if (!rows) return named(config, rows.error(), "give it a database of its own");
    SqliteStore store(*std::move(database), *std::move(rows));
    if (auto loaded = store.load(); !loaded) return named(config, loaded.error(), remedy);
    return store;
}

SqliteStore::SqliteStore(Database database, RowWriter rows)
    : database_(std::move(database)), rows_(std::make_unique<RowWriter>(std::move(rows))) {}

driver::Result<void> SqliteStore::load() {
    auto position = database_.prepare(
        "SELECT epoch, number, clock_number, clock_tick, clock_utc_us, clock_known FROM position");
    if (!position) return driver::Error{position.error()};
    const auto row = position->next();
    if (!row) return driver::Error{row.error()};
    if (!*row) return driver::Error{"the position is missing"};
    const auto natural = [&](int column) {
        return static_cast<std::uint64_t>(position->integer(column));
    };
    epoch_ = natural(0);
    number_ = natural(1);
    if (number_ > 0) {
        timeline_.begin({natural(2), driver::Ticks(position->integer(3)), position->integer(4),
                         epoch_, position->integer(5) != 0});
    }
    return {};
}

driver::Result<std::size_t> SqliteStore::write(EventSource& source, std::size_t most) {
    std::size_t count = 0;
    std::uint64_t number = number_;
    acd::Timeline timeline = timeline_;
    for (; count < most; ++count) {
        const OutRecord* record = source.next(to_the_end);
        if (record == nullptr) break;
        if (count == 0) {
            if (auto begun = database_.execute("BEGIN IMMEDIATE"); !begun) {
                return driver::Error{begun.error()};
            }
        }
        number = record->number;
        timeline.apply(record->number, record->tick, record->event);
        if (auto done = rows_->write(*record, timeline.at(number)); !done) {
            (void)database_.execute("ROLLBACK");
            return driver::Error{done.error()};
        }
    }
    if (count == 0) return count;
    if (auto saved = save(number, timeline.at(number)); !saved) {
        (void)database_.execute("ROLLBACK");
        return driver::Error{saved.error()};
    }
    timeline_.begin(timeline.at(number));
    number_ = number;
    epoch_ = timeline_.epoch();
    return count;
}

driver::Result<void> SqliteStore::save(std::uint64_t number, const acd::Mark& clock) {
    return database_.execute(fmt::format(
        "UPDATE position SET epoch = {}, number = {}, clock_number = {}, clock_tick = {}, "
        "clock_utc_us = {}, clock_known = {}; COMMIT;",
        clock.epoch, number, clock.number, clock.tick.count(), clock.utc_us, clock.known ? 1 : 0));
}

}  // namespace host_bridge
