// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/compiler.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ivr_dsp/dialog/flow.hpp"

namespace ivr_dsp::dialog {
namespace {

bool is_dialog(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    return name == "form" || name == "menu";
}

bool is_id(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.';
    });
}

}  // namespace

void Compiler::compile(const Node& root) {
    check_root(root);
    list_dialogs(root);
    const Settings settings = settings_of(root, Settings{});
    declare_variables(root, nullptr);
    document_.declarations = declarations(root);
    document_.handlers = handlers(root, settings);
    auto dialog = document_.dialogs.begin();
    for (const Node& node : root.children()) {
        if (!is_dialog(node)) continue;
        const Settings inner = settings_of(node, settings);
        declare_dialog(node, *dialog, inner);
        names_.look_from(&*dialog);
        std::string_view(node.name()) == "form" ? form(node, *dialog, inner)
                                                : menu(node, *dialog, inner);
        names_.look_from(nullptr);
        ++dialog;
    }
    note_expected();
    check_flow(document_, !target_unknown_, complaints_);
}

void Compiler::check_root(const Node& root) {
    const std::string_view version = root.attribute("version").value();
    if (root.attribute("version") && version != "2.0" && version != "2.1") {
        complain(root, fmt::format("version=\"{}\" is not supported: write 2.1", version));
    }
    const std::string_view language = root.attribute("xml:lang").value();
    if (root.attribute("xml:lang") && language != "en" && !language.starts_with("en-")) {
        complain(root,
                 fmt::format("xml:lang=\"{}\": numbers can be spoken in en only; remove it or "
                             "write en",
                             language));
    }
}

void Compiler::list_dialogs(const Node& root) {
    for (const Node& node : root.children()) {
        if (!is_dialog(node)) continue;
        const DialogId id{static_cast<std::uint16_t>(document_.dialogs.size())};
        Dialog dialog;
        dialog.id = node.attribute("id").value();
        dialog.line = lines_.of(node);
        if (node.attribute("id") && !is_id(dialog.id)) {
            complain(node, fmt::format("id=\"{}\": use letters, digits, _ - .", dialog.id));
        } else if (!dialog.id.empty() && !document_.ids.emplace(dialog.id, id).second) {
            complain(node, fmt::format("id=\"{}\" is there twice: choose another", dialog.id));
        }
        document_.dialogs.push_back(std::move(dialog));
    }
    if (document_.dialogs.empty()) complain(root, "has no form or menu: add one");
}

void Compiler::add_item(const Node& node, Dialog& dialog, Item item) {
    item.line = lines_.of(node);
    item.condition = condition(node);
    if (!std::holds_alternative<Question>(item.what)) {
        item.variable = names_.make();
        dialog.own.push_back(item.variable);
    }
    dialog.items.push_back(std::move(item));
}

void Compiler::form(const Node& node, Dialog& dialog, const Settings& settings) {
    dialog.declarations = declarations(node);
    dialog.handlers = handlers(node, settings);
    for (const Node& child : node.children()) {
        const std::string_view name = child.name();
        if (name == "block") add_item(child, dialog, {{}, {}, {}, actions(child, settings)});
        if (name == "transfer") add_item(child, dialog, {{}, {}, {}, transfer(child)});
        if (name == "field") field(child, dialog, settings);
        if (name == "record") record(child, dialog, settings);
    }
}

void Compiler::field(const Node& node, Dialog& dialog, const Settings& outer) {
    Question question;
    question.name = node.attribute("name").value();
    question.settings = settings_of(node, outer);
    question.grammar = field_grammar(node);
    question_content(node, question);
    for (const Node& filled : node.children("filled")) {
        question.filled.push_back(actions(filled, question.settings));
    }
    Item item;
    if (const auto known = names_.find(question.name)) item.variable = known->variable;
    if (node.attribute("expr")) {
        dialog.declarations.push_back({item.variable, formula(node, "expr", Use::telling)});
    }
    item.what = std::move(question);
    add_item(node, dialog, std::move(item));
}

