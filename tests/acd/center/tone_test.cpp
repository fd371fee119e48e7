// SPDX-License-Identifier: GPL-2.0-or-later
// What tones say of a call, and who has answered.
#include <optional>
#include <string>

#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using ivr_dsp::CallParty;
using ivr_dsp::HeardTone;
using pbx::OnMachine;

TEST_GROUP(Tones) {
    std::optional<Story> center;
    LegId station;
    LegId outside;

    static acd::CenterConfig config(bool tones_end_calls) {
        acd::CenterConfig config = small_center();
        config.spans.push_back({{1}, {}, {}, tones_end_calls});
        config.fax_machines_to["welcome"] = pbx::ToQueue{"support"};
        return config;
    }
    void opens(bool tones_end_calls = false) {
        center.emplace(config(tones_end_calls));
    }
    Story& story() {
        return *center;
    }
    void hears(LegId leg, HeardTone tone) {
        story().tells(pbx::FromFirmware{
            0, ivr_dsp::ToneHeard{leg, tone, -14}
        });
    }
    void is_answered_by(CallParty party) {
        story().tells(pbx::FromFirmware{
            0, ivr_dsp::PartyHeard{outside, party, 97, 1200ms}
        });
    }
    void beeps() {
        story().tells(pbx::FromFirmware{
            0, ivr_dsp::BeepHeard{outside, 7s}
        });
    }
    // The last order about the leg.
    ivr_dsp::ListenForTones ordered(LegId leg) {
        ivr_dsp::ListenForTones last;
        for (const auto& order : story().orders) {
            const auto* one = std::get_if<ivr_dsp::ListenForTones>(&order);
            if (one != nullptr && one->leg == leg) last = *one;
        }
        return last;
    }
    // Station 2001 has dialled a number of the public network.
    void dials_out() {
        station = story().station_lifts("2001");
        story().presses(station, "95551234");
        story().waits(5s);
        outside = *story().dialled_out();
    }
    // A host has a number called for station 2001.
    void host_dials(OnMachine on_machine) {
        STRCMP_EQUAL("", story().asks(pbx::DialCall{"2001", "95551234", true, on_machine}).c_str());
        station = *story().ringing("2001");
        story().rings(station);
        story().answers(station);
        outside = *story().dialled_out();
        story().rings(outside);
        story().answers(outside);
    }
};

TEST(Tones, of_a_fax_machine_in_a_menu_send_it_where_the_menu_says) {
    opens();
    const LegId caller = story().call_arrives("8001");
    CHECK(ordered(caller).tones);
    hears(caller, HeardTone::cng);
    const auto told = story().last<pbx::CallToneHeard>();
    CHECK(told.tone == HeardTone::cng && told.leg == caller && told.level_dbm0 == -14);
    CHECK(told.contact.ani == "13800138000");
    STRCMP_EQUAL("support", std::string(story().last<pbx::QueueEntered>().queue.view()).c_str());
    story().hangs_up(caller);
    CHECK_FALSE(ordered(caller).tones);
    CHECK(story().center().at_rest());
}

TEST(Tones, of_a_fax_machine_leave_it_in_a_menu_that_has_no_place_for_it) {
    center.emplace(small_center());
    const LegId caller = story().call_arrives("8001");
    hears(caller, HeardTone::cng);
    LONGS_EQUAL(1, story().count<pbx::CallToneHeard>());
    CHECK(ordered(caller).tones);
    story().hangs_up(caller);
    CHECK_FALSE(ordered(caller).tones);
}

TEST(Tones, of_calls_to_the_outside_are_told_and_change_nothing_where_the_network_signals) {
    opens();
    dials_out();
    CHECK(ordered(outside).tones && !ordered(outside).party);
    hears(outside, HeardTone::busy);
    CHECK(story().last<pbx::CallToneHeard>().tone == HeardTone::busy);
    CHECK_FALSE(story().was_let_go(outside));
}

TEST(Tones, before_an_answer_end_the_call_with_the_cause_they_mean) {
    const std::pair<HeardTone, Cause> all[] = {
        {HeardTone::busy,                Cause::user_busy                    },
        {HeardTone::congestion,          Cause::no_circuit_available         },
        {HeardTone::special_information, Cause::send_special_information_tone}
    };
    for (const auto& [tone, cause] : all) {
        opens(true);
        dials_out();
        hears(outside, HeardTone::ringback);
        CHECK_FALSE(story().was_let_go(outside));
        hears(outside, tone);
        CHECK(story().was_let_go(outside, cause));
        CHECK(story().last<pbx::CallFailed>().cause == cause);
        const auto heard =
            tone == HeardTone::busy ? ivr_dsp::Tone::busy : ivr_dsp::Tone::congestion;
        CHECK(story().hears(station, ivr_dsp::tone(heard)));
    }
}

