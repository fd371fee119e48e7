// SPDX-License-Identifier: GPL-2.0-or-later
// What happens to a telephone on the center's own wire.
#include <array>
#include <ctime>
#include <string>

#include "tests/pbx/signalling/control_end.hpp"

#include <CppUTest/TestHarness.h>

using namespace pbx_test;

namespace {

pbx::SignallingPlan two_telephones() {
    pbx::SignallingPlan plan;
    plan.stations.push_back({LineId{0}, driver::Number("101"), pbx::CallerIdStandard::bell202});
    plan.stations.push_back({LineId{1}, driver::Number("102")});
    return plan;
}

}  // namespace

TEST_GROUP(Station) {
    void setup() override {
        house.attach();
    }

    void run(Ticks how_long) {
        for (const Ticks end = now + how_long; now < end;) {
            now += 1ms;
            house.pass(now);
        }
    }
    void lifts(std::uint16_t line) {
        house.board.hooks.push_back({LineId{line}, true, now});
    }
    void hangs_up(std::uint16_t line) {
        house.board.hooks.push_back({LineId{line}, false, now});
    }
    // Lifts and is heard by control.
    LegId calls(std::uint16_t line) {
        lifts(line);
        run(5ms);
        return house.incoming();
    }
    // What media was asked to send since it was last asked about.
    template <class Order>
    std::vector<Order> sent() {
        std::vector<Order> all;
        ivr_dsp::MediaCommand command;
        while (house.media->commands.take(command)) {
            if (const auto* order = std::get_if<Order>(&command)) all.push_back(*order);
        }
        return all;
    }
    [[nodiscard]] bool is_free(std::uint16_t line) {
        return house.signalling->lines().is_free(LineId{line});
    }

    ControlEnd house{
        two_telephones(),
        {{LineId{0}, driver::Law::alaw, driver::SpanId{0}, 1},
            {LineId{1}, driver::Law::alaw, driver::SpanId{0}, 2}}
    };
    Ticks now{1000};
};

TEST(Station, lifting_offers_a_call_without_a_number) {
    const LegId leg = calls(1);
    CHECK(leg == LegId::incoming(LineId{1}, 1));
    STRCMP_EQUAL("102", std::string(house.leg(leg).ani.view()).c_str());
    CHECK_FALSE(house.leg(leg).complete);
    house.answer(leg);
    run(5ms);
    CHECK(house.is(leg, LegPhase::answered));
    hangs_up(1);
    run(150ms);
    CHECK(house.is(leg, LegPhase::answered));  // might be a recall
    run(100ms);
    CHECK(house.is(leg, LegPhase::released));
    house.release(leg);
    run(5ms);
    CHECK(is_free(1));
}

TEST(Station, a_telephone_that_is_dialled_rings_in_cadence_until_it_is_lifted) {
    const LegId leg = house.dial(LineId{0}, "101", "4711");
    run(5ms);
    CHECK(house.is(leg, LegPhase::alerting));
    run(6s);
    const std::vector<bool> cadence{true, false, true, false};
    CHECK(cadence == house.board.rings[0]);
    lifts(0);
    run(5ms);
    CHECK(house.is(leg, LegPhase::answered));
    run(10s);
    CHECK_FALSE(house.board.rings[0].back());
    hangs_up(0);
    run(300ms);
    CHECK(house.is(leg, LegPhase::released));
    house.release(leg);
    run(5ms);
    CHECK(is_free(0));
}

TEST(Station, a_call_given_up_while_ringing_stops_the_bell_and_frees_the_line) {
    const LegId leg = house.dial(LineId{0}, "101");
    run(100ms);
    CHECK(house.board.rings[0].back());
    house.release(leg, Cause::no_answer);
    run(5ms);
    CHECK_FALSE(house.board.rings[0].back());
    CHECK(house.is(leg, LegPhase::released));
    CHECK(house.leg(leg).cause == Cause::no_answer);
    CHECK(is_free(0));
}

TEST(Station, is_told_who_calls_between_its_first_and_second_ring) {
    house.dial(LineId{0}, "101", "2125550100", "JOHN DOE");
    run(1490ms);
    LONGS_EQUAL(0, sent<ivr_dsp::SendCallerId>().size());
    run(20ms);
    const auto told = sent<ivr_dsp::SendCallerId>();
    LONGS_EQUAL(1, told.size());
    STRCMP_EQUAL("2125550100", std::string(told[0].number.view()).c_str());
    STRCMP_EQUAL("JOHN DOE", std::string(told[0].name.view()).c_str());
    LONGS_EQUAL(8, told[0].time.view().size());
    CHECK(told[0].standard == ivr_dsp::FskStandard::bell202);
    run(20s);  // once a call
    LONGS_EQUAL(0, sent<ivr_dsp::SendCallerId>().size());
}