// What it holds afterwards is, unlike in the standard, how many milliseconds were not silence:
// sound does not come here.
void Compiler::record(const Node& node, Dialog& dialog, const Settings& outer) {
    Question question;
    question.name = node.attribute("name").value();
    question.settings = settings_of(node, outer);
    Recording recording;
    recording.beep = flag(node, "beep", false);
    recording.ends_by_key = flag(node, "dtmfterm", true);
    recording.limits.longest = duration(node, "maxtime").value_or(driver::Ticks{180'000});
    recording.limits.final_silence = duration(node, "finalsilence").value_or(driver::Ticks{3'000});
    if (recording.beep && !prompts_.find("beep")) {
        complain(node, "beep=\"true\" needs a recording named beep in the prompt bank");
    }
    question.recording = recording;
    question_content(node, question);
    for (const Node& filled : node.children("filled")) {
        question.filled.push_back(actions(filled, question.settings));
    }
    Item item;
    if (const auto known = names_.find(question.name)) item.variable = known->variable;
    item.what = std::move(question);
    add_item(node, dialog, std::move(item));
}

Grammar Compiler::field_grammar(const Node& node) {
    const pugi::xml_attribute type = node.attribute("type");
    const Node grammar = node.child("grammar");
    if (static_cast<bool>(type) == static_cast<bool>(grammar) || grammar.next_sibling("grammar")) {
        complain(node, "needs one way to be answered: write either a type or one <grammar>");
        return {};
    }
    if (grammar && std::string_view(grammar.attribute("mode").value()) != "dtmf") {
        complain(grammar, "has a mode other than dtmf: only keys can be heard");
    }
    const auto parsed = type ? parse_field_type(type.value()) : parse_grammar(grammar.text().get());
    if (parsed) return *parsed;
    if (type) {
        complain(node, fmt::format("type=\"{}\" {}", type.value(), parsed.error()));
    } else {
        complain(grammar, parsed.error());
    }
    return {};
}

void Compiler::menu(const Node& node, Dialog& dialog, const Settings& settings) {
    Question question;
    question.name = dialog.id.empty() ? "menu" : dialog.id;
    question.settings = settings;
    menu_choices(node, question);
    question_content(node, question);
    Item item;
    item.variable = names_.make();
    dialog.own.push_back(item.variable);
    item.what = std::move(question);
    add_item(node, dialog, std::move(item));
}

void Compiler::menu_choices(const Node& node, Question& question) {
    std::vector<Alternative> alternatives;
    for (const Node& choice : node.children("choice")) {
        const std::string keys = choice.attribute("dtmf").value();
        if (choice.attribute("dtmf") && !are_keys(keys)) {
            complain(choice, fmt::format("dtmf=\"{}\": write keys 0-9 * # A-D", keys));
        }
        if (std::any_of(alternatives.begin(), alternatives.end(),
                        [&keys](const Alternative& other) { return other.keys == keys; })) {
            complain(choice, fmt::format("dtmf=\"{}\" is there twice: choose another key", keys));
        }
        alternatives.push_back({keys, keys});
        question.targets.push_back(target(choice));
    }
    if (alternatives.empty()) complain(node, "has no <choice>: add one");
    question.grammar = Grammar::one_of(std::move(alternatives));
}

// What fields and menus have in common.
void Compiler::question_content(const Node& node, Question& question) {
    if (question.settings.secret && !question.grammar.is_digits()) {
        complain(node,
                 "asks for a secret, but not for digits, and nothing else stays in the firmware: "
                 "use a <field type=\"digits\">, or set secret to false here");
    }
    question.handlers = handlers(node, question.settings);
    for (const Node& child : node.children("prompt")) {
        question.prompts.push_back(prompt(child, question.settings));
    }
    const bool asks_at_once = std::any_of(question.prompts.begin(), question.prompts.end(),
                                          [](const Prompt& prompt) { return prompt.count == 1; });
    if (!asks_at_once) {
        complain(node, question.prompts.empty()
                           ? "asks without a word: add a <prompt>"
                           : "asks without a word the first time: add a <prompt> without count");
    }
}

std::vector<Handler> Compiler::handlers(const Node& parent, const Settings& settings) {
    std::vector<Handler> made;
    for (const Node& node : parent.children()) {
        const std::string_view name = node.name();
        if (name != "noinput" && name != "nomatch" && name != "error") continue;
        const Event event = name == "noinput"   ? Event::noinput
                            : name == "nomatch" ? Event::nomatch
                                                : Event::error;
        made.push_back({event, count(node), condition(node), actions(node, settings)});
    }
    return made;
}

}  // namespace ivr_dsp::dialog
