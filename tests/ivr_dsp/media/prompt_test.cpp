// SPDX-License-Identifier: GPL-2.0-or-later
// What a caller hears of a prompt and what control is told about it.
#include <string>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Source;
using ivr_dsp::Played;
using support::Exchange;

// Line 0 hears voice port 0. The bank has clips of 5, 3, 0 and 40 ms.
TEST_GROUP(Prompt) {
    Exchange office;

    void setup() override {
        office.listen(0, Exchange::voice_source(0));
    }

    void hears_clip(std::size_t clip, std::size_t from = 0, std::size_t to = 100) {
        const std::size_t lengths[] = {5, 3, 0, 40};
        for (std::size_t ms = from; ms < std::min(to, lengths[clip]); ++ms) {
            office.tick();
            CHECK(office.hears(0) == office.prompts.chunk(clip, ms));
        }
    }
    void hears_nothing(int ms = 3) {
        for (int i = 0; i < ms; ++i) {
            office.tick();
            CHECK(office.hears(0) == driver::alaw_silence);
        }
    }
    // "1 whole 5, 2 cut 3": what control was told since the last time.
    std::string told() {
        std::string text;
        for (const Played& played : office.told<Played>()) {
            if (!text.empty()) text += ", ";
            text += std::to_string(played.play) + (played.whole ? " whole " : " cut ") +
                    std::to_string(played.heard_ms);
        }
        return text;
    }
    void was_told(const char* expected) {
        STRCMP_EQUAL(expected, told().c_str());
    }
};

TEST(Prompt, is_heard_from_the_tick_of_the_order_octet_by_octet_and_then_silence) {
    office.play(0, 1, {0});
    hears_clip(0);
    was_told("");
    hears_nothing();
    was_told("1 whole 5");
}

TEST(Prompt, is_read_from_the_bank_itself) {
    office.play(0, 1, {0});
    for (std::size_t ms = 0; ms < 5; ++ms) {
        office.tick();
        POINTERS_EQUAL(&office.prompts.chunk(0, ms), &office.bus.heard({0}));
    }
}

TEST(Prompt, of_several_clips_has_no_gap_between_them) {
    office.play(0, 1, {1, 0, 2, 1});
    hears_clip(1);
    hears_clip(0);
    hears_clip(1);
    hears_nothing();
    was_told("1 whole 11");
}

TEST(Prompt, of_sixteen_clips_is_said_whole) {
    office.play(0, 9, std::vector<int>(16, 1));
    for (int i = 0; i < 16; ++i) hears_clip(1);
    hears_nothing();
    was_told("9 whole 48");
}

TEST(Prompt, appended_follows_without_a_gap_and_each_is_answered) {
    office.play(0, 1, {1});
    office.append(0, 2, {0});
    office.append(0, 3, {1});
    hears_clip(1);
    hears_clip(0);
    was_told("1 whole 3");
    hears_clip(1);
    hears_nothing();
    was_told("2 whole 5, 3 whole 3");
}

TEST(Prompt, appended_to_silence_begins_at_once) {
    office.append(0, 1, {0});
    hears_clip(0);
    hears_nothing();
    was_told("1 whole 5");
}

TEST(Prompt, replaced_tells_how_much_was_heard) {
    office.play(0, 1, {3});
    office.append(0, 2, {0});
    hears_clip(3, 0, 7);
    office.play(0, 3, {1});
    hears_clip(1);
    hears_nothing();
    was_told("1 cut 7, 2 cut 0, 3 whole 3");
}

TEST(Prompt, replaced_right_after_its_last_octet_was_heard_whole) {
    office.play(0, 1, {0});
    hears_clip(0);
    office.play(0, 2, {1});
    hears_clip(1);
    was_told("1 whole 5");
}

TEST(Prompt, stopped_falls_silent_at_once_and_is_answered_once) {
    office.play(0, 1, {3, 3});
    office.append(0, 2, {0});
    hears_clip(3, 0, 40);
    hears_clip(3, 0, 2);
    office.stop(0);
    hears_nothing();
    was_told("1 cut 42, 2 cut 0");
    office.stop(0);
    hears_nothing();
    was_told("");
}

TEST(Prompt, of_an_unknown_generation_or_clip_is_refused_instead_of_playing_something_else) {
    office.play(0, 1, {0}, false, Exchange::generation + 1);
    office.play(0, 2, {0, 4});
    hears_nothing();
    was_told("1 cut 0, 2 cut 0");
    LONGS_EQUAL(2, office.media.counters().refused_commands);
}

TEST(Prompt, refused_still_replaces_and_refused_after_append_does_not) {
    office.play(0, 1, {3});
    hears_clip(3, 0, 4);
    office.append(0, 2, {99});
    hears_clip(3, 4, 6);
    was_told("2 cut 0");
    office.play(0, 3, {99});
    hears_nothing();
    was_told("1 cut 6, 3 cut 0");
}

TEST(Prompt, with_nothing_in_it_is_whole_at_once) {
    office.play(0, 1, {});
    office.append(0, 2, {2, 2});
    hears_nothing(1);
    was_told("1 whole 0, 2 whole 0");
}

TEST(Prompt, with_too_many_clips_is_refused) {
    ivr_dsp::Play play{Exchange::port_id(0), 5, false, 17, {}};
    for (auto& clip : play.clips) clip = {Exchange::generation, 0};
    office.order(play);
    hears_nothing();
    was_told("5 cut 0");
}

