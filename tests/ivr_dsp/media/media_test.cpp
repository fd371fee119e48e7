// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/media.hpp"

#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/dtmf_generator.hpp"
#include "tests/ivr_dsp/dsp/spectrum.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Source;
using driver::Ticks;
using ivr_dsp::DigitHeard;
using ivr_dsp::Tone;
using support::Exchange;
using support::other_law_chunk;
using support::voice;

TEST_GROUP(Listening) {
    Exchange office;
};

TEST(Listening, bridged_lines_hear_each_other_in_the_same_millisecond) {
    office.bridge(2, 5);
    office.says(2, voice(0x11));
    office.says(5, voice(0x22));
    office.tick();
    CHECK(office.hears(5) == voice(0x11));
    CHECK(office.hears(2) == voice(0x22));
    CHECK(office.hears(3) == driver::alaw_silence);
    LONGS_EQUAL(1, office.board.transmitted);
}

TEST(Listening, what_a_line_hears_is_the_other_lines_receive_memory_itself) {
    office.bridge(0, 1);
    office.tick();
    POINTERS_EQUAL(&office.board.mouths[1], &office.bus.heard({0}));
    POINTERS_EQUAL(&office.board.mouths[0], &office.bus.heard({1}));
}

TEST(Listening, a_tone_is_heard_in_the_tick_of_the_order_and_stops_likewise) {
    office.tick(777);
    office.listen(1, ivr_dsp::tone(Tone::dial));
    std::vector<Chunk> heard;
    for (int i = 0; i < 400; ++i) {
        office.tick();
        heard.push_back(office.hears(1));
    }
    CHECK((support::cadence_of(Law::alaw, heard) == std::vector<int>{400}));
    const auto samples = support::samples_of(Law::alaw, heard);
    DOUBLES_EQUAL(450, support::frequency_near(samples, 455), 0.5);
    DOUBLES_EQUAL(-10, support::dbm0_at(samples, 450), 0.15);
    office.listen(1, Source::none());
    office.tick();
    CHECK(office.hears(1) == driver::alaw_silence);
}

TEST(Listening, all_who_listen_to_busy_hear_the_same_cadence) {
    office.listen(1, ivr_dsp::tone(Tone::busy));
    office.listen(6, ivr_dsp::tone(Tone::busy));
    std::vector<Chunk> heard;
    for (int i = 0; i < 1400; ++i) {
        office.tick();
        CHECK(office.hears(1) == office.hears(6));
        heard.push_back(office.hears(1));
    }
    CHECK((support::cadence_of(Law::alaw, heard) == std::vector<int>{350, 350, 350, 350}));
}

TEST(Listening, music_goes_round_and_is_there_already_when_somebody_is_put_on_hold) {
    office.tick(4);
    office.listen(0, ivr_dsp::music(0));
    office.listen(1, ivr_dsp::music(1));
    for (std::size_t i = 4; i < 40; ++i) {
        office.tick();
        CHECK(office.hears(0) == office.music.chunk(0, i % 10));
        CHECK(office.hears(1) == office.music.chunk(1, i % 7));
    }
}

TEST(Listening, a_music_stream_without_sound_is_silent) {
    office.listen(0, ivr_dsp::music(2));
    office.tick(2);
    CHECK(office.hears(0) == driver::alaw_silence);
    LONGS_EQUAL(0, office.media.counters().refused_commands);
}

TEST(Listening, orders_about_what_does_not_exist_are_counted_and_change_nothing) {
    office.bridge(0, 1);
    office.tick();
    office.listen(0, Exchange::line_source(8));
    office.listen(8, Exchange::line_source(0));
    office.listen(0, Exchange::voice_source(4));
    office.listen(0, ivr_dsp::music(3));
    office.listen(0, {driver::SourceKind::tone, 0, ivr_dsp::tone_count});
    office.listen(0, {driver::SourceKind::conference, 8, 0});
    office.listen(0, {driver::SourceKind::conference, 0, 2});
    office.order(driver::Listen{
        {driver::ListenerKind::conference, 8, 0},
        Source::none()
    });
    office.order(driver::Listen{
        {driver::ListenerKind::conference, 0, 2},
        Source::none()
    });
    office.listen_for_digits(8);
    office.stop(4);
    office.says(1, voice(0x33));
    office.tick();
    CHECK(office.hears(0) == voice(0x33));
    LONGS_EQUAL(11, office.media.counters().refused_commands);
}

