// SPDX-License-Identifier: GPL-2.0-or-later
// The verbs of the CLI. Each returns the program's exit code:
//   0 done · 1 it did not work, and why is on standard error · 2 wrong usage (by CLI11: 100 and up)
//   3 something was found wrong (config check, journal check, a replay that differs)
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tools {

inline constexpr int found_wrong = 3;

struct CommonOptions {
    std::filesystem::path config{"trunkline.toml"};
    bool json{};
};

// run: starts the center here and keeps it running.
struct RunOptions {
    std::filesystem::path pids;
};
int run_center(const CommonOptions& common, const RunOptions& options);

// config check, prompts compile
int check_config(const CommonOptions& common);
int compile_prompts(const CommonOptions& common);

// board, span, line, port, call, contact, queue, agent, link, alarm, system: what host knows.
int show(const CommonOptions& common, const std::string& listing);
// What a person may ask of the center through host: "call.hang_up", with its fields.
struct Order {
    std::string verb;
    std::vector<std::pair<std::string, std::string>> fields;
};
int order(const CommonOptions& common, const Order& order);

// journal tail, dump, check, replay. `journal` empty: the one of the configuration.
struct JournalOptions {
    std::filesystem::path directory;
    std::string kind;        // of records: "", "in", "out"
    std::string name;        // only records of this name, or family "call.*"
    std::uint64_t from{};    // number of the first out record
    std::uint64_t last{20};  // tail: how many to begin with
    bool follow{};
};
int tail_journal(const CommonOptions& common, const JournalOptions& options);
int dump_journal(const CommonOptions& common, const JournalOptions& options);
int check_journal(const CommonOptions& common, const JournalOptions& options);
int replay_journal(const CommonOptions& common, const JournalOptions& options);

}  // namespace tools
