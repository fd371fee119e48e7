// SPDX-License-Identifier: GPL-2.0-or-later
// Lines with an echo on them, and what is told of how good a line is.
#include <cmath>
#include <cstdlib>
#include <functional>
#include <vector>

#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "ivr_dsp/media/tap/tap_reader.hpp"
#include "tests/ivr_dsp/dsp/echo/echoed_line.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::AnswerToneGenerator;
using ivr_dsp::EchoState;
using ivr_dsp::EchoTail;
using ivr_dsp::LineQuality;
using ivr_dsp::OneWayAudio;
using support::Exchange;
using support::Sound;

namespace {

// Lines 0 to 2 have cancellers, 0 and 1 in A-law; the others have none. Lines 17 and up are another
// batch of those without.
std::vector<Law> laws() {
    std::vector<Law> all(20, Law::alaw);
    all[2] = Law::ulaw;
    return all;
}
support::Care tails() {
    support::Care care;
    care.echo_tails.assign(20, std::nullopt);
    care.echo_tails[0] = EchoTail::ms32;
    care.echo_tails[1] = EchoTail::ms32;
    care.echo_tails[2] = EchoTail::ms16;
    return care;
}

}  // namespace

TEST_GROUP(LineQuality) {
    static constexpr double return_loss_db = 12;
    static constexpr double delay_ms = 5;

    Exchange office{laws(), Law::alaw, {2}, Ticks{0}, tails()};
    Sound path = support::hybrid(0, return_loss_db, delay_ms, 120);
    int echoes_on = -1;
    Sound ear;  // what that line has heard, latest last
    double brought{};
    double heard{};

    void call(int line, bool begins = true) {
        office.order(ivr_dsp::LineInCall{Exchange::line_id(line), begins});
    }
    LineQuality ask(int line) {
        static_cast<void>(office.told<LineQuality>());
        office.order(ivr_dsp::AskLineQuality{Exchange::line_id(line), 4711});
        office.tick();
        const auto told = office.told<LineQuality>();
        LONGS_EQUAL(1, told.size());
        LONGS_EQUAL(4711, told.front().question);
        CHECK(told.front().line == Exchange::line_id(line));
        return told.front();
    }
    // From now on this line gives back what it hears.
    void has_hybrid(int line) {
        echoes_on = line;
    }
    Law law_of(int line) const {
        return office.plan.lines[static_cast<std::size_t>(line)];
    }
    void give_back() {
        if (echoes_on < 0) return;
        for (const int sample : ivr_dsp::linear_from(law_of(echoes_on), office.hears(echoes_on))) {
            ear.push_back(sample);
        }
        Chunk chunk;
        for (std::size_t i = 0; i < driver::samples_per_tick; ++i) {
            double sum = 0;
            const std::size_t now = ear.size() - driver::samples_per_tick + i;
            for (std::size_t k = 0; k < path.size() && k <= now; ++k) sum += path[k] * ear[now - k];
            chunk.octets[i] =
                ivr_dsp::octet_from(law_of(echoes_on), static_cast<std::int16_t>(std::lround(sum)));
        }
        office.says(echoes_on, chunk);
    }
    // So many milliseconds, in which `line` says these; what comes back to line 1 of it is
    // measured.
    void passes(int ms, int line, const std::function<Chunk()>& next) {
        brought = heard = 0;
        for (int i = 0; i < ms; ++i) {
            office.says(line, next());
            give_back();
            office.tick();
            brought += support::power_of(Law::alaw, office.board.mouths[0]) / ms;
            heard += support::power_of(Law::alaw, office.hears(1)) / ms;
        }
    }
    void says(int line, const Sound& sound) {
        std::size_t at = 0;
        passes(static_cast<int>(sound.size() / driver::samples_per_tick), line, [&] {
            Chunk chunk;
            for (std::uint8_t& octet : chunk.octets) {
                octet = ivr_dsp::octet_from(law_of(line),
                                            static_cast<std::int16_t>(std::lround(sound[at++])));
            }
            return chunk;
        });
    }
    void silent(int line, int ms) {
        passes(ms, line, [&] { return driver::silence(law_of(line)); });
    }
    double weaker_db() const {
        return support::db(brought) - support::db(heard);
    }
    void sends_answer_tone(int line, bool with_reversals, int ms) {
        AnswerToneGenerator tone(law_of(line), with_reversals);
        passes(ms, line, [&] { return tone.next(); });
    }
    static bool near_to(double wanted, int tenths, double tolerance) {
        return std::abs(tenths / 10.0 - wanted) < tolerance;
    }
};

