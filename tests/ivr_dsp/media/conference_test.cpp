// SPDX-License-Identifier: GPL-2.0-or-later
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Source;
using support::Exchange;

namespace {

constexpr Law any_law[] = {Law::alaw, Law::ulaw};

// A voice that is one and the same sample all the time.
Chunk level(Law law, int sample) {
    return driver::filled(ivr_dsp::octet_from(law, static_cast<std::int16_t>(sample)));
}
int heard_level(Law law, const Chunk& chunk) {
    return ivr_dsp::linear_from(law, chunk.octets[0]);
}

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
              (law == Law::ulaw ? said : ivr_dsp::other_law_chunk(Law::ulaw, said)));
        office.leave(0, 1, 1);
        office.leave(0, 0, 0);
        office.tick();
    }
}
