// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/host_bridge.hpp"

#include <atomic>
#include <optional>
#include <string>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "host_bridge/journal_log.hpp"
#include "host_bridge/links/json_client.hpp"
#include "pbx/journal/journal.hpp"
#include "tests/host_bridge/memory_log.hpp"
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

// One call told by its events, with an IVR port on the way.
void tell_a_call(const std::function<void(const pbx::Event&)>& tell, std::uint64_t id) {
    pbx::ContactView contact;
    contact.contact = {id};
    contact.ani = "13800138000";
    contact.dnis = "95500";
    const pbx::Device trunk{{1}, {1}, 1, {}};
    tell(pbx::CallOffered{contact, {id}, {}, trunk});
    tell(pbx::IvrStarted{contact, {id}, trunk, {4}, "main"});
    tell(pbx::QueueEntered{contact, "sales", 1});
    tell(pbx::QueueLeft{contact, "sales", pbx::QueueExit::connected, "ann", 5s});
    pbx::ContactEnded ended;
    ended.contact = contact;
    ended.outcome = pbx::ContactOutcome::answered;
    ended.device = trunk;
    tell(ended);
}

}  // namespace

// ── on a virtual clock: one thread, one step per tick ───────────────────────────────────────────

TEST_GROUP(BridgeInVirtualTime) {
    support::ScratchDirectory directory;
    MemoryLog log;
    TestInbox inbox;
    HostBridgeConfig config;
    int far{-1};

    void setup() override {
        config.state_directory = directory.path();
        config.sqlite.push_back({"records", directory.path() / "records.sqlite"});
        char name[128];
        int near = -1;
        (void)openpty(&far, &near, name, nullptr, nullptr);
        ::close(near);
        fcntl(far, F_SETFL, O_NONBLOCK);
        SmdiLinkConfig smdi;
        smdi.line = {"smdi", name, {}};
        config.smdi.push_back(smdi);
    }
    void teardown() override {
        ::close(far);
    }
    std::unique_ptr<HostBridge> open() {
        auto bridge = HostBridge::open(config, log, inbox, log.moment());
        if (!bridge) FAIL(bridge.error().c_str());
        return *std::move(bridge);
    }
    std::string heard_on_the_line() {
        char octets[4096];
        const ssize_t size = ::read(far, octets, sizeof octets);
        return size > 0 ? std::string(octets, static_cast<std::size_t>(size)) : std::string();
    }
    void run(HostBridge & bridge, JsonSession & session, std::string & heard, driver::Ticks time) {
        for (driver::Ticks end = log.now + time; log.now < end; log.pass(1ms)) {
            bridge.poll(log.moment());
            session.poll(log.moment(), true);
            session.fill(heard, heard.size() + 65536);
        }
    }
};

TEST(BridgeInVirtualTime, a_call_reaches_the_screen_the_serial_line_and_the_database) {
    const auto bridge = open();
    JsonSession session = bridge->local_session("desk", log.moment());
    session.receive("{\"do\":\"subscribe\",\"from\":\"now\"}\n", log.moment());
    std::string heard;
    run(*bridge, session, heard, 10ms);
    tell_a_call([&](const pbx::Event& event) { log.tell(event); }, 1);
    run(*bridge, session, heard, 200ms);
    for (const char* type : {"call.offered", "ivr.started", "queue.left", "contact.ended"}) {
        STRCMP_CONTAINS(type, heard.c_str());
    }
    STRCMP_EQUAL("\r\nMD0010005A0000095500 3800138000 \r\n\x19", heard_on_the_line().c_str());
    LONGS_EQUAL(1, bridge->ledger().queue("sales").answered);
    for (const LinkRow& row : bridge->links()) {
        CHECK_TEXT(row.state == LinkState::up, row.name.c_str());
        LONGS_EQUAL_TEXT(0, row.behind, row.name.c_str());
    }
    LONGS_EQUAL(log.last(), log.positions["records"]);
}

