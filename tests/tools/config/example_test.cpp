// SPDX-License-Identifier: GPL-2.0-or-later
// The file people start from: it is right, its defaults are true, and nothing is missing from it.
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <vector>

#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "tests/support/child.hpp"
#include "tools/config/plans.hpp"

#include <CppUTest/TestHarness.h>

namespace {

constexpr const char* nobody = "qqqqqqqqqqqqqqqqqqqqqqqq";  // looks like no setting

std::string example() {
    std::ifstream file(TRUNKLINE_SOURCE "/tools/config/example.toml", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// With every setting and table switched on.
std::string switched_on() {
    std::istringstream lines(example());
    std::string all;
    for (std::string line; std::getline(lines, line);) {
        const bool off = line.size() > 1 && line[0] == '#' && line[1] != ' ';
        all += line.substr(off ? 1 : 0) + '\n';
    }
    return all;
}

std::string mistakes_of(const toml::table& file) {
    std::ostringstream text;
    text << file;
    return tools::read_tolerantly(text.str(), "trunkline.toml").mistakes;
}

// What the reader knows in the table into which `nobody` has been put.
std::set<std::string> known_settings(const toml::table& file) {
    const std::string told = mistakes_of(file);
    constexpr std::string_view before = "known are ";
    const auto at = told.find(before);
    CHECK_TEXT(at != std::string::npos, told.c_str());
    std::istringstream words(told.substr(at + before.size()));
    std::set<std::string> known;
    for (std::string word; words >> word;) {
        if (word.ends_with(',')) word.pop_back();
        known.insert(word);
    }
    return known;
}

// Tables by how they are written in the file; many of one kind count together.
using Tables = std::vector<std::pair<std::string, toml::table*>>;
void collect(toml::table& table, const std::string& path, Tables& all) {
    all.emplace_back(path, &table);
    for (auto&& [key, node] : table) {
        const std::string inner = path + "." + std::string(key.str());
        if (toml::table* one = node.as_table()) collect(*one, inner, all);
        if (toml::array* many = node.as_array()) {
            for (toml::node& item : *many) {
                if (toml::table* one = item.as_table()) collect(*one, inner, all);
            }
        }
    }
}

}  // namespace

TEST_GROUP(Example){};

TEST(Example, is_a_good_start_as_it_stands) {
    support::ScratchDirectory scratch;
    const auto toml = scratch.path() / "trunkline.toml";
    std::ofstream(toml) << example();
    for (const char* menu : {"welcome.vxml", "wait.vxml"}) {
        std::filesystem::copy(std::string(TRUNKLINE_SOURCE "/ivr_dsp/dialog/menus/") + menu,
                              scratch.path() / menu);
    }
    const auto configured = tools::read_configuration(toml, {});
    CHECK_TEXT(!!configured, configured ? "" : configured.error().c_str());
}

TEST(Example, is_right_with_every_setting_switched_on) {
    STRCMP_EQUAL("", tools::read_tolerantly(switched_on(), "trunkline.toml").mistakes.c_str());
}

TEST(Example, switching_defaults_on_changes_nothing) {
    const auto as_it_stands = tools::read_settings(example(), "trunkline.toml");
    auto all_on = tools::read_settings(switched_on(), "trunkline.toml");
    CHECK(as_it_stands && all_on);
    all_on->boards.resize(as_it_stands->boards.size());  // further ones are of other kinds
    all_on->voicemail.mailboxes.clear();                 // there are none by default
    STRCMP_EQUAL(as_it_stands->country.c_str(), all_on->country.c_str());
    CHECK(as_it_stands->patience.audit == all_on->patience.audit);
    CHECK(as_it_stands->patience.last_digit == all_on->patience.last_digit);
    CHECK(as_it_stands->queues[0].config.ring == all_on->queues[0].config.ring);
    CHECK(as_it_stands->queues[0].config.announce_every == all_on->queues[0].config.announce_every);
    CHECK(as_it_stands->features.not_ready == all_on->features.not_ready);
    CHECK(as_it_stands->host.goal.target == all_on->host.goal.target);
    CHECK(as_it_stands->journal.directory == all_on->journal.directory);
    CHECK(as_it_stands->journal.sync_every == all_on->journal.sync_every);
    CHECK(as_it_stands->host.sqlite[0].path == all_on->host.sqlite[0].path);
    CHECK(tools::plant_digest(*as_it_stands) == tools::plant_digest(*all_on));
}

TEST(Example, no_setting_the_reader_knows_is_missing_from_it) {
    toml::table file = toml::parse(switched_on());
    Tables tables;
    collect(file, "", tables);
    std::map<std::string, std::set<std::string>> there;
    std::map<std::string, std::set<std::string>> known;
    for (auto& [path, table] : tables) {
        for (auto&& [key, node] : *table) there[path].emplace(key.str());
        table->insert(nobody, 1);
        known[path].merge(known_settings(file));
        table->erase(nobody);
    }
    CHECK(known.contains(".host.serial.desks"));
    CHECK(known[".queue"].contains("most_waiting"));
    for (const auto& [path, settings] : known) {
        for (const std::string& one : settings) {
            CHECK_TEXT(there[path].contains(one),
                       fmt::format("example.toml lacks {} {}", path, one).c_str());
        }
    }
}
