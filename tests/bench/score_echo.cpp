// SPDX-License-Identifier: GPL-2.0-or-later
// Echo cancellers, in the way of ITU-T G.168: sixteen lines, eight with the echo paths that G.168
// gives as models D.2 to D.9, eight with paths of our own, return losses of 6 to 20 dB. Limits are
// our own goals.
#include <array>
#include <functional>
#include <memory>

#include <spandsp/g168models.h>

#include "ivr_dsp/dsp/echo/echo_canceller.hpp"
#include "tests/bench/score.hpp"
#include "tests/ivr_dsp/dsp/echo/echoed_line.hpp"
#include "tests/ivr_dsp/dsp/echo/spandsp_canceller.hpp"

namespace score {
namespace {

using driver::Chunk;
using ivr_dsp::EchoTail;
using ivr_dsp::lanes;
using support::both;
using support::EchoedLine;
using support::Sound;
using support::then;

using Lines = std::array<EchoedLine, lanes>;
// Powers of what lines say and of what is left, [ms][line].
struct Heard {
    std::vector<std::array<double, lanes>> said;
    std::vector<std::array<double, lanes>> left;
};
struct Trial {
    EchoTail tail = EchoTail::ms16;
    bool suppresses = false;  // with the non-linear processor
    int ms = 0;
    std::function<void(int, Lines&)> before_ms = [](int, Lines&) {};
};

Sound model(std::span<const std::int32_t> coefficients, double loss_db, std::size_t taps) {
    Sound path(coefficients.begin(), coefficients.end());
    path.resize(std::min(path.size(), taps));
    const double energy = support::power_of(path) * static_cast<double>(path.size());
    for (double& tap : path) tap *= std::pow(10, -loss_db / 20) / std::sqrt(energy);
    path.resize(taps);
    return path;
}
Sound path_of(std::size_t line, std::size_t taps) {
    const double loss_db = std::array{6.0, 10.0, 15.0, 20.0}[line % 4];
    const std::array<std::span<const std::int32_t>, 8> models{
        line_model_d2_coeffs, line_model_d3_coeffs, line_model_d4_coeffs, line_model_d5_coeffs,
        line_model_d6_coeffs, line_model_d7_coeffs, line_model_d8_coeffs, line_model_d9_coeffs};
    if (line < models.size()) return model(models[line], loss_db, taps);
    const double late_ms = static_cast<double>(line % 5) * static_cast<double>(taps) / 128;
    return support::hybrid(static_cast<int>(line), loss_db, late_ms, taps);
}
Lines lines_that_hear(EchoTail tail, const std::function<Sound(unsigned)>& played) {
    Lines lines;
    for (unsigned i = 0; i < lanes; ++i) {
        lines[i].law = i % 2 == 0 ? driver::Law::alaw : driver::Law::ulaw;
        lines[i].path = path_of(i, ivr_dsp::taps_of(tail));
        lines[i].far = played(i);
        lines[i].near = support::noise(-65, static_cast<double>(lines[i].far.size()) / 8, 100 + i);
    }
    return lines;
}

Heard by_us(Lines lines, const Trial& trial) {
    ivr_dsp::EchoCancellers cancellers(trial.tail);
    Heard heard;
    std::array<Chunk, lanes> clean;
    const Chunk* hears[lanes];
    const Chunk* says[lanes];
    Chunk* out[lanes];
    for (std::size_t i = 0; i < lanes; ++i) {
        cancellers.begin(i, lines[i].law, lines[i].law);
        cancellers.suppress(i, trial.suppresses);
        hears[i] = &lines[i].hears;
        says[i] = &lines[i].says;
        out[i] = &clean[i];
    }
    for (int ms = 0; ms < trial.ms; ++ms) {
        trial.before_ms(ms, lines);
        for (EchoedLine& line : lines) line.next();
        cancellers.cancel(hears, says, out);
        auto& said = heard.said.emplace_back();
        auto& left = heard.left.emplace_back();
        for (std::size_t i = 0; i < lanes; ++i) {
            said[i] = support::power_of(lines[i].law, lines[i].says);
            left[i] = support::power_of(lines[i].law, clean[i]);
        }
    }
    return heard;
}

// What comes out of it is companded, as ours is.
Heard by_spandsp(Lines lines, const Trial& trial) {
    const support::Silenced silenced;
    std::vector<std::unique_ptr<support::SpandspCanceller>> cancellers;
    for (std::size_t i = 0; i < lanes; ++i) {
        cancellers.push_back(std::make_unique<support::SpandspCanceller>(
            ivr_dsp::taps_of(trial.tail), trial.suppresses));
    }
    Heard heard;
    for (int ms = 0; ms < trial.ms; ++ms) {
        trial.before_ms(ms, lines);
        auto& said = heard.said.emplace_back();
        auto& left = heard.left.emplace_back();
        for (std::size_t i = 0; i < lanes; ++i) {
            EchoedLine& line = lines[i];
            line.next();
            const auto clean = cancellers[i]->cancel(line.law, line.hears, line.says);
            said[i] = support::power_of(line.law, line.says);
            left[i] = support::power_of(line.law, ivr_dsp::chunk_from(line.law, clean));
        }
    }
    return heard;
}

// Of one line, from one millisecond to another.
double sum(const std::vector<std::array<double, lanes>>& powers, std::size_t line, int from,
           int to) {
    double all = 0;
    for (int ms = from; ms < to; ++ms) all += powers[static_cast<std::size_t>(ms)][line];
    return all;
}
using Measure = std::function<double(const Heard&, std::size_t line)>;

// How much weaker a line became between two moments.
Measure weaker(int from, int to) {
    return [=](const Heard& heard, std::size_t line) {
        return support::db(sum(heard.said, line, from, to)) -
               support::db(sum(heard.left, line, from, to) + 0.1 * (to - from));
    };
}
// Milliseconds after a moment until 32 in a row are 20 dB weaker.
Measure time_to_20_db(int from, int last) {
    return [=](const Heard& heard, std::size_t line) {
        int ms = from;
        while (ms + 32 < last && weaker(ms, ms + 32)(heard, line) < 20) ++ms;
        return static_cast<double>(ms + 32 - from);
    };
}
double average(const Heard& heard, const Measure& measure) {
    double all = 0;
    for (std::size_t line = 0; line < lanes; ++line) all += measure(heard, line) / lanes;
    return all;
}

class Sheet {
  public:
    Sheet(const Lines& lines, const Trial& trial)
        : ours_(by_us(lines, trial)), theirs_(by_spandsp(lines, trial)) {}