TEST(BridgeInVirtualTime, the_same_story_gives_the_same_octets) {
    std::string first;
    for (int round = 0; round < 2; ++round) {
        MemoryLog again;
        config.sqlite.clear();
        config.smdi.clear();
        auto bridge = *HostBridge::open(config, again, inbox, again.moment());
        JsonSession session = bridge->local_session("desk", again.moment());
        session.receive("{\"do\":\"subscribe\",\"from\":1}\n", again.moment());
        std::string heard;
        for (std::uint64_t id = 1; id <= 20; ++id) {
            tell_a_call([&](const pbx::Event& event) { again.tell(event); }, id);
            again.pass(100ms);
            bridge->poll(again.moment());
            session.poll(again.moment(), true);
            session.fill(heard, heard.size() + 65536);
        }
        if (round == 0) first = heard;
        CHECK(heard.size() > 20'000);
        CHECK(heard == first);
    }
}

TEST(BridgeInVirtualTime, a_command_is_posted_and_answered_within_two_steps) {
    const auto bridge = open();
    JsonSession session = bridge->local_session("desk", log.moment());
    std::string heard;
    session.receive("{\"do\":\"call.hold\",\"id\":\"1\",\"device\":\"201\"}\n", log.moment());
    LONGS_EQUAL(1, inbox.posted.size());
    log.tell(pbx::CommandResult{"desk", "1", true, "", {3}});
    run(*bridge, session, heard, 2ms);
    STRCMP_CONTAINS("\"re\":\"1\",\"do\":\"command\",\"done\":true", heard.c_str());
}

TEST(BridgeInVirtualTime, what_cannot_be_opened_is_an_error) {
    config.sqlite.push_back({"elsewhere", "/nonexistent/records.sqlite"});
    const auto bridge = HostBridge::open(config, log, inbox, log.moment());
    CHECK(!bridge);
    STRCMP_CONTAINS("elsewhere", bridge.error().c_str());
}

TEST(BridgeInVirtualTime, a_store_takes_what_was_written_anew_after_an_unclean_stop) {
    tell_a_call([&](const pbx::Event& event) { log.tell(event); }, 1);
    open()->poll(log.moment());
    log.lose_after(log.last() - 2);
    log.tell(pbx::SystemStarted{2, "test"});
    tell_a_call([&](const pbx::Event& event) { log.tell(event); }, 1);
    const auto bridge = open();
    bridge->poll(log.moment());
    LONGS_EQUAL(0, bridge->links().back().behind);
    LONGS_EQUAL(log.last(), log.positions["records"]);
}

// ── on the machine's clocks: a host program, a journal on disk, clients by TCP ──────────────────

TEST_GROUP(BridgeAsProgram) {
    support::ScratchDirectory directory;
    std::optional<pbx::Journal> journal;
    HostBridgeConfig config;
    support::Shared<std::atomic<int>> port;
    std::optional<support::Child> host;
    std::uint64_t calls{};

    void setup() override {
        pbx::JournalOptions options;
        options.directory = directory.path() / "journal";
        options.segment_octets = std::size_t{1} << 20U;
        journal.emplace(*pbx::Journal::open(options));
        tell(pbx::SystemStarted{journal->writer().epoch(), "test"});
        tell(pbx::SystemClock{machine_moment().utc_us});
        config.state_directory = directory.path();
        JsonLinkConfig json;
        json.port = 0;
        json.tokens = {
            {"crm", "secret-token-0123", true}
        };
        config.json.push_back(json);
        config.sqlite.push_back({"records", directory.path() / "records.sqlite"});
    }
    void tell(const pbx::Event& event) {
        journal->writer().append(1ms, event);
    }
    void calls_come(int count) {
        for (int i = 0; i < count; ++i) {
            tell_a_call([&](const pbx::Event& event) { tell(event); }, ++calls);
        }
    }
    void host_starts() {
        *port = 0;
        host.emplace([this] {
            TestInbox inbox;
            auto log = JournalLog::open(directory.path() / "journal");
            if (!log) return 1;
            auto bridge = HostBridge::open(config, **log, inbox, machine_moment());
            if (!bridge) return 2;
            *port = (*bridge)->servers().front()->port();
            const int parent = getppid();
            (*bridge)->run([&] { return getppid() != parent; });
            return 0;
        });
        CHECK(support::soon([&] { return *port != 0; }));
    }
    JsonClient connect() {
        auto client = JsonClient::tcp("127.0.0.1", static_cast<std::uint16_t>(port->load()));
        if (!client) FAIL(client.error().c_str());
        if (const auto login = client->login("secret-token-0123"); !login) {
            FAIL(login.error().c_str());
        }
        return *std::move(client);
    }
    // Events in order up to the journal's end; returns the last number.
    std::uint64_t listen(JsonClient & client, std::uint64_t seen) {
        while (seen < journal->writer().last_out()) {
            const auto event = client.next_event(std::chrono::seconds(10));
            if (!event) FAIL(event.error().c_str());
            if (!*event) FAIL("no event");
            if ((**event)["type"] == "hello") continue;
            LONGS_EQUAL(seen + 1, (**event)["seq"].get<std::uint64_t>());
            ++seen;
        }
        return seen;
    }
};

TEST(BridgeAsProgram, a_client_follows_through_ten_kills_of_host_without_a_hole) {
    std::uint64_t seen = 0;
    for (int round = 0; round < 10; ++round) {
        host_starts();
        JsonClient client = connect();
        CHECK(!!client.request({
            {"do",   "subscribe"},
            {"from", seen + 1   }
        }));
        calls_come(20);
        seen = listen(client, seen);
        calls_come(20);  // some of these it will not see before the kill
        host->kill();
    }
    host_starts();
    JsonClient client = connect();
    CHECK(!!client.request({
        {"do",   "subscribe"},
        {"from", seen + 1   }
    }));
    seen = listen(client, seen);
    LONGS_EQUAL(2 + 10 * 40 * 5, seen);
    const auto queues = client.request({
        {"do",   "get"  },
        {"what", "queue"}
    });
    LONGS_EQUAL(400, (*queues)["items"].at(0)["answered"].get<int>());
    CHECK(support::soon([&] {
        const auto links = client.request({
            {"do",   "get" },
            {"what", "link"}
        });
        return (*links)["items"].back()["behind"] == 0;
    }));
    auto database = Database::open(config.sqlite[0].path);
    LONGS_EQUAL(400, *database->number("SELECT count(*) FROM call_records"));
    LONGS_EQUAL(400, *database->number("SELECT count(DISTINCT contact) FROM call_records"));
}

TEST(BridgeAsProgram, an_event_reaches_a_client_within_a_few_milliseconds) {
    host_starts();
    JsonClient client = connect();
    CHECK(!!client.request({
        {"do",   "subscribe"},
        {"from", "now"      }
    }));
    std::uint64_t seen = journal->writer().last_out();
    std::vector<double> times;
    for (int i = 0; i < 100; ++i) {
        const auto told = std::chrono::steady_clock::now();
        tell(pbx::AlarmChanged{"a", true, "text"});
        seen = listen(client, seen);
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - told;
        times.push_back(took.count());
    }
    std::ranges::sort(times);
    CHECK_TEXT(times[50] < 10, "half of the events took longer than 10 ms");
}

}  // namespace host_bridge
