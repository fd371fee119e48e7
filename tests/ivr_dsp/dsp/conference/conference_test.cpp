// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cstdlib>

#include "tests/ivr_dsp/dsp/conference/room.hpp"

#include <CppUTest/TestHarness.h>

using ivr_dsp::ConferencePart;
using ivr_dsp::ConferenceRole;
using support::Chunk;
using support::Law;
using support::Room;

TEST_GROUP(ConferenceRoom) {
    int unused{};

    static int heard(const Room& room, std::size_t place) {
        return room.hears(place)[7];
    }
    static int peak(const ivr_dsp::LinearChunk& samples) {
        int peak = 0;
        for (const int sample : samples) peak = std::max(peak, std::abs(sample));
        return peak;
    }
    // Of the power that the first party hears: what is not the others' sum, however loud.
    static double share_that_is_not_the_sum(const Room& room) {
        double heard = 0;
        double sum = 0;
        double both = 0;
        for (std::size_t at = 0; at < 8; ++at) {
            double others = 0;
            for (std::size_t i = 1; i < room.conference.parties(); ++i) others += room.voice(i)[at];
            const double sample = room.hears(0)[at];
            heard += sample * sample;
            sum += others * others;
            both += sample * others;
        }
        return 1 - both * both / (heard * sum);
    }
    // As a seat says it in A-law.
    static int said(int sample) {
        const auto octet = ivr_dsp::octet_from(Law::alaw, static_cast<std::int16_t>(sample));
        return ivr_dsp::linear_from(Law::alaw, octet);
    }
};

TEST(ConferenceRoom, who_is_muted_is_not_heard_and_hears_all) {
    Room room;
    for (int i = 0; i < 3; ++i) room.enters();
    room.says(0, 1000);
    room.says(1, 3000);
    room.is(0, {.muted = true});
    room.passes(20);
    LONGS_EQUAL(0, heard(room, 1) / 16);
    LONGS_EQUAL(said(said(3000) + 8), heard(room, 0));
    room.is(0, {});
    room.passes(20);
    LONGS_EQUAL(said(said(1000) + 8), heard(room, 1));
}