    Row at_least(const std::string& what, double limit, const Measure& measure) const {
        const double ours = average(ours_, measure);
        return {
            what,
            "≥ " + std::to_string(static_cast<int>(limit)) + " dB",
            ours >= limit,
            {ours,      "dB"},
            Value{ average(theirs_, measure), "dB"}
        };
    }
    Row at_most(const std::string& what, double limit, const std::string& unit,
                const Measure& measure) const {
        const double ours = average(ours_, measure);
        return {
            what,
            "≤ " + std::to_string(static_cast<int>(limit)) + " " + unit,
            ours <= limit,
            {ours,      unit},
            Value{ average(theirs_, measure), unit}
        };
    }

  private:
    Heard ours_;
    Heard theirs_;
};

void single_talk(std::vector<Row>& rows, unsigned seed) {
    for (const EchoTail tail : ivr_dsp::all_echo_tails) {
        const std::string of = ", tail " + std::string(name_of(tail)).substr(2) + " ms";
        const auto noise =
            lines_that_hear(tail, [&](unsigned i) { return support::noise(-15, 2000, seed + i); });
        const Sheet hiss(noise, {.tail = tail, .ms = 2000});
        rows.push_back(
            hiss.at_most("noise: 20 dB weaker after" + of, 1000, "ms", time_to_20_db(0, 2000)));
        rows.push_back(hiss.at_least("noise: filter, second 2" + of, 27, weaker(1000, 2000)));
        const auto speech = lines_that_hear(
            tail, [&](unsigned i) { return support::speech(-15, 3000, seed + 13 * i); });
        const Sheet plain(speech, {.tail = tail, .ms = 3000});
        rows.push_back(plain.at_least("speech: filter, second 1" + of, 8, weaker(0, 1000)));
        rows.push_back(plain.at_least("speech: filter, seconds 2, 3" + of, 17, weaker(1000, 3000)));
        const Sheet whole(speech, {.tail = tail, .suppresses = true, .ms = 3000});
        rows.push_back(whole.at_least("speech: with NLP, second 1" + of, 25, weaker(0, 1000)));
        rows.push_back(
            whole.at_least("speech: with NLP, seconds 2, 3" + of, 30, weaker(1000, 3000)));
    }
}

// Speech against speech for four seconds; noise before and after shows what the filter knows.
void double_talk(std::vector<Row>& rows, unsigned seed) {
    for (const double near_dbm0 : {-15.0, -25.0}) {
        auto lines = lines_that_hear(EchoTail::ms16, [&](unsigned i) {
            return then(support::noise(-15, 2000, seed + i),
                        then(support::speech(-15, 4000, seed + 13 * i),
                             support::noise(-15, 1000, seed + 50 + i)));
        });
        for (unsigned i = 0; i < lanes; ++i) {
            const auto said = support::speech(near_dbm0, 4000, seed + 300 + 7 * i);
            lines[i].near = both(lines[i].near, then(support::silence(2000), said));
        }
        const Sheet sheet(lines, {.ms = 7000});
        const std::string of =
            near_dbm0 > -20 ? ", both as loud" : ", near end 10 dB below the far end";
        rows.push_back(
            sheet.at_least("filter right after double talk" + of, 15, weaker(6000, 6050)));
        const Sheet whole(lines, {.suppresses = true, .ms = 7000});
        rows.push_back(
            whole.at_most("near end's loss in double talk, NLP" + of, 3, "dB", weaker(2000, 6000)));
    }
}

// A digital telephone, on which the far end talks alone for two seconds, then both do.
void without_an_echo(std::vector<Row>& rows, unsigned seed) {
    auto lines = lines_that_hear(
        EchoTail::ms32, [&](unsigned i) { return support::speech(-15, 6000, seed + 13 * i); });
    for (unsigned i = 0; i < lanes; ++i) {
        lines[i].path.assign(lines[i].path.size(), 0);
        const auto said = support::speech(-20, 4000, seed + 300 + 7 * i);
        lines[i].near = both(lines[i].near, then(support::silence(2000), said));
    }
    const Sheet whole(lines, {.tail = EchoTail::ms32, .suppresses = true, .ms = 6000});
    rows.push_back(whole.at_most("near end's loss on a line without an echo, NLP", 1, "dB",
                                 weaker(2000, 6000)));
}

void changes_and_tones(std::vector<Row>& rows, unsigned seed) {
    const auto noise = lines_that_hear(
        EchoTail::ms16, [&](unsigned i) { return support::noise(-15, 4000, seed + i); });
    const auto change = [](int ms, Lines& lines) {
        if (ms != 2000) return;
        for (std::size_t i = 0; i < lanes; ++i) lines[i].path = path_of((i + 5) % lanes, 128);
    };
    const Sheet changed(noise, {.ms = 4000, .before_ms = change});
    rows.push_back(
        changed.at_most("path changes: 20 dB weaker after", 1000, "ms", time_to_20_db(2000, 4000)));
    const auto tones = lines_that_hear(EchoTail::ms16, [&](unsigned i) {
        const double hz = std::array{350.0, 697.0, 1000.0, 2100.0}[i % 4];
        return then(support::noise(-15, 2000, seed + i),
                    then(support::tones({hz}, -10, 5000), support::noise(-15, 1000, seed + i)));
    });
    const Sheet after(tones, {.ms = 8000});
    rows.push_back(after.at_least("filter right after 5 s of a tone", 20, weaker(7000, 7050)));
}

void comfort(std::vector<Row>& rows, unsigned seed) {
    auto lines = lines_that_hear(EchoTail::ms16, [&](unsigned i) {
        return then(support::silence(3000), support::noise(-15, 3000, seed + i));
    });
    for (unsigned i = 0; i < lanes; ++i) lines[i].near = support::noise(-50, 6000, seed + 70 + i);
    const Sheet sheet(lines, {.suppresses = true, .ms = 6000});
    rows.push_back(sheet.at_most("comfort noise off the background's level", 3, "dB",
                                 [](const Heard& heard, std::size_t line) {
                                     const double before = sum(heard.said, line, 2000, 3000);
                                     const double now = sum(heard.left, line, 5000, 6000);
                                     return std::abs(support::db(now) - support::db(before));
                                 }));
}

}  // namespace

std::vector<Row> echo_rows(const Settings& settings) {
    std::vector<Row> rows;
    single_talk(rows, settings.seed);
    double_talk(rows, settings.seed);
    without_an_echo(rows, settings.seed);
    changes_and_tones(rows, settings.seed);
    comfort(rows, settings.seed);
    return rows;
}

}  // namespace score
