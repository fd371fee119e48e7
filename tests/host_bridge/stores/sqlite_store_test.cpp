// SPDX-License-Identifier: GPL-2.0-or-later
#include <fstream>
#include <optional>
#include <string>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "host_bridge/stores/store_writer.hpp"
#include "tests/host_bridge/stores/store_story.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

namespace {

// Silent, and begun before the leak check.
const bool quiet = [] {
    driver::log_from(driver::LogLevel::error);
    driver::log_warning("test", "{}", "not shown");
    return true;
}();

}  // namespace

TEST_GROUP(SqliteStores) {
    support::ScratchDirectory directory;
    SqliteStoreConfig config{"records", directory.path() / "records.sqlite"};
    MemoryLog log;
    std::optional<SqliteStore> store;

    void opens() {
        auto opened = SqliteStore::open(config);
        if (!opened) FAIL(opened.error().c_str());
        store.emplace(*std::move(opened));
    }
    void writes_all(std::size_t most = 1000) {
        const auto source = log.open(store->number() + 1);
        for (;;) {
            const auto count = store->write(*source, most);
            if (!count) FAIL(count.error().c_str());
            if (*count == 0) return;
        }
    }
    std::string first(const std::string& sql) {
        const auto rows = rows_of(config.path, sql);
        return rows.empty() ? "" : rows.front();
    }
    void is(const char* expected, const std::string& sql) {
        STRCMP_EQUAL(expected, first(sql).c_str());
    }
    void refused_with(const char* part) {
        const auto opened = SqliteStore::open(config);
        CHECK(!opened);
        STRCMP_CONTAINS(part, opened.error().c_str());
    }
};

TEST(SqliteStores, a_call_leaves_its_record_its_contact_its_data_and_the_agents_states) {
    opens();
    a_call(log, 1);
    writes_all();
    is("1|1|2026-03-04T05:06:07.890Z|13800138000|95500|1",
       "SELECT epoch||'|'||contact||'|'||since||'|'||ani||'|'||dnis||'|'||ended FROM contacts");
    is("account|1", "SELECT key||'|'||value FROM contact_data");
    is("1|2026-03-04T05:06:07.890Z|2026-03-04T05:07:08.890Z|answered|16|1/1|ann|201|60000",
       "SELECT contact||'|'||began||'|'||ended||'|'||outcome||'|'||cause||'|'||device||'|'||agent||"
       "'|'||station||'|'||talked_ms FROM call_records");
    is("1", "SELECT ivr_port IS NULL FROM call_records");
    is("2", "SELECT count(*) FROM agent_states");
    is("2026-03-04T05:06:08.890Z|talking|ringing|2000",
       "SELECT at||'|'||state||'|'||before||'|'||lasted_ms FROM agent_states ORDER BY number");
}

TEST(SqliteStores, a_store_that_is_opened_again_goes_on) {
    opens();
    a_call(log, 1);
    writes_all();
    store.reset();
    a_call(log, 2);
    opens();
    LONGS_EQUAL(7, store->number());
    LONGS_EQUAL(1, store->epoch());
    writes_all();
    is("2", "SELECT count(*) FROM call_records");
    // Dated by the clock mark it had remembered.
    is("2026-03-04T05:08:09.890Z", "SELECT ended FROM call_records ORDER BY number DESC");
    is("3", "SELECT ivr_port FROM call_records WHERE contact = 2");
}

TEST(SqliteStores, data_can_change_and_go_until_the_end_has_the_last_word) {
    opens();
    pbx::ContactView view = caller(1, {});
    view.data = {
        {"account", "1"  },
        {"note",    "old"}
    };
    log.tell(pbx::DataAttached{view, "account"});
    log.tell(pbx::DataAttached{view, "note"});
    view.data = {
        {"account", "2"}
    };
    log.tell(pbx::DataAttached{view, "account"});
    log.tell(pbx::DataAttached{view, "note"});  // removed
    writes_all();
    is("1", "SELECT count(*) FROM contact_data");
    is("2", "SELECT value FROM contact_data");
    pbx::ContactEnded ended;
    ended.contact = caller(1, {});
    log.tell(ended);
    writes_all();
    is("0", "SELECT count(*) FROM contact_data");
}

TEST(SqliteStores, contacts_of_two_epochs_are_told_apart) {
    opens();
    a_call(log, 1);
    log.tell(pbx::SystemStarted{2, "test"});
    log.tell(pbx::SystemClock{MemoryLog::began_us});
    a_call(log, 1);
    writes_all();
    is("2", "SELECT count(*) FROM contacts");
    is("2", "SELECT count(DISTINCT epoch) FROM call_records");
}

