// SPDX-License-Identifier: GPL-2.0-or-later
// Talk-off: voices and music must press no key, and be no tone. Everything recorded that Debian
// has, and synthetic voices made here, each at three speeds and three levels. The tapes that Q.24
// speaks of cannot be had; spandsp heard in the same audio is the measure.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <samplerate.h>
#include <sndfile.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "tests/bench/score.hpp"
#include "tests/bench/score_ears.hpp"
#include "tests/bench/score_lines.hpp"
#include "tests/ivr_dsp/dsp/tones/exchange_tones.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

namespace score {
namespace {

using driver::Chunk;
using driver::Law;
using Files = std::vector<std::string>;
using Sound = std::vector<float>;

struct Corpus {
    std::string name;  // of what it is and of its Debian package
    std::string folder;
};
const std::array corpora = {
    Corpus{"English prompts",          "/usr/share/asterisk/sounds/en_US_f_Allison"   },
    Corpus{"Spanish prompts",          "/usr/share/asterisk/sounds/es_MX_f_Allison"   },
    Corpus{"French prompts",           "/usr/share/asterisk/sounds/fr_CA_f_June"      },
    Corpus{"Italian prompts",          "/usr/share/asterisk/sounds/it_IT_m_Carlo"     },
    Corpus{"Italian prompts, Menardi", "/usr/share/asterisk/sounds/it_IT_f_Menardi"   },
    Corpus{"Russian prompts",          "/usr/share/asterisk/sounds/ru_RU_f_IvrvoiceRU"},
    Corpus{"music on hold",            "/usr/share/asterisk/moh"                      },
    Corpus{"codec2 examples",          "/usr/share/codec2"                            },
};

Files files_in(const std::string& folder) {
    Files files;
    if (!std::filesystem::exists(folder)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto type = entry.path().extension();
        if (type == ".wav" || type == ".raw") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// One channel; raw files are 16 bits at 8 kHz.
Sound recorded(const std::string& file, double& rate_hz) {
    SF_INFO info{};
    if (file.ends_with(".raw")) {
        info = {.frames = 0,
                .samplerate = 8000,
                .channels = 1,
                .format = SF_FORMAT_RAW | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE,
                .sections = 0,
                .seekable = 0};
    }
    SNDFILE* sound = sf_open(file.c_str(), SFM_READ, &info);
    if (sound == nullptr) return {};
    const auto channels = static_cast<std::size_t>(info.channels);
    Sound all(static_cast<std::size_t>(info.frames) * channels);
    sf_readf_float(sound, all.data(), info.frames);
    sf_close(sound);
    rate_hz = info.samplerate;
    Sound first(all.size() / channels);
    for (std::size_t i = 0; i < first.size(); ++i) first[i] = all[channels * i];
    return first;
}

// At 8 kHz, `speed` times as fast and as high.
Sound played(const Sound& sound, double rate_hz, double speed) {
    const double ratio = 8000 / (rate_hz * speed);
    if (ratio > 0.9999 && ratio < 1.0001) return sound;
    Sound out(static_cast<std::size_t>(static_cast<double>(sound.size()) * ratio) + 8);
    SRC_DATA data{};
    data.data_in = sound.data();
    data.input_frames = static_cast<long>(sound.size());
    data.data_out = out.data();
    data.output_frames = static_cast<long>(out.size());
    data.src_ratio = ratio;
    if (src_simple(&data, SRC_SINC_FASTEST, 1) != 0) return {};
    out.resize(static_cast<std::size_t>(data.output_frames_gen));
    return out;
}

std::vector<Chunk> on_the_line(const Sound& sound, double level) {
    std::vector<Chunk> line;
    line.reserve(sound.size() / driver::samples_per_tick);
    for (std::size_t at = 0; at + driver::samples_per_tick <= sound.size();
         at += driver::samples_per_tick) {
        ivr_dsp::LinearChunk linear{};
        for (std::size_t i = 0; i < linear.size(); ++i) {
            const double sample = 32767 * level * static_cast<double>(sound[at + i]);
            linear[i] = static_cast<std::int16_t>(std::clamp(sample, -32768.0, 32767.0));
        }
        line.push_back(ivr_dsp::chunk_from(Law::alaw, linear));
    }
    return line;
}

struct Heard {
    std::size_t ticks{};
    std::size_t ours{};
    std::size_t ours_with_dial_tone{};
    std::size_t peer{};
    std::size_t peer_with_dial_tone{};
    // At natural speed and level:
    std::size_t progress_tones[2]{};  // ours, the peer's
    std::size_t modem_tones[2]{};
};

std::size_t tones_told(std::span<const ivr_dsp::KnownTone> known, const support::Heard& line) {
    std::size_t told = 0;
    hear_tones(known, {line}, Law::alaw, [&](int, const ivr_dsp::ToneChange& change) {
        told += change.lane == 0 && change.tone.began != ivr_dsp::no_tone ? 1 : 0;
    });
    return told;
}

// spandsp's listens for one kind of modem tone at a time.
void listen_for_tones(const support::Heard& line, Heard& heard) {
    using support::spandsp::ModemSays;
    static const auto progress = support::tones_of("us");
    static constexpr auto modem = ivr_dsp::modem_tones();
    const auto samples = support::linear_of(Law::alaw, line);
    heard.progress_tones[0] += tones_told(progress, line);
    heard.progress_tones[1] += support::spandsp::tones_heard(progress, samples).size();
    heard.modem_tones[0] += tones_told(modem, line);
    for (const auto says :
         {ModemSays::cng, ModemSays::calling, ModemSays::answer, ModemSays::bell_answer}) {
        heard.modem_tones[1] += support::spandsp::modem_heard(says, samples) ? 1 : 0;
    }
}

void listen_to(const Sound& sound, double rate_hz, Heard& heard) {
    const Ears plain;
    const Ears with_dial_tone{.rules = {.beside_dial_tone = true}, .filters_dial_tone = true};
    for (const double speed : {0.8, 1.0, 1.25}) {
        const Sound faster = played(sound, rate_hz, speed);
        for (const double level : {0.3, 1.0, 2.0}) {
            const auto line = on_the_line(faster, level);
            if (speed == 1.0 && level == 1.0) listen_for_tones(line, heard);
            heard.ticks += line.size();
            heard.ours += heard_by_us(plain, Law::alaw, line).size();
            heard.ours_with_dial_tone += heard_by_us(with_dial_tone, Law::alaw, line).size();
            heard.peer += heard_by_spandsp(plain, Law::alaw, line).size();
            heard.peer_with_dial_tone += heard_by_spandsp(with_dial_tone, Law::alaw, line).size();
        }
    }
}

void add_rows(const std::string& name, const Heard& heard, std::vector<Row>& rows) {
    const auto hours = static_cast<double>(heard.ticks) / 3.6e6;
    const auto digits = [&](std::size_t count) {
        return Value{static_cast<double>(count), fmt::format("in {:.2f} h", hours)};
    };
    rows.push_back(
        {name, "≤ peer", heard.ours <= heard.peer, digits(heard.ours), digits(heard.peer)});
    rows.push_back({name + ", rules for dial tone", "≤ peer",
                    heard.ours_with_dial_tone <= heard.peer_with_dial_tone,
                    digits(heard.ours_with_dial_tone), digits(heard.peer_with_dial_tone)});
    const auto tones = [&](const char* which, const std::size_t(&counts)[2]) {
        const auto told = [&](std::size_t count) {
            return Value{static_cast<double>(count), fmt::format("in {:.2f} h", hours / 9)};
        };
        rows.push_back(
            {name + which, "≤ peer", counts[0] <= counts[1], told(counts[0]), told(counts[1])});
    };
    tones(", tones of the US", heard.progress_tones);
    tones(", fax and modem tones", heard.modem_tones);
}

Row not_there(const std::string& name, const std::string& what) {
    return {
        name, "skipped: " + what + " is not installed", true, {0, "in 0 h"},
               std::nullopt
    };
}

// Reads some sentences aloud; where espeak-ng is not installed, nothing.
Heard synthetic_voices(const Settings& settings) {
    Heard heard;
    const auto file = std::filesystem::temp_directory_path() /
                      fmt::format("trunkline-score-{}.wav", static_cast<const void*>(&heard));
    int number = 0;
    for (const std::string voice :
         {"en-us", "en-gb", "de", "fr-fr", "it", "es", "ru", "cmn", "pt", "ja", "sv", "pl"}) {
        for (const std::string variant : {"", "+f2", "+f4", "+m3", "+m7", "+croak", "+whisper"}) {
            if (number++ % settings.part != 0) continue;
            const auto command = fmt::format(
                "espeak-ng -v {}{} -p {} -s {} -w {} 'You have reached extension 2 7 4 1 8 0. "
                "Please hold the line while we try to connect you, or press 1 to leave a message. "
                "Alle unsere Leitungen sind belegt. Uno due tre quattro cinque. Merci de patienter "
                "quelques instants. Zero six nine five three eight.' >/dev/null 2>&1",
                voice, variant, 20 + 10 * (number % 7), 120 + 20 * (number % 5), file.string());
            if (std::system(command.c_str()) != 0) continue;  // NOLINT: words of our own
            double rate_hz = 8000;
            const Sound sound = recorded(file.string(), rate_hz);
            listen_to(sound, rate_hz, heard);
        }
    }
    std::filesystem::remove(file);
    return heard;
}

}  // namespace

std::vector<Row> talk_off_rows(const Settings& settings) {
    std::vector<Row> rows;
    for (const Corpus& corpus : corpora) {
        const Files files = files_in(corpus.folder);
        Heard heard;
        for (std::size_t i = 0; i < files.size(); i += static_cast<std::size_t>(settings.part)) {
            double rate_hz = 8000;
            const Sound sound = recorded(files[i], rate_hz);
            listen_to(sound, rate_hz, heard);
        }
        if (heard.ticks == 0) {
            rows.push_back(not_there(corpus.name, corpus.folder));
        } else {
            add_rows(corpus.name, heard, rows);
        }
    }
    const Heard synthetic = synthetic_voices(settings);
    if (synthetic.ticks == 0) {
        rows.push_back(not_there("synthetic voices", "espeak-ng"));
    } else {
        add_rows("synthetic voices (espeak-ng)", synthetic, rows);
    }
    return rows;
}

}  // namespace score
