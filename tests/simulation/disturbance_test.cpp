// SPDX-License-Identifier: GPL-2.0-or-later
// Lines, boards and the exchange are disturbed under calls: what a technician is told, what becomes
// of the calls, and that all is well again by itself when the trouble is over.
#include "tests/simulation/troubled_center.hpp"

namespace simulation {

class DisturbedCenter : public TroubledCenter {
  public:
    // The trouble is over: lines come back, and the next caller is served.
    void is_well_again(const char* told) {
        CHECK(
            come_true([this] { return show->world().office_ready() && every_line_in_service(); }));
        passes(3s);
        STRCMP_EQUAL(told, alarms().c_str());
        LONGS_EQUAL(16, recorded_cause(calls(10s)));
        STRCMP_EQUAL(told, alarms().c_str());
        ends_well();
    }
    bool comes_to_be_told(const std::string& told) {
        return come_true([&] { return alarms() == told; });
    }
    // Somebody talks while it happens, and goes on talking when it is over.
    void is_survived(const std::string& caller) {
        CHECK_FALSE(story(caller).record.has_value());
        LONGS_EQUAL(16, recorded_cause(caller));
    }
};

TEST_GROUP_BASE(Disturbance, DisturbedCenter){};

TEST(Disturbance, by_swapped_pairs_is_loss_of_signal) {
    opens();
    const std::string caller = calls(100s);
    LineFaults faults;
    faults.swapped_pairs = true;
    happens(first, faults);
    passes(6s);
    LONGS_EQUAL(27, recorded_cause(caller));
    happens(first, whole);
    is_well_again("+span.1.los -span.1.los");
}

TEST(Disturbance, by_all_ones_is_ais_and_nothing_else) {
    opens();
    const std::string caller = calls(100s);
    LineFaults faults;
    faults.to_center.all_ones = true;
    happens(first, faults);
    passes(6s);
    LONGS_EQUAL(27, recorded_cause(caller));
    happens(first, whole);
    is_well_again("+span.1.ais -span.1.ais");
}

TEST(Disturbance, by_one_bit_in_a_thousand_wrong_ends_no_call) {
    opens();
    const std::string caller = calls(60s);
    LineFaults faults;
    faults.to_center.wrong_bits = faults.from_center.wrong_bits = 1'000'000;
    happens(first, faults);
    passes(30s);
    happens(first, whole);
    is_survived(caller);
    // What was told, if anything, is what it was.
    CHECK(alarms().empty() || alarms() == "+span.1.bad_frames");
    ends_well();
}

TEST(Disturbance, by_level_noise_echo_and_delay_ends_no_call) {
    opens();
    LineFaults faults;
    faults.to_center.level_db = -6;
    faults.to_center.noise_dbm0 = -60;
    faults.from_center.level_db = -3;
    faults.to_center.delay_ms = faults.from_center.delay_ms = 60;
    faults.echo = {.loss_db = 20, .delay_ms = 30};
    happens(first, faults);
    passes(3s);
    const std::string before = alarms();
    LONGS_EQUAL(16, recorded_cause(calls(20s)));
    STRCMP_EQUAL(before.c_str(), alarms().c_str());
    happens(first, whole);
    passes(5s);
    ends_well();
}

TEST(Disturbance, by_slips_of_the_network_ends_no_call) {
    opens();
    const std::string caller = calls(40s);
    LineFaults faults;
    for (int i = 0; i < 20; ++i) {
        --faults.to_center.slips;
        ++faults.from_center.slips;
        happens(first, faults);
        passes(500ms);
    }
    is_survived(caller);
    happens(first, whole);
    passes(3s);
    STRCMP_EQUAL("", alarms().c_str());
    ends_well();
}

TEST(Disturbance, by_an_exchange_whose_d_channel_is_dead_is_an_alarm_until_it_lives) {
    opens();
    const std::string caller = calls(120s);
    happens(first, office::TrunkFaults{.silent = true});
    CHECK(comes_to_be_told("+span.1.d_channel"));
    passes(10s);
    happens(first, office::TrunkFaults{});
    CHECK(comes_to_be_told("+span.1.d_channel -span.1.d_channel"));
    // The exchange gives up its call with its link; the agent then hears nobody.
    LONGS_EQUAL(16, recorded_cause(caller));
    is_well_again("+span.1.d_channel -span.1.d_channel");
}

TEST(Disturbance, by_a_loop_of_the_d_channel_is_told_as_such_though_layer_2_sees_nothing) {
    opens();
    const std::string caller = calls(200s);
    LineFaults faults;
    faults.d_channel_looped = true;
    happens(first, faults);
    CHECK(comes_to_be_told("+span.1.looped"));
    passes(10s);
    CHECK(!every_line_in_service());
    happens(first, whole);
    CHECK(come_true([this] { return alarms().ends_with("-span.1.looped"); }));
    LONGS_EQUAL(16, recorded_cause(caller));
    CHECK(come_true([this] { return every_line_in_service(); }));
    LONGS_EQUAL(16, recorded_cause(calls(10s)));
    alarms_were_told_once();
    ends_well();
}

TEST(Disturbance, by_a_loop_of_the_d_channel_from_the_start_is_told_as_such) {
    builds();
    LineFaults faults;
    faults.d_channel_looped = true;
    happens(first, faults);
    CHECK(come_true([this] { return alarms().find("+span.1.looped") != std::string::npos; }));
    happens(first, whole);
    CHECK(bool{show->wait_for_start()});
    passes(20s);
    alarms_were_told_once();
    LONGS_EQUAL(16, recorded_cause(calls(10s)));
    ends_well();
}

TEST(Disturbance, by_both_ends_being_the_network_is_told_as_such) {
    options.both_network = true;
    builds();
    CHECK(come_true([this] {
        return alarms().find("+span.1.side") != std::string::npos &&
               alarms().find("+span.2.side") != std::string::npos;
    }));
    passes(60s);
    CHECK(!every_line_in_service());
    CHECK(alarms().find("looped") == std::string::npos);
    CHECK(alarms().find('-') == std::string::npos);
}

TEST(Disturbance, by_a_board_pulled_out_is_that_and_nothing_else) {
    opens();
    const std::string caller = calls(100s);
    CHECK(bool{show->world().pull_board(0, true)});
    passes(8s);
    // Its stations are dead first: the agent has hung up.
    LONGS_EQUAL(16, recorded_cause(caller));
    STRCMP_EQUAL("+span.1.board +span.2.board", alarms().c_str());
    CHECK(bool{show->world().pull_board(0, false)});
    is_well_again("+span.1.board +span.2.board -span.1.board -span.2.board");
}

TEST(Disturbance, by_a_center_that_stands_still_for_a_moment_is_caught_up) {
    opens();
    const std::string caller = calls(30s);
    for (int i = 0; i < 10; ++i) {
        CHECK(bool{show->world().stall(Ticks{20 * (i + 1)}, false)});
        passes(500ms);
    }
    is_survived(caller);
    STRCMP_EQUAL("", alarms().c_str());
    // Nobody missed a millisecond of what the other said.
    CHECK(story(caller).lived->conversations.size() == 1);
    ends_well();
}

TEST(Disturbance, by_a_center_that_misses_a_second_now_and_then_ends_no_call) {
    opens();
    const std::string caller = calls(60s);
    for (int i = 0; i < 5; ++i) {
        CHECK(bool{show->world().stall(1000ms, true)});
        passes(5s);
    }
    is_survived(caller);
    CHECK(come_true([this] { return every_line_in_service(); }));
    LONGS_EQUAL(16, recorded_cause(calls(10s)));
    ends_well();
}

TEST(Disturbance, by_an_exchange_that_stops_sending_crc_4_ends_no_call) {
    opens();
    const std::string caller = calls(40s);
    happens(first, office::TrunkFaults{.without_crc4 = true});
    passes(10s);
    happens(first, office::TrunkFaults{});
    passes(10s);
    is_survived(caller);
    passes(3s);
    alarms_were_told_once();
    LONGS_EQUAL(16, recorded_cause(calls(10s)));
    ends_well();
}

TEST(Disturbance, of_a_t1_by_the_wrong_framing_is_loss_of_frame) {
    options.t1 = true;
    opens();
    const std::string caller = calls(100s);
    happens(first, office::TrunkFaults{.superframe = true});
    passes(20s);
    CHECK(comes_to_be_told("+span.1.lof"));
    LONGS_EQUAL(16, recorded_cause(caller));
    happens(first, office::TrunkFaults{});
    CHECK(come_true([this] { return every_line_in_service(); }));
    passes(3s);
    alarms_were_told_once();
    LONGS_EQUAL(16, recorded_cause(calls(10s)));
    ends_well();
}

TEST(Disturbance, of_keys_by_one_per_cent_is_heard_all_the_same) {
    opens();
    show->world().disturb(office::OfficeFaults{.tone_drift_per_mille = 10});
    LONGS_EQUAL(16, recorded_cause(calls(10s)));
    show->world().disturb(office::OfficeFaults{.tone_drift_per_mille = -10});
    LONGS_EQUAL(16, recorded_cause(calls(10s)));
    ends_well();
}

// Any of it, at any time, on a T1 and an E1.
TEST(Disturbance, whatever_it_is_and_whenever_leaves_nothing_behind) {
    opens();
    callers = 1000;  // whose numbers nobody else has
    options.calls = 40;
    options.rate = 1200;
    show->schedule(draw_callers(options));
    office::Chance chance(815);
    while (!show->over()) {
        passes(chance.between(2s, 10s));
        const SpanId span = chance.one_in(0.5) ? first : second;
        LineFaults faults;
        faults.swapped_pairs = chance.one_in(0.1);
        faults.d_channel_looped = chance.one_in(0.2);
        faults.to_center.all_ones = chance.one_in(0.2);
        faults.from_center.cut = chance.one_in(0.2);
        if (chance.one_in(0.3)) faults.to_center.wrong_bits = 3'000'000;
        if (chance.one_in(0.3)) faults.from_center.delay_ms = 120;
        if (chance.one_in(0.3)) faults.to_center.delay_ms = 90;
        if (chance.one_in(0.2)) faults.far_code = driver::SetCode::ami;
        if (chance.one_in(0.2)) faults.echo.loss_db = 10;
        happens(span, faults);
        happens(span, office::TrunkFaults{.silent = chance.one_in(0.2),
                                          .without_crc4 = chance.one_in(0.3)});
        const bool pulled = chance.one_in(0.1);
        if (pulled) CHECK(bool{show->world().pull_board(0, true)});
        passes(chance.between(200ms, 15s));
        if (chance.one_in(0.3)) CHECK(bool{show->world().stall(300ms, chance.one_in(0.5))});
        if (chance.one_in(0.2)) CHECK(bool{show->world().kill_control()});
        if (pulled) CHECK(bool{show->world().pull_board(0, false)});
        happens(span, whole);
        happens(span, office::TrunkFaults{});
    }
    CHECK(come_true([this] { return show->world().office_ready() && every_line_in_service(); }));
    for (const CallStory* one : show->book().rest()) {
        CHECK(one->lived.has_value());
        CHECK_TEXT(one->record || !one->lived->answered_at, one->ani.c_str());
    }
    (void)calls(15s);
    ends_well();
}

}  // namespace simulation
