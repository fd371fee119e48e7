// SPDX-License-Identifier: GPL-2.0-or-later
#include <cmath>
#include <cstdio>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "tests/tools/office/whole_book.hpp"
#include "tools/office/chance.hpp"
#include "tools/office/ear.hpp"
#include "tools/office/speech.hpp"

#include <CppUTest/TestHarness.h>

using namespace tools::office;

namespace {

Chance chance_of_this_run() {
    constexpr std::uint64_t seed = 20'261'122;
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    return Chance(seed);
}

using Samples = std::vector<std::int16_t>;

// Somebody who plays into an ear, through a law, from any sample on.
class Player {
  public:
    explicit Player(Law law, const char* country = "de")
        : law_(law), tones_(*TonePlan::of_country(country)), ear_(whole_book(), tones_, law) {}

    void play(std::span<const std::int16_t> samples) {
        for (const auto sample : samples) {
            waiting_.push_back(from_linear(law_, sample));
            if (waiting_.size() == 8) hand_over();
        }
    }
    void silence(int samples) { play(Samples(static_cast<std::size_t>(samples))); }
    void silence_ms(int ms) { silence(ms * 8); }
    void say(const Chunk& chunk) { ear_.hear(chunk, now_ += Ticks(1)); }
    void tone(std::initializer_list<int> hertz, int ms) {
        Samples samples;
        samples.reserve(static_cast<std::size_t>(ms) * 8);
        for (int i = 0; i < ms * 8; ++i, ++phase_) {
            double level = 0;
            for (const int one : hertz)
                level += 3000 * std::sin(2 * std::numbers::pi * one * phase_ / 8000);
            samples.push_back(static_cast<std::int16_t>(level));
        }
        play(samples);
    }

    Ear& ear() { return ear_; }
    [[nodiscard]] Ticks now() const { return now_; }
    [[nodiscard]] std::optional<Tone> tone_heard() const {
        const auto* sound = ear_.now();
        if (sound == nullptr || sound->what != Heard::tone) return std::nullopt;
        return sound->tone;
    }

  private:
    void hand_over() {
        Chunk chunk;
        std::copy(waiting_.begin(), waiting_.end(), chunk.octets.begin());
        waiting_.clear();
        say(chunk);
    }

    Law law_;
    TonePlan tones_;
    Ear ear_;
    std::vector<std::uint8_t> waiting_;
    Ticks now_{};
    int phase_{};
};

bool is_prompt(const Sound& sound, SoundId wanted) {
    return sound.what == Heard::prompt && whole_book().same_sound(sound.sound, wanted);
}

// All recordings but silence, and one chime so low and steady that an ear cannot place it.
std::vector<SoundId> audible_prompts() {
    std::vector<SoundId> all;
    for (std::uint32_t i = 0; i < whole_book().size(); ++i) {
        const auto& name = whole_book().name({i});
        if (whole_book().kind({i}) != SoundKind::prompt) continue;
        if (name.starts_with("silence/") || name == "confbridge-join") continue;
        all.push_back({i});
    }
    return all;
}

}  // namespace

TEST_GROUP(Recognition){};

TEST(Recognition, every_prompt_is_known_among_all_by_alaw_with_up_to_64_ms_of_unknown_delay) {
    auto chance = chance_of_this_run();
    const auto prompts = audible_prompts();
    CHECK(prompts.size() > 500);
    for (const auto prompt : prompts) {
        Player line(Law::alaw);
        line.silence(static_cast<int>(chance.below(512)));
        line.play(whole_book().samples(prompt));
        line.silence_ms(300);
        const auto heard = line.ear().sounds();
        STRCMP_EQUAL_TEXT("1 sound", heard.size() == 1 ? "1 sound" : "another number",
                          whole_book().name(prompt).c_str());
        CHECK_TEXT(is_prompt(heard[0], prompt), whole_book().name(prompt).c_str());
        CHECK_TEXT(heard[0].whole && heard[0].over, whole_book().name(prompt).c_str());
        LONGS_EQUAL(0, line.ear().unknown().count());
    }
}

TEST(Recognition, prompts_are_known_by_ulaw_and_after_conversion_from_alaw_to_ulaw) {
    for (const auto* name : {"queue-thereare", "digits/7", "vm-goodbye", "demo-congrats"}) {
        const auto prompt = *whole_book().find(name);
        Player direct(Law::ulaw);
        Player converted(Law::ulaw);
        Samples tandem;
        tandem.reserve(whole_book().samples(prompt).size());
        for (const auto sample : whole_book().samples(prompt)) {
            tandem.push_back(to_linear(Law::alaw, from_linear(Law::alaw, sample)));
        }
        for (auto* line : {&direct, &converted}) {
            line->silence(77);
            line->play(line == &direct ? whole_book().samples(prompt)
                                       : std::span<const std::int16_t>(tandem));
            line->silence_ms(300);
            LONGS_EQUAL(1, line->ear().sounds().size());
            CHECK(is_prompt(line->ear().sounds()[0], prompt) && line->ear().sounds()[0].whole);
        }
    }
}