TEST(LineQuality, who_talks_to_a_line_with_a_hybrid_hears_no_echo_after_two_seconds) {
    office.bridge(0, 1);
    call(0);
    has_hybrid(0);
    says(1, support::speech(-16, 2000, 10));
    says(1, support::speech(-16, 2000, 30));
    CHECK(weaker_db() > 30);
    const LineQuality quality = ask(0);
    CHECK(quality.in_call && quality.canceller == EchoState::cancels && quality.echo_found);
    LONGS_EQUAL(32, quality.tail_ms);
    CHECK(quality.erle_tenths_db > 200);
    CHECK(near_to(return_loss_db, quality.return_loss_tenths_db, 2));
    CHECK(std::abs(quality.echo_delay_us / 1000.0 - delay_ms) < 1.5);
    CHECK(near_to(-16, quality.hears.speech_tenths_dbm0, 3));
    CHECK(quality.measured > Ticks{3900} && quality.measured < Ticks{4100});
}

TEST(LineQuality, without_a_canceller_he_hears_himself) {
    office.bridge(3, 1);
    call(3);
    has_hybrid(3);
    office.bridge(3, 1);
    says(1, support::speech(-16, 4000, 10));
    CHECK(office.hears(1) == office.board.mouths[3]);
    const LineQuality quality = ask(3);
    CHECK(quality.in_call && quality.canceller == EchoState::off && !quality.echo_found);
    LONGS_EQUAL(0, quality.tail_ms);
}

TEST(LineQuality, what_both_say_at_once_goes_through) {
    office.bridge(0, 1);
    call(0);
    Sound near = support::speech(-16, 3000, 50);
    says(0, near);
    CHECK(std::abs(weaker_db()) < 1);
}

TEST(LineQuality, a_line_without_a_call_is_passed_octet_by_octet) {
    office.bridge(0, 1);
    says(0, support::speech(-16, 300, 1));
    CHECK(office.hears(1) == office.board.mouths[0]);
    CHECK(ask(0).canceller == EchoState::idle);
}

TEST(LineQuality, nothing_of_the_call_before_is_left) {
    office.bridge(0, 1);
    call(0);
    has_hybrid(0);
    says(1, support::speech(-16, 3000, 10));
    CHECK(ask(0).echo_found);
    call(0, false);
    office.tick();
    CHECK_FALSE(ask(0).in_call);
    call(0);
    office.tick();
    const LineQuality quality = ask(0);
    CHECK(quality.in_call && !quality.echo_found);
    CHECK(quality.measured == Ticks{0});
    LONGS_EQUAL(0, quality.hears.voice_ms);
}

TEST(LineQuality, a_modem_that_answers_is_passed_until_both_sides_have_been_silent) {
    office.bridge(0, 1);
    call(0);
    sends_answer_tone(0, true, 1000);
    CHECK(ask(0).canceller == EchoState::disabled);
    says(0, support::noise(-20, 500, 1));
    CHECK(office.hears(1) == office.board.mouths[0]);
    silent(0, 200);
    CHECK(ask(0).canceller == EchoState::disabled);
    silent(0, 150);
    CHECK(ask(0).canceller == EchoState::cancels);
}

TEST(LineQuality, a_modem_on_the_other_side_is_heard_as_well) {
    office.bridge(0, 1);
    call(0);
    sends_answer_tone(1, true, 1000);
    CHECK(ask(0).canceller == EchoState::disabled);
    call(0, false);
    call(0);
    office.tick();
    CHECK(ask(0).canceller == EchoState::cancels);
}

