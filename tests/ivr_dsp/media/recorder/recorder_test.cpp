// SPDX-License-Identifier: GPL-2.0-or-later
// What is said on a recorded line is in the file, octet for octet, and what is not is told.
#include <cmath>
#include <fstream>

#include "ivr_dsp/dsp/companding.hpp"
#include "tests/ivr_dsp/media/recorder/studio.hpp"

#include <CppUTest/TestHarness.h>

using ivr_dsp::GapReason;
using ivr_dsp::RecordingEnd;
using ivr_dsp::RecordingGap;
using support::heard_at;
using support::said_at;
using support::Sound;
using support::Studio;
using support::Ticks;

TEST_GROUP(Recorder) {
    support::ScratchDirectory scratch;
    Studio studio{scratch.path() / "recordings"};

    // Every millisecond of the file from `ms` on is that of `tick` and those after it.
    void same(const Sound& sound, int ms, int tick, int lasts) {
        for (int i = 0; i < lasts; ++i) {
            CHECK(sound.left(ms + i) == said_at(tick + i));
            CHECK(sound.right(ms + i) == heard_at(tick + i));
        }
    }
    void silent(const Sound& sound, int ms, int lasts) {
        for (int i = 0; i < lasts; ++i) {
            CHECK(sound.left(ms + i) == driver::alaw_silence);
            CHECK(sound.right(ms + i) == driver::alaw_silence);
        }
    }
};

TEST(Recorder, both_directions_of_a_line_are_in_the_file_octet_for_octet) {
    studio.begin();
    studio.talk(50);
    const auto recorded = studio.record(1234);
    CHECK(recorded && recorded->end == RecordingEnd::stopped && recorded->recording == 42);
    CHECK(recorded->lasted == Ticks{1234} && recorded->gaps == 0);
    const Sound sound(studio.file(".wav"));
    LONGS_EQUAL(SF_FORMAT_WAV | SF_FORMAT_ALAW, sound.info.format);
    LONGS_EQUAL(2, sound.info.channels);
    LONGS_EQUAL(8000, sound.info.samplerate);
    LONGS_EQUAL(1234, sound.ms());
    same(sound, 0, 50, 1234);
}