TEST(Recognition, a_prompt_at_half_its_level_is_known) {
    const auto prompt = *whole_book().find("queue-youarenext");
    Player line(Law::alaw);
    Samples softer;
    softer.reserve(whole_book().samples(prompt).size());
    for (const int sample : whole_book().samples(prompt))
        softer.push_back(static_cast<std::int16_t>(sample / 2));
    line.play(softer);
    line.silence_ms(300);
    CHECK(is_prompt(line.ear().sounds()[0], prompt));
}

TEST(Recognition, prompts_said_one_after_the_other_are_heard_in_order_and_in_time) {
    Player line(Law::alaw);
    for (const auto* name : {"queue-thereare", "digits/20", "digits/5", "queue-callswaiting"}) {
        line.play(whole_book().samples(*whole_book().find(name)));
    }
    line.silence_ms(300);
    const auto heard = line.ear().sounds();
    LONGS_EQUAL(4, heard.size());
    STRCMP_EQUAL("queue-thereare", whole_book().name(heard[0].sound).c_str());
    STRCMP_EQUAL("digits/20", whole_book().name(heard[1].sound).c_str());
    STRCMP_EQUAL("digits/5", whole_book().name(heard[2].sound).c_str());
    STRCMP_EQUAL("queue-callswaiting", whole_book().name(heard[3].sound).c_str());
    for (std::size_t i = 1; i < heard.size(); ++i) CHECK(heard[i].from > heard[i - 1].until);
}

