// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdio>
#include <random>
#include <string>

#include <unistd.h>

#include "tests/host_bridge/stores/store_story.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

namespace {

const std::string every_row =
    "SELECT 'c'||epoch||'|'||contact||'|'||since||'|'||ended FROM contacts UNION ALL "
    "SELECT 'd'||epoch||'|'||contact||'|'||key||'|'||value FROM contact_data UNION ALL "
    "SELECT 'r'||epoch||'|'||number||'|'||contact||'|'||began||'|'||ended FROM call_records UNION "
    "ALL SELECT 'a'||epoch||'|'||number||'|'||at||'|'||state FROM agent_states ORDER BY 1";

// Writes what is left, in small transactions; 0 when all is written.
int write_rest(const SqliteStoreConfig& config, MemoryLog& log, std::size_t batch) {
    auto store = SqliteStore::open(config);
    if (!store) return 1;
    const auto source = log.open(store->number() + 1);
    for (;;) {
        const auto count = store->write(*source, batch);
        if (!count) return 2;
        if (*count == 0) return 0;
    }
}

}  // namespace

TEST_GROUP(KilledStores) {
    support::ScratchDirectory directory;
    MemoryLog log;
};

TEST(KilledStores, kill_9_at_any_instant_leaves_every_record_once) {
    constexpr std::uint64_t calls = 1000;
    for (std::uint64_t id = 1; id <= calls; ++id) a_call(log, id);
    const SqliteStoreConfig whole{"whole", directory.path() / "whole.sqlite"};
    LONGS_EQUAL(0, write_rest(whole, log, 1000));

    const unsigned seed = std::random_device{}();
    std::printf("seed %u ", seed);
    std::mt19937 random(seed);
    const SqliteStoreConfig killed{"killed", directory.path() / "killed.sqlite"};
    int kills = 0;
    for (bool done = false; !done && kills < 300;) {
        support::Child child([&] { return write_rest(killed, log, 1 + random() % 4); });
        usleep(static_cast<useconds_t>(random() % 12'000));
        child.send(SIGKILL);
        const int status = child.wait();
        CHECK_TEXT(status <= 0, "the store could not be opened or written after a kill");
        done = status == 0;
        kills += done ? 0 : 1;
        (void)random();  // the child's draw is not ours
    }
    std::printf("%d kills ", kills);
    CHECK(kills > 3);
    LONGS_EQUAL(0, write_rest(killed, log, 4));  // what a slow machine left
    const auto expected = rows_of(whole.path, every_row);
    const auto found = rows_of(killed.path, every_row);
    LONGS_EQUAL(calls * 5, expected.size());
    CHECK(expected == found);
}

}  // namespace host_bridge