TEST(SqliteStores, the_size_of_a_batch_makes_no_difference) {
    for (std::uint64_t id = 1; id <= 20; ++id) a_call(log, id);
    opens();
    writes_all(1);
    const auto one_by_one = rows_of(config.path, "SELECT number||began||outcome FROM call_records");
    store.reset();
    config.path = directory.path() / "other.sqlite";
    opens();
    writes_all(1000);
    CHECK(one_by_one == rows_of(config.path, "SELECT number||began||outcome FROM call_records"));
    LONGS_EQUAL(20, one_by_one.size());
}

// ── databases that cannot be used ───────────────────────────────────────────────────────────────

TEST(SqliteStores, a_database_of_another_version_is_refused_with_both_versions) {
    opens();
    store.reset();
    CHECK(!!Database::open(config.path)->execute("PRAGMA user_version = 99"));
    refused_with("has version 99, this host writes version 1");
}

TEST(SqliteStores, somebody_elses_database_is_refused) {
    CHECK(!!Database::open(config.path)->execute("CREATE TABLE theirs (a)"));
    refused_with("not a record store of ours");
}

TEST(SqliteStores, a_file_that_is_no_database_is_refused) {
    std::ofstream(config.path) << std::string(10'000, 'x');
    refused_with("records.sqlite");
}

TEST(SqliteStores, a_place_that_cannot_be_written_is_refused_with_the_remedy) {
    config.path = "/nonexistent/records.sqlite";
    refused_with("let this user write");
}

// ── trouble while it runs ───────────────────────────────────────────────────────────────────────

TEST(SqliteStores, a_full_disk_loses_nothing_once_there_is_room_again) {
    const int result = support::Child([&] {
                           signal(SIGXFSZ, SIG_IGN);
                           opens();
                           for (std::uint64_t id = 1; id <= 2000; ++id) a_call(log, id);
                           StoreWriter writer(config, *std::move(store), log.open(1));
                           rlimit limit{};
                           getrlimit(RLIMIT_FSIZE, &limit);
                           rlimit little = limit;
                           little.rlim_cur = 200'000;  // as if the disk ended there
                           setrlimit(RLIMIT_FSIZE, &little);
                           Moment now{};
                           for (int i = 0; i < 20; ++i, now.steady += 100ms) writer.step(now);
                           const LinkRow full = writer.row(log.last());
                           if (full.state != LinkState::waiting || full.text.empty()) return 1;
                           if (full.behind == 0 || full.trouble == 0) return 2;
                           setrlimit(RLIMIT_FSIZE, &limit);
                           for (int i = 0; i < 50; ++i, now.steady += 100ms) writer.step(now);
                           const LinkRow well = writer.row(log.last());
                           return well.state == LinkState::up && well.behind == 0 ? 0 : 3;
                       }).wait();
    LONGS_EQUAL(0, result);
    is("2000", "SELECT count(*) FROM call_records");
    is("2000", "SELECT count(DISTINCT contact) FROM call_records");
    is("4000", "SELECT count(*) FROM agent_states");
}

TEST(SqliteStores, a_locked_database_is_waited_for) {
    opens();
    a_call(log, 1);
    StoreWriter writer(config, *std::move(store), log.open(1));
    auto other = Database::open(config.path);
    CHECK(!!other->execute("BEGIN IMMEDIATE"));
    Moment now{};
    writer.step(now);
    CHECK(writer.row(log.last()).state == LinkState::waiting);
    CHECK(!!other->execute("COMMIT"));
    now.steady += 2s;
    writer.step(now);
    CHECK(writer.row(log.last()).state == LinkState::up);
    LONGS_EQUAL(0, writer.row(log.last()).behind);
}

TEST(SqliteStores, the_writers_thread_keeps_up_and_ends_when_told) {
    const int result = support::Child([&] {  // CppUTest's heap knows no threads
                           opens();
                           for (std::uint64_t id = 1; id <= 500; ++id) a_call(log, id);
                           StoreWriter writer(config, *std::move(store), log.open(1));
                           writer.start();
                           const bool done =
                               support::soon([&] { return writer.row(log.last()).behind == 0; });
                           writer.stop();
                           return done && writer.position().second == log.last() ? 0 : 1;
                       })
                           .wait();
    LONGS_EQUAL(0, result);
    is("500", "SELECT count(*) FROM call_records");
}

}  // namespace host_bridge
