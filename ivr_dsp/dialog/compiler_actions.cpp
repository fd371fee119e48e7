// SPDX-License-Identifier: GPL-2.0-or-later
// Executable content: what blocks, filled, noinput and nomatch do.
#include <algorithm>

#include <fmt/format.h>

#include "ivr_dsp/dialog/compiler.hpp"

namespace ivr_dsp::dialog {
namespace {

bool leaves(const Action& action) {
    if (const auto* choice = std::get_if<Choose>(&action.what)) {
        const auto& branches = choice->branches;
        return !branches.empty() && !branches.back().condition &&
               std::all_of(branches.begin(), branches.end(),
                           [](const auto& branch) { return always_leaves(branch.actions); });
    }
    return std::holds_alternative<Target>(action.what) ||
           std::holds_alternative<Transfer>(action.what) ||
           std::holds_alternative<Exit>(action.what) ||
           std::holds_alternative<Disconnect>(action.what);
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    constexpr std::string_view white_space = " \t\r\n";
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
        if (text.empty()) return found;
        const std::size_t end = std::min(text.find_first_of(white_space), text.size());
        found.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

}  // namespace

bool always_leaves(const Actions& actions) {
    return !actions.empty() && leaves(actions.back());
}

bool is_destination(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon + 1 == text.size()) return false;
    const std::string_view kind = text.substr(0, colon);
    const std::string_view name = text.substr(colon + 1);
    constexpr std::string_view white_space = " \t\r\n";
    if (kind == "queue" || kind == "menu" || kind == "fax") {
        return name.find_first_of(white_space) == std::string_view::npos;
    }
    if (kind == "messages" && name == "own") return true;
    return (kind == "station" || kind == "number" || kind == "mailbox" || kind == "messages") &&
           are_keys(name);
}

Actions Compiler::actions(const Node& parent, const Settings& settings) {
    Actions made;
    for (const Node& node : parent.children()) {
        const std::string_view name = node.name();
        if (name == "elseif" || name == "else") break;
        if (is_behind_leaving(node, made)) break;
        action(node, settings, made);
    }
    return made;
}

bool Compiler::is_behind_leaving(const Node& node, const Actions& before) {
    if (!always_leaves(before) || node.type() != pugi::node_element) return false;
    complain(node, fmt::format("is never reached: the caller has gone elsewhere at line {}; remove "
                               "it, or put it before that",
                               before.back().line));
    return true;
}

void Compiler::action(const Node& node, const Settings& settings, Actions& into) {
    const std::string_view name = node.name();
    const int line = lines_.of(node);
    if (name == "prompt") {
        into.push_back({line, prompt(node, settings)});
    } else if (name == "var" || name == "assign") {
        const bool has_value = static_cast<bool>(node.attribute("expr"));
        std::optional<Formula> value;
        if (has_value) value = formula(node, "expr", Use::telling);
        const auto variable = variable_named(node, node.attribute("name").value(), false);
        if (variable)
            into.push_back({
                line, Assign{*variable, std::move(value)}
            });
    } else if (name == "clear") {
        Clear clear;
        for (const auto& [_, variable] : name_list(node, false))
            clear.variables.push_back(variable);
        into.push_back({line, std::move(clear)});
    } else if (name == "if") {
        into.push_back({line, choose(node, settings)});
    } else if (name == "goto") {
        into.push_back({line, target(node)});
    } else if (name == "transfer") {
        if (node.attribute("cond")) complain(node, "has a cond here: put it into <if cond=\"…\">");
        into.push_back({line, transfer(node)});
    } else if (name == "exit") {
        into.push_back({line, exit(node)});
    } else if (name == "disconnect") {
        into.push_back({line, Disconnect{}});
    } else if (name == "reprompt") {
        into.push_back({line, Reprompt{}});
    }
}

// <if> is flat: its branches are what stands between <elseif> and <else>.
Choose Compiler::choose(const Node& node, const Settings& settings) {
    Choose choice;
    choice.branches.push_back({condition(node), actions(node, settings)});
    for (const Node& mark : node.children()) {
        const std::string_view name = mark.name();
        if (name != "elseif" && name != "else") continue;
        if (!choice.branches.back().condition) {
            complain(mark, "comes after <else>: put <else/> last, once");
            break;
        }
        Choose::Branch branch{condition(mark), {}};
        for (Node next = mark.next_sibling(); next; next = next.next_sibling()) {
            const std::string_view next_name = next.name();
            if (next_name == "elseif" || next_name == "else") break;
            if (is_behind_leaving(next, branch.actions)) break;
            action(next, settings, branch.actions);
        }
        choice.branches.push_back(std::move(branch));
    }
    return choice;
}

Target Compiler::target(const Node& node) {
    if (node.attribute("expr")) return {{}, formula(node, "expr", Use::telling)};
    const std::string_view next = node.attribute("next").value();
    if (!node.attribute("next")) {
        target_unknown_ = true;
        return {};
    }
    if (!next.starts_with('#')) {
        complain(node, fmt::format("next=\"{}\" leaves this document: write #ID of a form or menu "
                                   "here, or <transfer dest=\"menu:NAME\"/>",
                                   next));
        target_unknown_ = true;
        return {};
    }
    const auto found = document_.ids.find(next.substr(1));
    if (found == document_.ids.end()) {
        complain(node,
                 fmt::format("next=\"{}\" goes nowhere: no form or menu has id=\"{}\"; add it "
                             "or correct the name",
                             next, next.substr(1)));
        target_unknown_ = true;
        return {};
    }
    return {found->second, std::nullopt};
}

Transfer Compiler::transfer(const Node& node) {
    if (node.attribute("destexpr")) return {{}, formula(node, "destexpr", Use::telling)};
    const std::string destination = node.attribute("dest").value();
    if (!is_destination(destination)) {
        complain(node, fmt::format("dest=\"{}\" is no destination: write queue:NAME, menu:NAME, "
                                   "station:NUMBER, number:NUMBER, fax:NAME, mailbox:NUMBER, "
                                   "messages:NUMBER or messages:own",
                                   destination));
    } else if (std::ranges::find(document_.destinations, destination,
                                 &TransferTarget::destination) == document_.destinations.end()) {
        document_.destinations.push_back({destination, lines_.of(node)});
    }
    return {destination, std::nullopt};
}

Exit Compiler::exit(const Node& node) {
    Exit exit;
    if (node.attribute("expr")) exit.value = formula(node, "expr", Use::telling);
    if (!node.attribute("namelist")) return exit;
    if (exit.value) complain(node, "has namelist and expr: keep one");
    exit.names = name_list(node, true);
    return exit;
}

std::vector<std::pair<std::string, VariableId>> Compiler::name_list(const Node& node,
                                                                    bool to_tell) {
    std::vector<std::pair<std::string, VariableId>> list;
    for (const std::string& name : words(node.attribute("namelist").value())) {
        if (const auto variable = variable_named(node, name, to_tell)) {
            list.emplace_back(name, *variable);
        }
    }
    return list;
}

std::optional<VariableId> Compiler::variable_named(const Node& node, const std::string& name,
                                                   bool to_tell) {
    if (name.starts_with("session.")) {
        if (to_tell) return names_.find(name)->variable;
        complain(node,
                 fmt::format("changes {}: session variables are read only, use a <var>", name));
        return std::nullopt;
    }
    Formula only_reads;
    if (!resolve(node, to_tell ? "namelist" : "name", name, to_tell ? Use::telling : Use::condition,
                 only_reads)) {
        return std::nullopt;
    }
    return only_reads.reads.front();
}

}  // namespace ivr_dsp::dialog
