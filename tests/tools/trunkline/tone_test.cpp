// SPDX-License-Identifier: GPL-2.0-or-later
// An exchange's tones: listed, and learned from recordings of hang-ups.
#include <cmath>
#include <cstdint>
#include <fstream>
#include <numbers>
#include <string>
#include <vector>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using desk::has;

namespace {

// Somebody hangs up, and the exchange says so for four seconds.
std::vector<std::int16_t> hang_up(double hz, double on_s, double off_s, double wait_s) {
    constexpr double rate = 8000;
    std::vector<std::int16_t> samples;
    for (int i = 0; i < static_cast<int>(rate * (wait_s + 4)); ++i) {
        const double at = i / rate - wait_s;
        const bool sounds = at >= 0 && std::fmod(at, on_s + off_s) < on_s;
        const double sample = sounds ? 5000 * std::sin(2 * std::numbers::pi * hz * at) : 0;
        samples.push_back(static_cast<std::int16_t>(std::lround(sample)));
    }
    return samples;
}

void put(std::ofstream& file, std::uint32_t value, int octets) {
    for (int i = 0; i < octets; ++i) file.put(static_cast<char>(value >> (8 * i)));
}

// Two channels: what the line said, and somebody who went on talking.
void write_wav(const std::filesystem::path& name, const std::vector<std::int16_t>& left) {
    std::ofstream file(name, std::ios::binary);
    const auto octets = static_cast<std::uint32_t>(4 * left.size());
    file << "RIFF";
    put(file, 36 + octets, 4);
    file << "WAVEfmt ";
    put(file, 16, 4);
    put(file, 1, 2);
    put(file, 2, 2);
    put(file, 8000, 4);
    put(file, 32'000, 4);
    put(file, 4, 2);
    put(file, 16, 2);
    file << "data";
    put(file, octets, 4);
    std::uint32_t noise = 1;
    for (const std::int16_t sample : left) {
        noise = noise * 1664525U + 1013904223U;
        put(file, static_cast<std::uint16_t>(sample), 2);
        put(file, noise >> 18U, 2);
    }
}

}  // namespace

TEST_GROUP(ToneWords) {
    desk::Workbench bench;

    desk::Said learns(double hz, double on_s, double off_s, const desk::Words& more) {
        desk::Words words{"tone", "learn"};
        for (int i = 0; i < 5; ++i) {
            const auto file = bench.file("hang-up-" + std::to_string(i) + ".wav");
            write_wav(file, hang_up(hz, on_s, off_s, 0.3 * i));
            words.push_back(file.string());
        }
        words.insert(words.end(), more.begin(), more.end());
        return bench.trunkline(words);
    }
};

TEST(ToneWords, that_are_learned_from_five_hang_ups_are_listened_for) {
    const desk::Said learned = learns(620, 0.2, 0.2, {"--name", "busy"});
    CHECK_EQUAL_TEXT(0, learned.code, learned.err.c_str());
    CHECK_TEXT(has(learned.out, "[[tone]]\nname = \"busy\"\nfrequencies = [6"),
               learned.out.c_str());
    bench.write("trunkline.toml", bench.read("trunkline.toml") + learned.out);
    const desk::Said listed = bench.trunkline({"tone", "list"});
    CHECK_EQUAL_TEXT(0, listed.code, listed.err.c_str());
    CHECK_TEXT(has(listed.out, "this site"), listed.out.c_str());
    CHECK_TEXT(has(listed.out, "450 Hz"), listed.out.c_str());
    CHECK(has(bench.trunkline({"tone", "list", "--lang", "zh"}).out, "忙音"));
}

TEST(ToneWords, that_sound_like_another_tone_are_refused) {
    const desk::Said learned = learns(450, 0.36, 0.36, {"--name", "congestion"});
    CHECK_EQUAL(3, learned.code);
    CHECK_TEXT(has(learned.err, "cannot be told from the busy tone"), learned.err.c_str());
    bench.write("trunkline.toml", bench.read("trunkline.toml") + learned.out);
    const desk::Said check = bench.trunkline({"config", "check"});
    CHECK_TEXT(has(check.err, "[[tone]] name: the congestion tone of this site"),
               check.err.c_str());
}

TEST(ToneWords, say_it_to_programs) {
    const auto learned =
        host_bridge::parse_json(learns(620, 0.2, 0.2, {"--name", "busy", "--json"}).out);
    CHECK(learned && learned->value("ok", false));
    LONGS_EQUAL(620, (*learned)["frequencies"][0].get<int>());
    CHECK(std::abs((*learned)["cadence"][0].get<double>() - 0.2) < 0.02);
    const auto listed =
        host_bridge::parse_json(bench.trunkline({"tone", "list", "--country", "us", "--json"}).out);
    CHECK(listed && listed->size() == 9);
}

TEST(ToneWords, name_a_recording_without_a_tone) {
    const auto file = bench.file("nothing.wav");
    write_wav(file, std::vector<std::int16_t>(24'000));
    const desk::Said learned =
        bench.trunkline({"tone", "learn", file.string(), "--name", "busy", "--country", "de"});
    CHECK_EQUAL(3, learned.code);
    CHECK_FALSE(learned.err.empty());
    CHECK_EQUAL(1, bench.trunkline({"tone", "list", "--country", "atlantis"}).code);
}