// Ticks count from when the machine started, the epoch is when the firmware did.
TEST(Station, is_told_the_time_of_its_call_by_this_machines_zone) {
    constexpr std::time_t noon = 1'795'348'800;
    pbx::SignallingPlan plan = two_telephones();
    plan.firmware_epoch = std::uint64_t{noon} * 1'000'000;
    ControlEnd other(plan, {
                               {LineId{0}, driver::Law::alaw, driver::SpanId{0}, 1},
                               {LineId{1}, driver::Law::alaw, driver::SpanId{0}, 2}
    });
    other.attach();
    const auto pass = [&](Ticks how_long) {
        for (const Ticks end = now + how_long; now < end;) other.pass(now += 1ms);
    };
    pass(120s);
    other.dial(LineId{0}, "101", "2125550100");
    pass(1600ms);
    std::tm local{};
    const std::time_t then = noon + 121;
    CHECK(::localtime_r(&then, &local) != nullptr);
    std::array<char, 9> expected{};
    CHECK(std::strftime(expected.data(), expected.size(), "%m%d%H%M", &local) == 8);
    ivr_dsp::MediaCommand command;
    std::string told;
    while (other.media->commands.take(command)) {
        const auto* const order = std::get_if<ivr_dsp::SendCallerId>(&command);
        if (order != nullptr) told = order->time.view();
    }
    STRCMP_EQUAL(expected.data(), told.c_str());
}

TEST(Station, whose_caller_withholds_the_number_is_told_so) {
    house.tell(pbx::Dial{LegId::outgoing(LineId{0}, 1), "101", {}, {}, true});
    run(1600ms);
    const auto told = sent<ivr_dsp::SendCallerId>();
    LONGS_EQUAL(1, told.size());
    CHECK(told[0].withheld && told[0].number.empty());
}

TEST(Station, that_wants_no_caller_identification_gets_none) {
    house.dial(LineId{1}, "102", "2125550100");
    run(5s);
    LONGS_EQUAL(0, sent<ivr_dsp::SendCallerId>().size());
}

TEST(Station, of_old_make_is_told_by_sdmf) {
    pbx::SignallingPlan plan = two_telephones();
    plan.stations[0].caller_id = pbx::CallerIdStandard::bell202_sdmf;
    ControlEnd other(plan, {
                               {LineId{0}, driver::Law::alaw, driver::SpanId{0}, 1},
                               {LineId{1}, driver::Law::alaw, driver::SpanId{0}, 2}
    });
    other.attach();
    other.dial(LineId{0}, "101", "2125550100");
    for (const Ticks end = now + 1600ms; now < end;) other.pass(now += 1ms);
    ivr_dsp::MediaCommand command;
    int told = 0;
    while (other.media->commands.take(command)) {
        const auto* const order = std::get_if<ivr_dsp::SendCallerId>(&command);
        if (order == nullptr) continue;
        CHECK(order->form == ivr_dsp::CallerIdForm::sdmf);
        CHECK(order->standard == ivr_dsp::FskStandard::bell202);
        ++told;
    }
    LONGS_EQUAL(1, told);
}

TEST(Station, at_rest_shows_the_caller_a_technician_makes_up) {
    ivr_dsp::SendCallerId order;
    order.line = LineId{0};
    order.number = "4711";
    house.tell(order);
    run(5ms);
    const auto told = sent<ivr_dsp::SendCallerId>();
    LONGS_EQUAL(1, told.size());
    STRCMP_EQUAL("4711", std::string(told[0].number.view()).c_str());
    LONGS_EQUAL(8, told[0].time.view().size());
    CHECK(house.board.spoken_to.back() == LineId{0});
}

TEST(Station, in_conversation_shows_it_without_the_bell) {
    calls(0);
    const std::size_t spoken_to = house.board.spoken_to.size();
    ivr_dsp::SendCallerId order;
    order.line = LineId{0};
    order.in_call = true;
    house.tell(order);
    run(5ms);
    CHECK(sent<ivr_dsp::SendCallerId>().at(0).in_call);
    CHECK_EQUAL(spoken_to, house.board.spoken_to.size());
}

TEST(Station, that_is_lifted_hears_nothing_more_of_who_calls) {
    house.dial(LineId{0}, "101", "2125550100");
    run(1600ms);
    LONGS_EQUAL(1, sent<ivr_dsp::SendCallerId>().size());
    lifts(0);
    run(5ms);
    const auto ended = sent<ivr_dsp::SendTone>();
    LONGS_EQUAL(1, ended.size());
    CHECK(ended[0].line == LineId{0} && ended[0].lasts == 0ms);
}

TEST(Station, at_rest_is_told_once_that_a_message_waits_and_once_that_none_does) {
    run(5s);
    LONGS_EQUAL(0, sent<ivr_dsp::SendMessageLamp>().size());
    for (const bool lit : {true, false}) {
        house.tell(pbx::SetLamp{LineId{0}, lit});
        run(5s);
        house.tell(pbx::SetLamp{LineId{0}, lit});
        run(5s);
        const auto told = sent<ivr_dsp::SendMessageLamp>();
        LONGS_EQUAL(1, told.size());
        CHECK(told[0].line == LineId{0} && told[0].lit == lit);
        CHECK(house.board.spoken_to.back() == LineId{0});
    }
}