TEST(Recorder, the_sidecar_says_who_when_and_how_long) {
    studio.begin();
    studio.talk(50);
    CHECK(studio.record(1234).has_value());
    const auto sidecar = studio.sidecar();
    STRCMP_EQUAL("1/1", sidecar.begin.line.c_str());
    LONGS_EQUAL(42, sidecar.begin.recording);
    LONGLONGS_EQUAL(Studio::utc_us + 50'000, sidecar.begin.start_utc_us);
    CHECK(sidecar.begin.start_tick == Ticks{50});
    CHECK(sidecar.gaps.empty() && sidecar.end.has_value());
    CHECK(sidecar.end->lasts == Ticks{1234} && sidecar.end->chain == 1);
    CHECK(studio.file(".json").filename().string().ends_with(".173Z_1-1_42.json"));
    STRCMP_EQUAL("good", studio.check().c_str());
}

TEST(Recorder, a_line_of_the_other_law_keeps_its_octets) {
    studio.begin();
    studio.start(2, 1);
    studio.office.says(2, support::voice(0x12));
    studio.talk(20);
    studio.stop(1);
    CHECK(studio.closed().has_value());
    const Sound sound(studio.file(".wav"));
    LONGS_EQUAL(SF_FORMAT_WAV | SF_FORMAT_ULAW, sound.info.format);
    CHECK(sound.left(7) == support::voice(0x12));
    CHECK(sound.right(7) == driver::ulaw_silence);
    // WAVE's format tag.
    std::ifstream file(studio.file(".wav"), std::ios::binary);
    file.seekg(20);
    LONGS_EQUAL(7, file.get());
}

TEST(Recorder, mixed_is_the_sum_of_both_directions) {
    studio.plan.layout = ivr_dsp::SoundLayout::mixed;
    CHECK(studio.record(300).has_value());
    const Sound sound(studio.file(".wav"));
    LONGS_EQUAL(1, sound.info.channels);
    LONGS_EQUAL(300, sound.ms());
    const auto law = driver::Law::alaw;
    for (int i = 0; i < 300 * 8; ++i) {
        const auto at = static_cast<std::size_t>(i % 8);
        const int sum = ivr_dsp::linear_from(law, said_at(i / 8).octets[at]) +
                        ivr_dsp::linear_from(law, heard_at(i / 8).octets[at]);
        const auto clipped = static_cast<std::int16_t>(std::clamp(sum, -32768, 32767));
        BYTES_EQUAL(ivr_dsp::octet_from(law, clipped), sound.octets[static_cast<std::size_t>(i)]);
    }
}

TEST(Recorder, opus_has_the_length_and_the_loudness) {
    studio.plan.container = ivr_dsp::SoundContainer::opus;
    studio.begin();
    studio.office.order(ivr_dsp::SendTone{support::Exchange::line_id(0), ivr_dsp::TestTone::sine,
                                          1000, -10, Ticks{60'000}});
    studio.start(0, 3);
    studio.office.tick(1000);
    studio.pass();
    studio.office.tick(1000);
    studio.stop(3);
    CHECK(studio.closed().has_value());
    STRCMP_EQUAL("good", studio.check().c_str());
    auto sound = ivr_dsp::open_sound(studio.file(".json"), nullptr);
    CHECK(!!sound);
    LONGS_EQUAL(2000, sound->lasts().count());
    CHECK(!!sound->export_to(scratch.path() / "heard.wav"));
    SF_INFO info{};
    SNDFILE* wav = sf_open((scratch.path() / "heard.wav").c_str(), SFM_READ, &info);
    std::vector<float> samples(static_cast<std::size_t>(info.frames * 2));
    sf_readf_float(wav, samples.data(), info.frames);
    sf_close(wav);
    double power = 0;
    for (int i = 4000; i < 12'000; ++i) {
        const auto right = static_cast<double>(samples[static_cast<std::size_t>(2 * i + 1)]);
        power += right * right / 8000;
    }
    // -10 dBm0 is 13.1 dB below full scale's sine, and its power another 3 dB below one.
    DOUBLES_EQUAL(-16.1, 10 * std::log10(power), 0.5);
}

TEST(Recorder, a_worker_that_is_kept_waiting_makes_a_gap_of_the_right_length) {
    const auto room = static_cast<int>(ivr_dsp::RecorderChannel::capacity);
    studio.begin();
    studio.start(0, 42);
    studio.talk(1000);
    studio.talk(room + 777, 0);  // a disk that makes it wait
    studio.pass();
    studio.talk(500);
    studio.stop(42);
    const auto recorded = studio.closed();
    CHECK(recorded && recorded->gaps == 1 && recorded->missing == Ticks{777});
    LONGS_EQUAL(777, studio.office.media.recorder_channels()[0].lost());
    const auto sidecar = studio.sidecar();
    LONGS_EQUAL(1, sidecar.gaps.size());
    CHECK((sidecar.gaps[0] == RecordingGap{Ticks{1000 + room}, Ticks{777}, GapReason::ring}));
    const Sound sound(studio.file(".wav"));
    LONGS_EQUAL(1000 + room + 777 + 500, sound.ms());
    same(sound, 0, 0, 1000 + room);
    silent(sound, 1000 + room, 777);
    same(sound, 1000 + room + 777, 1000 + room + 777, 500);
    STRCMP_EQUAL("good", studio.check().c_str());
}

TEST(Recorder, what_is_lost_at_the_end_is_a_gap_as_well) {
    const auto room = static_cast<int>(ivr_dsp::RecorderChannel::capacity);
    studio.begin();
    studio.start(0, 42);
    studio.talk(room + 5, 0);
    studio.stop(42);
    const auto recorded = studio.closed();
    CHECK(recorded && recorded->lasted == Ticks{room + 5} && recorded->missing == Ticks{5});
    LONGS_EQUAL(room + 5, Sound(studio.file(".wav")).ms());
}

TEST(Recorder, what_is_secret_is_silence_both_ways_and_told_as_such) {
    studio.begin();
    studio.start(0, 42);
    studio.talk(100);
    studio.office.order(ivr_dsp::ListenForDigits{support::Exchange::line_id(0), true, true});
    studio.talk(200);
    studio.office.listen_for_digits(0, false);
    studio.talk(1000);
    studio.stop(42);
    const auto recorded = studio.closed();
    CHECK(recorded && recorded->gaps == 0 && recorded->missing == Ticks{});
    const auto lasts = static_cast<int>(ivr_dsp::Privacy::lasts.count()) + 200;
    const auto sidecar = studio.sidecar();
    LONGS_EQUAL(1, sidecar.gaps.size());
    CHECK((sidecar.gaps[0] == RecordingGap{Ticks{100}, Ticks{lasts}, GapReason::secret}));
    const Sound sound(studio.file(".wav"));
    same(sound, 0, 0, 100);
    silent(sound, 100, lasts);
    same(sound, 100 + lasts, 100 + lasts, 1300 - 100 - lasts);
}

TEST(Recorder, whoever_hears_a_secret_is_silent_both_ways_too) {
    using support::Exchange;
    studio.begin();
    studio.start(0, 42);
    studio.talk(100);
    studio.office.order(ivr_dsp::ListenForDigits{Exchange::line_id(1), true, true});
    studio.talk(200);
    studio.office.listen(0, Exchange::line_source(2));  // somebody else, of the other law
    studio.talk(100);
    studio.office.bridge(0, 1);
    studio.office.listen_for_digits(1, false);
    studio.talk(1000);
    studio.stop(42);
    CHECK(studio.closed().has_value());
    const auto lasts = static_cast<int>(ivr_dsp::Privacy::lasts.count());
    const auto sidecar = studio.sidecar();
    LONGS_EQUAL(2, sidecar.gaps.size());
    CHECK((sidecar.gaps[0] == RecordingGap{Ticks{100}, Ticks{200}, GapReason::secret}));
    CHECK((sidecar.gaps[1] == RecordingGap{Ticks{400}, Ticks{lasts}, GapReason::secret}));
    const Sound sound(studio.file(".wav"));
    silent(sound, 100, 200);
    silent(sound, 400, lasts);
    same(sound, 400 + lasts, 400 + lasts, 1000 - lasts);
}

TEST(Recorder, a_secret_in_a_conference_is_silence_for_all_who_sit_there) {
    using support::Exchange;
    for (int line = 0; line < 2; ++line) studio.office.seat(1, line, line);
    studio.office.seat(1, 5, 2);
    studio.begin();
    studio.start(0, 42);
    studio.start(2, 43);  // the other law
    studio.talk(100);
    studio.office.order(ivr_dsp::ListenForDigits{Exchange::line_id(1), true, true});
    studio.talk(200);
    studio.office.leave(1, 1, 1);
    studio.talk(100);
    studio.stop(42);
    studio.stop(43);
    studio.talk(300);
    LONGS_EQUAL(2, studio.files(".json").size());
    for (const auto& file : studio.files(".json")) {
        const auto sidecar = ivr_dsp::sidecar_of(*ivr_dsp::read_text(file));
        LONGS_EQUAL(1, sidecar->gaps.size());
        CHECK((sidecar->gaps[0] == RecordingGap{Ticks{100}, Ticks{200}, GapReason::secret}));
    }
    const auto sounds = studio.files(".wav");
    silent(Sound(sounds[0]), 100, 200);
    const Sound other_law(sounds[1]);
    for (int ms = 100; ms < 300; ++ms) CHECK(other_law.right(ms) == driver::ulaw_silence);
}

TEST(Recorder, three_lines_are_recorded_at_once_and_a_fourth_is_refused) {
    studio.begin();
    for (int line = 0; line < 3; ++line) studio.start(line, 10U + static_cast<unsigned>(line));
    studio.start(0, 13);
    studio.talk(20);
    auto told = studio.office.told<ivr_dsp::Recorded>();
    LONGS_EQUAL(1, told.size());
    CHECK(told[0].recording == 13 && told[0].end == RecordingEnd::refused);
    studio.stop(11);
    const auto recorded = studio.closed();
    CHECK(recorded && recorded->recording == 11);
    studio.start(1, 14);
    studio.start(99, 15);
    studio.talk(20);
    told = studio.office.told<ivr_dsp::Recorded>();
    LONGS_EQUAL(1, told.size());
    CHECK(told[0].recording == 15 && told[0].end == RecordingEnd::refused);
    studio.stop(0);
    int closed = 0;
    while (studio.closed(100)) ++closed;
    CHECK(closed >= 1);
    LONGS_EQUAL(4, studio.files(".wav").size());
    STRCMP_EQUAL("good", studio.check().c_str());
}

TEST(Recorder, a_recording_stopped_as_it_began_is_empty_and_whole) {
    studio.begin();
    studio.start(0, 1);
    studio.stop(1);
    const auto recorded = studio.closed();
    CHECK(recorded && recorded->end == RecordingEnd::stopped && recorded->lasted == Ticks{});
    LONGS_EQUAL(0, Sound(studio.file(".wav")).ms());
    STRCMP_EQUAL("good", studio.check().c_str());
}

TEST(Recorder, a_firmware_that_stops_in_order_closes_what_it_records) {
    studio.begin();
    studio.start(0, 1);
    studio.talk(555);
    studio.worker->finish({studio.office.now, Studio::utc_us});
    const auto sidecar = studio.sidecar();
    CHECK(sidecar.end && sidecar.end->lasts == Ticks{555} && sidecar.gaps.empty());
    STRCMP_EQUAL("good", studio.check().c_str());
}
