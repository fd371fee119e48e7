// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/echo/echo_canceller.hpp"

#include <array>
#include <functional>
#include <memory>

#include <fmt/format.h>

#include "tests/ivr_dsp/dsp/echo/echoed_line.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::EchoCancellers;
using ivr_dsp::EchoTail;
using ivr_dsp::Isa;
using ivr_dsp::lanes;
using support::db;
using support::hybrid;
using support::noise;
using support::silence;
using support::Sound;
using support::speech;
using support::then;

namespace {

// Sixteen lines and their cancellers.
class Office {
  public:
    explicit Office(EchoTail tail, Isa isa = ivr_dsp::best_isa()) : cancellers(tail, isa) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            hears_[lane] = &lines[lane].hears;
            says_[lane] = &lines[lane].says;
            clean_[lane] = &clean[lane];
        }
    }
    void begin() {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            cancellers.begin(lane, lines[lane].law, lines[lane].law);
        }
    }
    void run(int ms) {
        said_ = heard_ = {};
        for (int tick = 0; tick < ms; ++tick) {
            for (auto& line : lines) line.next();
            cancel();
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                said_[lane] += support::power_of(lines[lane].law, lines[lane].says) / ms;
                heard_[lane] += support::power_of(lines[lane].law, clean[lane]) / ms;
            }
        }
    }
    // One millisecond that somebody changes on its way.
    void disturb(const std::function<void(std::size_t, Chunk&, Chunk&)>& change) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            lines[lane].next();
            change(lane, lines[lane].hears, lines[lane].says);
        }
        cancel();
    }
    // One millisecond with the octets of another office.
    void hear_as(const Office& other) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            lines[lane].hears = other.lines[lane].hears;
            lines[lane].says = other.lines[lane].says;
        }
        cancel();
    }
    // Of the last run: how much weaker the line became; how loud it is now.
    [[nodiscard]] double weaker_db(std::size_t lane) const {
        return db(said_[lane]) - db(heard_[lane]);
    }
    [[nodiscard]] double level_dbm0(std::size_t lane) const {
        return ivr_dsp::dbm0_from_mean_square(lines[lane].law, std::max(1e-3, heard_[lane]));
    }
    // How near the echo path is known: 20 dB is a tenth of its size wrong.
    [[nodiscard]] double known_db(std::size_t lane) const {
        double wrong = 0;
        double all = 0;
        for (std::size_t at = 0; at < cancellers.taps(); ++at) {
            const double tap = at < lines[lane].path.size() ? lines[lane].path[at] : 0;
            all += tap * tap;
            wrong += (tap - cancellers.tap(lane, at)) * (tap - cancellers.tap(lane, at));
        }
        return 10 * std::log10(all / wrong);
    }

    EchoCancellers cancellers;
    std::array<support::EchoedLine, lanes> lines;
    std::array<Chunk, lanes> clean{};

  private:
    void cancel() { cancellers.cancel(hears_.data(), says_.data(), clean_.data()); }

    std::array<const Chunk*, lanes> hears_{};
    std::array<const Chunk*, lanes> says_{};
    std::array<Chunk*, lanes> clean_{};
    std::array<double, lanes> said_{};
    std::array<double, lanes> heard_{};
};

double loss_of(std::size_t lane) {
    return std::array{6.0, 10.0, 15.0, 20.0}[lane % 4];
}
Sound white(std::size_t lane) {
    return noise(-15, 6000, static_cast<unsigned>(lane));
}
Sound talk(std::size_t lane) {
    return speech(-15, 8000, 13 * lane);
}
Sound one_or_two_tones(std::size_t lane) {
    const double hz = std::array{350.0, 1000.0, 2100.0, 3000.0}[lane / 4];
    const std::vector<double> all = lane % 2 == 0 ? std::vector{hz} : std::vector{hz, hz + 90};
    return then(white(lane), support::tones(all, -10, 3000));
}

Chunk any_octets(std::mt19937& chance) {
    Chunk chunk;
    for (auto& octet : chunk.octets) octet = static_cast<std::uint8_t>(chance());
    return chunk;
}
// Every line in its own way.
void spoil(std::size_t lane, int ms, std::mt19937& chance, Chunk& hears, Chunk& says) {
    const std::array all_the_time{driver::filled(0xFF), driver::filled(0x00), driver::filled(0xAA),
                                  driver::alaw_silence, driver::filled(0x2A)};
    if (lane < all_the_time.size()) hears = says = all_the_time[lane];
    if (lane == 6) says = driver::filled(0x80);
    if (lane == 7 || lane == 8) hears = any_octets(chance);
    if (lane == 8) says = any_octets(chance);
    if (lane == 9) hears = says = driver::filled(ms / 20 % 2 == 0 ? 0x80 : 0x00);  // square
}

}  // namespace