TEST(Station, in_use_or_ringing_is_told_of_its_lamp_when_it_rests_again) {
    const LegId leg = house.dial(LineId{0}, "101");
    house.tell(pbx::SetLamp{LineId{0}, true});
    run(3s);
    lifts(0);
    run(3s);
    LONGS_EQUAL(0, sent<ivr_dsp::SendMessageLamp>().size());
    house.release(leg);
    hangs_up(0);
    run(1s);
    LONGS_EQUAL(0, sent<ivr_dsp::SendMessageLamp>().size());
    run(2s);
    LONGS_EQUAL(1, sent<ivr_dsp::SendMessageLamp>().size());
}

TEST(Station, lifted_or_rung_while_it_is_told_of_its_lamp_is_told_again) {
    house.tell(pbx::SetLamp{LineId{0}, true});
    run(300ms);
    LONGS_EQUAL(1, sent<ivr_dsp::SendMessageLamp>().size());
    const LegId leg = house.dial(LineId{0}, "101");
    run(10ms);
    const auto ended = sent<ivr_dsp::SendTone>();
    LONGS_EQUAL(1, ended.size());
    CHECK(ended[0].line == LineId{0} && ended[0].lasts == 0ms);
    house.release(leg, Cause::no_answer);
    run(3s);
    LONGS_EQUAL(1, sent<ivr_dsp::SendMessageLamp>().size());
    run(5s);
    LONGS_EQUAL(0, sent<ivr_dsp::SendMessageLamp>().size());
}

TEST(Station, that_understands_no_fsk_is_told_of_no_lamp) {
    house.tell(pbx::SetLamp{LineId{1}, true});
    house.tell(pbx::SetLamp{LineId{7}, true});  // there is no such station
    run(5s);
    LONGS_EQUAL(0, sent<ivr_dsp::SendMessageLamp>().size());
}

TEST(Station, a_board_without_room_is_asked_to_ring_again) {
    house.board.full = true;
    house.dial(LineId{0}, "101");
    run(100ms);
    CHECK(house.board.rings[0].empty());
    house.board.full = false;
    run(5ms);
    CHECK(house.board.rings[0].back());
}

TEST(Station, recall_and_dial_pulses_are_told_apart_and_both_told) {
    const LegId leg = calls(0);
    for (int pulse = 0; pulse < 3; ++pulse) {
        hangs_up(0);
        run(60ms);
        lifts(0);
        run(40ms);
    }
    run(600ms);
    hangs_up(0);
    run(100ms);
    lifts(0);
    run(600ms);
    LONGS_EQUAL(1, house.all<pbx::Digit>().size());
    CHECK(house.all<pbx::Digit>()[0].digit == '3');
    LONGS_EQUAL(1, house.all<pbx::Flash>().size());
    CHECK(house.all<pbx::Flash>()[0].leg == leg);
}

TEST(Station, tones_pressed_come_as_digits_of_the_leg) {
    const LegId leg = calls(0);
    CHECK(house.media->events.post(ivr_dsp::DigitHeard{LineId{0}, '#', now}));
    run(5ms);
    LONGS_EQUAL(1, house.all<pbx::Digit>().size());
    CHECK(house.all<pbx::Digit>()[0].leg == leg);
    CHECK(house.media->events.post(ivr_dsp::DigitHeard{LineId{1}, '5', now}));  // nobody there
    run(5ms);
    LONGS_EQUAL(1, house.all<pbx::Digit>().size());
}

TEST(Station, a_handset_left_off_hook_keeps_its_line_until_it_is_put_back) {
    const LegId leg = calls(0);
    house.release(leg);
    run(60s);
    CHECK_FALSE(house.is(leg, LegPhase::released));
    CHECK_FALSE(is_free(0));
    CHECK(house.signalling->stations().state(LineId{0}) == pbx::StationState::left_off_hook);
    const LegId refused = house.dial(LineId{0}, "101");
    run(5ms);
    CHECK(house.is(refused, LegPhase::released));
    hangs_up(0);
    run(300ms);
    CHECK(house.is(leg, LegPhase::released));
    CHECK(is_free(0));
    lifts(0);  // and only now is it a new call
    run(5ms);
    CHECK(house.is(LegId::incoming(LineId{0}, 2), LegPhase::offered));
}

TEST(Station, lifting_while_control_is_away_waits_for_it) {
    run(5ms);
    house.die();
    lifts(0);
    run(60s);
    house.attach();
    run(5ms);
    CHECK(house.is(LegId::incoming(LineId{0}, 1), LegPhase::offered));
}

TEST(Station, calls_made_and_given_up_while_control_is_away_block_the_line_after_the_second) {
    run(5ms);
    house.die();
    for (int call = 0; call < 3; ++call) {
        lifts(0);
        run(1s);
        hangs_up(0);
        run(1s);
    }
    LONGS_EQUAL(1, house.signalling->stations().turned_away());
    house.attach();
    run(5ms);
    for (std::uint32_t serial = 1; serial <= 2; ++serial) {
        const LegId leg = LegId::incoming(LineId{0}, serial);
        CHECK(house.is(leg, LegPhase::released));
        house.release(leg);
    }
    run(5ms);
    CHECK(is_free(0));
}