TEST(Prompt, on_a_port_that_does_not_exist_is_answered_too) {
    office.play(4, 1, {0});
    hears_nothing(1);
    was_told("1 cut 0");
}

TEST(Prompt, appended_beyond_what_a_port_remembers_is_refused_and_the_rest_goes_on) {
    office.play(0, 0, {1});
    for (std::uint32_t number = 1; number <= 9; ++number) office.append(0, number, {1});
    for (int i = 0; i < 8; ++i) hears_clip(1);
    hears_nothing();
    was_told(
        "8 cut 0, 9 cut 0, 0 whole 3, 1 whole 3, 2 whole 3, 3 whole 3, 4 whole 3, 5 whole 3, "
        "6 whole 3, 7 whole 3");
}

TEST(Prompt, of_each_port_is_its_own_and_several_may_hear_one) {
    office.listen(1, Exchange::voice_source(1));
    office.listen(2, Exchange::voice_source(1));
    office.play(1, 1, {3});
    office.play(0, 2, {0});
    for (std::size_t ms = 0; ms < 5; ++ms) {
        office.tick();
        CHECK(office.hears(0) == office.prompts.chunk(0, ms));
        CHECK(office.hears(1) == office.prompts.chunk(3, ms));
        CHECK(office.hears(2) == office.prompts.chunk(3, ms));
    }
}

TEST(Prompt, goes_on_while_nobody_listens) {
    office.play(0, 1, {3});
    hears_clip(3, 0, 5);
    office.listen(0, Source::none());
    hears_nothing(10);
    office.listen(0, Exchange::voice_source(0));
    hears_clip(3, 15, 40);
}

// A signalling thread that takes no events for a while. Room for 4096.
TEST_GROUP(FullEvents) {
    Exchange office;

    void setup() override {
        while (office.queues->events.room() > 0) {
            CHECK(office.queues->events.post(ivr_dsp::DigitHeard{}));
        }
    }
};

TEST(FullEvents, no_answer_is_lost_and_orders_wait_until_there_is_room) {
    office.play(0, 1, {0});
    office.tick(20);
    LONGS_EQUAL(1, office.queues->commands.waiting());
    CHECK(office.told<Played>().empty());
    office.tick(20);
    const auto played = office.told<Played>();
    LONGS_EQUAL(1, played.size());
    LONGS_EQUAL(1, played[0].play);
    CHECK(played[0].whole);
}

TEST(FullEvents, a_prompt_that_ends_meanwhile_is_answered_later) {
    static_cast<void>(office.told<Played>());
    office.play(0, 1, {0});
    office.tick(3);
    while (office.queues->events.room() > 0) {
        CHECK(office.queues->events.post(ivr_dsp::DigitHeard{}));
    }
    office.tick(50);
    CHECK(office.told<Played>().empty());
    office.tick();
    LONGS_EQUAL(1, office.told<Played>().size());
    office.tick(50);
    CHECK(office.told<Played>().empty());
}

// What is cut fades away within 4 ms.
TEST_GROUP(FadingPrompt) {
    Exchange office{
        std::vector<driver::Law>(8, driver::Law::alaw), driver::Law::alaw, {2}, driver::Ticks{4}};

    void setup() override {
        office.listen(0, Exchange::voice_source(0));
    }
    // What line 0 hears is between these two, and neither of them.
    void hears_both(const driver::Chunk& cut, const driver::Chunk& next) {
        office.tick();
        for (std::size_t i = 0; i < 5; ++i) {  // what lies behind tells which chunk it is
            const int from = ivr_dsp::linear_from(driver::Law::alaw, cut.octets[i]);
            const int to = ivr_dsp::linear_from(driver::Law::alaw, next.octets[i]);
            const int heard = ivr_dsp::linear_from(driver::Law::alaw, office.hears(0).octets[i]);
            CHECK(heard >= std::min(from, to) && heard <= std::max(from, to));
        }
        CHECK(office.hears(0) != cut);
        CHECK(office.hears(0) != next);
    }
};

TEST(FadingPrompt, goes_over_into_the_one_that_replaces_it) {
    office.play(0, 1, {3});
    office.tick(7);
    office.play(0, 2, {0});
    for (std::size_t ms = 0; ms < 4; ++ms) {
        hears_both(office.prompts.chunk(3, 7 + ms), office.prompts.chunk(0, ms));
    }
    office.tick();
    CHECK(office.hears(0) == office.prompts.chunk(0, 4));
}

TEST(FadingPrompt, goes_over_into_silence_when_it_is_stopped) {
    office.play(0, 1, {3});
    office.tick(7);
    office.stop(0);
    for (std::size_t ms = 0; ms < 4; ++ms) {
        hears_both(office.prompts.chunk(3, 7 + ms), driver::alaw_silence);
    }
    office.tick();
    CHECK(office.hears(0) == driver::alaw_silence);
}

TEST(FadingPrompt, said_to_its_end_or_never_begun_has_nothing_to_fade) {
    office.play(0, 1, {1});
    office.tick(3);
    office.play(0, 2, {0});
    office.play(0, 3, {1});
    office.tick();
    CHECK(office.hears(0) == office.prompts.chunk(1, 0));
}
