// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/host_bridge/links/session_story.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

TEST_GROUP(JsonSessions) {
    Bridge bridge;

    void something_happens(int times = 1) {
        for (int i = 0; i < times; ++i) {
            bridge.log.pass(1ms);
            bridge.log.tell(pbx::AlarmChanged{"journal.space", i % 2 == 0, "text"});
        }
    }
    void a_caller_enters(std::uint64_t id) {
        pbx::ContactView view;
        view.contact = {id};
        bridge.log.tell(pbx::QueueEntered{view, "sales", 1});
    }
    static void is(const char* expected, const std::string& actual) {
        STRCMP_EQUAL(expected, actual.c_str());
    }
    // 1, 2, 3 … without a hole.
    static void rising(const std::vector<std::uint64_t>& numbers, std::uint64_t from,
                       std::uint64_t to) {
        LONGS_EQUAL(to - from + 1, numbers.size());
        for (std::size_t i = 0; i < numbers.size(); ++i) LONGS_EQUAL(from + i, numbers[i]);
    }
};

// ── login ───────────────────────────────────────────────────────────────────────────────────────

TEST(JsonSessions, the_host_says_hello_with_its_epoch_and_number) {
    bridge.step();
    Visit visit(bridge, "");
    visit.step();
    const Json hello = visit.events().at(0);
    is("hello", text(hello, "type"));
    LONGS_EQUAL(1, hello["epoch"].get<int>());
    LONGS_EQUAL(2, hello["seq"].get<int>());
    CHECK(hello["login"].get<bool>());
}

TEST(JsonSessions, nothing_is_told_before_login) {
    Visit visit(bridge, "");
    is("not_logged_in", text(visit.ask({
                                 {"do",   "subscribe"},
                                 {"from", "now"      }
    }),
                             "error"));
    is("not_logged_in", text(visit.ask({
                                 {"do",   "get"  },
                                 {"what", "queue"}
    }),
                             "error"));
    is("pong", text(visit.ask({
                        {"do", "ping"}
    }),
                    "type"));
    const Json login = visit.ask({
        {"do",    "login"            },
        {"token", "secret-token-0123"}
    });
    is("crm", text(login, "client"));
    is("reply", text(visit.ask({
                         {"do",   "subscribe"},
                         {"from", "now"      }
    }),
                     "type"));
}

TEST(JsonSessions, a_wrong_token_is_answered_late_and_nothing_else_meanwhile) {
    Visit visit(bridge, "");
    const std::string id = visit.say({
        {"do",    "login"},
        {"token", "wrong"}
    });
    CHECK(!visit.session.can_receive());
    CHECK(!visit.client.answer(id));
    visit.passes(999ms);
    CHECK(!visit.client.answer(id));
    visit.passes(1ms);
    is("login_refused", text(visit.client.answer(id).value(), "error"));
    CHECK(visit.session.can_receive());
}

TEST(JsonSessions, whoever_does_not_log_in_is_shown_out) {
    Visit visit(bridge, "");
    visit.step();
    (void)visit.events();
    visit.passes(31s);
    CHECK(visit.session.over());
    is("not_logged_in", text(visit.events().at(0), "error"));
}

TEST(JsonSessions, a_client_that_may_only_listen_cannot_command) {
    Visit visit(bridge, "");
    visit.ask({
        {"do",    "login"            },
        {"token", "listen-token-0123"}
    });
    is("not_allowed", text(visit.ask({
                               {"do",     "call.hold"},
                               {"device", "201"      }
    }),
                           "error"));
    LONGS_EQUAL(0, bridge.inbox.posted.size());
}

// ── events ──────────────────────────────────────────────────────────────────────────────────────

TEST(JsonSessions, from_now_on_every_event_comes_once_and_in_order) {
    something_happens(3);
    Visit visit(bridge, "crm");
    visit.ask({
        {"do",   "subscribe"},
        {"from", "now"      }
    });
    something_happens(5);
    visit.step();
    rising(visit.numbers(), 6, 10);
}

