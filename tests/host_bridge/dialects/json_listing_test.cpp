// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_listing.hpp"

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "host_bridge/dialects/json_value.hpp"
#include "tests/acd/ledger/journal_story.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

using namespace std::chrono_literals;
using acd::JournalStory;

TEST_GROUP(JsonListing) {
    JournalStory story;
    void setup() override {
        story.started(5);
        story.tell(pbx::SystemConfigured{"abc", 60, 2, 1, 1});
        story.tell(pbx::SystemClock{1'772'600'767'890'000});
        driver::SpanStatus span;
        span.span = {1};
        span.signalling_up = true;
        story.tell(pbx::SpanChanged{span});
        story.agent("ann", pbx::AgentState::logged_off, pbx::AgentState::ready, 0s);
        story.offered(1, 10, 5);
        story.enters(1, "sales");
        story.pass(3s);
        story.rings(1, 10, 31, "201");
    }
    Json list(Listing what) {
        std::string out;
        JsonWriter json(out);
        append_listing(json, story.ledger, what);
        return parse_json(out).value();
    }
    std::vector<Json> snapshot() {
        std::string out;
        append_snapshot(out, story.ledger, "r1");
        std::vector<Json> lines;
        std::istringstream in(out);
        for (std::string line; std::getline(in, line);) lines.push_back(parse_json(line).value());
        return lines;
    }
};

TEST(JsonListing, queues_with_their_counts) {
    const Json queue = list(Listing::queue).at(0);
    STRCMP_EQUAL("sales", queue["queue"].get<std::string>().c_str());
    LONGS_EQUAL(1, queue["offered"].get<int>());
    LONGS_EQUAL(3000, queue["longestWaitMs"].get<int>());
}

TEST(JsonListing, calls_with_their_parties) {
    const Json call = list(Listing::call).at(0);
    LONGS_EQUAL(10, call["call"].get<int>());
    LONGS_EQUAL(1, call["contact"]["id"].get<int>());
    LONGS_EQUAL(2, call["parties"].size());
    STRCMP_EQUAL("alerting", call["parties"][1]["state"].get<std::string>().c_str());
    STRCMP_EQUAL("2026-03-04T05:06:10.890Z",
                 call["parties"][1]["since"].get<std::string>().c_str());
}

TEST(JsonListing, mailboxes_with_what_waits_in_them) {
    CHECK(list(Listing::mailbox).empty());
    story.tell(pbx::MailboxChanged{driver::Number("2001"), pbx::MailboxChange::left, 7,
                                   driver::Number("301"), 1, 0});
    story.tell(pbx::MailboxChanged{driver::Number("2001"), pbx::MailboxChange::heard, 7,
                                   driver::Number("301"), 0, 1});
    const Json box = list(Listing::mailbox).at(0);
    STRCMP_EQUAL("2001", box["mailbox"].get<std::string>().c_str());
    STRCMP_EQUAL("heard", box["change"].get<std::string>().c_str());
    LONGS_EQUAL(0, box["fresh"].get<int>());
    LONGS_EQUAL(1, box["old"].get<int>());
    story.started(6);
    CHECK(list(Listing::mailbox).empty());  // until the firmware has told what there is
}

TEST(JsonListing, the_board_is_one_row) {
    const Json board = list(Listing::board).at(0);
    LONGS_EQUAL(1, board["spans"].get<int>());
    LONGS_EQUAL(1, board["usableSpans"].get<int>());
    LONGS_EQUAL(60, board["lines"].get<int>());
    CHECK(board["withoutBoard"].empty());
}

// Rows have no envelope to keep out of the way of.
TEST(JsonListing, an_epoch_is_called_epoch) {
    CHECK(list(Listing::system).at(0).contains("epoch"));
}

TEST(JsonListing, every_list_is_an_array) {
    for (int i = 0; name_of(static_cast<Listing>(i)) != "?"; ++i) {
        CHECK(list(static_cast<Listing>(i)).is_array());
    }
    LONGS_EQUAL(2, list(Listing::port).size());
}

TEST(JsonListing, a_snapshot_is_all_of_it_at_one_number) {
    const auto lines = snapshot();
    STRCMP_EQUAL("snapshot.begin", lines.front()["type"].get<std::string>().c_str());
    STRCMP_EQUAL("snapshot.end", lines.back()["type"].get<std::string>().c_str());
    LONGS_EQUAL(story.number, lines.front()["seq"].get<unsigned>());
    LONGS_EQUAL(story.number, lines.back()["seq"].get<unsigned>());
    LONGS_EQUAL(lines.size() - 2, lines.back()["items"].get<unsigned>());
    STRCMP_EQUAL("r1", lines.back()["re"].get<std::string>().c_str());
    std::map<std::string, int> kinds;
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        STRCMP_EQUAL("snapshot.item", lines[i]["type"].get<std::string>().c_str());
        CHECK(lines[i]["item"].is_object());
        ++kinds[lines[i]["kind"]];
    }
    LONGS_EQUAL(1, kinds["system"]);
    LONGS_EQUAL(1, kinds["span"]);
    LONGS_EQUAL(2, kinds["line"]);
    LONGS_EQUAL(2, kinds["port"]);
    LONGS_EQUAL(1, kinds["queue"]);
    LONGS_EQUAL(1, kinds["agent"]);
    LONGS_EQUAL(1, kinds["contact"]);
    LONGS_EQUAL(1, kinds["call"]);
}

}  // namespace host_bridge
