// SPDX-License-Identifier: GPL-2.0-or-later
// Whoever changes, cuts, swaps or takes away a recording is found.
#include <fstream>

#include "tests/ivr_dsp/media/recorder/studio.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;
using support::Studio;
using support::Ticks;

TEST_GROUP(RecordingArchive) {
    support::ScratchDirectory scratch;
    Studio studio{scratch.path() / "recordings"};

    void setup() override {
        for (const std::uint64_t recording : {1, 2, 3}) {
            CHECK(studio.record(200, recording).has_value());
        }
        STRCMP_EQUAL("good", studio.check().c_str());
    }
    void finds(const fs::path& file, const char* what) {
        const std::string said = studio.check();
        STRCMP_CONTAINS((file.filename().string() + ":").c_str(), said.c_str());
        STRCMP_CONTAINS(what, said.c_str());
    }
    static void change(const fs::path& file, int at) {
        std::fstream octets(file, std::ios::in | std::ios::out | std::ios::binary);
        octets.seekg(at);
        const int before = octets.get();
        octets.seekp(at);
        octets.put(static_cast<char>(before ^ 1));
    }
    static void swap(const fs::path& one, const fs::path& other) {
        const fs::path between = one.string() + "x";
        fs::rename(one, between);
        fs::rename(other, one);
        fs::rename(between, other);
    }
};

TEST(RecordingArchive, an_octet_changed_is_found) {
    change(studio.files(".wav")[1], 1000);
    finds(studio.files(".wav")[1], "was changed");
}

TEST(RecordingArchive, sound_cut_off_is_found) {
    fs::resize_file(studio.files(".wav")[0], 1000);
    finds(studio.files(".wav")[0], "truncated");
}

TEST(RecordingArchive, sound_taken_away_is_found) {
    const fs::path gone = studio.files(".wav")[1];
    fs::remove(gone);
    finds(gone, "No such file");
}

TEST(RecordingArchive, sound_of_two_recordings_swapped_is_found) {
    swap(studio.files(".wav")[0], studio.files(".wav")[1]);
    finds(studio.files(".wav")[0], "was changed");
}

TEST(RecordingArchive, a_sidecar_changed_is_found_by_the_next) {
    const fs::path json = studio.files(".json")[1];
    std::string text = *ivr_dsp::read_text(json);
    text.replace(text.find("1/1"), 3, "1/2");
    std::ofstream(json) << text;
    finds(studio.files(".json")[2], "does not follow");
}

TEST(RecordingArchive, the_last_sidecar_changed_is_found_by_the_chain) {
    const fs::path json = studio.files(".json")[2];
    std::string text = *ivr_dsp::read_text(json);
    text.replace(text.find("1/1"), 3, "1/2");
    std::ofstream(json) << text;
    finds("chain", "does not name the last");
}

TEST(RecordingArchive, a_recording_taken_away_whole_is_found) {
    fs::remove(studio.files(".json")[1]);
    fs::remove(studio.files(".wav")[1]);
    finds(studio.files(".json")[1], "missing");
}

TEST(RecordingArchive, the_last_recording_taken_away_whole_is_found) {
    const fs::path last = studio.files(".json")[2];
    fs::remove(last);
    fs::remove(studio.files(".wav")[2]);
    finds(last, "missing");
}

TEST(RecordingArchive, a_sidecar_cut_off_is_found) {
    const fs::path json = studio.files(".json")[0];
    fs::resize_file(json, fs::file_size(json) - 3);
    finds(json, "truncated");
    std::ofstream(json) << "{\"is\":\"end\"}\n";
    finds(json, "line 1");
    std::ofstream(json) << "[[[[";
    finds(json, "first line is missing");
}

TEST(RecordingArchive, sound_nobody_speaks_of_is_found) {
    fs::copy(studio.files(".wav")[0], studio.directory / "other.wav");
    finds("other.wav", "has no sidecar");
}

TEST(RecordingArchive, recordings_are_listed_the_oldest_first_those_in_progress_too) {
    studio.start(0, 4);
    studio.talk(3000);
    const auto listed = ivr_dsp::list_recordings(studio.directory);
    CHECK(!!listed);
    LONGS_EQUAL(4, listed->size());
    for (std::size_t i = 0; i < 4; ++i) LONGS_EQUAL(i + 1, (*listed)[i].content.begin.recording);
    CHECK((*listed)[2].content.end->lasts == Ticks{200});
    CHECK_FALSE((*listed)[3].content.end.has_value());
    STRCMP_EQUAL("good", studio.check().c_str());
    studio.stop(4);
    CHECK(studio.closed().has_value());
}

TEST(RecordingArchive, a_folder_that_is_not_there_is_told) {
    CHECK_FALSE(!!ivr_dsp::check_archive(scratch.path() / "nowhere", nullptr));
    CHECK_FALSE(!!ivr_dsp::list_recordings(scratch.path() / "nowhere"));
}
