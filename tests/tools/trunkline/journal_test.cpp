// SPDX-License-Identifier: GPL-2.0-or-later
// A journal read while it is written, afterwards, and after it was damaged.
#include <fstream>
#include <sstream>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(JournalOnTheDesk) {
    desk::Workbench bench;

    // A center that lived for a moment: an agent logged in, a call began and ended.
    void live_a_little() {
        bench.switch_on();
        (void)bench.trunkline({"agent", "set", "4001", "ready", "--station", "2001"});
        (void)bench.trunkline({"call", "dial", "2002", "3001"});
        (void)bench.trunkline({"call", "end", "1"});
    }
    [[nodiscard]] desk::Said journal(desk::Words words) const {
        words.insert(words.begin(), "journal");
        return bench.trunkline(words);
    }
    static std::vector<std::string> lines_of(const std::string& text) {
        std::istringstream in(text);
        std::vector<std::string> lines;
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }
};

TEST(JournalOnTheDesk, tail_follows_what_happens) {
    bench.switch_on();
    support::Child tail =
        bench.start("tail", {"journal", "tail", "--follow", "--last", "0", "--name", "agent.*"});
    usleep(100'000);
    CHECK_EQUAL(0, bench.trunkline({"agent", "set", "4001", "ready", "--station", "2001"}).code);
    CHECK(support::soon(
        [&] { return bench.read("tail.out").find(" agent.state ") != std::string::npos; }));
    STRCMP_CONTAINS("agent=4001", bench.read("tail.out").c_str());
    tail.send(SIGTERM);
    CHECK_EQUAL(0, tail.wait());
    CHECK_EQUAL(0, bench.switch_off());
}

TEST(JournalOnTheDesk, it_can_be_shown_checked_and_replayed_by_another_desk) {
    live_a_little();
    CHECK_EQUAL(0, bench.switch_off());

    const desk::Said all = journal({"dump"});
    CHECK_EQUAL_TEXT(0, all.code, all.err.c_str());
    const auto lines = lines_of(all.out);
    CHECK(lines.size() > 40);
    STRCMP_CONTAINS("in 1 @", lines[0].c_str());
    const auto last = lines_of(journal({"tail", "-n", "3"}).out);
    CHECK_EQUAL(3, last.size());
    STRCMP_EQUAL(lines.back().c_str(), last.back().c_str());

    const auto calls = lines_of(journal({"dump", "--kind", "out", "--name", "call.*"}).out);
    CHECK(calls.size() >= 2);
    for (const std::string& line : calls) STRCMP_CONTAINS(" call.", line.c_str());
    const auto from = lines_of(journal({"dump", "--kind", "out", "--from", "5"}).out);
    CHECK_TEXT(from[0].starts_with("out 5 @"), from[0].c_str());
    for (const std::string& line : lines_of(journal({"dump", "--json"}).out)) {
        const auto json = host_bridge::parse_json(line);
        CHECK_TEXT(json && json->contains("number") && json->contains("name"), line.c_str());
    }

    const desk::Said good = journal({"check"});
    CHECK_EQUAL_TEXT(0, good.code, good.err.c_str());
    STRCMP_CONTAINS(": good: ", good.out.c_str());
    STRCMP_CONTAINS(" call.ended\n", good.out.c_str());
    const auto checked = host_bridge::parse_json(journal({"check", "--json"}).out);
    CHECK(checked && checked->at("closed") == true && checked->at("records")["call.ended"] == 1);

    // Where the journal is all there is.
    const desk::Workbench another;
    std::filesystem::copy(bench.file("state/journal"), another.file("incident"));
    std::filesystem::remove(another.file("trunkline.toml"));
    const desk::Said replayed = another.trunkline(
        {"journal", "replay", "--json", "--journal", another.file("incident").string()});
    CHECK_EQUAL_TEXT(0, replayed.code, replayed.err.c_str());
    const auto report = host_bridge::parse_json(replayed.out);
    CHECK(report && report->at("difference") == "" && report->at("out") == checked->at("lastOut"));
    STRCMP_CONTAINS("records come out again, octet for octet", journal({"replay"}).out.c_str());
}

TEST(JournalOnTheDesk, damage_is_found_and_ends_with_3) {
    live_a_little();
    CHECK_EQUAL(0, bench.switch_off());
    std::filesystem::path segment;
    for (const auto& one : std::filesystem::directory_iterator(bench.file("state/journal"))) {
        if (segment.empty() || one.path() < segment) segment = one.path();
    }
    std::string octets = bench.read("state/journal/" + segment.filename().string());
    const auto at = octets.find("VoiceXML") != std::string::npos ? octets.find("VoiceXML")
                                                                 : octets.find("vxml");
    CHECK(at != std::string::npos);
    octets[at] ^= 1;
    bench.write("state/journal/" + segment.filename().string(), octets);
    const desk::Said checked = journal({"check"});
    CHECK_EQUAL(3, checked.code);
    CHECK_TEXT(checked.err.find(segment.filename().string()) != std::string::npos,
               checked.err.c_str());
    CHECK_EQUAL(1, journal({"dump"}).code);
}
