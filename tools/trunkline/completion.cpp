// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/completion.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace tools {
namespace {

// The script knows, for each command's path: the words that may follow, the choices of the n-th
// word that is no option, and which options are followed by a value.
constexpr std::string_view walk = R"(
_trunkline() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local path='' word='' said=0 i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ ${_trunkline_values[$word]+is} ]]; then
            ((i++))
        elif [[ ${_trunkline_words[${path:+$path }$word]+is} ]]; then
            path=${path:+$path }$word
        elif [[ $word != -* ]]; then
            ((said++))
        fi
    done
    COMPREPLY=()
    if [[ ${_trunkline_values[$before]+is} ]]; then
        case ${_trunkline_values[$before]} in
            FILE) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
            FOLDER) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
            *) mapfile -t COMPREPLY < <(compgen -W "${_trunkline_values[$before]}" -- "$current") ;;
        esac
        return
    fi
    local words=${_trunkline_words[${path:-.}]-}
    [[ $current == -* ]] && words+=" ${_trunkline_options[${path:-.}]-} ${_trunkline_options[.]}"
    words+=" ${_trunkline_choices[$path/$said]-}"
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _trunkline trunkline
)";

struct Tables {
    std::string words;
    std::string options;
    std::string choices;
    std::string values;
};

// "TEXT:{in,out}" → "in out"; else "".
std::string choices_of(const CLI::Option& option) {
    std::string type = option.get_type_name();
    const auto brace = type.find('{');
    if (brace == std::string::npos) return "";
    type = type.substr(brace + 1, type.find('}') - brace - 1);
    std::ranges::replace(type, ',', ' ');
    return type;
}

// What follows the option, if anything: its choices, or FILE, or FOLDER, or nothing to offer.
void add_values(std::string& values, const CLI::Option& option, const std::string& name) {
    if (option.get_items_expected_max() == 0) return;
    std::string offered = choices_of(option);
    const std::string type = option.get_type_name();
    if (type == "FILE" || type == "FOLDER") offered = type;
    values += fmt::format("    ['{}']='{}'\n", name, offered);
}

std::string add_options(Tables& tables, const CLI::App& command) {
    std::string all;
    for (const CLI::Option* option : command.get_options()) {
        if (option->check_lname("help") && command.get_parent() != nullptr) continue;
        std::vector<std::string> names;
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        for (const std::string& name : option->get_snames()) names.push_back("-" + name);
        for (const std::string& name : names) {
            all += (all.empty() ? "" : " ") + name;
            add_values(tables.values, *option, name);
        }
    }
    return all;
}

// `above`: options of the command around it, which may be said here, too. Help is among those of
// the whole program, which may be said anywhere.
void add_command(Tables& tables, const CLI::App& command, const std::string& path,
                 const std::string& above) {
    const std::string key = path.empty() ? "." : path;
    std::string words;
    for (const CLI::App* inner : command.get_subcommands({})) {
        words += (words.empty() ? "" : " ") + inner->get_name();
    }
    const std::string options = above + (above.empty() ? "" : " ") + add_options(tables, command);
    tables.words += fmt::format("    ['{}']='{}'\n", key, words);
    tables.options += fmt::format("    ['{}']='{}'\n", key, options);
    std::size_t place = 0;
    for (const CLI::Option* option : command.get_options()) {
        if (!option->get_positional()) continue;
        const std::string choices = choices_of(*option);
        if (!choices.empty())
            tables.choices += fmt::format("    ['{}/{}']='{}'\n", path, place, choices);
        ++place;
    }
    for (const CLI::App* inner : command.get_subcommands({})) {
        add_command(tables, *inner, path + (path.empty() ? "" : " ") + inner->get_name(),
                    path.empty() ? "" : options);
    }
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
    Tables tables;
    add_command(tables, app, "", "");
    const auto table = [](const char* name, const std::string& rows) {
        return fmt::format("declare -gA _trunkline_{}=(\n{})\n", name, rows);
    };
    return "# SPDX-License-Identifier: GPL-2.0-or-later\n"
           "# Completion of trunkline for bash, made by: trunkline completion bash\n" +
           table("words", tables.words) + table("options", tables.options) +
           table("choices", tables.choices) + table("values", tables.values) +
           std::string(walk).substr(1);
}

}  // namespace tools
