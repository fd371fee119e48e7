// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include <sndfile.h>

#include "ivr_dsp/dialog/prompt_index.hpp"
#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/media/bank/bank_file.hpp"
#include "ivr_dsp/media/bank/compile_bank.hpp"
#include "ivr_dsp/media/bank/prompt_bank.hpp"
#include "tests/ivr_dsp/dsp/spectrum.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::BankHeader;
using ivr_dsp::BankReport;
using ivr_dsp::PromptBank;
namespace fs = std::filesystem;

namespace {

std::string whole(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// The value; a failure fails the test with its sentence.
template <class T>
T good(driver::Result<T> result) {
    if (!result) FAIL(result.error().c_str());
    return std::move(*result);
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

// A folder of recordings made here, and the bank compiled from it.
TEST_GROUP(Bank) {
    support::ScratchDirectory folder;
    fs::path recordings = folder.path() / "en";
    fs::path bank_file = folder.path() / "en.bank";

    // A WAV file of one sine, 0.5 of full scale, in every channel.
    void record(const std::string& name, int frames, double hz = 500, int rate = 8000,
                int channels = 1) {
        const fs::path file = recordings / (name + ".wav");
        fs::create_directories(file.parent_path());
        SF_INFO info{};
        info.samplerate = rate;
        info.channels = channels;
        info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
        SNDFILE* sound = sf_open(file.c_str(), SFM_WRITE, &info);
        for (int i = 0; i < frames; ++i) {
            const auto sample =
                static_cast<short>(16384 * std::sin(2 * std::numbers::pi * hz * i / rate));
            const std::vector<short> frame(static_cast<std::size_t>(channels), sample);
            sf_writef_short(sound, frame.data(), 1);
        }
        sf_close(sound);
    }
    driver::Result<BankReport> compile(Law law = Law::alaw) {
        return ivr_dsp::compile_bank({{recordings}, law, bank_file});
    }
    driver::Result<ivr_dsp::dialog::PromptIndex> contents() {
        return ivr_dsp::dialog::PromptIndex::parse(whole(ivr_dsp::contents_beside(bank_file)));
    }
    // What somebody who maps the bank is told about `change`d octets.
    std::string refusal_after(const std::function<void(std::string&)>& change) {
        std::string octets = whole(bank_file);
        change(octets);
        std::ofstream(bank_file, std::ios::binary) << octets;
        const auto bank = PromptBank::open(bank_file, Law::alaw);
        return bank ? "" : bank.error();
    }
    // The same with a digest that fits, as a faulty compiler would write it.
    std::string refusal_of_header(const std::function<void(BankHeader&, std::string&)>& change) {
        return refusal_after([&](std::string& octets) {
            BankHeader header;
            std::memcpy(&header, octets.data(), sizeof header);
            change(header, octets);
            const auto rest = std::as_bytes(std::span(octets)).subspan(sizeof header);
            header.digest = ivr_dsp::digest_of(rest, 0);
            std::memcpy(octets.data(), &header, sizeof header);
        });
    }
};

TEST(Bank, holds_the_recordings_by_name_each_filled_up_to_whole_milliseconds) {
    record("hello", 800);
    record("digits/7", 804);
    record("digits/1", 1);
    record("empty", 0);
    const auto report = good(compile());
    LONGS_EQUAL(4, report.clips);
    LONGS_EQUAL(1 + 101 + 0 + 100, report.length.count());

    const auto bank = good(PromptBank::open(bank_file, Law::alaw));
    LONGS_EQUAL(report.generation, bank.view().generation);
    const auto& view = bank.view();  // in the order of names
    LONGS_EQUAL(4, view.clips.size());
    LONGS_EQUAL(1, view.clip(0).size());
    LONGS_EQUAL(101, view.clip(1).size());
    LONGS_EQUAL(0, view.clip(2).size());
    LONGS_EQUAL(100, view.clip(3).size());
    // Half a chunk of sound, then silence.
    const Chunk last = view.clip(1).back();
    LONGS_EQUAL(0xD5, last.octets[7]);
    LONGS_EQUAL(0xD5, last.octets[4]);
    CHECK(last.octets[1] != 0xD5);
}

TEST(Bank, has_exactly_the_octets_g711_makes_of_the_samples) {
    record("hello", 800, 437);
    for (const Law law : {Law::alaw, Law::ulaw}) {
        good(compile(law));
        const auto bank = good(PromptBank::open(bank_file, law));
        const auto clip = bank.view().clip(0);
        for (int i = 0; i < 800; ++i) {
            const auto sample =
                static_cast<std::int16_t>(16384 * std::sin(2 * std::numbers::pi * 437 * i / 8000));
            const auto at = static_cast<std::size_t>(i);
            LONGS_EQUAL(ivr_dsp::octet_from(law, sample), clip[at / 8].octets[at % 8]);
        }
    }
}

TEST(Bank, brings_every_rate_and_channel_count_to_the_line) {
    for (const int rate : {8000, 11025, 16000, 44100, 48000}) {
        record("tone", 2 * rate, 1000, rate, 2);
        good(compile());
        const auto bank = good(PromptBank::open(bank_file, Law::alaw));
        const auto clip = bank.view().clip(0);
        DOUBLES_EQUAL(2000, static_cast<double>(clip.size()), 3);
        const auto samples = support::samples_of(Law::alaw, clip.subspan(500, 1000));
        DOUBLES_EQUAL(1000, support::frequency_near(samples, 1003), 0.3);
        DOUBLES_EQUAL(20 * std::log10(16384 / 22823.0), support::dbm0_at(samples, 1000), 0.1);
    }
}

TEST(Bank, of_the_same_recordings_has_the_same_octets_and_of_others_another_generation) {
    record("a", 800);
    record("b", 400);
    const auto first = good(compile());
    const std::string octets = whole(bank_file);
    const std::string contents = whole(ivr_dsp::contents_beside(bank_file));
    const auto again = good(compile());
    CHECK(octets == whole(bank_file));
    CHECK(contents == whole(ivr_dsp::contents_beside(bank_file)));
    LONGS_EQUAL(first.generation, again.generation);

    CHECK(good(compile(Law::ulaw)).generation != first.generation);
    record("b", 400, 501);
    CHECK(good(compile()).generation != first.generation);
    record("b", 400);
    LONGS_EQUAL(first.generation, good(compile()).generation);
    fs::rename(recordings / "b.wav", recordings / "c.wav");
    CHECK(good(compile()).generation != first.generation);
}

TEST(Bank, tells_control_the_clips_by_its_table_of_contents) {
    record("vm-goodbye", 8000);
    record("digits/7", 4001);
    const auto report = good(compile());
    const auto index = good(contents());
    LONGS_EQUAL(2, index.size());
    const auto seven = index.find("digits/7");
    CHECK(seven.has_value());
    LONGS_EQUAL(report.generation, seven->generation);
    LONGS_EQUAL(501, index.length(*seven).count());
    const auto bank = good(PromptBank::open(bank_file, Law::alaw));
    LONGS_EQUAL(501, bank.view().clip(seven->index).size());
    LONGS_EQUAL(1000, index.length(*index.find("vm-goodbye")).count());
}

TEST(Bank, is_known_by_its_contents_and_another_is_not) {
    record("hello", 800);
    record("bye", 801);
    const auto report = good(compile());
    const auto index = good(contents());
    const auto told = [&](std::uint16_t generation, const std::vector<driver::Ticks>& lengths) {
        const auto same = index.tells_of(generation, lengths);
        return same ? std::string() : same.error();
    };
    using driver::Ticks;
    const auto its = report.generation;
    STRCMP_EQUAL("", told(its, {Ticks{101}, Ticks{100}}).c_str());
    STRCMP_EQUAL(
        ("it is of generation " + std::to_string(its + 1) + " instead of " + std::to_string(its))
            .c_str(),
        told(static_cast<std::uint16_t>(its + 1), {Ticks{101}, Ticks{100}}).c_str());
    STRCMP_EQUAL("it holds 1 clips instead of 2", told(its, {Ticks{101}}).c_str());
    STRCMP_EQUAL("it holds 3 clips instead of 2",
                 told(its, {Ticks{101}, Ticks{100}, Ticks{1}}).c_str());
    STRCMP_EQUAL("its clip 1 (\"hello\") lasts 99 ms instead of 100",
                 told(its, {Ticks{101}, Ticks{99}}).c_str());
    const auto gap = ivr_dsp::dialog::PromptIndex::parse("trunkline-prompts 1 7\n1 100 hello\n");
    STRCMP_EQUAL("it has no clip 1 (\"hello\")",
                 gap->tells_of(7, std::vector{Ticks{100}}).error().c_str());
}

TEST(Bank, takes_a_later_folders_recording_instead_of_an_earlier_ones) {
    record("hello", 800);
    record("bye", 800);
    const fs::path ours = folder.path() / "ours";
    fs::create_directories(ours);
    fs::rename(recordings, folder.path() / "theirs");
    record("hello", 80);
    fs::rename(recordings, ours / "sub");
    const ivr_dsp::BankOrder order{
        {folder.path() / "theirs", ours / "sub"},
        Law::alaw, bank_file
    };
    const auto report = good(ivr_dsp::compile_bank(order));
    LONGS_EQUAL(2, report.clips);
    LONGS_EQUAL(110, report.length.count());
}

TEST(Bank, says_how_far_it_has_come) {
    record("a", 8);
    record("b", 8);
    std::string told;
    good(ivr_dsp::compile_bank({{recordings}, Law::alaw, bank_file},
                               [&](const ivr_dsp::BankProgress& progress) {
                                   told += progress.name + std::to_string(progress.done) + "/" +
                                           std::to_string(progress.total) + " ";
                               }));
    STRCMP_EQUAL("a1/2 b2/2 ", told.c_str());
}

TEST(Bank, is_not_replaced_when_a_recording_is_unusable) {
    record("good", 800);
    good(compile());
    const std::string before = whole(bank_file);
    std::ofstream(recordings / "bad.wav") << "this is no sound";
    CHECK(contains(compile().error(), "bad.wav"));
    CHECK(before == whole(bank_file));
}

TEST(Bank, that_cannot_be_made_says_why) {
    CHECK(contains(compile().error(), "en"));  // no such folder
    fs::create_directories(recordings);
    CHECK(contains(compile().error(), "no WAV file"));
    record("hello", 8);
    bank_file = folder.path() / "not" / "there.bank";
    CHECK(contains(compile().error(), "there.bank"));
}

TEST(Bank, that_is_missing_foreign_damaged_or_cut_off_is_refused_with_its_name) {
    CHECK(contains(PromptBank::open(bank_file, Law::alaw).error(), "en.bank: No such file"));
    record("hello", 800);
    record("more", 800);
    good(compile());
    CHECK(contains(PromptBank::open(bank_file, Law::ulaw).error(), "compiled for alaw"));
    const std::string good = whole(bank_file);
    const auto refusal = [&](const std::function<void(std::string&)>& change) {
        std::ofstream(bank_file, std::ios::binary) << good;
        std::string error = refusal_after(change);
        CHECK(contains(error, "en.bank"));
        return error;
    };
    CHECK(contains(refusal([](std::string& octets) { octets[0] = 'X'; }), "no bank"));
    CHECK(contains(refusal([](std::string& octets) { octets[8] = 9; }), "version 9"));
    CHECK(contains(refusal([](std::string& octets) { octets[14] = 7; }), "law"));
    CHECK(contains(refusal([](std::string& octets) { octets.pop_back(); }), "octets long"));
    CHECK(contains(refusal([](std::string& octets) { octets.resize(20); }), "too short"));
    CHECK(contains(refusal([](std::string& octets) { octets.clear(); }), "too short"));
    CHECK(contains(refusal([](std::string& octets) { octets.back() ^= 1; }), "damaged"));
    CHECK(contains(refusal([](std::string& octets) { octets[40] ^= 1; }), "damaged"));
}

TEST(Bank, whose_clips_lie_outside_is_refused_even_if_nothing_is_damaged) {
    record("hello", 800);
    good(compile());
    const auto place_at = [](std::string& octets, std::uint32_t first, std::uint32_t count) {
        const ivr_dsp::ClipPlace place{first, count};
        std::memcpy(octets.data() + sizeof(BankHeader), &place, sizeof place);
    };
    const auto refusal = [&](std::uint32_t first, std::uint32_t count) {
        return refusal_of_header(
            [&](BankHeader&, std::string& octets) { place_at(octets, first, count); });
    };
    CHECK(contains(refusal(0, 101), "clip 0 lies outside"));
    CHECK(contains(refusal(101, 0), "clip 0 lies outside"));
    CHECK(contains(refusal(0xFFFFFFFF, 2), "clip 0 lies outside"));
    CHECK(refusal(60, 40).empty());
    const std::string error =
        refusal_of_header([&](BankHeader& header, std::string&) { header.clips = 0xFFFFFFFF; });
    CHECK(contains(error, "octets long"));
}

TEST(Bank, of_debians_voices_is_compiled_mapped_and_looked_up) {
    recordings = "/usr/share/asterisk/sounds/en_US_f_Allison";
    const auto report = good(compile());
    CHECK(report.clips > 500);
    CHECK(report.length > std::chrono::minutes(20));
    const auto bank = good(PromptBank::open(bank_file, Law::alaw));
    const auto index = good(contents());
    const auto goodbye = index.find("vm-goodbye");
    CHECK(goodbye.has_value());
    const auto clip = bank.view().clip(goodbye->index);
    LONGS_EQUAL(clip.size(), index.length(*goodbye).count());
    CHECK(std::any_of(clip.begin(), clip.end(),
                      [](const Chunk& chunk) { return chunk != driver::alaw_silence; }));
}
