// SPDX-License-Identifier: GPL-2.0-or-later
// The score sheet: how right the signal processing is, limit by limit, beside a peer that heard the
// same audio. A section is one function in a file of its own, score_NAME.cpp, that returns rows;
// score_main.cpp lists them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace score {

struct Settings {
    unsigned seed = 1;  // of every random phase, place and noise
    int part = 1;       // only one in so many of the trials: for a quick look
    // How many of `all` trials to make; at least one.
    [[nodiscard]] int trials(int all) const { return all < part ? 1 : all / part; }
};

struct Value {
    double value{};
    std::string unit;  // "dB"; "of 1600" for a count
};
// n of so many, such as digits heard of digits pressed.
Value counted(long n, long of);

// One limit and what became of it.
struct Row {
    std::string what;   // "tone of 23 ms"
    std::string limit;  // "0": in words or figures, with the clause if one says it
    bool kept{};        // by ours
    Value ours;
    std::optional<Value> peer;  // nothing: it has no such thing
};

struct Section {
    std::string_view name;   // "dtmf": what one asks for
    std::string_view title;  // "DTMF (Q.24, AT&T's column)"
    std::string_view peer;   // "spandsp dtmf_rx"
    std::vector<Row> (*rows)(const Settings&);
};

struct Scored {
    const Section* section;
    std::vector<Row> rows;
};
// When and of what the sheet was measured.
struct Sheet {
    std::string date;
    std::string revision;
    Settings settings;
    std::vector<Scored> sections;
};
std::string as_markdown(const Sheet& sheet);
std::string as_json(const Sheet& sheet);

std::vector<Row> law_rows(const Settings& settings);
std::vector<Row> dtmf_rows(const Settings& settings);
std::vector<Row> mitel_rows(const Settings& settings);
std::vector<Row> echo_rows(const Settings& settings);
std::vector<Row> calls_rows(const Settings& settings);
std::vector<Row> r2_rows(const Settings& settings);
std::vector<Row> mf_rows(const Settings& settings);
std::vector<Row> tone_rows(const Settings& settings);
std::vector<Row> modem_rows(const Settings& settings);
std::vector<Row> caller_id_rows(const Settings& settings);
std::vector<Row> talk_off_rows(const Settings& settings);

}  // namespace score
