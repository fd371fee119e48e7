// SPDX-License-Identifier: GPL-2.0-or-later
// Supervisors in a call: where they sit, who hears them, and that nobody else notices.
#include <algorithm>

#include "tests/pbx/call/switchboard.hpp"

using namespace call_test;
using ivr_dsp::ConferenceRole;
using pbx::Participation;

TEST_GROUP(Supervision) {
    Switchboard board;  // with one conference
    LegId caller;
    LegId agent;
    LegId boss;

    void setup() override {
        caller = board.caller(0);
        agent = board.joins(caller, "2001");
    }
    void supervises(Participation part) {
        pbx::Dial what;
        what.called = "2002";
        boss = board.model.dial(board.now, board.call_of(caller), what, board.line("2002"), part);
        board.answers(boss);
    }
    // What the firmware was told last of the supervisor's seat; nothing: that he talks.
    [[nodiscard]] ConferenceRole role() const {
        const auto seats = board.ordered<ivr_dsp::SetSeat>();
        const auto last = std::ranges::find(seats.rbegin(), seats.rend(), board.heard_by(boss).seat,
                                            &ivr_dsp::SetSeat::seat);
        return last == seats.rend() ? ConferenceRole::talks : last->part.role;
    }
    template <class Order>
    [[nodiscard]] static bool is(const pbx::DownBody& order) {
        return std::holds_alternative<Order>(order);
    }
};

TEST(Supervision, a_supervisor_is_seated_and_silent_before_anybody_listens_to_his_seat) {
    board.orders.clear();
    supervises(Participation::monitor);
    CHECK(board.meet({caller, agent, boss}));
    CHECK(role() == ConferenceRole::listens);
    // Dial; two seats; his part, his seat; then what the three hear.
    LONGS_EQUAL(8, board.orders.size());
    CHECK(is<pbx::Dial>(board.orders[0]) && is<ivr_dsp::SetSeat>(board.orders[3]));
    for (const std::size_t seat : {1U, 2U, 4U}) {
        const auto& listen = std::get<driver::Listen>(board.orders[seat]);
        CHECK(listen.listener.kind == driver::ListenerKind::conference);
    }
    for (const std::size_t line : {5U, 6U, 7U}) {
        const auto& listen = std::get<driver::Listen>(board.orders[line]);
        CHECK(listen.listener.kind == driver::ListenerKind::line);
    }
}

TEST(Supervision, nobody_gets_up_before_the_two_hear_each_other_again) {
    supervises(Participation::monitor);
    board.orders.clear();
    board.hangs_up(boss);
    CHECK(board.hear_each_other(caller, agent));
    CHECK(board.conferences_are_empty());
    std::vector<driver::Listener> order;
    for (const auto& listen : board.ordered<driver::Listen>()) order.push_back(listen.listener);
    const auto place = [&](const driver::Listener& one) {
        return std::ranges::find(order, one) - order.begin();
    };
    for (const LegId leg : {caller, agent}) {
        CHECK(place(driver::Listener::line(leg.line())) <
              place({driver::ListenerKind::conference, 0, 0}));
        CHECK(place(driver::Listener::line(leg.line())) <
              place({driver::ListenerKind::conference, 1, 0}));
    }
}

TEST(Supervision, a_whisper_reaches_the_station_and_a_barge_all) {
    supervises(Participation::whisper);
    CHECK(role() == ConferenceRole::coaches);
    LONGS_EQUAL(board.heard_by(agent).seat, board.ordered<ivr_dsp::SetSeat>().back().part.coached);
    const std::size_t before = board.ordered<driver::Listen>().size();
    board.model.take_part(boss, Participation::barge);
    CHECK(role() == ConferenceRole::talks);
    board.model.take_part(boss, Participation::monitor);
    CHECK(role() == ConferenceRole::listens);
    LONGS_EQUAL(before, board.ordered<driver::Listen>().size());
}

TEST(Supervision, while_the_agent_holds_the_supervisor_hears_the_caller_who_hears_music) {
    supervises(Participation::whisper);
    board.model.hold(agent);
    CHECK(board.heard_by(caller) == ivr_dsp::music(0));
    CHECK(board.heard_by(boss) == Source::line(caller.line()));
    board.model.retrieve(agent);
    CHECK(board.meet({caller, agent, boss}));
    CHECK(role() == ConferenceRole::coaches);
}

