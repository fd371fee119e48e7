// SPDX-License-Identifier: GPL-2.0-or-later
// A real center, spoken to by programs that know nothing of ours: socat on its JSON link and at the
// other end of its serial line, Debian's sqlite3 at its records.
#include <algorithm>
#include <sstream>
#include <vector>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using host_bridge::Json;

TEST_GROUP(Clients) {
    desk::Workbench bench;
    std::string port;
    std::vector<support::Child> listeners;

    void setup() override {
        port = std::to_string(20'000 + getpid() % 10'000);
        bench.write("trunkline.toml", bench.read("trunkline.toml") +
                                          "[host]\nrecords = \"records.sqlite\"\n"
                                          "[[host.json]]\nport = " +
                                          port +
                                          "\n[[host.json.token]]\nclient = \"crm\"\n"
                                          "token = \"0123456789abcdef\"\n"
                                          "[[host.serial]]\nname = \"smdr\"\ndialect = \"smdr\"\n"
                                          "device = \"printer\"\nspeed = 9600\n");
        // The paper of the printer behind the serial line.
        listeners.push_back(
            program("exec socat -u PTY,link=printer,rawer,wait-slave "
                    "CREATE:paper"));
        CHECK(support::soon([&] { return std::filesystem::exists(bench.file("printer")); }));
        bench.switch_on();
    }
    void teardown() override {
        CHECK_EQUAL_TEXT(0, bench.switch_off(), bench.read("center.err").c_str());
        listeners.clear();
    }
    [[nodiscard]] support::Child program(const std::string& command) const {
        return support::Child([&]() -> int {
            std::filesystem::current_path(bench.file(""));
            execlp("bash", "bash", "-c", command.c_str(), nullptr);
            return 127;
        });
    }
    // What the center says to somebody who types these lines and listens for so long.
    [[nodiscard]] std::vector<Json> says_to(const std::vector<std::string>& lines,
                                            const std::string& seconds) const {
        std::string typed;
        for (const std::string& line : lines) typed += line + "\n";
        bench.write("typed", typed);
        const desk::Said said =
            bench.shell("cd '" + bench.file("").string() + "'; { cat typed; sleep " + seconds +
                        "; } | socat -t 0.1 - TCP:127.0.0.1:" + port);
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
        std::vector<Json> heard;
        std::istringstream all(said.out);
        for (std::string line; std::getline(all, line);) {
            const auto json = host_bridge::parse_json(line);
            CHECK_TEXT(json.has_value(), line.c_str());
            heard.push_back(json.value_or(Json()));
        }
        return heard;
    }
    // The first whose field says this; fails the test if there is none.
    static Json the(const std::vector<Json>& heard, const char* field, const Json& value) {
        const auto found = std::ranges::find_if(
            heard, [&](const Json& one) { return one.contains(field) && one.at(field) == value; });
        std::string all;
        for (const Json& one : heard) all += one.dump() + "\n";
        CHECK_TEXT(found != heard.end(),
                   (std::string(field) + " " + value.dump() + "\n" + all).c_str());
        return *found;
    }
    [[nodiscard]] std::string sqlite(const std::string& statement) const {
        const desk::Said said =
            bench.shell("sqlite3 -readonly '" + bench.file("records.sqlite").string() + "' \"" +
                        statement + "\"");
        return said.out + said.err;
    }
};

TEST(Clients, socat_logs_in_hears_all_that_happens_and_gives_an_order) {
    const auto heard = says_to(
        {R"({"id":"1","do":"login","token":"0123456789abcdef"})",
         R"({"id":"2","do":"subscribe","from":1})", R"({"id":"3","do":"get","what":"span"})",
         R"({"id":"4","do":"agent.set","agent":"4001","state":"ready","station":"2001"})",
         R"({"id":"5","do":"call.end"})"},
        "1.5");
    STRCMP_EQUAL("hello", heard.front().value("type", "").c_str());
    STRCMP_EQUAL("crm", the(heard, "re", "1").value("client", "").c_str());
    CHECK_EQUAL(1U, the(heard, "re", "2").value("from", 0U));
    CHECK_EQUAL(1U, the(heard, "re", "3")["items"].size());
    CHECK(the(heard, "re", "4").value("done", false));
    STRCMP_EQUAL("error", the(heard, "re", "5").value("type", "").c_str());
    // Every event from the first on, none left out, and what the order did is among them.
    std::uint64_t last = 0;
    for (const Json& one : heard) {
        if (!one.contains("tick")) continue;
        CHECK_EQUAL(last + 1, one.value("seq", std::uint64_t{}));
        ++last;
    }
    CHECK(last > 3);
    STRCMP_EQUAL("2001", the(heard, "type", "agent.state").value("station", "").c_str());
}

TEST(Clients, socat_with_a_snapshot_goes_on_from_its_number) {
    const auto heard = says_to(
        {R"({"id":"a","do":"login","token":"0123456789abcdef"})", R"({"id":"b","do":"snapshot"})",
         R"({"id":"c","do":"agent.set","agent":"4001","state":"ready","station":"2001"})"},
        "1.5");
    const auto at = the(heard, "type", "snapshot.begin").value("seq", std::uint64_t{});
    CHECK_EQUAL(at, the(heard, "type", "snapshot.end").value("seq", std::uint64_t{}));
    STRCMP_EQUAL("1/1", the(heard, "kind", "line")["item"]["device"].value("name", "").c_str());
    const auto first = std::ranges::find_if(heard, [](const Json& one) {
        return one.contains("tick") && one.value("type", "") != "snapshot.item";
    });
    CHECK(first != heard.end());
    CHECK_EQUAL(at + 1, first->value("seq", std::uint64_t{}));
}

TEST(Clients, socat_with_a_wrong_token_learns_nothing) {
    const auto heard = says_to({R"({"id":"1","do":"login","token":"0123456789abcdeX"})",
                                R"({"id":"2","do":"get","what":"span"})"},
                               "2");
    STRCMP_EQUAL("error", the(heard, "re", "1").value("type", "").c_str());
    for (const Json& one : heard) CHECK(one.dump().find("items") == std::string::npos);
}

TEST(Clients, sqlite3_and_the_printer_have_a_call_that_has_ended) {
    CHECK_EQUAL(0, bench.trunkline({"call", "dial", "2002", "3001"}).code);
    CHECK_EQUAL(0, bench.trunkline({"call", "end", "1"}).code);
    const std::string one_row = "1\n";
    CHECK_TEXT(
        support::soon([&] { return sqlite("SELECT count(*) FROM call_records") == one_row; }),
        sqlite("SELECT count(*) FROM call_records").c_str());
    STRCMP_EQUAL("ok\n", sqlite("PRAGMA integrity_check").c_str());
    STRCMP_EQUAL("", sqlite("PRAGMA foreign_key_check").c_str());
    STRCMP_EQUAL("1\n", sqlite("SELECT count(*) FROM contacts").c_str());
    CHECK_TEXT(support::soon([&] { return bench.read("paper").find('\n') != std::string::npos; }),
               "no record on the printer");
    STRCMP_CONTAINS("2002", bench.read("paper").c_str());
}