TEST(Recognition, a_prompt_cut_short_is_not_whole) {
    const auto prompt = *whole_book().find("demo-congrats");
    Player line(Law::alaw);
    line.play(whole_book().samples(prompt).subspan(0, 12'000));
    line.silence_ms(300);
    CHECK(is_prompt(line.ear().sounds()[0], prompt));
    CHECK(line.ear().sounds()[0].over);
    CHECK_FALSE(line.ear().sounds()[0].whole);
    CHECK(line.ear().sounds()[0].until <= Ticks(1'600));
}

TEST(Recognition, music_is_known_from_the_middle_on) {
    const auto music = *whole_book().find("reno_project-system");
    Player line(Law::alaw);
    line.play(whole_book().samples(music).subspan(123'457, 16'000));
    CHECK(line.ear().now() != nullptr);
    CHECK(line.ear().now()->what == Heard::music);
    CHECK(line.ear().now()->sound == music);
}

TEST(Recognition, a_strange_voice_is_no_prompt_and_is_counted_as_unknown) {
    // Speech played backwards: as lively as speech, and in no book.
    const auto prompt = whole_book().samples(*whole_book().find("demo-congrats"));
    Player line(Law::alaw);
    line.play(Samples(prompt.rbegin(), prompt.rend()));
    line.silence_ms(600);
    LONGS_EQUAL(0, line.ear().sounds().size());
    CHECK(line.ear().unknown() > Ticks(5'000));
}

TEST(Recognition, three_hundred_talkers_are_told_apart) {
    auto chance = chance_of_this_run();
    for (const auto law : {Law::alaw, Law::ulaw}) {
        for (std::uint32_t talker = 0; talker < whole_book().talkers(); ++talker) {
            Player line(law);
            const auto begin = chance.below(100'000) * 8;
            line.silence(static_cast<int>(chance.below(64)));
            for (std::uint64_t ms = 0; ms < 100; ++ms) {
                const auto chunk = whole_book().signature({talker}, law, begin + ms * 8);
                Samples samples;
                samples.reserve(8);
                for (const auto octet : chunk.octets) samples.push_back(to_linear(law, octet));
                line.play(samples);
            }
            LONGS_EQUAL(1, line.ear().sounds().size());
            CHECK(line.ear().now() != nullptr && line.ear().now()->what == Heard::talker);
            LONGS_EQUAL(talker, whole_book().talker(line.ear().now()->sound).value);
            CHECK(line.ear().now()->heard() >= Ticks(98));
        }
    }
}

TEST(Recognition, a_hole_of_8_ms_in_a_conversation_is_counted_and_changes_no_partner) {
    Player line(Law::alaw);
    for (std::uint64_t ms = 0; ms < 2'000; ++ms) {
        const bool hole = ms >= 1'000 && ms < 1'008;
        line.say(hole ? driver::alaw_silence : whole_book().signature({7}, Law::alaw, ms * 8));
    }
    LONGS_EQUAL(1, line.ear().sounds().size());
    LONGS_EQUAL(8, line.ear().sounds()[0].missed.count());
    LONGS_EQUAL(1'992, line.ear().sounds()[0].heard().count());
}

TEST(Recognition, every_single_lost_millisecond_is_seen) {
    Player line(Law::alaw);
    for (std::uint64_t ms = 0; ms < 3'000; ++ms) {
        const bool hole = ms % 100 == 50;
        line.say(hole ? driver::alaw_silence : whole_book().signature({8}, Law::alaw, ms * 8));
    }
    LONGS_EQUAL(30, line.ear().sounds()[0].missed.count());
}

TEST(Recognition, after_a_slip_of_one_sample_the_talker_is_still_heard) {
    Player line(Law::alaw);
    Samples said;
    for (std::uint64_t ms = 0; ms < 1'000; ++ms) {
        for (const auto octet : whole_book().signature({9}, Law::alaw, ms * 8).octets) {
            said.push_back(to_linear(Law::alaw, octet));
        }
    }
    said.erase(said.begin() + 4'000);
    line.play(said);
    LONGS_EQUAL(2, line.ear().sounds().size());
    for (const auto& sound : line.ear().sounds())
        LONGS_EQUAL(9, whole_book().talker(sound.sound).value);
    CHECK(line.ear().sounds()[0].heard() + line.ear().sounds()[1].heard() >= Ticks(997));
}

TEST(Recognition, one_talker_takes_over_from_another_at_once) {
    Player line(Law::alaw);
    for (std::uint64_t ms = 0; ms < 400; ++ms) {
        line.say(whole_book().signature({ms < 200 ? 1U : 2U}, Law::alaw, ms * 8));
    }
    const auto heard = line.ear().sounds();
    LONGS_EQUAL(2, heard.size());
    LONGS_EQUAL(200, heard[0].until.count());
    LONGS_EQUAL(201, heard[1].from.count());
}

TEST_GROUP(Tones){};

TEST(Tones, ringback_busy_and_congestion_are_named_by_their_cadence) {
    struct Case {
        Tone tone;
        int on;
        int off;
    };
    // Germany, 425 Hz throughout.
    for (const auto& one : {
             Case{Tone::ringback,   1000, 4000},
             Case{Tone::busy,       480,  480 },
             Case{Tone::congestion, 240,  240 }
    }) {
        for (const int stretched : {90, 100, 110}) {
            Player line(Law::alaw);
            line.silence_ms(33);
            for (int i = 0; i < 3; ++i) {
                line.tone({425}, one.on * stretched / 100);
                line.silence_ms(one.off * stretched / 100);
            }
            CHECK(line.tone_heard() == one.tone);
            LONGS_EQUAL(1, line.ear().sounds().size());
        }
    }
}

TEST(Tones, a_cadence_joined_in_the_middle_is_named_all_the_same) {
    Player line(Law::alaw);
    line.tone({425}, 300);
    line.silence_ms(1'000);
    CHECK(line.tone_heard() == Tone::ringback);
}

TEST(Tones, a_steady_tone_is_dial_tone_only_when_it_outlasts_the_ringing) {
    Player line(Law::alaw);
    line.tone({425}, 900);
    CHECK(line.tone_heard() == std::nullopt);
    line.tone({425}, 400);
    CHECK(line.tone_heard() == Tone::dial);
    line.silence_ms(200);
    CHECK(line.tone_heard() == std::nullopt);
}

TEST(Tones, three_short_bursts_before_it_make_it_recall_dial_tone) {
    Player line(Law::ulaw, "us");
    for (int i = 0; i < 3; ++i) {
        line.tone({350, 440}, 100);
        line.silence_ms(100);
    }
    line.tone({350, 440}, 500);
    CHECK(line.tone_heard() == Tone::recall_dial);
}

TEST(Tones, recall_dial_tone_has_short_gaps_in_china) {
    Player line(Law::alaw, "cn");
    for (int i = 0; i < 2; ++i) {
        line.tone({450}, 400);
        line.silence_ms(40);
    }
    line.tone({450}, 100);
    CHECK(line.tone_heard() == Tone::recall_dial);
}

TEST(Tones, recall_dial_tone_has_a_second_frequency_in_germany) {
    Player line(Law::alaw, "de");
    line.tone({400, 425}, 500);
    CHECK(line.tone_heard() == Tone::recall_dial);
}

TEST(Tones, american_tones_are_told_by_frequency_at_once) {
    Player dial(Law::ulaw, "us");
    dial.tone({350, 440}, 120);
    CHECK(dial.tone_heard() == Tone::dial || dial.tone_heard() == std::nullopt);
    dial.tone({350, 440}, 300);
    CHECK(dial.tone_heard() == Tone::dial);
    Player ringback(Law::ulaw, "us");
    ringback.tone({440, 480}, 120);
    CHECK(ringback.tone_heard() == Tone::ringback);
}

TEST(Tones, special_information_is_three_rising_notes) {
    Player line(Law::alaw);
    line.tone({950}, 330);
    line.tone({1400}, 330);
    CHECK(line.tone_heard() == std::nullopt);
    line.tone({1800}, 330);
    CHECK(line.tone_heard() == Tone::special_information);
}

TEST(Tones, speech_is_no_tone) {
    for (const auto* country : {"us", "de", "cn", "uk"}) {
        Player line(Law::alaw, country);
        const auto prompt = whole_book().samples(*whole_book().find("demo-instruct"));
        line.play(Samples(prompt.rbegin(), prompt.rend()));
        for (const auto& sound : line.ear().sounds()) CHECK(sound.what != Heard::tone);
    }
}
