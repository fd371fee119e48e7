// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/man_page.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "tools/program/version.hpp"
#include "tools/trunkline/commands.hpp"

namespace tools {
namespace {

// Text as roff takes it: no character of it is a command, a hyphen is one that can be copied.
std::string escaped(std::string_view text) {
    std::string out;
    bool at_line_start = true;
    for (const char c : text) {
        if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
        at_line_start = c == '\n';
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
    }
    return out;
}

// Helps begin with a small letter, and end without a full stop.
std::string sentence(std::string text) {
    if (!text.empty())
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return escaped(text);
}

std::string bold(std::string_view text) {
    return "\\fB" + escaped(text) + "\\fR";
}
std::string italic(std::string_view text) {
    return "\\fI" + escaped(text) + "\\fR";
}

bool is_flag(const CLI::Option& option) {
    return option.get_items_expected_max() == 0;
}

// "TEXT:{in,out}" → "in|out"; "FILE (Env:…)" is not in it.
std::string value_name(const CLI::Option& option) {
    std::string name = option.get_type_name();
    const auto brace = name.find('{');
    if (brace == std::string::npos) return name;
    name = name.substr(brace + 1, name.find('}') - brace - 1);
    std::ranges::replace(name, ',', '|');
    return name;
}

// Of an option; of a positional its name is all.
std::string synopsis(const CLI::Option& option) {
    if (option.get_positional()) return italic(option.get_name());
    std::string names;
    for (const std::string& name : option.get_snames()) names += bold("-" + name) + ", ";
    for (const std::string& name : option.get_lnames()) names += bold("--" + name);
    return is_flag(option) ? names : names + " " + italic(value_name(option));
}

void add_option(std::string& page, const CLI::Option& option) {
    page += ".TP\n" + synopsis(option) + "\n" + sentence(option.get_description());
    if (option.get_positional() && option.get_type_name().find('{') != std::string::npos) {
        page += ": " + escaped(value_name(option));
    }
    if (!option.get_default_str().empty()) {
        page += "; without it " + escaped(option.get_default_str());
    }
    if (!option.get_envname().empty()) {
        page += ".\nThe environment's " + bold(option.get_envname()) + " says the same";
    }
    page += ".\n";
}

// The examples at the end of the help.
void add_examples(std::string& page, std::string_view footer) {
    std::string lines;
    while (!footer.empty()) {
        const auto end = std::min(footer.find('\n'), footer.size());
        const std::string_view line = footer.substr(0, end);
        footer.remove_prefix(std::min(end + 1, footer.size()));
        if (line.starts_with("  trunkline")) lines += escaped(line.substr(2)) + "\n";
    }
    if (!lines.empty()) page += ".PP\n.nf\n" + lines + ".fi\n";
}

bool is_of_help(const CLI::Option& option) {
    return option.check_lname("help");
}

void add_command(std::string& page, const CLI::App& command, const std::string& path) {
    const std::string name = path + command.get_name();
    page += ".SS " + bold(name);
    for (const CLI::Option* option : command.get_options()) {
        if (!option->get_positional()) continue;
        page += option->get_required() ? " " + synopsis(*option) : " [" + synopsis(*option) + "]";
    }
    page += "\n" + sentence(command.get_description()) + ".\n";
    for (const CLI::Option* option : command.get_options()) {
        if (!is_of_help(*option)) add_option(page, *option);
    }
    add_examples(page, command.get_footer());
    for (const CLI::App* inner : command.get_subcommands({})) {
        add_command(page, *inner, name + " ");
    }
}

void add_programs(std::string& page) {
    page +=
        ".SH PROGRAMS\n" + bold("trunkline run") +
        " starts these three and starts again what dies; a service manager may start each of them "
        "instead. Each takes " +
        bold("--config") + " " + italic("FILE") + " and nothing else.\n";
    const auto add = [&](const char* name, const char* does) {
        page += ".TP\n" + bold(name) + "\n" + escaped(does) + "\n";
    };
    add("trunkline-firmware",
        "Boards, bus, media and lines. Wants a realtime priority and locked memory; without them "
        "it runs, and says that its ticks are late more often.");
    add("trunkline-control", "Calls, menus, queues and agents. Writes the journal.");
    add("trunkline-host", "Host links, serial lines and records. Reads the journal.");
}

void add_end(std::string& page) {
    page += ".SH EXIT STATUS\n";
    for (const std::string_view code : exit_codes) {
        page += ".TP\n" + bold(code.substr(0, 1)) + "\n" + escaped(code.substr(3)) + "\n";
    }
    page += ".SH ENVIRONMENT\n.TP\n" + bold("NO_COLOR") +
            "\nIf set, listings have no colours. They have none either where standard output is no "
            "terminal.\n.SH FILES\n.TP\n" +
            bold("trunkline.toml") +
            "\nThe configuration; relative paths in it start at its folder.\n"
            ".SH NOTES\nWith " +
            bold("--json") +
            " a listing is one JSON array, an order's answer one object, and a journal one object "
            "a line. Errors are on standard error, each with what to do about it.\n";
}

}  // namespace

std::string man_page(const CLI::App& app) {
    std::string page = ".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n" +
                       fmt::format(".TH TRUNKLINE 1 \"\" \"Trunkline {}\" Trunkline\n", version) +
                       ".SH NAME\ntrunkline \\- run, look at and ask a call center on cards\n"
                       ".SH SYNOPSIS\n" +
                       bold("trunkline") + " [" + italic("options") + "] " + italic("command") +
                       " [" + italic("words") + "]\n.SH DESCRIPTION\n" +
                       escaped(app.get_description()) +
                       "\nOptions may stand before or after the command.\n.SH OPTIONS\n";
    for (const CLI::Option* option : app.get_options()) add_option(page, *option);
    page += ".SH COMMANDS\n";
    for (const CLI::App* command : app.get_subcommands({})) add_command(page, *command, "");
    page += ".SH EXAMPLES\n";
    add_examples(page, app.get_footer());
    add_programs(page);
    add_end(page);
    return page;
}

}  // namespace tools
