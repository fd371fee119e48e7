// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/ivr_dsp/dsp/analysis/answers.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>

#include <sndfile.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/level.hpp"

namespace support {
namespace {

using driver::Law;
using ivr_dsp::CallParty;
using Sound = std::vector<float>;

constexpr std::size_t samples_of_ms = 8;
constexpr int call_ms = 12'000;

double between(std::mt19937& chance, double least, double most) {
    return std::uniform_real_distribution<double>(least, most)(chance);
}

Sound read(const std::string& file) {
    SF_INFO info{};
    SNDFILE* const sound = sf_open(file.c_str(), SFM_READ, &info);
    if (sound == nullptr) return {};
    Sound samples(static_cast<std::size_t>(info.frames));
    sf_readf_float(sound, samples.data(), info.frames);
    sf_close(sound);
    const auto loud = [](float sample) { return std::fabs(sample) > 0.02F; };
    const auto first = std::find_if(samples.begin(), samples.end(), loud);
    const auto last = std::find_if(samples.rbegin(), samples.rend(), loud).base();
    return first < last ? Sound(first, last) : Sound{};
}

void append(Sound& sound, const Sound& more) {
    sound.insert(sound.end(), more.begin(), more.end());
}
Sound pause(double ms) {
    return Sound(static_cast<std::size_t>(ms) * samples_of_ms, 0.0F);
}
Sound sine(double hz, double ms, double turned_every_ms = 0) {
    Sound sound(static_cast<std::size_t>(ms) * samples_of_ms);
    for (std::size_t n = 0; n < sound.size(); ++n) {
        const double t = static_cast<double>(n) / 8000;
        const bool turned =
            turned_every_ms > 0 && static_cast<long>(t * 1000 / turned_every_ms) % 2 != 0;
        sound[n] = static_cast<float>((turned ? -1 : 1) * std::sin(2 * std::numbers::pi * hz * t));
    }
    return sound;
}
// As loud as `dbm0`, by its loud part: silence does not count.
void set_level(Sound& sound, Law law, double dbm0) {
    double power = 1e-9;
    long loud = 1;
    for (const float sample : sound) {
        if (std::fabs(sample) < 0.02F) continue;
        power += static_cast<double>(sample) * static_cast<double>(sample);
        ++loud;
    }
    const double wanted = ivr_dsp::peak_from_dbm0(law, dbm0) / std::numbers::sqrt2;
    const double gain = wanted / std::sqrt(power / static_cast<double>(loud));
    for (float& sample : sound) sample = static_cast<float>(sample * gain);
}

Sound person(const Voices& voices, std::mt19937& chance, const Greetings& greetings) {
    Sound sound = pause(between(chance, 100, 1200));
    const double longest = greetings.longest_person_ms;
    // "Hello?" more often than a name and a firm.
    const double ms = std::min(between(chance, 250, longest), between(chance, 250, longest));
    append(sound, voices.say(chance, static_cast<int>(ms)));
    append(sound, pause(between(chance, 1500, 2500)));
    append(sound, voices.say(chance, 700));  // "Hello? Who is there?"
    return sound;
}
Sound machine(const Voices& voices, std::mt19937& chance, const Greetings& greetings) {
    Sound sound = pause(between(chance, 100, 1500));
    const double ms = between(chance, greetings.shortest_machine_ms, greetings.longest_machine_ms);
    append(sound, voices.say(chance, static_cast<int>(ms)));
    const unsigned beeps_of_four[] = {0, 1, 1, 2};
    const unsigned beeps = greetings.odd_beeps ? beeps_of_four[chance() % 4] : 1;
    for (unsigned beep = 0; beep < beeps; ++beep) {
        append(sound, pause(between(chance, 200, 700)));
        append(sound, sine(between(chance, 400, 2000), between(chance, 250, 900)));
    }
    return sound;
}
Sound fax(std::mt19937& chance) {
    Sound sound = pause(between(chance, 200, 2500));
    if (chance() % 2 == 0) {
        append(sound, sine(2100 + between(chance, -12, 12), between(chance, 2600, 4000)));
        return sound;
    }
    for (int burst = 0; burst < 3; ++burst) {
        append(sound, sine(1100 + between(chance, -30, 30), 500));
        append(sound, pause(3000));
    }
    return sound;
}
Sound modem(std::mt19937& chance) {
    Sound sound = pause(between(chance, 200, 2500));
    const bool bell = chance() % 3 == 0;
    append(sound, bell ? sine(2225, 3000) : sine(2100 + between(chance, -12, 12), 3300, 450));
    return sound;
}
Sound special_tone(std::mt19937& chance) {
    Sound sound = pause(between(chance, 0, 500));
    const double stray = between(chance, -20, 20);
    for (int times = 0; times < 3; ++times) {
        for (const double hz : {950.0, 1400.0, 1800.0}) append(sound, sine(hz + stray, 330));
        append(sound, pause(1000));
    }
    return sound;
}

}  // namespace

Voices::Voices(const char* folder) {
    if (!std::filesystem::exists(folder)) return;
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".wav") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    for (std::size_t i = 0; i < files.size() && spoken_.size() < 120; i += 2) {
        Sound sound = read(files[i]);
        if (sound.size() > 300 * samples_of_ms) spoken_.push_back(std::move(sound));
    }
}

