// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/settings.hpp"

#include <sstream>

#include "tools/config/checks.hpp"
#include "tools/config/section.hpp"
#include "tools/config/tables.hpp"

namespace tools {
namespace {

void read_tables(const toml::table& root, Settings& settings, Complaints& complaints) {
    Section top(&root, "", 0, complaints);
    const std::filesystem::path folder = settings.state;  // of the file, for now
    Tables tables{settings, folder};
    tables.center(top.section("center"));
    tables.prompts(top.section("prompts"));
    tables.ivr(top.section("ivr"));
    for (Section& board : top.sections("board")) tables.board(board);
    for (Section& menu : top.sections("menu")) tables.menu(menu);
    for (Section& queue : top.sections("queue")) tables.queue(queue);
    for (Section& agent : top.sections("agent")) tables.agent(agent);
    for (Section& incoming : top.sections("incoming")) tables.incoming(incoming);
    tables.dialling(top.section("dialling"));
    tables.patience(top.section("patience"));
    tables.journal(top.section("journal"));
    tables.host(top.section("host"));
    top.done();
    check_whole(settings, top, complaints);
}

}  // namespace

driver::Result<Settings> read_settings(std::string_view text, const std::filesystem::path& file) {
    Complaints complaints(file.string());
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& error) {
        complaints.add(error.source().begin.line,
                       std::string(error.description()) + ": correct the TOML here");
        return driver::Error{complaints.text()};
    }
    Settings settings;
    settings.state = std::filesystem::absolute(file).parent_path();
    read_tables(root, settings, complaints);
    if (!complaints.none()) return driver::Error{complaints.text()};
    return settings;
}

}  // namespace tools
