// SPDX-License-Identifier: GPL-2.0-or-later
// What no telephone should send and some lines do: clipped, on a direct voltage, silent, all ones,
// in the wrong law, with clicks, swept. Nobody is told anything of it, no value leaves its range,
// and the first thing worth hearing afterwards is heard. And a call that follows another begins as
// if it were the first.
#include <cmath>
#include <random>

#include "ivr_dsp/dsp/echo/echo_canceller.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/ivr_dsp/dsp/conference/room.hpp"
#include "tests/ivr_dsp/dsp/listeners.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using support::Heard;
using support::Linear;
using support::Listener;
using support::Told;

namespace {

constexpr std::size_t bad_ms = 3000;

constexpr const char* names[lanes] = {"silence",
                                      "all ones",
                                      "all zeros",
                                      "0x7F",
                                      "a direct voltage",
                                      "speech on a direct voltage",
                                      "clipped speech",
                                      "a clipped sine of 1000 Hz",
                                      "clicks",
                                      "pops",
                                      "a slow sweep",
                                      "a quick sweep",
                                      "speech in the other law",
                                      "silence of the other law",
                                      "loud noise",
                                      "octets by chance"};
enum : std::size_t { silence, all_ones, all_zeros, one_octet, direct_voltage, clipped_sine = 7 };

Law other_than(Law law) {
    return law == Law::alaw ? Law::ulaw : Law::alaw;
}

Linear speech() {
    const auto chunks = ivr_dsp::chunks_of_recording(
        "/usr/share/asterisk/sounds/en_US_f_Allison/vm-instructions.wav", Law::ulaw);
    CHECK_TRUE(chunks);  // asterisk-core-sounds-en-wav
    Linear all = support::linear_of(Law::ulaw, *chunks);
    all.resize(8 * bad_ms);
    return all;
}

std::int16_t limited(double sample) {
    return static_cast<std::int16_t>(std::lround(std::clamp(sample, -32768.0, 32767.0)));
}

template <class Sample>
Heard made(Law law, Sample&& sample) {
    Linear samples(8 * bad_ms);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = limited(sample(i));
    return support::in_law(law, samples);
}

// From 100 to 3900 Hz and again.
Heard swept(Law law, double ms) {
    double turns = 0;
    return made(law, [=](std::size_t i) mutable {
        const double share = std::fmod(static_cast<double>(i) / 8, ms) / ms;
        turns += 100 * std::pow(39, share) / 8000;
        return 16'000 * std::sin(2 * std::numbers::pi * turns);
    });
}

Heard bursts(Law law, std::size_t samples) {
    std::mt19937 chance(9);
    return made(law, [=](std::size_t i) mutable {
        const bool on = i % 400 < samples;
        return on ? (chance() % 2 == 0 ? 32'767 : -32'768) : 0;
    });
}

Heard by_chance() {
    std::mt19937 chance(7);
    Heard chunks(bad_ms);
    for (Chunk& chunk : chunks) {
        for (auto& octet : chunk.octets) octet = static_cast<std::uint8_t>(chance());
    }
    return chunks;
}

Heard loud_noise(Law law) {
    std::mt19937 chance(8);
    std::normal_distribution<> noise(0, 12'000);
    return made(law, [=](std::size_t) mutable { return noise(chance); });
}

std::vector<Heard> bad_audio(Law law) {
    const auto octets = [](std::uint8_t octet) { return Heard(bad_ms, driver::filled(octet)); };
    const Linear voice = speech();
    const auto spoken = [&voice](double gain, double voltage) {
        return [=, &voice](std::size_t i) { return gain * voice[i] + voltage; };
    };
    return {Heard(bad_ms, driver::silence(law)),
            octets(0xFF),
            octets(0x00),
            octets(0x7F),
            made(law, [](std::size_t) { return 16'000; }),
            made(law, spoken(1, -12'000)),
            made(law, spoken(40, 0)),
            made(law, [](std::size_t i) { return i % 8 < 4 ? 32'767 : -32'768; }),
            bursts(law, 1),
            bursts(law, 24),
            swept(law, bad_ms),
            swept(law, 200),
            made(other_than(law), spoken(1, 0)),
            Heard(bad_ms, driver::silence(other_than(law))),
            loud_noise(law),
            by_chance()};
}

// "Hello?", for the second after the first 300 ms.
Heard on_a_line(Law law) {
    Linear samples = speech();
    samples.resize(8000);
    Heard line = support::in_law(law, samples);
    line.insert(line.begin(), 300, driver::silence(law));
    line.insert(line.end(), 1500, driver::silence(law));
    return line;
}

// Those who tell something of voices, and of bad audio rightly.
void add_voices(std::vector<support::Kind>& kinds) {
    kinds.push_back({"activity",
                     [](Isa isa) { return std::make_unique<support::ActivityListener>(isa); },
                     [](Law law) { return on_a_line(law); }, "voice;"});
    kinds.push_back({"who has answered",
                     [](Isa isa) { return std::make_unique<support::AnswerListener>(isa); },
                     [](Law law) { return on_a_line(law); }, "person "});
}

void begin(Listener& listener, Law law) {
    for (std::size_t lane = 0; lane < lanes; ++lane) listener.reset(lane, law);
}
Told told_of(Listener& listener, const std::vector<Heard>& recordings, Law law) {
    Told told;
    support::play_to(recordings, law,
                     [&](const Chunk* const* heard) { listener.hear(heard, told); });
    return told;
}

// Whether all of them tell the same, and the signal that it is there for.
bool all_alike(const support::Kind& kind, const std::vector<Heard>& recordings, Law law) {
    const auto told_by = [&](Isa isa) {
        const auto listener = kind.make(isa);
        begin(*listener, law);
        return told_of(*listener, recordings, law);
    };
    const Told plain = told_by(Isa::scalar);
    const auto tells = [&](const std::string& told) {
        return told.find(kind.word) != std::string::npos;
    };
    if (std::none_of(plain.begin(), plain.end(), tells)) return false;
    return std::all_of(ivr_dsp::all_isas.begin(), ivr_dsp::all_isas.end(), [&](Isa isa) {
        return !ivr_dsp::machine_has(isa) || told_by(isa) == plain;
    });
}

// Three in a conference, of whom one sends this and falls silent: of the next half second, the
// milliseconds in which another does not hear the third as if he had been silent all along.
int differing_after(const Heard& bad, Isa isa, Law law) {
    support::Room room(3, isa);
    support::Room without(3, isa);
    for (int party = 0; party < 3; ++party) {
        room.enters(law);
        without.enters(law);
    }
    room.listens_to(0, bad_ms, [&](int ms) { return bad[static_cast<std::size_t>(ms)]; });
    without.passes(bad_ms);
    room.says(0, driver::silence(law));
    room.passes(1000);
    without.passes(1000);
    int differing = 0;
    for (int ms = 0; ms < 500; ++ms) {
        for (support::Room* one : {&room, &without}) {
            one->says(1, support::sine(700, -15, ms, law));
            one->passes();
        }
        differing += room.hears(2) != without.hears(2) ? 1 : 0;
    }
    return differing;
}

// Calls check(isa, law) for all that this machine can do.
template <class Check>
void in_every_set(Check&& check) {
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        for (const Law law : {Law::alaw, Law::ulaw}) check(isa, law);
    }
}

}  // namespace

TEST_GROUP(BadAudio) {
    std::vector<support::Kind> kinds = support::all_kinds();
    std::string where(const support::Kind& kind, Isa isa, std::size_t lane) const {
        return fmt::format("{}, {}: {}", kind.name, name_of(isa), names[lane]);
    }
};

TEST(BadAudio, nobody_is_told_of_it_and_the_signal_after_it_is_heard) {
    in_every_set([this](Isa isa, Law law) {
        const auto bad = bad_audio(law);
        for (const auto& kind : kinds) {
            const auto listener = kind.make(isa);
            begin(*listener, law);
            const Told told = told_of(*listener, bad, law);
            const Told after = told_of(*listener, {lanes, kind.signal(law)}, law);
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                STRCMP_EQUAL_TEXT("", told[lane].c_str(), where(kind, isa, lane).c_str());
                STRCMP_CONTAINS_TEXT(kind.word.c_str(), after[lane].c_str(),
                                     where(kind, isa, lane).c_str());
            }
        }
    });
}

// As a line that was never used before: half of a signal is no help to the next call, and no harm.
TEST(BadAudio, a_call_that_follows_another_hears_what_a_first_call_hears) {
    add_voices(kinds);
    in_every_set([this](Isa isa, Law law) {
        const auto bad = bad_audio(other_than(law));
        for (const auto& kind : kinds) {
            const Heard signal = kind.signal(law);
            const auto first = kind.make(isa);
            begin(*first, law);
            const Told wanted = told_of(*first, {lanes, signal}, law);
            const auto used = kind.make(isa);
            begin(*used, other_than(law));
            told_of(*used, bad, other_than(law));
            // Together a multiple of all windows, which go on when a call ends.
            Heard half = kind.signal(other_than(law));
            half.resize(330);
            half.insert(half.begin(), 270, driver::silence(other_than(law)));
            told_of(*used, {lanes, half}, other_than(law));
            begin(*used, law);
            const Told told = told_of(*used, {lanes, signal}, law);
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                STRCMP_CONTAINS_TEXT(kind.word.c_str(), told[lane].c_str(), kind.name.c_str());
                STRCMP_EQUAL_TEXT(wanted[lane].c_str(), told[lane].c_str(),
                                  where(kind, isa, lane).c_str());
            }
        }
    });
}

// Every listener hears every other's signal, and bad audio after it.
TEST(BadAudio, every_instruction_set_tells_the_same_to_the_last_bit) {
    add_voices(kinds);
    for (const Law law : {Law::alaw, Law::ulaw}) {
        std::vector<Heard> recordings = bad_audio(law);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const Heard signal = kinds[1 + lane].signal(law);
            recordings[lane].insert(recordings[lane].begin(), signal.begin(), signal.end());
        }
        for (const auto& kind : kinds)
            CHECK_TEXT(all_alike(kind, recordings, law), kind.name.c_str());
    }
}

TEST(BadAudio, its_level_voltage_and_clipping_are_measured_within_their_ranges) {
    in_every_set([](Isa isa, Law law) {
        support::ActivityListener meter(isa);
        begin(meter, law);
        const Told told = told_of(meter, bad_audio(law), law);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto activity = meter.of(lane);
            CHECK_TEXT(std::isfinite(activity.level_dbm0) && activity.level_dbm0 < 7, names[lane]);
            CHECK_TEXT(std::fabs(activity.offset) <= 32'768, names[lane]);
            CHECK_TEXT(activity.clipped_share >= 0 && activity.clipped_share <= 1, names[lane]);
        }
        for (const std::size_t lane : {silence, all_ones, all_zeros, one_octet, direct_voltage}) {
            STRCMP_EQUAL_TEXT("", told[lane].c_str(), names[lane]);
        }
        DOUBLES_EQUAL(16'000, meter.of(direct_voltage).offset, 500);
        DOUBLES_EQUAL(1, meter.of(clipped_sine).clipped_share, 0.001);
        DOUBLES_EQUAL(0, meter.of(silence).clipped_share, 0.001);
    });
}

TEST(BadAudio, in_a_conference_the_others_understand_each_other_when_it_is_over) {
    in_every_set([](Isa isa, Law law) {
        for (const Heard& bad : bad_audio(law)) LONGS_EQUAL(0, differing_after(bad, isa, law));
    });
}

// Each lane hears one and says another of them.
TEST(BadAudio, an_echo_canceller_learns_its_line_after_it) {
    constexpr std::size_t later = 5;  // of the echo, in chunks
    in_every_set([](Isa isa, Law law) {
        const auto bad = bad_audio(law);
        ivr_dsp::EchoCancellers cancellers(ivr_dsp::EchoTail{}, isa);
        for (std::size_t lane = 0; lane < lanes; ++lane) cancellers.begin(lane, law, law);
        Chunk clean[lanes];
        const auto cancel = [&](const auto& hears, const auto& says) {
            const Chunk* far[lanes];
            const Chunk* near[lanes];
            Chunk* out[lanes];
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                far[lane] = &hears(lane);
                near[lane] = &says(lane);
                out[lane] = &clean[lane];
            }
            cancellers.cancel(far, near, out);
        };
        for (std::size_t ms = 0; ms < bad_ms; ++ms) {
            cancel(
                [&](std::size_t lane) -> auto& { return bad[lane][ms]; },
                [&](std::size_t lane) -> auto& { return bad[(5 * lane + 3) % lanes][ms]; });
        }
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto report = cancellers.report(lane);
            for (const double value :
                 {report.erle_db, report.return_loss_db, report.delay_ms, report.background_dbm0}) {
                CHECK_TEXT(std::isfinite(value), names[lane]);
            }
        }
        support::Tape tape(law, 5);
        const Heard far = tape.pause(3000).with_noise(-15).chunks();
        Linear samples = support::linear_of(law, far);
        for (auto& sample : samples) sample = static_cast<std::int16_t>(sample / 5);
        Heard echo = support::in_law(law, samples);
        echo.insert(echo.begin(), later, driver::silence(law));
        for (std::size_t ms = 0; ms < far.size(); ++ms) {
            cancel(
                [&](std::size_t) -> auto& { return far[ms]; },
                [&](std::size_t) -> auto& { return echo[ms]; });
        }
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            CHECK_TEXT(cancellers.report(lane).erle_db > 20, names[lane]);
        }
    });
}
