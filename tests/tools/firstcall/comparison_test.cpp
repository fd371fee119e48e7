// SPDX-License-Identifier: GPL-2.0-or-later
// The referee: one call all witnesses agree on, then one lie at a time.
#include <algorithm>
#include <string>

#include "tools/firstcall/call_book.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace tools::firstcall {
namespace {

constexpr const char* ani = "1390000001";

// What an SMDR line looks like to who only knows its columns.
std::string smdr_line(const std::string& station) {
    std::string line(132, ' ');
    line.replace(69, 10, ani);
    line.replace(20, station.size(), station);
    return line;
}

office::Conversation talk(const std::string& with) {
    office::Conversation conversation;
    conversation.with = with;
    conversation.from = Ticks{10'000};
    conversation.until = Ticks{30'000};
    conversation.heard = Ticks{20'000};
    return conversation;
}

}  // namespace

TEST_GROUP(Referee) {
    CallBook book{Ticks{500}};
    office::CallExperience caller;
    office::PhoneExperience agent;
    Json record;
    std::string smdi{"MD0010002A0000008001 1390000001 "};
    std::vector<std::string> smdr{smdr_line("2003")};
    std::vector<StoredCall> rows{
        {ani, "answered", "2003", 20'000}
    };
    Json contact;

    void setup() override {
        caller.call = office::CallNumber{7};
        caller.ani = ani;
        caller.span = 1;
        caller.timeslot = 17;
        caller.proceeding_at = Ticks{10};
        caller.answered_at = Ticks{20};
        caller.ended_at = Ticks{30'000};
        caller.sounds = {
            {.name = "basic-pbx-ivr-main", .from = {}, .until = {}, .missed = {}, .whole = true}
        };
        caller.positions = {
            {Ticks{5'000}, 2}
        };
        caller.conversations = {talk("station 2003")};
        caller.verdict = office::Verdict::passed;
        agent.station = "2003";
        agent.rang_at = Ticks{9'000};
        agent.conversations = {talk("call 7")};
        contact = Json{
            {"id",  1  },
            {"ani", ani}
        };
        record = Json{
            {"type",     "contact.ended"},
            {"contact",  contact        },
            {"outcome",  "answered"     },
            {"station",  "2003"         },
            {"queue",    "sales"        },
            {"talkedMs", 20'000         },
            {"tick",     30'000         }
        };
    }

    Json event(const char* type, Json more) {
        more["type"] = type;
        more["contact"] = contact;
        return more;
    }
    // Everybody says what they saw; what is wrong with it, one sentence a line.
    std::string verdict() {
        book.dials(ani);
        book.event(event("call.offered", Json{
                                             {"device", Json{{"name", "1/17"}}},
                                             {"tick",   10                    }
        }));
        book.event(event("ivr.started", Json{
                                            {"port", 1 },
                                            {"tick", 10}
        }));
        book.event(event("queue.announced", Json{
                                                {"position", 2    },
                                                {"tick",     5'000}
        }));
        book.event(
            event("call.delivered", Json{
                                        {"device", Json{{"station", "2003"}}},
                                        {"tick",   9'000                    }
        }));
        book.event(event("call.established", Json{
                                                 {"tick", 10'000}
        }));
        if (!record.is_null()) book.event(record);
        book.smdi(smdi);
        for (const auto& line : smdr) book.smdr(line);
        book.lived(caller);
        book.used(agent);
        book.stored(rows);
        std::string found;
        for (CallStory* story : book.rest()) {
            for (const auto& sentence : book.disagreements(*story)) found += sentence + "\n";
        }
        for (const auto& sentence : book.other_disagreements()) found += sentence + "\n";
        return found;
    }
    void objects(const char* to_what) {
        const std::string found = verdict();
        CHECK_TEXT(found.find(to_what) != std::string::npos, found.c_str());
        CHECK(book.totals().mismatches > 0);
    }
};

TEST(Referee, has_nothing_to_say_where_all_agree) {
    STRCMP_EQUAL("", verdict().c_str());
    LONGS_EQUAL(0, book.totals().mismatches);
    LONGS_EQUAL(1, book.totals().answered);
}

TEST(Referee, objects_to_a_record_that_says_abandoned) {
    record["outcome"] = "abandoned";
    objects("the record says abandoned");
}

TEST(Referee, objects_to_another_timeslot) {
    caller.timeslot = 18;
    objects("came on 1/18");
}

TEST(Referee, objects_to_another_station_than_the_caller_heard) {
    caller.conversations = {talk("station 2004")};
    objects("heard station \"2004\"");
}

TEST(Referee, objects_to_an_agent_who_did_not_hear_the_caller) {
    agent.conversations.clear();
    objects("heard by station \"\"");
}

TEST(Referee, objects_to_an_agent_who_heard_another_caller) {
    agent.conversations = {talk("call 8")};
    objects("agents heard the caller for 0 ms");
}

TEST(Referee, objects_to_strangers_on_the_line) {
    caller.wrong_partner = Ticks{400};
    objects("heard a stranger");
}

TEST(Referee, objects_to_strangers_at_the_agent) {
    agent.wrong_partner = Ticks{400};
    objects("station 2003 heard a stranger");
}

TEST(Referee, objects_to_a_bell_nobody_ordered) {
    office::PhoneExperience other;
    other.station = "2009";
    other.rang_at = Ticks{1};
    book.used(other);
    objects("station 2009 rang 1 times, the center says 0");
}

TEST(Referee, objects_to_talk_of_another_length) {
    record["talkedMs"] = 21'000;
    objects("the record says 21000 ms");
}

TEST(Referee, objects_to_holes_in_the_talk) {
    caller.conversations.front().missed = Ticks{8};
    objects("8 ms of talk were missing");
}

TEST(Referee, allows_as_many_holes_as_it_was_told) {
    book = CallBook{Ticks{500}, Ticks{8}};
    caller.conversations.front().missed = Ticks{8};
    STRCMP_EQUAL("", verdict().c_str());
}

TEST(Referee, objects_to_more_holes_than_it_was_told_to_allow) {
    book = CallBook{Ticks{500}, Ticks{8}};
    caller.conversations.front().missed = Ticks{9};
    objects("9 ms of talk were missing");
}

TEST(Referee, objects_to_another_prompt_than_the_greeting) {
    caller.sounds.front().name = "vm-goodbye";
    objects("not the greeting");
}

TEST(Referee, objects_to_a_place_that_was_not_announced) {
    caller.positions.front().position = 3;
    objects("number 3, which was not announced");
}

TEST(Referee, objects_to_smdi_naming_another_port) {
    smdi = "MD0010003A0000008001 1390000001 ";
    objects("names another port");
}

TEST(Referee, objects_to_no_smdi_at_all) {
    smdi.clear();
    objects("0 SMDI records");
}

TEST(Referee, objects_to_smdr_missing_or_twice_or_of_another_station) {
    smdr.clear();
    objects("0 SMDR records");
    smdr = {smdr_line("2003"), smdr_line("2003")};
    objects("2 SMDR records");
}

TEST(Referee, objects_to_smdr_of_another_station) {
    smdr = {smdr_line("2008")};
    objects("names another station");
}

TEST(Referee, takes_a_repeated_serial_record_where_a_host_was_killed) {
    book.serial_may_repeat();
    smdr.push_back(smdr.front());
    STRCMP_EQUAL("", verdict().c_str());
}

TEST(Referee, objects_to_rows_missing_or_twice) {
    rows.clear();
    objects("0 rows in the database");
    rows = {
        {ani, "answered", "2003", 20'000},
        {ani, "answered", "2003", 20'000}
    };
    objects("2 rows in the database");
}

TEST(Referee, objects_to_a_row_that_says_something_else) {
    rows.front().station = "2004";
    objects("the database says answered, station \"2004\"");
}

TEST(Referee, objects_to_a_screen_pop_after_the_answer) {
    book.event(
        event("call.delivered", Json{
                                    {"device", Json{{"station", "2001"}}},
                                    {"tick",   9'000                    }
    }));
    caller.call = office::CallNumber{7};
    CHECK(verdict().empty());  // the last station that rang counts
    book.event(
        event("call.delivered", Json{
                                    {"device", Json{{"station", "2003"}}},
                                    {"tick",   11'000                   }
    }));
    std::string found;
    for (const auto& sentence : book.disagreements(*book.rest().front())) found += sentence;
    CHECK(found.find("not on the agent's screen") != std::string::npos);
}

TEST(Referee, counts_a_call_without_record_as_lost) {
    record = Json{};
    objects("no record");
    LONGS_EQUAL(1, book.totals().lost);
}

TEST(Referee, objects_to_a_caller_without_an_account) {
    book.dials("1390000002");
    objects("account is missing");
}

}  // namespace tools::firstcall