TEST(Supervision, who_has_barged_in_talks_to_the_caller_while_the_agent_holds) {
    supervises(Participation::barge);
    board.model.hold(agent);
    CHECK(board.hear_each_other(caller, boss));
    board.model.retrieve(agent);
    CHECK(board.meet({caller, agent, boss}));
}

TEST(Supervision, a_whisper_in_a_larger_call_reaches_nobody_while_its_agent_is_away) {
    const LegId third = board.consults(agent, "2003");
    board.conferences(agent);
    supervises(Participation::whisper);
    CHECK(board.meet({caller, agent, third, boss}));
    CHECK(role() == ConferenceRole::coaches);  // whoever came last: the third
    board.model.hold(third);
    CHECK(board.meet({caller, agent, boss}));
    CHECK(role() == ConferenceRole::listens);
    board.model.retrieve(third);
    CHECK(role() == ConferenceRole::coaches);
}

TEST(Supervision, goes_with_the_call_when_the_agent_transfers_it) {
    supervises(Participation::whisper);
    const LegId other = board.consults(agent, "2003");
    const CallId held = board.model.leg(agent)->held;
    const CallId active = board.call_of(agent);
    board.hangs_up(agent);
    board.model.merge(held, active);
    CHECK(board.meet({caller, boss, other}));
    CHECK(role() == ConferenceRole::coaches);
    LONGS_EQUAL(board.heard_by(other).seat, board.ordered<ivr_dsp::SetSeat>().back().part.coached);
}

TEST(Supervision, is_no_partner_to_him_who_is_asked_for_the_other_party) {
    supervises(Participation::monitor);
    const pbx::Call& call = *board.model.call(board.call_of(caller));
    CHECK(call.other_than(caller) == agent);
    CHECK(call.other_than(agent) == caller);
    LONGS_EQUAL(2, call.regulars(ConnectionState::connected));
    CHECK(board.model.agent_of(call) == agent);
}

TEST(Supervision, needs_a_conference) {
    supervises(Participation::monitor);
    const LegId another = board.caller(1);
    (void)board.joins(another, "2004");
    CHECK(board.model.can_join(board.call_of(caller)));  // one more in the same
    CHECK_FALSE(board.model.can_join(board.call_of(another)));
    CHECK_FALSE(board.model.can_join(CallId{99}));
    board.hangs_up(boss);
    CHECK(board.model.can_join(board.call_of(another)));
}

TEST(Supervision, a_muted_party_is_not_heard_by_one_or_by_many) {
    CHECK(board.model.mute(agent, true));
    CHECK_FALSE(board.model.mute(agent, true));
    CHECK(board.heard_by(caller) == Source::none());
    CHECK(board.heard_by(agent) == Source::line(caller.line()));
    supervises(Participation::monitor);
    const auto seats = board.ordered<ivr_dsp::SetSeat>();
    CHECK(seats[0].seat == board.heard_by(agent).seat && seats[0].part.muted);
    CHECK(board.model.mute(agent, false));
    CHECK_FALSE(board.ordered<ivr_dsp::SetSeat>().back().part.muted);
    board.hangs_up(boss);
    CHECK(board.hear_each_other(caller, agent));
}

TEST(Supervision, a_gain_is_told_once) {
    supervises(Participation::barge);
    CHECK(board.model.set_gain(caller, 6));
    CHECK_FALSE(board.model.set_gain(caller, 6));
    LONGS_EQUAL(1, board.ordered<ivr_dsp::SetSeat>().size());
    LONGS_EQUAL(6, board.ordered<ivr_dsp::SetSeat>().back().part.gain_db);
}

TEST(Supervision, seats_that_speak_are_legs_of_the_call) {
    supervises(Participation::barge);
    ivr_dsp::SpeakersChanged news{board.heard_by(caller).index, {}};
    news.add(board.heard_by(boss).seat);
    news.add(board.heard_by(caller).seat);
    news.add(77);  // where nobody sits
    const auto found = board.model.speakers(news);
    CHECK(found.call == board.call_of(caller));
    LONGS_EQUAL(2, found.legs.size());
    CHECK(found.legs[0] == caller && found.legs[1] == boss);
    news.conference = 9;
    CHECK(board.model.speakers(news).legs.empty() && !board.model.speakers(news).call);
}