TEST(ConferenceRoom, nothing_clicks_when_somebody_is_muted_and_comes_back) {
    Room room;
    room.enters();
    room.enters();
    room.says(0, 16'000);
    room.passes(10);
    int before = heard(room, 1);
    int largest_step = 0;
    for (int ms = 0; ms < 100; ++ms) {
        if (ms % 20 == 0) room.is(0, {.muted = ms % 40 == 0});
        room.passes();
        for (const int sample : room.hears(1)) {
            largest_step = std::max(largest_step, std::abs(sample - before));
            before = sample;
        }
    }
    CHECK(largest_step <= 512);  // two steps of the law there; without care it would be 16000
}

TEST(ConferenceRoom, who_only_listens_is_never_heard) {
    Room room;
    for (int i = 0; i < 3; ++i) room.enters();
    room.is(2, {.role = ConferenceRole::listens});
    room.passes(20);
    room.says(0, 1000);
    room.says(2, 9000);
    room.passes();
    LONGS_EQUAL(said(1000 + 8), heard(room, 2));
    LONGS_EQUAL(said(said(1000)), heard(room, 1));
    CHECK(std::abs(heard(room, 0)) <= 24);
}

TEST(ConferenceRoom, only_the_agent_hears_his_coach) {
    Room room;
    const auto agent = room.enters();
    const auto caller = room.enters(Law::ulaw);
    const auto coach = room.enters();
    room.is(coach, {.role = ConferenceRole::coaches, .coached = static_cast<std::uint16_t>(agent)});
    room.says(agent, 800);
    room.says(caller, 2000);
    room.says(coach, 500);
    room.passes(40);
    const int of_agent = room.voice(agent)[0];
    const int of_caller = room.voice(caller)[0];
    const int of_coach = room.voice(coach)[0];
    LONGS_EQUAL(said(of_caller + of_coach), heard(room, agent));
    CHECK(room.conference.said(caller) ==
          driver::filled(ivr_dsp::octet_from(Law::ulaw, static_cast<std::int16_t>(of_agent))));
    LONGS_EQUAL(said(of_agent + of_caller), heard(room, coach));
}

// Agent, caller, supervisor; the supervisor speaks all the time.
TEST_GROUP(Supervision) {
    Room room;
    static constexpr std::size_t agent = 0;
    static constexpr std::size_t caller = 1;
    static constexpr std::size_t supervisor = 2;
    static constexpr int loudest = 4000;
    const ConferencePart listens{.role = ConferenceRole::listens};
    const ConferencePart coaches{.role = ConferenceRole::coaches, .coached = agent};
    int to_agent{};  // the last sample each has heard
    int to_caller{};
    int largest_step{};

    void setup() override {
        room.enters();
        room.enters();
        room.enters(Law::alaw, listens);
        room.says(supervisor, loudest);
    }
    // So long; the most the caller hears of it.
    int passes(int ms) {
        int most = 0;
        for (int i = 0; i < ms; ++i) {
            room.passes();
            for (const int sample : room.hears(agent)) step(to_agent, sample);
            for (const int sample : room.hears(caller)) {
                step(to_caller, sample);
                most = std::max(most, std::abs(sample));
            }
        }
        return most;
    }
    void step(int& last, int sample) {
        largest_step = std::max(largest_step, std::abs(sample - last));
        last = sample;
    }
};

TEST(Supervision, who_sits_down_to_listen_is_not_heard_from_the_first_sample_on) {
    CHECK(passes(100) <= 24);
    CHECK(std::abs(to_agent) <= 24);
}

TEST(Supervision, the_caller_hears_nothing_of_a_whisper_that_begins_or_ends) {
    room.is(supervisor, coaches);
    CHECK(passes(40) <= 24);
    CHECK(to_agent > 3900);
    room.is(supervisor, listens);
    CHECK(passes(40) <= 24);
    CHECK(std::abs(to_agent) <= 24);
}

TEST(Supervision, between_the_three_nobody_hears_a_click) {
    const ConferencePart barges{};
    for (const ConferencePart& part : {coaches, barges, listens, barges, coaches, listens}) {
        room.is(supervisor, part);
        passes(40);
        CHECK_EQUAL(part.role != ConferenceRole::listens, to_agent > 3900);
        CHECK_EQUAL(part.role == ConferenceRole::talks, to_caller > 3900);
    }
    CHECK(largest_step <= 256);  // two steps of the law there
}

TEST(Supervision, who_changes_his_mind_at_once_is_where_he_meant_to_be) {
    room.is(supervisor, coaches);
    passes(5);
    room.is(supervisor, {});
    passes(5);
    room.is(supervisor, coaches);
    passes(60);
    CHECK(to_agent > 3900 && std::abs(to_caller) <= 24);
}

TEST(ConferenceRoom, a_coach_whose_agent_leaves_is_heard_by_nobody) {
    Room room;
    for (int i = 0; i < 4; ++i) room.enters();
    room.is(3, {.role = ConferenceRole::coaches, .coached = 0});
    room.says(3, 5000);
    room.passes();
    room.conference.leave(0);  // the coach, who was last, sits there now
    room.says(0, 5000);
    room.says(3, 0);
    room.passes(20);
    LONGS_EQUAL(3, room.conference.parties());
    for (const std::size_t place : {1U, 2U}) CHECK(std::abs(heard(room, place)) <= 24);
}

TEST(ConferenceRoom, a_coach_keeps_his_agent_when_others_leave) {
    Room room;
    for (int i = 0; i < 4; ++i) room.enters();
    room.is(1, {.role = ConferenceRole::coaches, .coached = 3});
    room.conference.leave(0);  // the agent, who was last, sits there now
    LONGS_EQUAL(0, room.conference.part(1).coached);
    room.says(1, 5000);
    room.passes(40);
    LONGS_EQUAL(said(5000), said(heard(room, 0)));
    CHECK(std::abs(heard(room, 2)) <= 24);
}

TEST(ConferenceRoom, a_party_is_turned_up_and_down_by_so_many_decibels) {
    Room room;
    room.enters();
    room.enters();
    for (const int gain_db : {-20, -6, 0, 6, 12}) {
        room.is(0, {.gain_db = static_cast<std::int8_t>(gain_db)});
        room.says(0, 2000);
        room.passes(40);
        const double db = 20 * std::log10(heard(room, 1) / static_cast<double>(said(2000)));
        DOUBLES_EQUAL(gain_db, db, 0.4);  // the law's steps
    }
}

TEST(ConferenceRoom, eight_who_shout_are_turned_down_instead_of_clipped) {
    Room room;
    for (int i = 0; i < 8; ++i) room.enters();
    double worst = 0;
    for (int ms = 0; ms < 300; ++ms) {
        for (std::size_t i = 0; i < 8; ++i) {
            room.says(i, support::sine(310.0 + 97 * static_cast<double>(i), 0, ms));
        }
        room.passes();
        if (ms >= 10) worst = std::max(worst, share_that_is_not_the_sum(room));
    }
    CHECK(worst < 0.003);  // the law's steps
}

TEST(ConferenceRoom, the_limiter_lets_go_when_the_shouting_is_over) {
    Room room;
    for (int i = 0; i < 4; ++i) room.enters();
    for (std::size_t i = 0; i < 4; ++i) room.says(i, 30'000);
    room.passes(50);
    for (std::size_t i = 0; i < 4; ++i) room.says(i, 0);
    room.says(0, 1000);
    room.passes(1000);
    LONGS_EQUAL(said(said(1000) + 16), heard(room, 1));
}

TEST(ConferenceRoom, one_who_is_loud_alone_is_heard_as_he_is) {
    Room room;
    for (int i = 0; i < 5; ++i) room.enters(Law::ulaw);
    for (int ms = 0; ms < 100; ++ms) {
        const Chunk chunk = support::sine(440, 3, ms, Law::ulaw);
        room.says(2, chunk);
        room.passes();
        CHECK(room.conference.said(4) == chunk);
    }
}

TEST_GROUP(Speakers) {
    Room room;

    void setup() override {
        for (int i = 0; i < 3; ++i) room.enters();
    }
    // Milliseconds until it is so, at most `most`.
    int ms_until(bool speaks, double dbm0, int most = 2000) {
        for (int ms = 0; ms < most; ++ms) {
            if (room.conference.speaks(1) == speaks) return ms;
            room.says(1, support::sine(500, dbm0, ms));
            room.passes();
        }
        return most;
    }
};

TEST(Speakers, who_speaks_is_told_before_his_first_word_is_over) {
    room.passes(500);
    CHECK(ms_until(true, -20) <= 64);
    CHECK(!room.conference.speaks(0));
    CHECK(!room.conference.speaks(2));
}

TEST(Speakers, a_pause_between_words_is_part_of_speech_and_a_longer_one_is_not) {
    CHECK(ms_until(true, -20) <= 64);
    room.says(1, 0);
    room.passes(200);
    CHECK(room.conference.speaks(1));
    room.passes(120);
    CHECK(!room.conference.speaks(1));
}

TEST(Speakers, a_quiet_line_and_a_click_are_nobody) {
    LONGS_EQUAL(2000, ms_until(true, -48));
    room.says(1, 20'000);
    room.passes(4);
    room.says(1, 0);
    LONGS_EQUAL(300, ms_until(true, -60, 300));
}

TEST(Speakers, a_steady_noise_becomes_part_of_the_line_and_a_voice_above_it_is_still_heard) {
    ms_until(true, -35);
    CHECK(ms_until(false, -35, 20'000) < 10'000);
    room.passes(1000);
    CHECK(ms_until(true, -15) <= 64);
}
