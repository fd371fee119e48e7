// SPDX-License-Identifier: GPL-2.0-or-later
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Source;
using support::Exchange;
using support::heard_level;
using support::level;

namespace {

constexpr Law any_law[] = {Law::alaw, Law::ulaw};

}  // namespace

TEST_GROUP(Conference) {
    Exchange office;

    void setup() override {
        for (int party = 0; party < 3; ++party) {
            office.seat(0, party, party);
            speaks(party, 0);
        }
    }
    void speaks(int line, int sample) {
        office.says(line, level(Law::alaw, sample));
    }
    int hears(int line) {
        return heard_level(Law::alaw, office.hears(line));
    }
    // What is left of the samples after encoding, mixing and encoding again.
    static int mixed(const std::vector<int>& samples) {
        int sum = 0;
        for (const int sample : samples) sum += heard_level(Law::alaw, level(Law::alaw, sample));
        return heard_level(Law::alaw, level(Law::alaw, sum));
    }
};

TEST(Conference, each_of_three_hears_the_other_two) {
    speaks(0, 1000);
    speaks(1, 200);
    speaks(2, -3000);
    office.tick();
    LONGS_EQUAL(mixed({200, -3000}), hears(0));
    LONGS_EQUAL(mixed({1000, -3000}), hears(1));
    LONGS_EQUAL(mixed({1000, 200}), hears(2));
}

TEST(Conference, every_octet_of_a_chunk_is_mixed_on_its_own) {
    Chunk one;
    Chunk other;
    for (std::size_t i = 0; i < 8; ++i) {
        one.octets[i] = ivr_dsp::octet_from(Law::alaw, static_cast<std::int16_t>(i * 500));
        other.octets[i] = ivr_dsp::octet_from(Law::alaw, static_cast<std::int16_t>(i * -300));
    }
    office.says(0, one);
    office.says(1, other);
    office.tick();
    for (std::size_t i = 0; i < 8; ++i) {
        const int sample = static_cast<int>(i);
        LONGS_EQUAL(mixed({sample * 500, sample * -300}),
                    ivr_dsp::linear_from(Law::alaw, office.hears(2).octets[i]));
    }
}

TEST(Conference, of_two_is_a_plain_call) {
    office.leave(0, 2, 2);
    for (int octet = 0; octet < 256; ++octet) {
        office.says(0, driver::filled(static_cast<std::uint8_t>(octet)));
        office.says(1, driver::filled(static_cast<std::uint8_t>(255 - octet)));
        office.tick();
        CHECK(office.hears(1) == office.board.mouths[0]);
        CHECK(office.hears(0) == office.board.mouths[1]);
    }
}

