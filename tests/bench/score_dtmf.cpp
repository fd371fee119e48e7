// SPDX-License-Identifier: GPL-2.0-or-later
// DTMF by ITU-T Q.24: every limit of every column as a sweep; all keys, at random phases and
// places, in both laws.
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "tests/bench/score.hpp"
#include "tests/bench/score_ears.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"

namespace score {
namespace {

using driver::Law;
using ivr_dsp::DtmfColumn;
using support::Press;
using support::Tape;

// What the row is about is done to the tape, after a pause and before another.
using Scene = std::function<void(Tape&, char key)>;

// What must be heard: the key once, twice, not at all; or whatever is, for it lies between limits.
enum class Must { hear, hear_twice, not_hear, hear_as_well_as_peer, either };

class Sweep {
  public:
    Sweep(const Settings& settings, std::vector<Row>& rows) : settings_(settings), rows_(rows) {}

    void listen_with(std::string column, const Ears& ears) {
        column_ = std::move(column);
        ears_ = ears;
    }
    void row(const std::string& what, Must must, const Scene& scene) {
        const int all = settings_.trials(1600);
        long ours = 0;
        long theirs = 0;
        for (int i = 0; i < all; ++i) {
            const char key = Tape::keys[static_cast<std::size_t>(i % 16)];
            Tape tape(i / 16 % 2 == 0 ? Law::alaw : Law::ulaw, settings_.seed + tapes_++);
            scene(tape.pause_about(30), key);
            const auto line = tape.pause(70).chunks();
            const std::string wanted(must == Must::hear_twice ? 2 : 1, key);
            const auto counts = [&](const std::string& heard) {
                return must == Must::not_hear ? !heard.empty() : heard == wanted;
            };
            ours += counts(heard_by_us(ears_, tape.law(), line)) ? 1 : 0;
            theirs += counts(heard_by_spandsp(ears_, tape.law(), line)) ? 1 : 0;
        }
        rows_.push_back({column_ + what, limit_of(must), kept(must, ours, theirs, all),
                         counted(ours, all), counted(theirs, all)});
    }
    void keys(const std::string& what, Must must, const Press& press) {
        row(what, must, [press](Tape& tape, char key) { tape.key(key, press); });
    }
    // Why the last row has no limit.
    void excuse(const std::string& why) { rows_.back().limit = "- (" + why + ")"; }
    // Keys one after the other, each pressed twice, in this law: all must be heard, and no other.
    void dialler(const std::string& what, Law law, int keys, double tone_ms, double pause_ms) {
        Tape tape(law, settings_.seed + tapes_++);
        const int all = settings_.trials(keys);
        std::string pressed;
        for (int i = 0; i < all; ++i) {
            pressed += Tape::keys[static_cast<std::size_t>(i / 2 % 16)];
            tape.key(pressed.back(), {.ms = tone_ms}).pause(pause_ms);
        }
        const auto line = tape.pause(70).chunks();
        const auto right = [&](const std::string& heard) {
            return heard == pressed ? all : std::min(all, static_cast<int>(heard.size())) - 1;
        };
        const int ours = right(heard_by_us(ears_, law, line));
        rows_.push_back({column_ + what, "all", ours == all, counted(ours, all),
                         counted(right(heard_by_spandsp(ears_, law, line)), all)});
    }

  private:
    static std::string limit_of(Must must) {
        switch (must) {
            case Must::hear:
                return "≥ 99.9 %";
            case Must::hear_twice:
                return "≥ 99.9 % twice";
            case Must::not_hear:
                return "none";
            case Must::hear_as_well_as_peer:
                return "≥ peer";
            case Must::either:
                break;
        }
        return "-";
    }
    static bool kept(Must must, long ours, long theirs, int all) {
        switch (must) {
            case Must::hear:
            case Must::hear_twice:
                return 1000 * ours >= 999L * all;
            case Must::not_hear:
                return ours == 0;
            case Must::hear_as_well_as_peer:
                return ours >= theirs;
            case Must::either:
                break;
        }
        return true;
    }

