// SPDX-License-Identifier: GPL-2.0-or-later
// Firmware that dies, comes back, or knows of calls that control does not.
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;

TEST_GROUP(Firmware) {
    Story story;

    LegId talking() {
        story.agent("4001", AgentState::ready, "2001");
        const LegId caller = story.call_arrives("8002");
        const LegId agent = *story.ringing("2001");
        story.rings(agent);
        story.answers(agent);
        return caller;
    }
    std::uint32_t asked_report() const {
        std::uint32_t report = 0;
        for (const auto& order : story.orders) {
            if (const auto* ask = std::get_if<pbx::AskReport>(&order)) report = ask->report;
        }
        return report;
    }
    void says(const pbx::UpBody& body) {
        story.tells(pbx::FromFirmware{0, body});
    }
};

TEST(Firmware, that_dies_ends_every_call_with_cause_41_and_a_record) {
    (void)talking();
    (void)story.call_arrives("8001");
    (void)story.call_arrives("8002");
    story.firmware_dies();
    CHECK_EQUAL(3, story.count<pbx::ContactEnded>());
    for (const auto& record : story.all<pbx::ContactEnded>()) {
        CHECK(Cause::temporary_failure == record.cause);
    }
    CHECK_FALSE(story.last<pbx::FirmwareChanged>().present);
    CHECK(AgentState::talking != story.state_of("4001"));
}

TEST(Firmware, that_comes_back_takes_calls_again) {
    (void)talking();
    story.firmware_dies();
    story.waits(6s);
    story.firmware_comes(2);
    const LegId caller = story.call_arrives("8002");
    CHECK(story.was_answered(caller));
    CHECK(story.ringing("2001").has_value());
}

TEST(Firmware, without_it_nobody_is_offered_a_caller) {
    story.firmware_dies();
    story.agent("4001", AgentState::ready, "2001");
    CHECK(AgentState::ready == story.state_of("4001"));
    CHECK_FALSE(story.asks(pbx::DialCall{"2001", "2002"}).empty());
}

TEST(Firmware, reporting_an_answered_call_nobody_knows_has_it_let_go_and_recorded) {
    const LegId stray = LegId::incoming({3}, 77);
    says(pbx::LegChanged{stray, LegPhase::answered, Cause::none, true, "139", "8001", {}});
    CHECK(story.was_let_go(stray, Cause::temporary_failure));
    CHECK(pbx::ContactOutcome::failed == story.last<pbx::ContactEnded>().outcome);
}

TEST(Firmware, telling_of_a_call_that_came_and_went_unseen_still_makes_a_record) {
    const LegId missed = LegId::incoming({3}, 5);
    says(pbx::LegChanged{
        missed, LegPhase::released, Cause::normal_clearing, true, "139", "8001", {}});
    CHECK_EQUAL(1, story.count<pbx::CallOffered>());
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());
    CHECK(story.center().at_rest());
}

TEST(Firmware, whose_report_does_not_mention_a_call_has_lost_it) {
    const LegId caller = talking();
    story.waits(60s);
    const std::uint32_t report = asked_report();
    says(pbx::LegChanged{caller, LegPhase::answered, Cause::none, true, {}, {}, {}});
    says(pbx::ReportEnd{report});
    CHECK_EQUAL(1, story.count<pbx::ContactEnded>());  // the agent's leg was not mentioned
    CHECK(story.was_let_go(caller));
}

TEST(Firmware, report_does_not_touch_calls_that_began_after_it_was_asked_for) {
    story.waits(60s);
    const std::uint32_t report = asked_report();
    const LegId caller = story.call_arrives("8001");
    says(pbx::ReportEnd{report});
    CHECK_FALSE(story.was_let_go(caller));
}

TEST(Firmware, news_of_lines_that_do_not_exist_is_passed_over) {
    says(pbx::LegChanged{
        LegId::incoming({900}, 1), LegPhase::offered, Cause::none, true, {}, {}, {}});
    says(pbx::LineService{{900}, false});
    says(pbx::Digit{LegId::incoming({900}, 1), '1'});
    says(pbx::Flash{LegId::incoming({900}, 1)});
    says(ivr_dsp::Played{{900}, 1, true, 0});
    CHECK(story.center().at_rest());
}

TEST(Firmware, line_out_of_service_is_not_dialled) {
    says(pbx::LineService{{10}, false});
    story.agent("4001", AgentState::ready, "2001");
    (void)story.call_arrives("8002");
    CHECK_FALSE(story.ringing("2001").has_value());
    says(pbx::LineService{{10}, true});
    CHECK(story.ringing("2001").has_value());
}
