// SPDX-License-Identifier: GPL-2.0-or-later
// The real program against a real, small center: three programs, nobody at the telephones.
#include <algorithm>

#include <arpa/inet.h>
#include <sys/socket.h>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using host_bridge::Json;

namespace {

// A port nobody listens on, as this machine gives them out.
unsigned free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    CHECK_EQUAL(0, bind(probe, generic, size));
    CHECK_EQUAL(0, getsockname(probe, generic, &size));
    close(probe);
    return ntohs(address.sin_port);
}

}  // namespace

TEST_GROUP(Center) {
    desk::Workbench bench;

    void teardown() override {
        CHECK_EQUAL_TEXT(0, bench.switch_off(), bench.read("center.err").c_str());
    }
    void done(const desk::Words& words) const {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
        STRCMP_EQUAL("done\n", said.out.c_str());
    }
    void refused(const desk::Words& words, const std::string& sentence) const {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL(1, said.code);
        STRCMP_EQUAL(("trunkline: " + sentence + "\n").c_str(), said.err.c_str());
        STRCMP_EQUAL("", said.out.c_str());
    }
    // The first line is titles; those of a list with something in it.
    void has_row(const std::string& listing, const std::string& row) const {
        const desk::Said said = bench.trunkline({listing});
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
        CHECK_TEXT(said.out.find("\n" + row) != std::string::npos, said.out.c_str());
    }
};

TEST(Center, everything_there_is_can_be_listed_for_people_and_for_programs) {
    bench.switch_on();
    for (const char* listing : {"system", "board", "span", "line", "port", "alarm", "queue",
                                "agent", "contact", "call", "link"}) {
        const desk::Said people = bench.trunkline({listing});
        CHECK_EQUAL_TEXT(0, people.code, people.err.c_str());
        CHECK_TEXT(people.out.find('{') == std::string::npos, people.out.c_str());
        CHECK_TEXT(people.out.find('\x1B') == std::string::npos, people.out.c_str());
        const Json items = bench.list(listing);
        const auto lines =
            static_cast<std::size_t>(std::count(people.out.begin(), people.out.end(), '\n'));
        CHECK_EQUAL_TEXT(items.size() + 1, lines, people.out.c_str());
    }
    has_row("span", "1     alarm: LOS");
    has_row("line", "1/1   out of service");
    has_row("port", "1         idle");
    has_row("link", "records");
    STRCMP_EQUAL("No agent has logged in yet.\n", bench.trunkline({"agent"}).out.c_str());
    STRCMP_EQUAL("[]\n", bench.trunkline({"agent", "--json"}).out.c_str());
}

// Nothing is plugged in: in a local loop the span hears itself all the same.
TEST(Center, a_span_in_a_local_loop_is_measured_and_counts_the_errors_injected) {
    bench.switch_on();
    done({"span", "loop", "1", "local", "--for", "60"});
    const desk::Said good = bench.trunkline({"span", "bert", "1", "prbs_15", "--for", "2"});
    CHECK_EQUAL_TEXT(0, good.code, (good.out + good.err).c_str());
    CHECK_TEXT(good.out.find(" 0 wrong, pattern lost 0 times: bit error ratio 0.0e+00 (") !=
                   std::string::npos,
               good.out.c_str());
    support::Child measuring =
        bench.start("bert", {"span", "bert", "1", "prbs_15", "--for", "4", "--json"});
    CHECK(support::soon([&] {
        const Json tests =
            *host_bridge::parse_json(bench.trunkline({"span", "tests", "--json"}).out);
        return tests.size() == 1 && tests[0]["test"]["measuring"].get<bool>() &&
               tests[0]["test"]["found"].get<bool>();
    }));
    done({"span", "inject", "1", "25"});
    CHECK_EQUAL(3, measuring.wait());
    const Json result = *host_bridge::parse_json(bench.read("bert.out"));
    CHECK_EQUAL(25, result["errors"].get<int>());
    done({"span", "loop", "1", "none", "--for", "0"});
}

TEST(Center, a_far_end_that_is_not_looped_and_a_span_that_is_not_there_are_told) {
    bench.switch_on();
    const desk::Said nothing = bench.trunkline({"span", "bert", "1", "qrss", "--for", "1"});
    CHECK_EQUAL(3, nothing.code);
    STRCMP_EQUAL("the pattern did not come back: is the far end looped?\n", nothing.out.c_str());
    refused({"span", "loop", "9", "line", "--for", "5"},
            "there is no span 9: trunkline span lists them");
    refused({"span", "bert", "1", "qrss", "--for", "1", "--timeslots", "1-40"},
            "\"1-40\" are no timeslots: write them as 1-15,17, from 1 to 31");
}