TEST(Conference, shouting_is_limited_and_does_not_wrap_around) {
    for (int party = 3; party < 8; ++party) office.seat(0, party, party);
    for (int party = 0; party < 8; ++party) speaks(party, 30'000);
    office.tick();
    for (int party = 0; party < 8; ++party) LONGS_EQUAL(32'256, hears(party));
}

TEST(Conference, who_leaves_is_not_heard_any_more_and_hears_silence) {
    speaks(0, 1000);
    speaks(1, 200);
    speaks(2, -3000);
    office.leave(0, 2, 2);
    office.tick();
    LONGS_EQUAL(mixed({200}), hears(0));
    CHECK(office.hears(2) == driver::alaw_silence);
}

TEST(Conference, a_seat_without_a_party_hears_everybody) {
    speaks(0, 1000);
    speaks(1, 200);
    speaks(2, -3000);
    office.listen(5, {driver::SourceKind::conference, 7, 0});
    office.tick();
    LONGS_EQUAL(mixed({1000, 200, -3000}), hears(5));
}

TEST(Conference, that_everybody_left_is_silent) {
    office.listen(5, {driver::SourceKind::conference, 7, 0});
    speaks(0, 1000);
    office.tick();
    CHECK(office.hears(5) != driver::alaw_silence);
    for (int party = 0; party < 3; ++party) office.leave(0, party, party);
    office.tick();
    CHECK(office.hears(5) == driver::alaw_silence);
}

TEST(Conference, two_conferences_do_not_hear_each_other) {
    for (int party = 0; party < 3; ++party) office.seat(1, party, 3 + party);
    speaks(0, 1000);
    speaks(3, 5000);
    office.tick();
    LONGS_EQUAL(mixed({1000, 0}), hears(1));
    LONGS_EQUAL(mixed({5000, 0}), hears(4));
}

TEST(Conference, a_prompt_may_take_a_seat) {
    office.order(driver::Listen{
        {driver::ListenerKind::conference, 5, 0},
        Exchange::voice_source(2)
    });
    office.play(2, 1, {0});
    office.tick();
    const int prompt = heard_level(Law::alaw, office.prompts.chunk(0, 0));
    for (int party = 0; party < 3; ++party) LONGS_EQUAL(mixed({prompt, 0, 0}), hears(party));
}

// Twenty lines, conferences of twelve.
TEST_GROUP(LargeConference) {
    Exchange office{
        std::vector<Law>(20, Law::alaw), Law::alaw, {3, 12}
    };

    void setup() override {
        for (int party = 0; party < 12; ++party) office.seat(2, party, party);
    }
    void part(int seat, const ivr_dsp::ConferencePart& part) {
        office.order(ivr_dsp::SetSeat{2, static_cast<std::uint8_t>(seat), part});
    }
    int hears(int line) {
        return heard_level(Law::alaw, office.hears(line));
    }
    void only_speaks(int line, int sample) {
        for (int i = 0; i < 12; ++i) office.says(i, level(Law::alaw, i == line ? sample : 0));
        office.tick();
    }
};

TEST(LargeConference, as_many_meet_as_it_has_seats) {
    for (int party = 0; party < 12; ++party) {
        only_speaks(party, 4000);
        for (int i = 0; i < 12; ++i) CHECK_EQUAL(i != party, hears(i) > 3900);
    }
    office.seat(2, 12, 12);
    office.tick();
    LONGS_EQUAL(2, office.media.counters().refused_commands);  // the seat, and to listen to it
}

TEST(LargeConference, whoever_leaves_the_others_stay_where_they_are) {
    for (const int leaves : {3, 11, 0, 7}) {
        office.leave(2, leaves, leaves);
        for (int party = 0; party < 12; ++party) {
            only_speaks(party, 4000);
            const bool is_there =
                office.bus.hears(office.numbering().seat_port(office.numbering().seat(
                    2, static_cast<std::uint32_t>(party)))) != ivr_dsp::BusNumbering::silence();
            CHECK_EQUAL(is_there && party != 5, hears(5) > 3900);
        }
    }
}

TEST(LargeConference, a_supervisor_coaches_the_agent_and_the_caller_does_not_hear_it) {
    const int agent = 4;
    const int caller = 9;
    const int supervisor = 1;
    part(supervisor, {.role = ivr_dsp::ConferenceRole::coaches, .coached = agent});
    office.leave(2, 0, 0);  // places change, seats do not
    office.tick(40);
    only_speaks(supervisor, 4000);
    CHECK(hears(agent) > 3900);
    CHECK(hears(caller) < 300);
    part(supervisor, {});  // barges in
    office.tick(40);
    only_speaks(supervisor, 4000);
    CHECK(hears(caller) > 3900);
    LONGS_EQUAL(0, office.media.counters().refused_commands);
}

TEST(LargeConference, who_is_muted_comes_back_unmuted_when_he_sits_down_again) {
    part(6, {.muted = true});
    office.tick(20);
    only_speaks(6, 4000);
    CHECK(hears(0) < 300);
    office.leave(2, 6, 6);
    office.seat(2, 6, 6);
    only_speaks(6, 4000);
    CHECK(hears(0) > 3900);
}

TEST(LargeConference, who_was_told_his_part_before_he_sits_down_takes_it_at_once) {
    office.leave(2, 6, 6);
    part(6, {.role = ivr_dsp::ConferenceRole::listens});
    office.seat(2, 6, 6);
    only_speaks(6, 4000);
    CHECK(hears(0) < 300);
    only_speaks(0, 4000);
    CHECK(hears(6) > 3900);
    // The next on that seat just talks.
    office.leave(2, 6, 6);
    office.seat(2, 6, 6);
    only_speaks(6, 4000);
    CHECK(hears(0) > 3900);
}

TEST(LargeConference, no_part_is_told_for_a_seat_there_is_not_or_a_coach_of_nobody) {
    office.leave(2, 6, 6);
    part(12, {.muted = true});
    part(3, {.role = ivr_dsp::ConferenceRole::coaches, .coached = 6});
    part(3, {.role = ivr_dsp::ConferenceRole::coaches, .coached = 3});
    office.order(ivr_dsp::SetSeat{3, 0, {}});
    office.tick();
    LONGS_EQUAL(4, office.media.counters().refused_commands);
}

TEST(LargeConference, it_is_told_who_speaks_when_that_changes) {
    const auto talk = [this](int line, int ms) {
        for (int i = 0; i < ms; ++i) {
            for (int one = 0; one < 12; ++one) {
                office.says(one, level(Law::alaw, one == line ? (i % 2 == 0 ? 3000 : -3000) : 0));
            }
            office.tick();
        }
        return office.told<ivr_dsp::SpeakersChanged>();
    };
    (void)talk(-1, 300);  // that nobody speaks
    auto told = talk(8, 2000);
    LONGS_EQUAL(1, told.size());
    LONGS_EQUAL(2, told[0].conference);
    for (std::size_t seat = 0; seat < 12; ++seat) CHECK_EQUAL(seat == 8, told[0].speaks(seat));
    told = talk(3, 2000);  // at most both of them, then he alone
    CHECK(!told.empty() && told.size() <= 2);
    CHECK(told.back().speaks(3) && !told.back().speaks(8));
    part(3, {.muted = true});
    told = talk(3, 300);
    LONGS_EQUAL(1, told.size());
    CHECK(!told[0].speaks(3));
}

TEST(LargeConference, however_they_talk_they_are_told_of_four_times_a_second_at_most) {
    std::size_t news = 0;
    for (int turn = 0; turn < 100; ++turn) {
        for (int ms = 0; ms < 100; ++ms) {
            for (int one = 0; one < 12; ++one) {
                const bool talks = one == turn % 12;
                office.says(one, level(Law::alaw, talks ? (ms % 2 == 0 ? 3000 : -3000) : 0));
            }
            office.tick();
        }
        news += office.told<ivr_dsp::SpeakersChanged>().size();
    }
    CHECK(news > 10 && news <= 40);  // in ten seconds
}

TEST(LargeConference, it_is_known_who_speaks) {
    for (int ms = 0; ms < 100; ++ms) {
        office.says(8, level(Law::alaw, ms % 2 == 0 ? 3000 : -3000));
        office.tick();
    }
    const ivr_dsp::Conferences& conferences = office.media.conferences();
    for (std::uint32_t seat = 0; seat < 12; ++seat) {
        CHECK_EQUAL(seat == 8, conferences.speaks(2, seat));
    }
    office.leave(2, 8, 8);
    office.tick();
    CHECK(!conferences.speaks(2, 8));
}

// Lines 0 and 2 are A-law, 1 and 3 µ-law.
TEST_GROUP(MixedConference) {
    Exchange office{
        {Law::alaw, Law::ulaw, Law::alaw, Law::ulaw}
    };
};

TEST(MixedConference, each_hears_the_others_in_the_law_of_its_own_line) {
    for (int party = 0; party < 3; ++party) office.seat(0, party, party);
    office.says(0, level(Law::alaw, 2000));
    office.says(1, level(Law::ulaw, 500));
    office.says(2, level(Law::alaw, -4000));
    office.tick();
    const int from_0 = heard_level(Law::alaw, level(Law::alaw, 2000));
    const int from_1 = heard_level(Law::ulaw, level(Law::ulaw, 500));
    const int from_2 = heard_level(Law::alaw, level(Law::alaw, -4000));
    CHECK(office.hears(0) == level(Law::alaw, from_1 + from_2));
    CHECK(office.hears(1) == level(Law::ulaw, from_0 + from_2));
    CHECK(office.hears(2) == level(Law::alaw, from_0 + from_1));
}

TEST(MixedConference, who_listens_before_the_party_sits_down_hears_it_right_all_the_same) {
    for (const Law law : any_law) {
        const int watcher = law == Law::alaw ? 2 : 3;
        office.listen(watcher, {driver::SourceKind::conference, 1, 0});
        office.tick();
        office.seat(0, 1, 1);  // the seat now talks µ-law
        office.seat(0, 0, 0);
        office.says(0, level(Law::alaw, 2000));
        office.tick();
        const Chunk said = level(Law::ulaw, heard_level(Law::alaw, level(Law::alaw, 2000)));
        CHECK(office.hears(1) == said);
        CHECK(office.hears(watcher) ==
              (law == Law::ulaw ? said : support::other_law_chunk(Law::ulaw, said)));
        office.leave(0, 1, 1);
        office.leave(0, 0, 0);
        office.tick();
    }
}
