// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/code_receiver.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using ivr_dsp::SixTones;
using support::Heard;
using support::Tape;

namespace {

// How an exchange sends a signal: both frequencies, levels, shares or hertz they are off.
struct Sent {
    double ms = 60;
    double first_dbm0 = -11.5;
    double second_dbm0 = -11.5;
    double off_hz = 0;
    std::size_t gap_ms = 0;  // nothing comes through, in the middle of the signal
};

void send(Tape& tape, SixTones tones, int signal, const Sent& sent) {
    const auto hz = frequencies_of(tones);
    const auto places = ivr_dsp::places_of(signal);
    tape.sines(
        {
            {hz[places.first] + sent.off_hz,  sent.first_dbm0 },
            {hz[places.second] + sent.off_hz, sent.second_dbm0}
    },
        sent.ms);
}

// Signals on sixteen lines at once, each line with another position in the chunks.
struct Receiver {
    Receiver(SixTones tones, Law of_lines, Isa isa = ivr_dsp::best_isa())
        : system(tones),
          law(of_lines),
          receiver(std::make_unique<ivr_dsp::CodeReceiver>(system, isa)) {
        for (std::size_t lane = 0; lane < lanes; ++lane) receiver->reset(lane, of_lines);
    }
    std::vector<std::string> hear(const std::vector<Heard>& recordings) {
        std::vector<std::string> signs(lanes);
        support::play_to(recordings, law, [&](const Chunk* const* heard) {
            ivr_dsp::CodeChanges changes;
            receiver->hear(heard, changes);
            for (const auto& change : changes) {
                const char sign = sign_of(system.tones, change.signal);
                signs[change.lane] += sign == 0 ? '.' : sign;
            }
        });
        return signs;
    }
    ivr_dsp::CodeSystem system;
    Law law;
    std::unique_ptr<ivr_dsp::CodeReceiver> receiver;
};

// How many of all fifteen signals, each on sixteen lines, are heard as themselves and once, and how
// many as nothing.
struct Count {
    int right = 0;
    int nothing = 0;
    int all = 0;
};
Count count_of(SixTones tones, Law law, const Sent& sent, double noise_dbm0 = -70) {
    Receiver line(tones, law);
    Count count;
    for (int signal = 1; signal <= 15; ++signal) {
        std::vector<Heard> recordings;
        for (unsigned lane = 0; lane < lanes; ++lane) {
            Tape tape(law, 100U * static_cast<unsigned>(signal) + lane);
            tape.pause(40).pause_about(0);
            const auto gap = static_cast<std::size_t>(tape.ms() + sent.ms / 2) + lane % 8;
            send(tape, tones, signal, sent);
            recordings.push_back(tape.pause(60).with_noise(noise_dbm0).chunks());
            Heard& chunks = recordings.back();
            std::fill_n(chunks.begin() + static_cast<std::ptrdiff_t>(gap), sent.gap_ms,
                        driver::silence(law));
        }
        const std::string wanted = {sign_of(tones, signal), '.'};
        for (const std::string& heard : line.hear(recordings)) {
            ++count.all;
            count.right += heard == wanted ? 1 : 0;
            count.nothing += heard.empty() ? 1 : 0;
        }
    }
    return count;
}
void all_right(SixTones tones, const Sent& sent, const char* what, double noise_dbm0 = -70) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        const Count count = count_of(tones, law, sent, noise_dbm0);
        LONGS_EQUAL_TEXT(count.all, count.right, what);
    }
}
void all_nothing(SixTones tones, const Sent& sent, const char* what) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        const Count count = count_of(tones, law, sent);
        LONGS_EQUAL_TEXT(count.all, count.nothing, what);
    }
}

constexpr SixTones both_r2[] = {SixTones::r2_forward, SixTones::r2_backward};

}  // namespace

TEST_GROUP(R2Receiver) {
    SixTones forward = SixTones::r2_forward;
};

TEST(R2Receiver, every_signal_is_heard_within_the_levels_and_frequencies_of_q455) {
    for (const SixTones r2 : both_r2) {
        all_right(r2, {}, "nominal");
        for (const double level : {-5.0, -35.0}) {
            for (const double off : {-10.0, 10.0}) {
                all_right(r2, {.first_dbm0 = level, .second_dbm0 = level, .off_hz = off},
                          "level and frequency");
            }
        }
        all_right(r2, {.first_dbm0 = -12, .second_dbm0 = -5}, "first 7 dB weaker");
        all_right(r2, {.first_dbm0 = -28, .second_dbm0 = -35, .off_hz = 10}, "second weaker");
    }
}

TEST(R2Receiver, short_or_lopsided_signals_are_none) {
    for (const SixTones r2 : both_r2) {
        all_nothing(r2, {.ms = 7, .first_dbm0 = -5, .second_dbm0 = -5}, "7 ms");
        all_nothing(r2, {.first_dbm0 = -5, .second_dbm0 = -25}, "20 dB apart");
        all_nothing(r2, {.first_dbm0 = -25, .second_dbm0 = -5}, "20 dB apart");
        all_nothing(r2, {.first_dbm0 = -45, .second_dbm0 = -45}, "too weak");
    }
}

TEST(R2Receiver, an_interruption_of_7_ms_does_not_part_a_signal) {
    for (const SixTones r2 : both_r2) {
        all_right(r2, {.ms = 120, .gap_ms = 7}, "interrupted");
        all_right(r2, {.first_dbm0 = -15, .second_dbm0 = -15}, "in noise", -30);
    }
}