    const Settings& settings_;
    std::vector<Row>& rows_;
    unsigned tapes_{};
    std::string column_;
    Ears ears_;
};

Must inside(bool accepted, bool rejected) {
    return accepted ? Must::hear : rejected ? Must::not_hear : Must::either;
}

// A column of Q.24's table: what must count, and what must not.
struct Column {
    DtmfColumn column;
    std::string name;
    double accept_percent;
    double accept_hz;       // besides
    double reject_percent;  // 0: says nothing
    double most_dbm0, least_dbm0, reject_dbm0;
    double least_twist_db, most_twist_db;
    double reject_ms, pause_ms, interruption_ms;
    double tone_ms, digit_ms;  // the fastest dialler
};
const Column columns[] = {
    {DtmfColumn::att,       "AT&T",                   1.5, 0, 3.5, 0,  -25, -55, -8,  4,  23, 40, 10, 45, 93 },
    {DtmfColumn::ntt,       "NTT",                    1.8, 0, 3.0, -3, -24, -29, -5,  5,  24, 30, 10, 60, 120},
    {DtmfColumn::denmark,   "Denmark (unverified)",   1.5, 2, 0,   -2, -27, -36, -6,  6,  20, 40, 20, 50,
     100                                                                                                     },
    {DtmfColumn::australia, "Australia (unverified)", 1.5, 4, 7.0, -5, -27, -30, -10, 10, 25, 70,
     12,                                                                                              50, 125},
    {DtmfColumn::brazil,    "Brazil (unverified)",    1.8, 0, 3.0, -3, -25, -50, -9,  9,  20, 30, 10, 60,
     120                                                                                                     },
};

// spandsp's own settings are AT&T's; for the others it is told their twist and their level.
Ears ears_of(const Column& column) {
    Ears ears{.rules = rules_of(column.column)};
    if (column.column == DtmfColumn::att) return ears;
    ears.twist_db = static_cast<int>(-column.least_twist_db);
    ears.reverse_twist_db = static_cast<int>(column.most_twist_db);
    ears.threshold_dbm0 = static_cast<int>(column.least_dbm0) - 2;
    return ears;
}

void frequencies(Sweep& sweep, const Column& column) {
    for (const double percent :
         {-7.0, -5.0, -3.5, -3.0, -2.5, -1.8, -1.5, 0.0, 1.5, 1.8, 2.5, 3.0, 3.5, 5.0, 7.0}) {
        const double size = std::fabs(percent);
        const bool rejects = column.reject_percent != 0 && size >= column.reject_percent;
        const Must must = inside(size <= column.accept_percent, rejects);
        const double off = percent / 100;
        sweep.keys(fmt::format("both tones {:+.1f} %", percent), must,
                   {.low_off = off, .high_off = off});
        if (column.accept_hz != 0 && size == column.accept_percent) {
            const double off_hz = std::copysign(column.accept_hz, percent);
            sweep.keys(fmt::format("both tones {:+.1f} % and {:+} Hz", percent, off_hz), must,
                       {.low_off = off, .high_off = off, .off_hz = off_hz});
        }
        if (must == Must::either || percent == 0) continue;
        sweep.keys(fmt::format("low tone {:+.1f} %", percent), must, {.low_off = off});
        sweep.keys(fmt::format("high tone {:+.1f} %", percent), must, {.high_off = off});
    }
}

void levels(Sweep& sweep, const Column& column) {
    for (const double dbm0 : {0.0, -2.0, -3.0, -5.0, -10.0, -20.0, -24.0, -25.0, -27.0, -29.0,
                              -30.0, -36.0, -45.0, -50.0, -55.0}) {
        sweep.keys(fmt::format("tones of {:.0f} dBm0", dbm0),
                   inside(dbm0 <= column.most_dbm0 && dbm0 >= column.least_dbm0,
                          dbm0 <= column.reject_dbm0),
                   {.low_dbm0 = dbm0, .high_dbm0 = dbm0});
    }
}

// That 12 dB do not count is our own choice.
void twists(Sweep& sweep, const Column& column) {
    for (const double db :
         {-12.0, -10.0, -9.0, -8.0, -6.0, -5.0, -4.0, 4.0, 5.0, 6.0, 8.0, 9.0, 10.0, 12.0}) {
        sweep.keys(
            fmt::format("high tone {:+.0f} dB", db),
            inside(db >= column.least_twist_db && db <= column.most_twist_db, std::fabs(db) >= 12),
            {.low_dbm0 = -15, .high_dbm0 = -15 + db});
    }
}

void durations(Sweep& sweep, const Column& column) {
    for (const double ms : {15.0, 20.0, 23.0, 24.0, 25.0, 28.0, 32.0, 36.0, 40.0, 50.0}) {
        sweep.keys(fmt::format("tone of {:.0f} ms", ms), inside(ms >= 40, ms <= column.reject_ms),
                   {.ms = ms});
    }
}

void gaps(Sweep& sweep, const Column& column) {
    const auto gap = [&](const char* what, double ms, Must must) {
        sweep.row(fmt::format("{} of {:.0f} ms", what, ms), must,
                  [ms](Tape& tape, char key) { tape.key(key, {}).pause(ms).key(key, {}); });
    };
    for (const double ms : {2.0, 6.0, column.interruption_ms}) gap("interruption", ms, Must::hear);
    for (const double ms : {column.pause_ms, column.pause_ms + 10}) {
        gap("pause", ms, Must::hear_twice);
    }
}

void noise(Sweep& sweep) {
    const Press press{.low_dbm0 = -13, .high_dbm0 = -13};
    const double both_dbm0 = -13 + 10 * std::log10(2);
    for (int db = 15; db >= 5; --db) {
        const Must must = db == 15  ? Must::hear
                          : db >= 9 ? Must::hear_as_well_as_peer
                                    : Must::either;
        sweep.row(fmt::format("white noise {} dB below", db), must, [&](Tape& tape, char key) {
            tape.key(key, press).pause(60).with_noise(both_dbm0 - db);
        });
    }
}

void echo(Sweep& sweep) {
    for (const double ms : {5.0, 10.0, 20.0}) {
        sweep.row(fmt::format("echo of {:.0f} ms, 10 dB below", ms), Must::hear,
                  [ms](Tape& tape, char key) { tape.key(key, {}).pause(60).with_echo(ms, -10); });
    }
}

// A dial tone goes on while the key is pressed; `each_db`: its sines' level beside the digit's.
struct DialTone {
    const char* name;
    std::vector<double> hz;
    int most_db;  // as strong as it must be borne, with rules for it
};
void dial_tones(Sweep& sweep, const std::vector<int>& each_db, bool has_rules_for_it) {
    // 400 Hz lies between the detector's two probes for dial tones, at 360 and 443 Hz.
    static const DialTone tones[] = {
        {"350+440", {350, 440}, 12},
        {"425",     {425},      12},
        {"450",     {450},      12},
        {"400",     {400},      6 }
    };
    for (const DialTone& tone : tones) {
        for (const int db : each_db) {
            const Scene scene = [&](Tape& tape, char key) {
                std::vector<Tape::Sine> sines;
                sines.reserve(tone.hz.size());
                for (const double hz : tone.hz) sines.push_back({hz, -18.0 + db});
                tape.pause(400).key(key, {.low_dbm0 = -18, .high_dbm0 = -18}).pause(60);
                tape.beside(sines);
            };
            sweep.row(fmt::format("dial tone {}, {:+} dB", tone.name, db),
                      inside(db <= (has_rules_for_it ? tone.most_db : -10), false), scene);
            if (has_rules_for_it && db > tone.most_db) sweep.excuse("between our two probes");
        }
    }
}

void column_rows(Sweep& sweep, const Column& column) {
    sweep.listen_with(column.name + ": ", ears_of(column));
    for (const Law law : {Law::alaw, Law::ulaw}) {
        sweep.dialler(fmt::format("10,000 keys, 50 ms and 50 ms, {}", name_of(law)), law, 10'000,
                      50, std::max(50.0, column.pause_ms));
    }
    sweep.dialler(fmt::format("{:.0f} ms a digit, {:.0f} ms tone", column.digit_ms, column.tone_ms),
                  Law::alaw, 1000, column.tone_ms, column.digit_ms - column.tone_ms);
    frequencies(sweep, column);
    levels(sweep, column);
    twists(sweep, column);
    durations(sweep, column);
    gaps(sweep, column);
    noise(sweep);
    echo(sweep);
    dial_tones(sweep, {-10}, false);
}

}  // namespace

std::vector<Row> dtmf_rows(const Settings& settings) {
    std::vector<Row> rows;
    Sweep sweep(settings, rows);
    for (const Column& column : columns) column_rows(sweep, column);
    sweep.listen_with("AT&T, beside a dial tone: ",
                      {.rules = {.beside_dial_tone = true}, .filters_dial_tone = true});
    dial_tones(sweep, {-10, 0, 6, 12}, true);
    return rows;
}

}  // namespace score
