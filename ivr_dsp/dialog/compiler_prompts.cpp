// SPDX-License-Identifier: GPL-2.0-or-later
// Prompts, and the expressions in attributes.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "ivr_dsp/dialog/compiler.hpp"
#include "ivr_dsp/dialog/expression.hpp"
#include "ivr_dsp/dialog/secret_comparisons.hpp"
#include "ivr_dsp/dialog/speech.hpp"
#include "ivr_dsp/dialog/time_text.hpp"
#include "ivr_dsp/dialog/trimmed.hpp"

namespace ivr_dsp::dialog {
namespace {

constexpr std::pair<std::string_view, Piece::As> ways_to_say[] = {
    {"number",  Piece::As::number },
    {"digits",  Piece::As::digits },
    {"ordinal", Piece::As::ordinal},
    {"time",    Piece::As::time   }
};

bool can_be_said(const std::string& text, Piece::As as) {
    switch (as) {
        case Piece::As::audio:
        case Piece::As::named:
            return false;
        case Piece::As::digits:
            return are_keys(text);
        case Piece::As::number:
            return whole_number(text).value_or(UINT32_MAX) <= 999'999'999;
        case Piece::As::ordinal: {
            const auto number = whole_number(text).value_or(0);
            return number >= 1 && number <= 99;
        }
        case Piece::As::time:
            return parse_time_of_day(text).has_value();
    }
    return false;
}

}  // namespace

void Compiler::complain(const Node& node, const std::string& problem) {
    complaints_.add(lines_.of(node), fmt::format("<{}> {}", node.name(), problem));
}

bool Compiler::resolve(const Node& node, const std::string& context, const std::string& name,
                       Use use, Formula& formula) {
    const auto known = names_.find(name);
    if (!known) {
        complain(node, fmt::format("{} uses the undeclared variable {}: add <var name=\"{}\"/>",
                                   context, name, name));
        return false;
    }
    if (known->secret && use == Use::telling) {
        complain(node, fmt::format("{} would hand on the secret {}: a secret may only be compared, "
                                   "in cond",
                                   context, name));
        return false;
    }
    formula.reads.push_back(known->variable);
    if (known->secret) compare(node, name, known->variable);
    return true;
}

// A condition compares a secret: the firmware must know with what.
void Compiler::compare(const Node& node, const std::string& secret, VariableId variable) {
    const std::string_view condition = node.attribute("cond").value();
    const auto sides = compared_with(condition, secret);
    if (!sides) return complain(node, fmt::format("cond=\"{}\" {}", condition, sides.error()));
    std::vector<Formula>& expected = expected_[variable];
    for (const std::string& side : *sides) {
        const auto same = [&side](const Formula& other) { return other.text == side; };
        if (std::ranges::any_of(expected, same)) continue;
        Formula formula;
        formula.line = lines_.of(node);
        formula.text = side;
        const bool is_quoted = !side.starts_with("session.");
        if (is_quoted) formula.constant = side.substr(1, side.size() - 2);
        if (!is_quoted) formula.reads.push_back(names_.find(side)->variable);
        expected.push_back(std::move(formula));
    }
    if (expected.size() > texts_per_secret) {
        complain(node, fmt::format("compares the secret {} with more than {} texts: compare it "
                                   "with fewer",
                                   secret, texts_per_secret));
    }
}

// The questions for secrets come before, or after, the conditions about them.
void Compiler::note_expected() {
    for (Dialog& dialog : document_.dialogs) {
        for (Item& item : dialog.items) {
            auto* question = std::get_if<Question>(&item.what);
            const auto found = expected_.find(item.variable);
            if (question != nullptr && found != expected_.end()) question->expected = found->second;
        }
    }
}

Formula Compiler::formula(const Node& node, const char* attribute, Use use) {
    Formula formula;
    formula.line = lines_.of(node);
    formula.text = node.attribute(attribute).value();
    formula.constant = Undefined{};
    const std::string context = fmt::format("{}=\"{}\"", attribute, formula.text);
    const auto expression = parse_expression(formula.text);
    if (!expression) {
        complain(node, fmt::format("{} {}", context, expression.error()));
        return formula;
    }
    bool all_known = true;
    for (const std::string& name : expression->names) {
        all_known = resolve(node, context, name, use, formula) && all_known;
    }
    if (!all_known) return formula;
    formula.constant = expression->constant;
    if (expression->constant || expression->is_name) return formula;
    const auto program = script_.compile(expression->source);
    if (program) {
        formula.program = *program;
    } else {
        complain(node, fmt::format("{} is no expression ({}): check ( ), ? and :", context,
                                   program.error()));
    }
    return formula;
}

std::optional<Formula> Compiler::condition(const Node& node) {
    if (!node.attribute("cond")) return std::nullopt;
    return formula(node, "cond", Use::condition);
}

Prompt Compiler::prompt(const Node& node, const Settings& settings) {
    Prompt prompt;
    prompt.condition = condition(node);
    prompt.bargein = flag(node, "bargein", settings.bargein);
    prompt.timeout = duration(node, "timeout");
    prompt.count = count(node);
    const std::string_view parent = node.parent().name();
    if (node.attribute("count") && parent != "field" && parent != "menu" && parent != "record") {
        complain(node, "has a count: only a <field> or <menu> counts how often it asks; remove it");
    }
    for (const Node& child : node.children()) {
        if (auto made = piece(child)) prompt.pieces.push_back(std::move(*made));
    }
    if (!node.first_child()) complain(node, "says nothing: add <audio src=\"…\"/> or remove it");
    return prompt;
}

std::optional<Piece> Compiler::piece(const Node& node) {
    const std::string_view name = node.name();
    if (name == "say-as") return said_as(node);
    if (name == "value") {
        check_speech(node);
        return Piece{Piece::As::number, {}, formula(node, "expr", Use::telling)};
    }
    if (name != "audio") return std::nullopt;
    if (node.attribute("expr")) {
        return Piece{Piece::As::named, {}, formula(node, "expr", Use::telling)};
    }
    const std::string source = node.attribute("src").value();
    if (!prompts_.find(source)) {
        complain(node, fmt::format("src=\"{}\" is not in the prompt bank: correct the name, or "
                                   "compile the bank again with that recording",
                                   source));
    }
    return Piece{Piece::As::audio, source, {}};
}

std::optional<Piece> Compiler::said_as(const Node& node) {
    const std::string_view wanted = node.attribute("interpret-as").value();
    const auto* way = std::find_if(std::begin(ways_to_say), std::end(ways_to_say),
                                   [wanted](const auto& each) { return each.first == wanted; });
    if (way == std::end(ways_to_say)) {
        complain(node,
                 fmt::format("interpret-as=\"{}\" is not known: write number, digits, ordinal "
                             "or time",
                             wanted));
        return std::nullopt;
    }
    check_speech(node);
    const Node child = node.first_child();
    if (!child || child.next_sibling()) {
        complain(node, "needs one thing to say: put one <value expr=\"…\"/> or one number into it");
        return std::nullopt;
    }
    if (child.type() == pugi::node_element) {
        return Piece{way->second, {}, formula(child, "expr", Use::telling)};
    }
    Formula literal;
    const std::string text(trimmed(child.value()));
    literal.constant = text;
    if (!can_be_said(text, way->second)) {
        complain(node, fmt::format("cannot say \"{}\" as {}: write 0…999999999, keys, 1…99 or "
                                   "hh:mm",
                                   text, wanted));
    }
    return Piece{way->second, {}, literal};
}

// The pieces of numbers and times must be in the bank once anything is spoken by rule.
void Compiler::check_speech(const Node& node) {
    if (std::exchange(speech_checked_, true)) return;
    const auto names = missing(Language::english, prompts_);
    if (names.empty()) return;
    constexpr std::size_t most = 5;
    const std::size_t shown = std::min(names.size(), most);
    const auto last = names.begin() + static_cast<std::ptrdiff_t>(shown);
    complain(node, fmt::format("needs {} pieces that the prompt bank lacks ({}{}): compile the "
                               "language's sound package into it",
                               names.size(), fmt::join(names.begin(), last, ", "),
                               names.size() > most ? " …" : ""));
}

bool Compiler::flag(const Node& node, const char* attribute, bool otherwise) {
    const pugi::xml_attribute given = node.attribute(attribute);
    if (!given) return otherwise;
    const std::string_view text = given.value();
    if (text != "true" && text != "false") {
        complain(node, fmt::format("{}=\"{}\": write true or false", attribute, text));
    }
    return text == "true";
}

int Compiler::count(const Node& node) {
    const pugi::xml_attribute given = node.attribute("count");
    if (!given) return 1;
    const auto number = whole_number(std::string(given.value())).value_or(0);
    if (number < 1 || number > 99) {
        complain(node, fmt::format("count=\"{}\": write a number from 1 to 99", given.value()));
        return 1;
    }
    return static_cast<int>(number);
}

std::optional<driver::Ticks> Compiler::duration(const Node& node, const char* attribute) {
    const pugi::xml_attribute given = node.attribute(attribute);
    if (!given) return std::nullopt;
    const auto time = parse_duration(given.value());
    if (!time) {
        complain(node, fmt::format("{}=\"{}\": write seconds or milliseconds as 5s, 0.5s or 500ms, "
                                   "100ms to 600s",
                                   attribute, given.value()));
    }
    return time;
}

}  // namespace ivr_dsp::dialog
