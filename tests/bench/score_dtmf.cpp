// SPDX-License-Identifier: GPL-2.0-or-later
// DTMF by ITU-T Q.24: every limit as a sweep; all keys, at random phases and places, in both laws.
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
    void fast_dialler() {
        Tape tape(Law::alaw, settings_.seed + tapes_++);
        const int all = settings_.trials(1000);
        std::string pressed;
        for (int i = 0; i < all; ++i) {
            pressed += Tape::keys[static_cast<std::size_t>(i / 2 % 16)];
            tape.key(pressed.back(), {.ms = 45}).pause(48);
        }
        const auto line = tape.pause(70).chunks();
        const auto right = [&](const std::string& heard) {
            return heard == pressed ? all : std::min(all, static_cast<int>(heard.size())) - 1;
        };
        const int ours = right(heard_by_us(ears_, Law::alaw, line));
        rows_.push_back({column_ + "93 ms a digit, 45 ms tone", "all", ours == all,
                         counted(ours, all),
                         counted(right(heard_by_spandsp(ears_, Law::alaw, line)), all)});
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

void frequencies(Sweep& sweep, double accept_percent, double reject_percent) {
    for (const double percent :
         {-5.0, -3.5, -3.0, -2.5, -1.8, -1.5, 0.0, 1.5, 1.8, 2.5, 3.0, 3.5, 5.0}) {
        const double size = std::fabs(percent);
        const Must must = inside(size <= accept_percent, size >= reject_percent);
        const double off = percent / 100;
        sweep.keys(fmt::format("both tones {:+.1f} %", percent), must,
                   {.low_off = off, .high_off = off});
        if (must == Must::either || percent == 0) continue;
        sweep.keys(fmt::format("low tone {:+.1f} %", percent), must, {.low_off = off});
        sweep.keys(fmt::format("high tone {:+.1f} %", percent), must, {.high_off = off});
    }
}

void levels(Sweep& sweep, double most, double least, double reject) {
    for (const double dbm0 :
         {0.0, -3.0, -10.0, -20.0, -24.0, -25.0, -27.0, -29.0, -35.0, -45.0, -55.0}) {
        sweep.keys(fmt::format("tones of {:.0f} dBm0", dbm0),
                   inside(dbm0 <= most && dbm0 >= least, dbm0 <= reject),
                   {.low_dbm0 = dbm0, .high_dbm0 = dbm0});
    }
}

void twists(Sweep& sweep, double least, double most) {
    for (const double db : {-12.0, -10.0, -8.0, -6.0, -5.0, -4.0, 4.0, 5.0, 6.0, 8.0, 12.0}) {
        sweep.keys(fmt::format("high tone {:+.0f} dB", db),
                   inside(db >= least && db <= most, std::fabs(db) >= 12),
                   {.low_dbm0 = -13, .high_dbm0 = -13 + db});
    }
}

void durations(Sweep& sweep, double reject_ms) {
    for (const double ms : {15.0, 20.0, 23.0, 24.0, 25.0, 28.0, 32.0, 36.0, 40.0, 50.0}) {
        sweep.keys(fmt::format("tone of {:.0f} ms", ms), inside(ms >= 40, ms <= reject_ms),
                   {.ms = ms});
    }
}

void gap(Sweep& sweep, double ms, Must must) {
    sweep.row(fmt::format("{} of {:.0f} ms", must == Must::hear ? "interruption" : "pause", ms),
              must, [ms](Tape& tape, char key) { tape.key(key, {}).pause(ms).key(key, {}); });
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

// Levels of the dial tone's sines beside a digit's.
void dial_tone(Sweep& sweep, int most_db) {
    const std::vector<std::vector<double>> tones{
        {350, 440},
        {425  },
        {450},
        {400  }
    };
    for (const auto& hz : tones) {
        for (const int db : {-10, 0, 6, 12}) {
            std::string name = fmt::format("dial tone {}", hz[0]);
            if (hz.size() > 1) name += fmt::format("+{}", hz[1]);
            const Scene scene = [&](Tape& tape, char key) {
                std::vector<Tape::Sine> sines;
                for (const double each : hz) sines.push_back({each, -18.0 + db});
                tape.pause(400).key(key, {.low_dbm0 = -18, .high_dbm0 = -18}).pause(60);
                tape.beside(sines);
            };
            const bool is_usual = hz.front() != 400;
            sweep.row(name + fmt::format(", {:+} dB", db),
                      inside(db <= (is_usual ? most_db : std::min(most_db, 6)), false), scene);
        }
    }
}

void unchecked_columns(Sweep& sweep) {
    for (const auto column : {DtmfColumn::denmark, DtmfColumn::australia, DtmfColumn::brazil}) {
        sweep.listen_with(fmt::format("{} (unverified): ", name_of(column)),
                          {.rules = rules_of(column)});
        const bool is_denmark = column == DtmfColumn::denmark;
        const double twist = is_denmark ? 6 : column == DtmfColumn::brazil ? 9 : 10;
        const double least = column == DtmfColumn::brazil ? -25 : -27;
        sweep.keys(fmt::format("tones of {} dBm0", least), Must::hear,
                   {.low_dbm0 = least, .high_dbm0 = least});
        for (const double db : {-twist, twist}) {
            sweep.keys(fmt::format("high tone {:+} dB", db), Must::hear,
                       {.low_dbm0 = -14, .high_dbm0 = -14 + db});
        }
        sweep.keys("both tones +1.8 %", Must::hear, {.low_off = 0.018, .high_off = 0.018});
        sweep.keys("tone of 20 ms", Must::not_hear, {.ms = 20});
        gap(sweep, is_denmark ? 20 : 10, Must::hear);
    }
}

}  // namespace

std::vector<Row> dtmf_rows(const Settings& settings) {
    std::vector<Row> rows;
    Sweep sweep(settings, rows);
    sweep.listen_with("AT&T: ", {.rules = rules_of(DtmfColumn::att)});
    frequencies(sweep, 1.5, 3.5);
    levels(sweep, 0, -25, -55);
    twists(sweep, -8, 4);
    durations(sweep, 23);
    for (const double ms : {2.0, 6.0, 10.0}) gap(sweep, ms, Must::hear);
    for (const double ms : {40.0, 50.0}) gap(sweep, ms, Must::hear_twice);
    sweep.fast_dialler();
    noise(sweep);
    echo(sweep);
    dial_tone(sweep, -10);
    sweep.listen_with("AT&T, with dial tone: ",
                      {.rules = {.beside_dial_tone = true}, .filters_dial_tone = true});
    dial_tone(sweep, 12);
    sweep.listen_with("NTT: ", {.rules = rules_of(DtmfColumn::ntt),
                                .twist_db = 5,
                                .reverse_twist_db = 5,
                                .threshold_dbm0 = -26});
    frequencies(sweep, 1.8, 3.0);
    levels(sweep, -3, -24, -29);
    twists(sweep, -5, 5);
    durations(sweep, 24);
    gap(sweep, 10, Must::hear);
    gap(sweep, 30, Must::hear_twice);
    unchecked_columns(sweep);
    return rows;
}

}  // namespace score