TEST_GROUP(EchoCanceller) {
    std::unique_ptr<Office> office;

    // All kinds of hybrids and laws; a quiet room at the far side of each.
    void lines_with(EchoTail tail, const std::function<Sound(std::size_t)>& played,
                    Isa isa = ivr_dsp::best_isa()) {
        office = std::make_unique<Office>(tail, isa);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            auto& line = office->lines[lane];
            const auto number = static_cast<unsigned>(lane);
            line.law = lane % 2 == 0 ? Law::alaw : Law::ulaw;
            line.far = played(lane);
            line.near = noise(-65, static_cast<double>(line.far.size()) / 8, 100 + number);
            const std::size_t taps = office->cancellers.taps();
            line.path =
                hybrid(static_cast<int>(lane / 2), loss_of(lane),
                       static_cast<double>(lane % 5) * static_cast<double>(taps) / 128, taps);
        }
        office->begin();
    }
    void each(const std::function<void(std::size_t)>& check) {
        for (std::size_t lane = 0; lane < lanes; ++lane) check(lane);
    }
    void at_least(double limit, double value, const char* what, std::size_t lane) {
        CHECK_TRUE_TEXT(
            value >= limit,
            fmt::format("{} on line {}: {:.1f}, not {:.1f}", what, lane, value, limit).c_str());
    }
};

TEST(EchoCanceller, noise_comes_back_30_dB_weaker_after_half_a_second_whatever_the_hybrid) {
    for (const EchoTail tail : ivr_dsp::all_echo_tails) {
        lines_with(tail, white);
        office->run(500);
        office->run(500);
        each([&](std::size_t lane) {
            at_least(26, office->known_db(lane), "path known", lane);
            at_least(27, office->weaker_db(lane), "echo weaker", lane);
        });
        office->run(1000);
        each([&](std::size_t lane) {
            const auto report = office->cancellers.report(lane);
            CHECK(report.learned && report.cancels);
            at_least(24, report.erle_db, "ERLE", lane);
            DOUBLES_EQUAL(loss_of(lane), report.return_loss_db, 1);
            at_least(30, office->weaker_db(lane), "echo weaker", lane);
        });
    }
}

TEST(EchoCanceller, speech_comes_back_weaker_from_its_first_second_on) {
    for (const EchoTail tail : ivr_dsp::all_echo_tails) {
        lines_with(tail, talk);
        office->run(1000);
        double known = 0;
        double weaker = 0;
        each([&](std::size_t lane) {
            at_least(10, office->weaker_db(lane), "echo weaker", lane);
            weaker += office->weaker_db(lane) / lanes;
            known += office->known_db(lane) / lanes;
        });
        at_least(tail == EchoTail::ms128 ? 9 : 11, known, "path known", lanes);
        at_least(25, weaker, "echoes weaker", lanes);
        office->run(2000);
        each([&](std::size_t lane) { at_least(14, office->weaker_db(lane), "echo weaker", lane); });
    }
}

TEST(EchoCanceller, somebody_who_talks_into_noise_is_heard_and_the_path_stays_known) {
    lines_with(EchoTail::ms16, white);
    each([&](std::size_t lane) {
        auto& line = office->lines[lane];
        const Sound said = speech(lane < 8 ? -15 : -25, 3000, 300 + 7 * lane);
        line.near = support::both(line.near, then(silence(1000), said));
    });
    office->run(1000);
    office->run(3000);
    each([&](std::size_t lane) {
        at_least(24, office->known_db(lane), "path known", lane);
        DOUBLES_EQUAL(lane < 8 ? -15 : -25, office->level_dbm0(lane), 2);
    });
    office->run(500);
    office->run(500);
    each([&](std::size_t lane) { at_least(30, office->weaker_db(lane), "echo weaker", lane); });
}

TEST(EchoCanceller, two_who_talk_at_the_same_time_hear_each_other_and_the_paths_stay_known) {
    lines_with(EchoTail::ms16, talk);
    each([&](std::size_t lane) {
        auto& line = office->lines[lane];
        const Sound said = speech(lane < 8 ? -15 : -25, 4000, 300 + 7 * lane);
        line.near = support::both(line.near, then(silence(3000), said));
    });
    office->run(3000);
    double before = 0;
    each([&](std::size_t lane) { before += office->known_db(lane) / lanes; });
    office->run(4000);
    double after = 0;
    each([&](std::size_t lane) {
        after += office->known_db(lane) / lanes;
        at_least(2, office->known_db(lane), "path known", lane);
        DOUBLES_EQUAL(lane < 8 ? -15 : -25, office->level_dbm0(lane), 2);
    });
    at_least(before - 4, after, "paths known", lanes);
}

// A digital telephone: who talks there is no echo, whoever talks to him meanwhile.
TEST(EchoCanceller, on_a_line_without_an_echo_nobody_is_cut_off) {
    lines_with(EchoTail::ms32, talk);
    each([&](std::size_t lane) {
        auto& line = office->lines[lane];
        line.path.assign(line.path.size(), 0);
        line.near = support::both(
            line.near, then(silence(2000), speech(lane < 8 ? -15 : -22, 6000, 300 + 7 * lane)));
    });
    office->run(2000);
    std::array<int, lanes> lost{};
    for (int ms = 0; ms < 6000; ms += 10) {
        office->run(10);
        each([&](std::size_t lane) { lost[lane] += office->weaker_db(lane) > 6 ? 10 : 0; });
    }
    each([&](std::size_t lane) { at_least(-160, -lost[lane], "ms that were lost, less,", lane); });
}