TEST(JsonSessions, a_client_goes_on_where_it_was) {
    something_happens(8);
    Visit visit(bridge, "crm");
    const Json reply = visit.ask({
        {"do",    "subscribe"},
        {"from",  5          },
        {"epoch", 1          }
    });
    LONGS_EQUAL(5, reply["from"].get<int>());
    LONGS_EQUAL(10, reply["seq"].get<int>());
    rising(visit.numbers(), 5, 10);
}

TEST(JsonSessions, only_the_types_asked_for) {
    Visit visit(bridge, "crm");
    visit.ask({
        {"do",    "subscribe"                },
        {"from",  1                          },
        {"types", {"queue.*", "system.clock"}}
    });
    something_happens(10'000);
    a_caller_enters(7);
    visit.step();
    visit.step();
    visit.step();
    const auto events = visit.events();
    LONGS_EQUAL(3, events.size());  // with hello
    is("system.clock", text(events[1], "type"));
    is("queue.entered", text(events[2], "type"));
}

TEST(JsonSessions, a_place_the_journal_never_reached_is_refused) {
    Visit visit(bridge, "crm");
    is("no_such_record", text(visit.ask({
                                  {"do",   "subscribe"},
                                  {"from", 4          }
    }),
                              "error"));
    is("reply", text(visit.ask({
                         {"do",   "subscribe"},
                         {"from", 3          }
    }),
                     "type"));
}

TEST(JsonSessions, a_place_of_an_epoch_that_is_over_is_refused) {
    something_happens(3);
    bridge.log.lose_after(4);
    bridge.log.tell(pbx::SystemStarted{2, "test"});
    something_happens(3);
    Visit visit(bridge, "crm");
    // The client had seen record 5 of epoch 1, which is lost; there is another record 5 now.
    const Json error = visit.ask({
        {"do",    "subscribe"},
        {"from",  6          },
        {"epoch", 1          }
    });
    is("epoch_over", text(error, "error"));
    CHECK(!text(error, "remedy").empty());
    is("reply", text(visit.ask({
                         {"do",    "subscribe"},
                         {"from",  5          },
                         {"epoch", 1          }
    }),
                     "type"));
}

TEST(JsonSessions, records_that_are_gone_are_told_as_a_gap) {
    something_happens(8);
    bridge.step();
    bridge.log.forget_before(6);
    Visit visit(bridge, "crm");
    visit.ask({
        {"do",   "subscribe"},
        {"from", 3          }
    });
    const auto events = visit.events();
    is("stream.gap", text(events.at(1), "type"));
    LONGS_EQUAL(3, events[1]["from"].get<int>());
    LONGS_EQUAL(5, events[1]["to"].get<int>());
    LONGS_EQUAL(6, events.at(2)["seq"].get<int>());
}

TEST(JsonSessions, a_snapshot_and_then_live_without_a_hole) {
    a_caller_enters(7);
    Visit visit(bridge, "crm");
    visit.room = 64;  // a slow client: it has hardly begun to take the snapshot …
    visit.bridge.step();
    visit.client.say({
        {"do", "snapshot"}
    });
    visit.session.receive(visit.client.take_output(), bridge.log.moment());
    a_caller_enters(8);  // … when the next caller comes
    bridge.step();
    visit.step();
    const auto events = visit.events();
    std::size_t end = 0;
    while (text(events.at(end), "type") != "snapshot.end") ++end;
    LONGS_EQUAL(3, events[end]["seq"].get<int>());
    LONGS_EQUAL(end + 2, events.size());
    LONGS_EQUAL(4, events[end + 1]["seq"].get<int>());
    LONGS_EQUAL(8, events[end + 1]["contact"]["id"].get<int>());
}

TEST(JsonSessions, a_slow_client_falls_behind_and_loses_nothing) {
    Visit slow(bridge, "slow");
    Visit quick(bridge, "quick");
    slow.ask({
        {"do",   "subscribe"},
        {"from", "now"      }
    });
    quick.ask({
        {"do",   "subscribe"},
        {"from", "now"      }
    });
    something_happens(2000);
    quick.step();
    rising(quick.numbers(), 3, 2002);
    LONGS_EQUAL(2000, slow.session.row().behind);
    std::string taken;
    slow.session.fill(taken, 1000);  // only what fits is made
    CHECK(taken.size() < 1500);
    CHECK(slow.session.row().behind > 1900);
    CHECK(slow.client.hear(taken));
    slow.step();
    rising(slow.numbers(), 3, 2002);
    LONGS_EQUAL(0, slow.session.row().behind);
}

// ── lines ───────────────────────────────────────────────────────────────────────────────────────

TEST(JsonSessions, requests_may_come_in_pieces_or_together) {
    Visit visit(bridge, "crm");
    for (const char c : std::string("{\"do\":\"ping\",\"id\":\"a\"}\r\n\n{\"do\":\"pi")) {
        visit.session.receive({&c, 1}, bridge.log.moment());
    }
    visit.session.receive("ng\",\"id\":\"b\"}\n{\"do\":\"ping\",\"id\":\"c\"}\n",
                          bridge.log.moment());
    visit.step();
    for (const char* id : {"a", "b", "c"})
        is("pong", text(visit.client.answer(id).value(), "type"));
}

TEST(JsonSessions, a_mistake_is_answered_and_the_session_goes_on) {
    Visit visit(bridge, "crm");
    visit.session.receive("nonsense\n{\"do\":\"ping\",\"id\":\"a\"}\n", bridge.log.moment());
    visit.step();
    is("bad_json", text(visit.events().at(1), "error"));
    is("pong", text(visit.client.answer("a").value(), "type"));
    LONGS_EQUAL(1, visit.session.row().trouble);
}

TEST(JsonSessions, a_line_without_end_is_answered_and_the_session_closed) {
    Visit visit(bridge, "crm");
    visit.session.receive(std::string(longest_line + 1, 'x'), bridge.log.moment());
    visit.step();
    is("line_too_long", text(visit.events().at(1), "error"));
    CHECK(visit.session.over());
}

TEST(JsonSessions, whoever_asks_without_listening_is_not_read_any_more) {
    Visit visit(bridge, "crm");
    int asked = 0;
    while (visit.session.can_receive() && asked < 100'000) {
        visit.session.receive("{\"do\":\"get\",\"what\":\"system\"}\n", bridge.log.moment());
        ++asked;
    }
    CHECK(asked < 2000);
    std::string out;
    while (!visit.session.can_receive()) visit.session.fill(out, out.size() + 65536);
    visit.session.poll(bridge.log.moment(), true);
    visit.session.fill(out, out.size() + 65536);
    LONGS_EQUAL(asked + 1, std::ranges::count(out, '\n'));
}

TEST(JsonSessions, a_silent_client_is_pinged_and_then_taken_for_dead) {
    Visit visit(bridge, "crm");
    visit.step();
    bridge.log.pass(16s);
    visit.session.poll(bridge.log.moment(), true);
    std::string out;
    visit.session.fill(out, 1000);
    STRCMP_CONTAINS("{\"type\":\"ping\",\"seq\":2}", out.c_str());
    bridge.log.pass(22s);
    visit.session.poll(bridge.log.moment(), true);
    CHECK(!visit.session.over());
    bridge.log.pass(1s);
    visit.session.poll(bridge.log.moment(), true);
    CHECK(visit.session.over());
}

TEST(JsonSessions, a_client_that_answers_pings_stays_for_ever) {
    Visit visit(bridge, "crm");
    for (int i = 0; i < 100; ++i) visit.passes(16s);
    CHECK(!visit.session.over());
}

TEST(JsonSessions, a_slow_client_is_not_taken_for_dead) {
    Visit visit(bridge, "crm");
    bridge.log.pass(60s);
    visit.session.poll(bridge.log.moment(), false);
    CHECK(!visit.session.over());
}

TEST(JsonSessions, a_slow_client_that_has_caught_up_is_asked_before_it_is_taken_for_dead) {
    Visit visit(bridge, "crm");
    bridge.log.pass(60s);
    visit.session.poll(bridge.log.moment(), false);
    visit.step();
    visit.step();
    CHECK(!visit.session.over());
    visit.passes(60s);
    CHECK(!visit.session.over());
}

// ── commands ────────────────────────────────────────────────────────────────────────────────────

TEST(JsonSessions, a_command_goes_to_control_and_its_result_comes_back) {
    Visit visit(bridge, "crm");
    const Json hold{
        {"do",     "call.hold"},
        {"id",     "h1"       },
        {"device", "201"      }
    };
    visit.say(hold);
    LONGS_EQUAL(1, bridge.inbox.posted.size());
    is("crm", std::string(bridge.inbox.posted[0].client.view()));
    CHECK(!visit.client.answer("h1"));
    bridge.control_answers(0);
    visit.step();
    const Json reply = visit.client.answer("h1").value();
    CHECK(reply["done"].get<bool>());
    CHECK(!reply["repeated"].get<bool>());
    LONGS_EQUAL(3, reply["call"].get<int>());
    LONGS_EQUAL(bridge.log.last(), reply["seq"].get<unsigned>());
}

TEST(JsonSessions, the_same_command_again_has_the_same_answer_and_no_second_effect) {
    Visit visit(bridge, "crm");
    const Json hold{
        {"do",     "call.hold"},
        {"id",     "h1"       },
        {"device", "201"      }
    };
    visit.say(hold);
    visit.say(hold);  // impatient: not answered yet
    bridge.control_answers(0, false);
    visit.step();
    CHECK(visit.client.answer("h1").has_value());
    Visit again(bridge, "crm");  // after a reconnect
    const Json reply = again.ask(hold);
    CHECK(!reply["done"].get<bool>());
    is("no such call", text(reply, "text"));
    CHECK(reply["repeated"].get<bool>());
    LONGS_EQUAL(1, bridge.inbox.posted.size());
}

TEST(JsonSessions, another_client_may_use_the_same_id) {
    Visit crm(bridge, "crm");
    Visit desk(bridge, "desk");
    const Json hold{
        {"do",     "call.hold"},
        {"id",     "h1"       },
        {"device", "201"      }
    };
    crm.say(hold);
    desk.say(hold);
    LONGS_EQUAL(2, bridge.inbox.posted.size());
}

TEST(JsonSessions, an_id_used_for_another_command_is_refused) {
    Visit visit(bridge, "crm");
    visit.say({
        {"do",     "call.hold"},
        {"id",     "h1"       },
        {"device", "201"      }
    });
    bridge.control_answers(0);
    visit.step();
    (void)visit.client.answer("h1");
    const Json error = visit.ask({
        {"do",     "call.hold"},
        {"id",     "h1"       },
        {"device", "202"      }
    });
    is("id_reused", text(error, "error"));
    LONGS_EQUAL(1, bridge.inbox.posted.size());
}

TEST(JsonSessions, while_control_is_away_commands_are_refused_at_once) {
    bridge.inbox.life = 0;
    Visit visit(bridge, "crm");
    const Json hold{
        {"do",     "call.hold"},
        {"id",     "h1"       },
        {"device", "201"      }
    };
    is("control_away", text(visit.ask(hold), "error"));
    bridge.inbox.life = 2;
    visit.say(hold);  // the same id may be tried again
    LONGS_EQUAL(1, bridge.inbox.posted.size());
}

TEST(JsonSessions, a_command_nobody_answers_is_given_up_in_words) {
    Visit visit(bridge, "crm");
    const std::string id = visit.say({
        {"do",     "call.hold"},
        {"device", "201"      }
    });
    visit.passes(31s);
    is("no_answer", text(visit.client.answer(id).value(), "error"));
}

TEST(JsonSessions, lists_come_from_the_ledger_and_the_directory) {
    a_caller_enters(7);
    Visit visit(bridge, "crm");
    const Json queues = visit.ask({
        {"do",   "get"  },
        {"what", "queue"}
    });
    LONGS_EQUAL(1, queues["items"][0]["waiting"].get<int>());
    const Json links = visit.ask({
        {"do",   "get" },
        {"what", "link"}
    });
    LONGS_EQUAL(1, links["items"].size());
    is("up", text(links["items"][0], "state"));
}

}  // namespace host_bridge