TEST(R2Receiver, to_hear_a_signal_and_its_end_takes_less_than_80_ms) {
    Receiver line(forward, Law::alaw);
    int longest = 0;
    int told = 0;
    for (int shift = 0; shift < 8; ++shift) {
        Tape tape(Law::alaw);
        tape.pause(40 + shift);
        send(tape, forward, 7, {.ms = 60});
        const std::vector<Heard> one(1, tape.pause(60).chunks());
        int now = 0;
        support::play_to(one, Law::alaw, [&](const Chunk* const* heard) {
            ivr_dsp::CodeChanges changes;
            line.receiver->hear(heard, changes);
            ++now;
            if (changes.count == 0) return;
            ++told;
            const int since = 40 + shift + (changes.all[0].signal == 0 ? 60 : 0);
            longest = std::max(longest, now - since);
        });
    }
    LONGS_EQUAL(16, told);
    CHECK_TEXT(longest <= 27, std::to_string(longest).c_str());
}

TEST(R2Receiver, what_spandsp_sends_is_heard_and_spandsp_hears_what_we_send) {
    for (const SixTones r2 : both_r2) {
        const bool is_forward = r2 == forward;
        Receiver line(r2, Law::alaw);
        for (const char sign : signs_of(r2)) {
            const auto sent = support::spandsp::r2_signal(is_forward, sign, 100);
            const std::string wanted = {sign, '.'};
            std::vector<Heard> one(1, support::in_law(Law::alaw, sent));
            one[0].resize(160, driver::alaw_silence);
            STRCMP_EQUAL(wanted.c_str(), line.hear(one)[0].c_str());

            const ivr_dsp::ToneStep steps[] = {
                signal_step(r2, signal_written(r2, sign), Ticks{100})};
            ivr_dsp::ToneGenerator generator(Law::alaw, steps);
            Heard ours(100);
            for (Chunk& chunk : ours) chunk = generator.next();
            ours.resize(160, driver::alaw_silence);
            const std::string heard =
                support::spandsp::r2_heard(is_forward, support::linear_of(Law::alaw, ours));
            STRCMP_EQUAL(std::string(1, sign).c_str(), heard.c_str());
        }
    }
}

TEST(R2Receiver, a_call_that_begins_does_not_hear_the_one_before_and_disturbs_no_other) {
    Receiver line(forward, Law::ulaw);
    Tape tape(Law::ulaw);
    send(tape, forward, 3, {.ms = 80});
    const std::vector<Heard> two(2, tape.chunks());
    line.hear(two);
    LONGS_EQUAL(3, line.receiver->signal(0));
    line.receiver->reset(0, Law::ulaw);
    LONGS_EQUAL(0, line.receiver->signal(0));
    LONGS_EQUAL(3, line.receiver->signal(1));
    const auto after = line.hear(std::vector<Heard>(2, Heard(40, driver::ulaw_silence)));
    STRCMP_EQUAL("", after[0].c_str());
    STRCMP_EQUAL(".", after[1].c_str());
}

TEST_GROUP(R1Receiver) {
    SixTones r1 = SixTones::r1;
};

TEST(R1Receiver, every_signal_is_heard_within_the_levels_and_frequencies_of_q323) {
    all_right(r1, {.ms = 68, .first_dbm0 = -7, .second_dbm0 = -7}, "nominal");
    all_right(r1, {.ms = 55, .first_dbm0 = 0, .second_dbm0 = 0}, "loud");
    for (const double off : {-25.0, 25.0}) {
        all_right(r1, {.ms = 55, .first_dbm0 = -14, .second_dbm0 = -14, .off_hz = off}, "off");
        all_right(r1, {.ms = 55, .first_dbm0 = -22, .second_dbm0 = -22, .off_hz = off}, "weak");
    }
    all_right(r1, {.ms = 55, .first_dbm0 = -13, .second_dbm0 = -7}, "twist");
    all_right(r1, {.ms = 55, .first_dbm0 = -7, .second_dbm0 = -13}, "twist");
}

TEST(R1Receiver, signals_of_30_ms_are_heard_kp_asks_for_55_and_10_ms_are_none) {
    const Count brief = count_of(r1, Law::alaw, {.ms = 30, .first_dbm0 = -7, .second_dbm0 = -7});
    LONGS_EQUAL(14 * 16, brief.right);
    LONGS_EQUAL(16, brief.nothing);
    all_nothing(r1, {.ms = 10, .first_dbm0 = -7, .second_dbm0 = -7}, "10 ms");
}

TEST(R1Receiver, a_number_from_spandsp_is_heard_and_spandsp_hears_ours) {
    const std::string number = "*1234567890#";
    Receiver line(r1, Law::ulaw);
    std::vector<Heard> one(1, support::in_law(Law::ulaw, support::spandsp::bell_mf(number)));
    std::string wanted;
    for (const char sign : number) wanted += {sign, '.'};
    STRCMP_EQUAL(wanted.c_str(), line.hear(one)[0].c_str());

    std::vector<ivr_dsp::ToneStep> steps;
    for (const char sign : number) {
        steps.push_back(signal_step(r1, signal_written(r1, sign), ivr_dsp::r1_length(sign)));
        steps.push_back({{}, {}, ivr_dsp::r1_pause});
    }
    ivr_dsp::ToneGenerator generator(Law::ulaw, steps);
    Heard ours(136 * 12 + 32);
    for (Chunk& chunk : ours) chunk = generator.next();
    STRCMP_EQUAL(number.c_str(),
                 support::spandsp::bell_mf_heard(support::linear_of(Law::ulaw, ours)).c_str());
}