TEST(LineQuality, a_fax_that_answers_is_heard_whole_and_its_echoes_are_cancelled) {
    office.bridge(0, 1);
    call(0);
    sends_answer_tone(0, false, 3000);
    CHECK(ask(0).canceller == EchoState::cancels);
    CHECK(std::abs(weaker_db()) < 1);
}

TEST(LineQuality, taps_hear_the_clean_side) {
    auto ring = std::make_unique<ivr_dsp::TapRing>();
    office.media.record_taps(*ring);
    office.bridge(0, 1);
    call(0);
    has_hybrid(0);
    says(1, support::speech(-16, 3000, 10));
    office.order(ivr_dsp::TapLine{Exchange::line_id(0), 1, Ticks{100}});
    says(1, support::speech(-16, 50, 40));
    auto reader = ivr_dsp::TapReader::find(*ring, 1);
    ivr_dsp::TapMoment moment;
    ivr_dsp::TapMoment last;
    while (reader->next(moment)) last = moment;
    CHECK(last.says == office.hears(1));
    CHECK(last.says != office.board.mouths[0]);
}

TEST(LineQuality, levels_clipping_and_offset_are_told_of_both_ways) {
    office.bridge(2, 1);
    static_cast<void>(ask(2));
    Sound loud = support::tones({1000}, -10, 2000);
    for (double& sample : loud) sample += 400;
    says(2, loud);
    const LineQuality quality = ask(2);
    CHECK(near_to(-10, quality.says.level_tenths_dbm0, 0.5));
    CHECK(std::abs(quality.says.offset - 400) < 60);
    LONGS_EQUAL(0, quality.says.clipped_samples);
    CHECK(quality.hears.level_tenths_dbm0 < -600);
    CHECK(quality.measured >= Ticks{1980});
    says(2, support::tones({1000}, 6, 1000));
    CHECK(ask(2).says.clipped_samples > 1000);
}

TEST(LineQuality, a_side_that_is_dead_while_the_other_talks_is_told) {
    office.bridge(5, 1);
    static_cast<void>(ask(5));
    says(1, support::speech(-16, 3000, 10));
    CHECK(ask(5).one_way == OneWayAudio::no);
    says(1, support::speech(-16, 4500, 60));
    CHECK(ask(5).one_way == OneWayAudio::nothing_from_line);
    says(5, support::speech(-16, 100, 90));
    CHECK(ask(5).one_way == OneWayAudio::no);
}

TEST(LineQuality, nobody_who_asks_about_a_line_that_is_not_there_is_answered) {
    office.order(ivr_dsp::AskLineQuality{Exchange::line_id(20), 1});
    office.order(ivr_dsp::LineInCall{Exchange::line_id(20), true});
    office.tick();
    LONGS_EQUAL(0, office.told<LineQuality>().size());
    LONGS_EQUAL(2, office.media.counters().refused_commands);
}

TEST(LineQuality, who_is_quiet_in_a_conference_is_brought_to_its_level) {
    support::Care care;
    care.conference_dbm0 = -19;
    Exchange levelled{std::vector<Law>(3, Law::alaw), Law::alaw, {2}, Ticks{0}, care};
    Exchange as_it_is{std::vector<Law>(3, Law::alaw)};
    const Sound quiet = support::speech(-30, 8000, 10);
    double gained = 0;
    for (Exchange* one : {&levelled, &as_it_is}) {
        for (int i = 0; i < 3; ++i) one->seat(0, i, i);
        double power = 0;
        for (std::size_t at = 0; at < quiet.size(); at += driver::samples_per_tick) {
            Chunk chunk;
            for (std::size_t i = 0; i < driver::samples_per_tick; ++i) {
                chunk.octets[i] = ivr_dsp::octet_from(
                    Law::alaw, static_cast<std::int16_t>(std::lround(quiet[at + i])));
            }
            one->says(0, chunk);
            one->tick();
            if (at > quiet.size() / 2) power += support::power_of(Law::alaw, one->hears(1));
        }
        gained = support::db(power) - gained;
    }
    // `gained` is now the second's level less the first's.
    CHECK(-gained > 5 && -gained < 12.5);
}