TEST(EchoCanceller, a_changed_path_is_learned_while_the_call_goes_on) {
    lines_with(EchoTail::ms16, white);
    office->run(1500);
    each([&](std::size_t lane) {
        auto& path = office->lines[lane].path;
        path = hybrid(static_cast<int>(lane / 2) + 1, loss_of(lane + 1), 3, path.size());
    });
    office->run(1000);
    office->run(500);
    each([&](std::size_t lane) {
        at_least(12, office->known_db(lane), "path known", lane);
        at_least(25, office->weaker_db(lane), "echo weaker", lane);
    });
}

TEST(EchoCanceller, tones_do_not_make_it_forget_the_path) {
    lines_with(EchoTail::ms16, one_or_two_tones);
    office->run(6000);
    office->run(3000);
    each([&](std::size_t lane) { at_least(18, office->known_db(lane), "path known", lane); });
}

TEST(EchoCanceller, what_replaces_the_echo_is_as_loud_as_the_background) {
    lines_with(EchoTail::ms32, [](std::size_t lane) { return then(silence(3000), white(lane)); });
    each([&](std::size_t lane) {
        office->lines[lane].near =
            noise(-52, 8000, static_cast<unsigned>(50 + lane), lane < 8 ? 0 : 0.6);
    });
    office->run(3000);
    each([&](std::size_t lane) {
        DOUBLES_EQUAL(-52, office->cancellers.report(lane).background_dbm0, 3);
    });
    office->run(1500);
    office->run(1500);
    each([&](std::size_t lane) { DOUBLES_EQUAL(-52, office->level_dbm0(lane), 3); });
}

TEST(EchoCanceller, a_modem_gets_its_octets_through_untouched) {
    lines_with(EchoTail::ms16, white);
    office->run(500);
    office->cancellers.disable(3);
    for (int ms = 0; ms < 500; ++ms) {
        office->run(1);
        CHECK(office->clean[3] == office->lines[3].says);
        CHECK(!office->cancellers.report(3).cancels);
    }
    office->cancellers.enable(3);
    office->run(300);
    at_least(25, office->weaker_db(3), "echo weaker", 3);
}

TEST(EchoCanceller, a_new_call_on_one_line_knows_nothing_and_touches_no_other) {
    lines_with(EchoTail::ms16, talk);
    Office other(EchoTail::ms16);
    other.lines = office->lines;
    other.begin();
    office->run(1003);
    other.run(1003);
    office->cancellers.begin(3, office->lines[3].law, office->lines[3].law);
    CHECK(!office->cancellers.report(3).learned);
    Office fresh(EchoTail::ms16);
    fresh.lines = office->lines;
    fresh.begin();
    for (int ms = 0; ms < 1000; ++ms) {
        for (Office* each : {office.get(), &other, &fresh}) each->run(1);
        each([&](std::size_t lane) {
            CHECK(office->clean[lane] == (lane == 3 ? fresh : other).clean[lane]);
        });
    }
}

// Garbage of every kind, on some lines in both directions.
TEST(EchoCanceller, bad_audio_does_no_harm_and_the_path_is_learned_again) {
    std::mt19937 chance(1);
    for (const EchoTail tail : {EchoTail::ms16, EchoTail::ms128}) {
        lines_with(tail, white);
        office->run(300);
        for (int ms = 0; ms < 3000; ++ms) {
            office->disturb([&](std::size_t lane, Chunk& hears, Chunk& says) {
                spoil(lane, ms, chance, hears, says);
            });
        }
        office->run(2000);
        office->run(500);
        each([&](std::size_t lane) {
            at_least(20, office->known_db(lane), "path known", lane);
            at_least(25, office->weaker_db(lane), "echo weaker", lane);
        });
    }
}

TEST(EchoCanceller, every_instruction_set_gives_the_same_octets) {
    for (const EchoTail tail : ivr_dsp::all_echo_tails) {
        lines_with(tail, talk, Isa::scalar);
        each([&](std::size_t lane) {
            if (lane % 3 == 0) office->lines[lane].near = speech(-20, 900, 5 * lane);
            if (lane % 5 == 0) office->lines[lane].far = noise(-5, 900, 7);
        });
        std::vector<std::unique_ptr<Office>> others;
        for (const Isa isa : ivr_dsp::all_isas) {
            if (!ivr_dsp::machine_has(isa)) continue;
            others.push_back(std::make_unique<Office>(tail, isa));
            others.back()->lines = office->lines;
            others.back()->begin();
        }
        for (int ms = 0; ms < 900; ++ms) {
            office->run(1);
            for (auto& other : others) {
                other->hear_as(*office);
                CHECK(other->clean == office->clean);
            }
        }
    }
}