TEST(Listening, a_flood_of_orders_is_carried_out_over_several_ticks) {
    for (int i = 0; i < 600; ++i) office.listen(3, Exchange::line_source(i % 2));
    office.tick(2);
    LONGS_EQUAL(600 - 2 * ivr_dsp::Media::most_commands_per_tick,
                office.queues->commands.waiting());
    office.tick();
    LONGS_EQUAL(0, office.queues->commands.waiting());
}

// Lines 0 and 1 are A-law, 2 and 3 µ-law; the system is A-law.
TEST_GROUP(TwoLaws) {
    Exchange office{
        {Law::alaw, Law::alaw, Law::ulaw, Law::ulaw}
    };

    static Chunk octets_from(int first) {
        Chunk chunk;
        for (std::size_t i = 0; i < 8; ++i) {
            chunk.octets[i] = static_cast<std::uint8_t>(static_cast<std::size_t>(first) + i);
        }
        return chunk;
    }
};

TEST(TwoLaws, idle_lines_hear_the_silence_of_their_own_law) {
    office.tick();
    CHECK(office.hears(0) == driver::alaw_silence);
    CHECK(office.hears(2) == driver::ulaw_silence);
    office.bridge(1, 2);
    office.tick();
    office.listen(2, Source::none());
    office.tick();
    CHECK(office.hears(2) == driver::ulaw_silence);
}

TEST(TwoLaws, a_call_between_laws_is_converted_by_g711_both_ways_in_the_same_tick) {
    office.bridge(0, 2);
    for (int first = 0; first < 256; first += 8) {
        office.says(0, octets_from(first));
        office.says(2, octets_from(first));
        office.tick();
        CHECK(office.hears(2) == other_law_chunk(Law::alaw, octets_from(first)));
        CHECK(office.hears(0) == other_law_chunk(Law::ulaw, octets_from(first)));
    }
}

TEST(TwoLaws, many_calls_between_laws_are_converted_each_by_itself) {
    std::vector<Law> laws(300, Law::alaw);
    for (std::size_t line = 1; line < laws.size(); line += 2) laws[line] = Law::ulaw;
    Exchange large{laws};
    for (int line = 0; line < 300; line += 2) large.bridge(line, line + 1);
    for (int line = 100; line < 140; ++line) large.listen(line, Source::none());  // are over
    for (int line = 0; line < 300; ++line) large.says(line, octets_from(line % 32 * 8));
    large.tick(20);  // so many orders take some
    for (int line = 0; line < 300; ++line) {
        const int other = line ^ 1;
        const Law law = laws[static_cast<std::size_t>(line)];
        const Law said_in = laws[static_cast<std::size_t>(other)];
        const bool is_over = line >= 100 && line < 140;
        CHECK(large.hears(line) == (is_over
                                        ? driver::silence(law)
                                        : other_law_chunk(said_in, octets_from(other % 32 * 8))));
    }
}

TEST(TwoLaws, a_call_within_a_law_is_not_touched) {
    office.bridge(0, 1);
    office.bridge(2, 3);
    office.tick();
    POINTERS_EQUAL(&office.board.mouths[1], &office.bus.heard({0}));
    POINTERS_EQUAL(&office.board.mouths[3], &office.bus.heard({2}));
}

TEST(TwoLaws, prompts_and_tones_reach_the_other_law_converted) {
    office.listen(2, Exchange::voice_source(0));
    office.listen(3, ivr_dsp::tone(Tone::dial));
    office.listen(0, ivr_dsp::tone(Tone::dial));
    office.play(0, 1, {0});
    for (std::size_t ms = 0; ms < 5; ++ms) {
        office.tick();
        CHECK(office.hears(2) == other_law_chunk(Law::alaw, office.prompts.chunk(0, ms)));
        CHECK(office.hears(3) == other_law_chunk(Law::alaw, office.hears(0)));
    }
}