TEST(Tones, right_after_an_answer_say_that_it_was_none) {
    opens(true);
    dials_out();
    story().answers(outside);
    story().waits(2s);
    hears(outside, HeardTone::busy);
    CHECK(story().was_let_go(outside, Cause::user_busy));
}

TEST(Tones, in_a_conversation_say_that_the_far_end_has_hung_up) {
    opens(true);
    const LegId caller = story().call_arrives("8003");
    CHECK(ordered(caller).tones);
    const LegId called = *story().ringing("2001");
    story().answers(called);
    story().waits(60s);
    hears(caller, HeardTone::busy);
    CHECK(story().was_let_go(caller, Cause::normal_clearing));
    CHECK(story().was_let_go(called));
    const auto parties = story().all<pbx::PartyLeft>();
    CHECK(parties.front().leg == caller && parties.front().hung_up);
    CHECK(story().last<pbx::ContactEnded>().caller_hung_up);
}

// ── who has answered ────────────────────────────────────────────────────────────────────────────

TEST(Tones, who_answers_is_told_to_the_host_while_both_talk) {
    opens();
    host_dials(OnMachine::connect);
    CHECK(ordered(outside).party);
    CHECK(story().hear_each_other(station, outside));
    is_answered_by(CallParty::machine);
    const auto told = story().last<pbx::CallAnalysed>();
    CHECK(told.verdict == CallParty::machine && told.confidence_percent == 97);
    CHECK(told.after == 1200ms && told.leg == outside);
    beeps();
    CHECK(story().last<pbx::CallBeeped>().after == 7s);
    CHECK(story().hear_each_other(station, outside));
    CHECK_FALSE(ordered(outside).party);
}

TEST(Tones, a_person_is_connected_as_soon_as_it_is_known_to_be_one) {
    opens();
    host_dials(OnMachine::hang_up);
    CHECK_FALSE(story().hear_each_other(station, outside));
    CHECK(story().hears(station, ivr_dsp::tone(ivr_dsp::Tone::ringback)));
    is_answered_by(CallParty::person);
    CHECK(story().hear_each_other(station, outside));
    story().hangs_up(outside);
    CHECK(story().was_let_go(station));
}

TEST(Tones, a_machine_is_hung_up_on_if_the_host_wants_it) {
    opens();
    host_dials(OnMachine::hang_up);
    is_answered_by(CallParty::machine);
    CHECK(story().was_let_go(outside, Cause::normal_clearing));
    CHECK(story().was_let_go(station));
    story().puts_down(station);
    story().puts_down(outside);
    CHECK(story().center().at_rest());
}

TEST(Tones, a_machine_is_connected_after_its_beep_if_the_host_wants_it) {
    opens();
    host_dials(OnMachine::after_beep);
    is_answered_by(CallParty::machine);
    CHECK_FALSE(story().hear_each_other(station, outside));
    story().waits(6s);
    CHECK_FALSE(story().hear_each_other(station, outside));
    beeps();
    CHECK(story().hear_each_other(station, outside));
}

TEST(Tones, a_fax_machine_is_hung_up_on_also_when_a_beep_is_waited_for) {
    opens();
    host_dials(OnMachine::after_beep);
    is_answered_by(CallParty::fax);
    CHECK(story().was_let_go(outside, Cause::normal_clearing));
}

TEST(Tones, nobody_waits_for_ever_for_a_verdict) {
    opens();
    host_dials(OnMachine::hang_up);
    story().waits(13s);
    CHECK(story().hear_each_other(station, outside));
}

TEST(Tones, only_who_answers_a_telephone_can_be_found_out) {
    opens();
    const std::string answer =
        story().asks(pbx::DialCall{"2001", "queue:support", true, OnMachine::hang_up});
    CHECK_TEXT(answer.find("number or a station") != std::string::npos, answer.c_str());
}

TEST(Tones, of_a_call_that_has_gone_are_nobodys_business) {
    opens(true);
    dials_out();
    story().hangs_up(station);
    hears(outside, HeardTone::busy);
    LONGS_EQUAL(0, story().count<pbx::CallToneHeard>());
}
