// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/command_desk.hpp"

#include <string>

#include "tests/host_bridge/memory_log.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

using Submitted = CommandDesk::Submitted;

TEST_GROUP(CommandDesks) {
    TestInbox inbox;
    CommandDesk desk{inbox};
    Moment now{1000ms, 1'000'000'000};
    std::uint64_t number{};

    static pbx::HostCommand hold(const std::string& id) {
        return {
            "crm", id, pbx::HoldCall{"201", {}}
        };
    }
    Submitted submit(const std::string& id, std::size_t digest = 1) {
        return desk.submit(hold(id), digest, now);
    }
    void answered(const std::string& id) {
        desk.apply(++number, now.utc_us, pbx::CommandResult{"crm", id, true, "", {}});
    }
    void pass(driver::Ticks time) {
        now.steady += time;
        now.utc_us += time.count() * 1000;
        desk.poll(now);
    }
};

TEST(CommandDesks, control_that_died_gets_the_command_again_in_its_next_life) {
    CHECK(submit("1") == Submitted::accepted);
    LONGS_EQUAL(1, inbox.posted.size());
    pass(1s);
    LONGS_EQUAL(1, inbox.posted.size());  // not while it lives
    inbox.life = 0;
    pass(1s);
    inbox.life = 2;
    pass(1s);
    LONGS_EQUAL(2, inbox.posted.size());
    answered("1");
    LONGS_EQUAL(0, desk.pending());
    CHECK(desk.answer("crm", "1") != nullptr);
}

TEST(CommandDesks, a_full_inbox_only_delays_and_keeps_the_order) {
    inbox.room = 1;
    submit("1");
    submit("2");
    submit("3");
    LONGS_EQUAL(1, inbox.posted.size());
    inbox.room = 100;
    pass(1ms);
    LONGS_EQUAL(3, inbox.posted.size());
    STRCMP_EQUAL("2", std::string(inbox.posted[1].id.view()).c_str());
    STRCMP_EQUAL("3", std::string(inbox.posted[2].id.view()).c_str());
}

// Commands are journalled.
TEST(CommandDesks, no_pin_goes_further_than_here) {
    CommandDesk careful(inbox, {
                                   {"4001", "1968"}
    });
    const auto told = [&](const char* agent, const char* pin) {
        const pbx::HostCommand command{
            "crm", std::to_string(++number),
            pbx::SetAgentState{agent, pbx::AgentState::ready, {}, "2001", pin}
        };
        CHECK(careful.submit(command, 1, now) == Submitted::accepted);
        return std::string(std::get<pbx::SetAgentState>(inbox.posted.back().body).pin.view());
    };
    STRCMP_EQUAL("right", told("4001", "1968").c_str());
    STRCMP_EQUAL("wrong", told("4001", "1969").c_str());
    STRCMP_EQUAL("wrong", told("4001", "right").c_str());
    STRCMP_EQUAL("wrong", told("4002", "1968").c_str());  // has none
    STRCMP_EQUAL("", told("4001", "").c_str());
}

TEST(CommandDesks, answers_are_remembered_for_ten_minutes) {
    submit("1");
    answered("1");
    pass(10min);
    CHECK(submit("1") == Submitted::answered);
    pass(1ms);
    CHECK(desk.answer("crm", "1") == nullptr);
    CHECK(submit("1") == Submitted::accepted);
}

TEST(CommandDesks, a_host_that_has_just_started_knows_the_answers_from_the_journal) {
    answered("1");  // read from the journal; nobody is waiting
    CHECK(submit("1", 99) == Submitted::answered);
    LONGS_EQUAL(0, inbox.posted.size());
    LONGS_EQUAL(0, desk.settled());
}

TEST(CommandDesks, too_many_at_once_are_refused_and_not_lost) {
    for (std::size_t i = 0; i < CommandDesk::most_pending; ++i) {
        CHECK(submit(std::to_string(i)) == Submitted::accepted);
    }
    CHECK(submit("one more") == Submitted::busy);
    LONGS_EQUAL(CommandDesk::most_pending, desk.pending());
}

TEST(CommandDesks, an_answer_that_comes_after_all_is_kept_for_who_asks_again) {
    submit("1");
    pass(31s);
    LONGS_EQUAL(0, desk.pending());
    LONGS_EQUAL(1, desk.settled());
    answered("1");
    CHECK(submit("1") == Submitted::answered);
}

}  // namespace host_bridge