TEST_GROUP(Digits) {
    Exchange office{
        {Law::alaw, Law::ulaw}
    };
    std::vector<DigitHeard> heard;

    void presses(int line, char key) {
        ivr_dsp::DtmfGenerator telephone(office.plan.lines[static_cast<std::size_t>(line)]);
        CHECK(telephone.send(key));
        while (telephone.busy()) {
            office.says(line, telephone.next());
            office.tick();
            for (const auto& digit : office.told<DigitHeard>()) heard.push_back(digit);
        }
    }
};

TEST(Digits, a_key_is_told_once_with_its_line_and_tick_in_either_law) {
    office.listen_for_digits(0);
    office.listen_for_digits(1);
    presses(0, '4');
    presses(1, '#');
    LONGS_EQUAL(2, heard.size());
    LONGS_EQUAL('4', heard[0].digit);
    LONGS_EQUAL(0, heard[0].line.value);
    CHECK(heard[0].at >= Ticks{28} && heard[0].at <= Ticks{40});
    LONGS_EQUAL('#', heard[1].digit);
    LONGS_EQUAL(1, heard[1].line.value);
}

TEST(Digits, a_line_nobody_listens_to_tells_nothing) {
    presses(0, '1');
    office.listen_for_digits(0);
    office.listen_for_digits(0, false);
    presses(0, '2');
    LONGS_EQUAL(0, heard.size());
}

TEST(Digits, listening_again_does_not_tell_a_held_key_twice) {
    office.listen_for_digits(0);
    ivr_dsp::DtmfGenerator telephone(Law::alaw, {.tone = Ticks{300}});
    CHECK(telephone.send('9'));
    for (int i = 0; i < 300; ++i) {
        if (i == 150) office.listen_for_digits(0);
        office.says(0, telephone.next());
        office.tick();
    }
    LONGS_EQUAL(1, office.told<DigitHeard>().size());
}

// 25 ms on either side of the two calls' border: no digit by itself.
TEST(Digits, of_the_call_before_do_not_count_in_the_next) {
    const auto keys_told = [this](bool another_call) {
        office.listen_for_digits(0);
        ivr_dsp::DtmfGenerator telephone(Law::alaw, {.tone = Ticks{50}});
        CHECK(telephone.send('9'));
        for (int ms = 0; ms < 100; ++ms) {
            if (ms == 25 && another_call) {
                office.listen_for_digits(0, false);
                office.listen_for_digits(0);
            }
            office.says(0, telephone.next());
            office.tick();
        }
        return office.told<DigitHeard>().size();
    };
    LONGS_EQUAL(0, keys_told(true));
    LONGS_EQUAL(1, keys_told(false));
}

TEST(Digits, a_weak_key_counts_by_the_rules_of_the_country) {
    const auto keys_by = [](ivr_dsp::DtmfColumn column) {
        Exchange country({Law::alaw}, Law::alaw, {2}, Ticks{0}, {.dtmf = rules_of(column)});
        country.listen_for_digits(0);
        ivr_dsp::DtmfGenerator telephone(Law::alaw, {.low_dbm0 = -29, .high_dbm0 = -29});
        CHECK(telephone.send('1'));
        while (telephone.busy()) {
            country.says(0, telephone.next());
            country.tick();
        }
        return country.told<DigitHeard>().size();
    };
    LONGS_EQUAL(1, keys_by(ivr_dsp::DtmfColumn::att));
    LONGS_EQUAL(0, keys_by(ivr_dsp::DtmfColumn::ntt));
}

TEST(Digits, keys_are_heard_while_a_prompt_plays_to_the_same_line) {
    office.listen_for_digits(0);
    office.listen(0, Exchange::voice_source(1));
    office.play(1, 1, {3, 3, 3});
    presses(0, '0');
    LONGS_EQUAL(1, heard.size());
    LONGS_EQUAL('0', heard[0].digit);
}
