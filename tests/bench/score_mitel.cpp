// SPDX-License-Identifier: GPL-2.0-or-later
// DTMF as Mitel's test tape CM7291 measures a receiver: how wide, how uneven, how strong and weak,
// how short and how noisy a key may be. Keys of the diagonal, each limit found in small steps. The
// tape's decode check is among the columns of Q.24, its talk-off recordings cannot be had.
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "tests/bench/score.hpp"
#include "tests/bench/score_ears.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

namespace score {
namespace {

using driver::Law;
using support::Press;
using support::Tape;

constexpr std::string_view diagonal = "159D";
constexpr int presses = 10;

enum class Who { us, spandsp };

// If every one of ten presses is heard, and nothing else; in noise, if that is asked for.
bool all_heard(Who who, char key, const Press& press, unsigned seed, double noise_dbm0 = -90) {
    Tape tape(Law::alaw, seed);
    for (int i = 0; i < presses; ++i) tape.pause_about(50).key(key, press);
    const auto line = tape.pause(70).with_noise(noise_dbm0).chunks();
    const std::string heard =
        who == Who::us ? heard_by_us({}, Law::alaw, line) : heard_by_spandsp({}, Law::alaw, line);
    return heard == std::string(presses, key);
}

// The last step, from 0 on, of which and of all before it `works` is true.
int last_step(int most, const std::function<bool(int)>& works) {
    int step = 0;
    while (step < most && works(step + 1)) ++step;
    return step;
}

struct Measured {
    double ours;
    double theirs;
};
Measured by_both(const std::function<double(Who)>& measure) {
    return {measure(Who::us), measure(Who::spandsp)};
}

// A tenth of a percent at a time, up and down. What the centre is off widens what is asked for.
void bandwidth_row(const Settings& settings, std::size_t tone, std::vector<Row>& rows) {
    const bool is_low = tone < 4;
    const char key = diagonal[tone % 4];
    const auto edge = [&](Who who, double sign) {
        return last_step(100,
                         [&](int step) {
                             const double off = sign * step / 1000;
                             const Press press =
                                 is_low ? Press{.low_off = off} : Press{.high_off = off};
                             return all_heard(who, key, press,
                                              settings.seed + static_cast<unsigned>(step));
                         }) /
               10.0;
    };
    double off_centre = 0;
    const auto measured = by_both([&](Who who) {
        const double up = edge(who, 1);
        const double down = edge(who, -1);
        if (who == Who::us) off_centre = (up - down) / 2;
        return up + down;
    });
    const double least = 3 + std::fabs(off_centre);
    const double hz = is_low ? Tape::low_hz[tone] : Tape::high_hz[tone % 4];
    rows.push_back({
        fmt::format("{} Hz: bandwidth", hz),
        fmt::format("≥ {:.2f} %, < 15 %", least),
        measured.ours >= least && measured.ours < 15 + off_centre,
        {measured.ours,   "%"},
        Value{measured.theirs, "%"}
    });
}

// The least of what the four keys bear.
double least_of_keys(const std::function<double(char)>& measure) {
    double least = measure(diagonal[0]);
    for (const char key : diagonal) least = std::min(least, measure(key));
    return least;
}

Row at_least(const std::string& what, double least, const std::string& unit,
             const std::function<double(Who)>& measure) {
    const auto [ours, theirs] = by_both(measure);
    return {
        what,
        fmt::format("≥ {} {}", least, unit),
        ours >= least,
        {ours,   unit},
        Value{theirs, unit}
    };
}

// A tenth of a decibel at a time.
Row twist_row(const Settings& settings, bool high_is_weaker) {
    return at_least(high_is_weaker ? "twist, high tone weaker" : "twist, low tone weaker",
                    high_is_weaker ? 8 : 4, "dB", [&](Who who) {
                        return least_of_keys([&](char key) {
                            return last_step(200,
                                             [&](int step) {
                                                 const double db = -10 - step / 10.0;
                                                 const Press press = high_is_weaker
                                                                         ? Press{.high_dbm0 = db}
                                                                         : Press{.low_dbm0 = db};
                                                 return all_heard(who, key, press, settings.seed);
                                             }) /
                                   10.0;
                        });
                    });
}

// From +3 dBm0 each downwards.
Row range_row(const Settings& settings) {
    return at_least("dynamic range", 35, "dB", [&](Who who) {
        return least_of_keys([&](char key) {
            return static_cast<double>(
                last_step(70,
                          [&](int step) {
                              const double dbm0 = 3 - (step - 1);
                              return all_heard(who, key, {.low_dbm0 = dbm0, .high_dbm0 = dbm0},
                                               settings.seed);
                          }) -
                1);
        });
    });
}

// Shorter by a millisecond at a time; the tape has no limit.
Row guard_row(const Settings& settings) {
    const auto [ours, theirs] = by_both([&](Who who) {
        return 50 - least_of_keys([&](char key) {
                   return static_cast<double>(last_step(40, [&](int step) {
                       return all_heard(who, key, {.ms = 50.0 - step}, settings.seed);
                   }));
               });
    });
    return {
        "shortest tone that is always heard", "-", true, {ours,   "ms"},
           Value{theirs, "ms"}
    };
}

// Louder by a decibel at a time, from 30 dB below the two tones on.
Row noise_row(const Settings& settings) {
    const auto [ours, theirs] = by_both([&](Who who) {
        return 30 - least_of_keys([&](char key) {
                   return static_cast<double>(last_step(29, [&](int step) {
                       return all_heard(who, key, {}, settings.seed, -7 - 30 + step);
                   }));
               });
    });
    return {
        "signal over noise that it needs",
        "≤ 26 dB",
        ours <= 26,
        {ours,   "dB"},
        Value{theirs, "dB"}
    };
}

}  // namespace

std::vector<Row> mitel_rows(const Settings& settings) {
    std::vector<Row> rows;
    for (std::size_t tone = 0; tone < 8; ++tone) bandwidth_row(settings, tone, rows);
    rows.push_back(twist_row(settings, true));
    rows.push_back(twist_row(settings, false));
    rows.push_back(range_row(settings));
    rows.push_back(guard_row(settings));
    rows.push_back(noise_row(settings));
    return rows;
}

}  // namespace score
