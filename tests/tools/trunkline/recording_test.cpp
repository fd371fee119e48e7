// SPDX-License-Identifier: GPL-2.0-or-later
// Recordings as they lie on the disk, without a center.
#include "ivr_dsp/media/recorder/archive/recording_file.hpp"
#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using desk::has;

TEST_GROUP(Recordings) {
    desk::Workbench bench;

    // Half a second of line 1/17, a tenth of it missing.
    void record(std::uint64_t number, const ivr_dsp::RecordingKey* key = nullptr) {
        ivr_dsp::Archive archive(folder());
        CHECK(!!archive.open());
        ivr_dsp::SidecarBegin begin;
        begin.recording = number;
        begin.line = "1/17";
        begin.start_utc_us = 1'795'372'625'123'000;
        begin.sealed = key != nullptr;
        ivr_dsp::RecordingFile file(archive, begin, key);
        for (int ms = 0; ms < 500; ++ms) {
            if (ms >= 200 && ms < 300) continue;
            file.take({driver::filled(0x11), driver::filled(0x22), driver::Ticks{ms}, false});
        }
        file.end(driver::Ticks{500});
        for (;;) {
            const auto done = file.close_some();
            CHECK_TEXT(!!done, done ? "" : done.error().c_str());
            if (*done) return;
        }
    }
    [[nodiscard]] std::filesystem::path folder() const {
        return bench.file("state") / "recordings";
    }
    [[nodiscard]] desk::Said said(const desk::Words& words) const {
        desk::Words all{"recording"};
        all.insert(all.end(), words.begin(), words.end());
        return bench.trunkline(all);
    }
    static std::string name(int number) {
        return "20261122T183705.123Z_1-17_" + std::to_string(number);
    }
};

TEST(Recordings, are_listed_with_their_gaps) {
    record(42);
    record(43);
    const desk::Said table = said({"list"});
    CHECK_EQUAL_TEXT(0, table.code, table.err.c_str());
    CHECK_TEXT(has(table.out, "ring 0.100 s at 0.200 s"), table.out.c_str());
    CHECK(has(said({"list", "--lang", "zh"}).out, "缓冲区满 0.100 s 于 0.200 s"));
    CHECK_TEXT(has(table.out, "2026-11-22T18:37:05.123Z  0.500 s"), table.out.c_str());
    const auto json = host_bridge::parse_json(said({"list", "--json"}).out);
    CHECK(json && json->size() == 2);
    CHECK((*json)[1].at("recording") == 43 && (*json)[1].at("missingMs") == 100);
    CHECK((*json)[0].at("gaps").at(0).at("atMs") == 200);
}

TEST(Recordings, none_are_a_sentence) {
    std::filesystem::create_directories(folder());
    CHECK(has(said({"list"}).out, "nothing was recorded yet"));
    std::filesystem::remove(folder());
    const desk::Said nowhere = said({"list"});
    CHECK_EQUAL(1, nowhere.code);
    CHECK(has(nowhere.err, "No such file"));
}

TEST(Recordings, are_checked_and_the_first_wrong_one_is_named_with_exit_code_3) {
    record(42);
    record(43);
    const desk::Said good = said({"check"});
    CHECK_EQUAL_TEXT(0, good.code, good.err.c_str());
    CHECK_TEXT(has(good.out, "good: 2 recordings, 0 being written"), good.out.c_str());
    std::filesystem::resize_file(folder() / (name(43) + ".wav"), 500);
    const desk::Said cut = said({"check"});
    CHECK_EQUAL(3, cut.code);
    CHECK_TEXT(has(cut.err, name(43) + ".wav: has 500 octets"), cut.err.c_str());
    CHECK(has(cut.err, "truncated; the 1 before it are good"));
    const auto json = host_bridge::parse_json(said({"check", "--json"}).out);
    CHECK(json && json->at("ok") == false && json->at("file") == name(43) + ".wav");
}

TEST(Recordings, that_are_sealed_are_exported_with_the_key) {
    CHECK_EQUAL(0, bench.shell("umask 077; printf '%064d' 0 > " + bench.file("key").string()).code);
    const auto key = ivr_dsp::read_key(bench.file("key"));
    CHECK(!!key);
    record(42, &*key);
    const std::string out = bench.file("call.wav").string();
    const desk::Said without = said({"export", name(42) + ".json", out});
    CHECK_EQUAL(1, without.code);
    CHECK_TEXT(has(without.err, "is sealed: name the key"), without.err.c_str());
    bench.write("trunkline.toml",
                bench.read("trunkline.toml") + "[recording]\nkey_file = \"key\"\n");
    const desk::Said with = said({"export", name(42) + ".json", out});
    CHECK_EQUAL_TEXT(0, with.code, with.err.c_str());
    CHECK_TEXT(has(with.out, "call.wav: 0.500 s"), with.out.c_str());
    CHECK(has(bench.read("call.wav"), "RIFF") && has(bench.read("call.wav"), "\x11\x22\x11\x22"));
    CHECK_EQUAL(0, said({"check"}).code);
}