TEST(Center, orders_are_done_and_seen_in_the_listings) {
    bench.switch_on();
    done({"agent", "set", "4001", "ready", "--station", "2001"});
    has_row("agent", "4001   2001     ready");
    done({"agent", "set", "4001", "not_ready", "--reason", "lunch"});
    has_row("agent", "4001   2001     not_ready");
    done({"agent", "set", "4002", "ready", "--station", "2003", "--pin", "77"});
    done({"call", "dial", "2002", "3001"});
    has_row("call", "1     1");
    has_row("contact", "1        ");
    done({"contact", "attach", "1", "account", "4711"});
    STRCMP_EQUAL("4711",
                 bench.list("contact")[0]["contact"]["data"]["account"].get<std::string>().c_str());
    const desk::Said ended = bench.trunkline({"call", "end", "1", "--json"});
    CHECK_EQUAL_TEXT(0, ended.code, ended.err.c_str());
    const auto answer = host_bridge::parse_json(ended.out);
    CHECK(answer && answer->at("done") == true && answer->at("call") == 1);
    CHECK(support::soon([&] { return bench.list("call").empty(); }));
}

TEST(Center, what_the_center_refuses_is_told_with_what_to_do) {
    bench.switch_on();
    refused({"agent", "set", "4009", "ready"},
            "there is no agent \"4009\": agents are the [[agent]] of trunkline.toml");
    refused({"call", "hangup", "2999"},
            "there is no station \"2999\": stations are the [[board.stations]] of trunkline.toml");
    refused({"call", "end", "77"}, "there is no call 77: trunkline call lists them");
    refused({"call", "answer", "2001"}, "station 2001 has no call");
    const desk::Said json = bench.trunkline({"call", "end", "77", "--json"});
    CHECK_EQUAL(1, json.code);
    const auto answer = host_bridge::parse_json(json.out);
    CHECK(answer && answer->at("done") == false);
    STRCMP_CONTAINS("there is no call 77", json.err.c_str());
}

TEST(Center, states_are_coloured_on_a_terminal_unless_the_user_forbids_it) {
    bench.switch_on();
    unsetenv("NO_COLOR");
    STRCMP_CONTAINS("\x1B[31malarm: LOS\x1B[0m", bench.on_a_terminal({"span"}).c_str());
    setenv("NO_COLOR", "1", 1);
    const std::string plain = bench.on_a_terminal({"span"});
    unsetenv("NO_COLOR");
    STRCMP_CONTAINS("alarm: LOS", plain.c_str());
    CHECK(plain.find('\x1B') == std::string::npos);
}

TEST(Center, it_answers_elsewhere_to_whoever_has_a_token) {
    const std::string port = std::to_string(free_port());
    const std::string link =
        "[[host.json]]\nport = " + port +
        "\n"
        "[[host.json.token]]\nclient = \"desk\"\ntoken = \"0123456789abcdef\"\n"
        "[[host.json.token]]\nclient = \"wall\"\ntoken = \"fedcba9876543210\"\n"
        "may_command = false\n";
    bench.write("trunkline.toml", bench.read("trunkline.toml") + link);
    bench.write("token", "0123456789abcdef\r\n");
    bench.write("wall", "fedcba9876543210");
    bench.write("wrong", "0123456789abcdeX");
    bench.switch_on();
    const std::string host = "127.0.0.1:" + port;
    const auto with = [&](const char* token, desk::Words words) {
        words.insert(words.end(), {"--host", host, "--token-file", bench.file(token).string()});
        return words;
    };
    done(with("token", {"agent", "set", "4001", "ready", "--station", "2001"}));
    const desk::Said listed = bench.trunkline(with("wall", {"agent"}));
    CHECK_EQUAL_TEXT(0, listed.code, listed.err.c_str());
    STRCMP_CONTAINS("\n4001   2001     ready", listed.out.c_str());
    refused(with("wall", {"call", "end", "1"}),
            "this client may only listen: set may_command for its token");
    refused(with("wrong", {"agent"}),
            "the token is wrong: give the token configured for this client (" +
                bench.file("wrong").string() + ")");
}
