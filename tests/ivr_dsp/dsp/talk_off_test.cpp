// SPDX-License-Identifier: GPL-2.0-or-later
// Speech and music must not be taken for digits. The tapes that Q.24 speaks of cannot be had; these
// are the recorded voices and the music of Debian's asterisk-core-sounds-en-wav and
// asterisk-moh-opsound-wav: 44 minutes.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <sndfile.h>

#include "ivr_dsp/dsp/dtmf_generator.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Ticks;

namespace {

constexpr const char* voices = "/usr/share/asterisk/sounds/en_US_f_Allison";
constexpr const char* music = "/usr/share/asterisk/moh";

std::vector<std::string> recordings(const char* folder) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".wav") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// A recording of 8 kHz as it comes in on a line, all its samples divided by `weaker`.
std::vector<Chunk> played(const std::string& file, Law law, int weaker) {
    SF_INFO info{};
    SNDFILE* sound = sf_open(file.c_str(), SFM_READ, &info);
    std::vector<short> samples(sound != nullptr ? static_cast<std::size_t>(info.frames) : 0);
    if (sound != nullptr) sf_readf_short(sound, samples.data(), info.frames);
    sf_close(sound);
    std::vector<Chunk> chunks;
    for (std::size_t at = 0; at + 8 <= samples.size(); at += 8) {
        ivr_dsp::LinearChunk linear{};
        for (std::size_t i = 0; i < 8; ++i) {
            linear[i] = static_cast<std::int16_t>(samples[at + i] / weaker);
        }
        chunks.push_back(ivr_dsp::chunk_from(law, linear));
    }
    return chunks;
}

}  // namespace

TEST_GROUP(TalkOff) {
    support::OneDetector detector{Law::alaw};
    Ticks now{0};
    std::string digits;
    std::string where;

    void hear(const Chunk& chunk, const std::string& file) {
        const auto change = detector.hear(chunk, now);
        ++now;
        if (change.began == 0) return;
        digits += change.began;
        where += file + " ";
    }
    // One call on which everything in the folder is played.
    void hear_all(const char* folder, int weaker) {
        for (const auto& file : recordings(folder)) {
            for (const Chunk& chunk : played(file, Law::alaw, weaker)) hear(chunk, file);
        }
    }
    void hear_key(char key) {
        ivr_dsp::DtmfGenerator caller(Law::alaw);
        CHECK(caller.send(key));
        while (caller.busy()) hear(caller.next(), "key");
    }
};

TEST(TalkOff, recorded_voices_press_no_key_and_a_caller_is_still_heard_after_them) {
    for (const int weaker : {1, 3}) hear_all(voices, weaker);
    STRCMP_EQUAL("", where.c_str());
    CHECK(now > Ticks{2 * 1'500'000});
    hear_key('7');
    STRCMP_EQUAL("7", digits.c_str());
}

TEST(TalkOff, music_on_hold_presses_no_key_and_a_caller_is_still_heard_after_it) {
    for (const int weaker : {1, 3}) hear_all(music, weaker);
    STRCMP_EQUAL("", where.c_str());
    CHECK(now > Ticks{2 * 1'100'000});
    hear_key('#');
    STRCMP_EQUAL("#", digits.c_str());
}

TEST(TalkOff, a_key_pressed_while_a_prompt_comes_back_as_echo_is_heard) {
    const auto prompt = played(std::string(voices) + "/vm-options.wav", Law::alaw, 8);
    ivr_dsp::DtmfGenerator caller(Law::alaw);
    Ticks next_key{100};
    std::string pressed;
    for (const Chunk& echo : prompt) {
        if (now == next_key && now + Ticks{300} < Ticks{static_cast<long>(prompt.size())}) {
            pressed += static_cast<char>('0' + pressed.size() % 10);
            CHECK(caller.send(pressed.back()));
            next_key += Ticks{400};
        }
        const auto key = ivr_dsp::linear_from(Law::alaw, caller.next());
        auto both = ivr_dsp::linear_from(Law::alaw, echo);
        for (std::size_t i = 0; i < 8; ++i) both[i] = static_cast<std::int16_t>(both[i] + key[i]);
        hear(ivr_dsp::chunk_from(Law::alaw, both), "prompt");
    }
    CHECK(pressed.size() >= 10);
    STRCMP_EQUAL(pressed.c_str(), digits.c_str());
}