std::vector<float> Voices::say(std::mt19937& chance, int ms) const {
    Sound sound;
    const auto wanted = static_cast<std::size_t>(ms) * samples_of_ms;
    while (sound.size() < wanted) {
        if (!sound.empty()) append(sound, pause(between(chance, 50, 350)));
        append(sound, spoken_[chance() % spoken_.size()]);
    }
    sound.resize(wanted);
    return sound;
}

Answer answer_of(CallParty party, const Voices& voices, std::mt19937& chance, Law law,
                 const Greetings& greetings) {
    Sound sound;
    switch (party) {
        case CallParty::person:
            sound = person(voices, chance, greetings);
            break;
        case CallParty::machine:
            sound = machine(voices, chance, greetings);
            break;
        case CallParty::fax:
            sound = fax(chance);
            break;
        case CallParty::modem:
            sound = modem(chance);
            break;
        case CallParty::special_tone:
            sound = special_tone(chance);
            break;
        case CallParty::silence:
            break;
    }
    set_level(sound, law, between(chance, -28, -12));
    sound.resize(static_cast<std::size_t>(call_ms) * samples_of_ms);
    const double noise_dbm0 = between(chance, -70, -50);
    std::normal_distribution<double> noise(
        0, ivr_dsp::peak_from_dbm0(law, noise_dbm0) / std::numbers::sqrt2);
    Answer answer{party, {}};
    for (std::size_t at = 0; at < sound.size(); at += 8) {
        ivr_dsp::LinearChunk linear{};
        for (std::size_t i = 0; i < 8; ++i) {
            const double sample = static_cast<double>(sound[at + i]) + noise(chance);
            linear[i] = static_cast<std::int16_t>(std::clamp(sample, -32000.0, 32000.0));
        }
        answer.heard.push_back(ivr_dsp::chunk_from(law, linear));
    }
    return answer;
}

long Confusion::right() const {
    long sum = 0;
    for (int party = 0; party < 6; ++party) sum += taken[party][party];
    return sum;
}
long Confusion::verdicts() const {
    long sum = 0;
    for (const auto& row : taken) {
        for (const long n : row) sum += n;
    }
    return sum;
}

namespace {

// Sixteen calls to their end.
void judge(const std::vector<Answer>& answers, ivr_dsp::CallAnalyses& analyses, Confusion& all) {
    bool decided[ivr_dsp::lanes]{};
    for (std::size_t tick = 0; tick < answers[0].heard.size(); ++tick) {
        const driver::Chunk* heard[ivr_dsp::lanes];
        for (std::size_t i = 0; i < ivr_dsp::lanes; ++i) heard[i] = &answers[i].heard[tick];
        analyses.hear(heard);
        for (std::size_t i = 0; i < ivr_dsp::lanes; ++i) {
            const auto verdict = analyses.call(i).verdict();
            if (!verdict) continue;
            decided[i] = true;
            all.claimed += static_cast<double>(verdict->confidence);
            ++all.taken[static_cast<int>(answers[i].party)][static_cast<int>(verdict->party)];
        }
    }
    for (std::size_t i = 0; i < ivr_dsp::lanes; ++i) {
        if (!decided[i]) ++all.undecided[static_cast<int>(answers[i].party)];
    }
}

}  // namespace

// Sixteen calls at a time, both laws.
Confusion judged(const Voices& voices, unsigned seed, int calls, const Greetings& greetings) {
    std::mt19937 chance(seed);
    Confusion all;
    const auto analyses = std::make_unique<ivr_dsp::CallAnalyses>(ivr_dsp::best_isa());
    for (int call = 0; call < 6 * calls; call += static_cast<int>(ivr_dsp::lanes)) {
        std::vector<Answer> answers;
        for (std::size_t lane = 0; lane < ivr_dsp::lanes; ++lane) {
            const Law law = chance() % 2 == 0 ? Law::alaw : Law::ulaw;
            const auto party = static_cast<CallParty>((static_cast<std::size_t>(call) + lane) % 6);
            answers.push_back(answer_of(party, voices, chance, law, greetings));
            analyses->reset(lane, law);
        }
        judge(answers, *analyses, all);
    }
    return all;
}

}  // namespace support
