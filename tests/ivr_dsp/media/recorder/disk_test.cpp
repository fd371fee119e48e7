// SPDX-License-Identifier: GPL-2.0-or-later
// Disks that are full or lost, and firmware that dies: calls do not notice, and what is missing is
// told. A small file system of its own only root may mount.
#include <fstream>

#include <sys/mount.h>

#include "tests/ivr_dsp/media/recorder/studio.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;
using ivr_dsp::GapReason;
using ivr_dsp::RecordingEnd;
using support::heard_at;
using support::said_at;
using support::Sound;
using support::Studio;
using support::Ticks;

TEST_GROUP(RecorderDisk) {
    support::ScratchDirectory scratch;
    bool mounted{false};
    Studio studio{scratch.path() / "disk" / "recordings"};

    void mount() {
        fs::create_directory(scratch.path() / "disk");
        mounted = ::mount("tmpfs", (scratch.path() / "disk").c_str(), "tmpfs", 0, "size=8m") == 0;
        if (!mounted) UT_PRINT("not checked: only root can make a small disk");
    }
    void teardown() override {
        if (mounted) ::umount2((scratch.path() / "disk").c_str(), MNT_DETACH);
    }
    [[nodiscard]] fs::path fat() const {
        return scratch.path() / "disk" / "fat";
    }
    void fill() const {
        std::ofstream file(fat(), std::ios::binary);
        file << std::string(fs::space(scratch.path() / "disk").available, 'x');
    }
    // Each millisecond is right, or lies in a gap and is silent.
    void exact_but_for_gaps(const ivr_dsp::Sidecar& sidecar, const Sound& sound, int ms) {
        LONGS_EQUAL(ms, sound.ms());
        for (int i = 0; i < ms; ++i) {
            bool missing = false;
            for (const auto& gap : sidecar.gaps) {
                missing = missing || (Ticks{i} >= gap.at && Ticks{i} < gap.at + gap.lasts);
            }
            CHECK(sound.left(i) == (missing ? driver::alaw_silence : said_at(i)));
            CHECK(sound.right(i) == (missing ? driver::alaw_silence : heard_at(i)));
        }
    }
    // A firmware that records line 0 for `ms` and is killed then.
    void records_and_is_killed(int ms) {
        support::Child firmware([&] {
            studio.begin();
            studio.start(0, 42);
            studio.talk(ms);
            ::raise(SIGKILL);
            return 0;
        });
        LONGS_EQUAL(-1, firmware.wait());
    }
    // The next one starts, and what it closes is at most a second shorter.
    void the_next_start_closes_it(int ms) {
        studio.begin();
        studio.office.tick();
        studio.pass();
        LONGS_EQUAL(0, studio.files(".part").size());
        const auto sidecar = studio.sidecar();
        CHECK(sidecar.end.has_value());
        LONGS_EQUAL(1, sidecar.gaps.size());
        CHECK(sidecar.gaps[0].why == GapReason::killed && sidecar.gaps[0].at == sidecar.end->lasts);
        CHECK(sidecar.end->lasts > Ticks{ms - 1200} && sidecar.end->lasts <= Ticks{ms});
        STRCMP_EQUAL("good", studio.check().c_str());
    }
};

TEST(RecorderDisk, a_full_disk_costs_what_memory_could_not_hold_and_no_more) {
    mount();
    if (!mounted) return;
    studio.begin();
    studio.start(0, 42);
    studio.talk(5000);
    fill();
    studio.talk(50'000);
    fs::remove(fat());
    studio.talk(5000);
    studio.stop(42);
    const auto recorded = studio.closed();
    CHECK(recorded && recorded->end == RecordingEnd::stopped);
    CHECK(recorded->lasted == Ticks{60'000} && recorded->gaps == 1);
    CHECK(recorded->missing > Ticks{10'000} && recorded->missing < Ticks{25'000});
    const auto sidecar = studio.sidecar();
    CHECK(sidecar.gaps.at(0).why == GapReason::disk);
    CHECK(sidecar.gaps[0].at + sidecar.gaps[0].lasts >= Ticks{54'000});
    exact_but_for_gaps(sidecar, Sound(studio.file(".wav")), 60'000);
    STRCMP_EQUAL("good", studio.check().c_str());
}

TEST(RecorderDisk, a_disk_that_is_full_for_half_a_minute_costs_nothing) {
    mount();
    if (!mounted) return;
    studio.begin();
    studio.start(0, 42);
    studio.talk(1000);
    fill();
    studio.talk(25'000);
    fs::remove(fat());
    studio.talk(2000);
    studio.stop(42);
    const auto recorded = studio.closed();
    CHECK(recorded && recorded->gaps == 0);
    exact_but_for_gaps(studio.sidecar(), Sound(studio.file(".wav")), 28'000);
}

TEST(RecorderDisk, a_disk_full_at_the_end_delays_closing) {
    mount();
    if (!mounted) return;
    studio.begin();
    studio.start(0, 42);
    studio.talk(3000);
    fill();
    studio.talk(2000);
    studio.stop(42);
    CHECK_FALSE(studio.closed(3000).has_value());
    fs::remove(fat());
    const auto recorded = studio.closed(3000);
    CHECK(recorded && recorded->end == RecordingEnd::stopped && recorded->gaps == 0);
    exact_but_for_gaps(studio.sidecar(), Sound(studio.file(".wav")), 5000);
}

TEST(RecorderDisk, a_disk_lost_for_good_ends_the_recording_and_not_the_call) {
    std::ofstream(scratch.path() / "disk") << "no folder";
    studio.begin();
    studio.start(0, 42);
    studio.talk(60'000);
    CHECK(studio.office.hears(1) == said_at(59'999));
    studio.stop(42);
    const auto recorded = studio.closed(15'000);
    CHECK(recorded && recorded->end == RecordingEnd::disk);
    CHECK(recorded->lasted == Ticks{60'000} && recorded->missing > Ticks{10'000});
}

TEST(RecorderDisk, a_disk_taken_away_meanwhile_is_told_and_the_channel_is_free_again) {
    fs::create_directory(scratch.path() / "disk");
    studio.begin();
    studio.start(0, 42);
    studio.talk(2000);
    fs::remove_all(scratch.path() / "disk");
    studio.talk(2000);
    studio.stop(42);
    const auto recorded = studio.closed(15'000);
    CHECK(recorded && recorded->end == RecordingEnd::disk);
    CHECK(studio.office.media.recorder_channels()[0].state() ==
          ivr_dsp::RecorderChannel::State::free);
}

TEST(RecorderDisk, what_a_killed_firmware_left_is_closed_at_the_next_start) {
    fs::create_directory(scratch.path() / "disk");
    records_and_is_killed(4500);
    LONGS_EQUAL(2, studio.files(".part").size());
    the_next_start_closes_it(4500);
    const Sound sound(studio.file(".wav"));
    for (int i = 0; i < sound.ms(); ++i) CHECK(sound.left(i) == said_at(i));
    LONGS_EQUAL(studio.sidecar().end->lasts.count(), sound.ms());
    // And the chain goes on.
    CHECK(studio.record(100).has_value());
    STRCMP_EQUAL("good", studio.check().c_str());
}

TEST(RecorderDisk, the_same_sealed) {
    fs::create_directory(scratch.path() / "disk");
    studio.plan.key = support::test_key();
    records_and_is_killed(4500);
    the_next_start_closes_it(4500);
}

TEST(RecorderDisk, the_same_in_opus) {
    fs::create_directory(scratch.path() / "disk");
    studio.plan.container = ivr_dsp::SoundContainer::opus;
    support::Child firmware([&] {
        studio.begin();
        studio.start(0, 42);
        studio.talk(8000);
        ::raise(SIGKILL);
        return 0;
    });
    LONGS_EQUAL(-1, firmware.wait());
    studio.begin();
    studio.office.tick();
    studio.pass();
    const auto sidecar = studio.sidecar();
    CHECK(sidecar.end && sidecar.end->lasts > Ticks{5000} && sidecar.end->lasts <= Ticks{8000});
    STRCMP_EQUAL("good", studio.check().c_str());
}

TEST(RecorderDisk, a_firmware_killed_while_it_closes_has_it_closed_by_the_next) {
    fs::create_directory(scratch.path() / "disk");
    CHECK(studio.record(500).has_value());
    const fs::path json = studio.file(".json");
    const fs::path wav = studio.file(".wav");
    // As if it had died after the chain's head was written, and before the names were given.
    fs::rename(json, json.string() + ".closed");
    fs::rename(wav, wav.string() + ".part");
    studio.begin();
    studio.pass();
    CHECK(fs::exists(json) && fs::exists(wav));
    STRCMP_EQUAL("good", studio.check().c_str());
    // Or one step later.
    fs::rename(wav, wav.string() + ".part");
    studio.begin();
    studio.pass();
    STRCMP_EQUAL("good", studio.check().c_str());
}
