// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/verb.hpp"

#include <algorithm>

namespace tools {
namespace {

std::string not_a_number(const std::string& text) {
    const bool good = !text.empty() && text.size() <= 18 &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return good ? std::string() : "\"" + text + "\" is no number";
}

}  // namespace

std::string path_of(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    if (parent == nullptr) return command.get_name();
    return path_of(*parent) + " " + command.get_name();
}

void add_example(CLI::App& command, const std::string& words) {
    command.footer("Example:\n  " + path_of(command) + (words.empty() ? "" : " ") + words);
}

Verb::Verb(CLI::App& noun, CommandLine& line, const std::string& word, const std::string& help)
    : command_(noun.add_subcommand(word, help)), order_(&line.orders.emplace_back()) {
    command_->group(asking);  // else its noun's, as it stood at this moment
    command_->callback(
        [&line, order = order_] { line.exit_code = tools::order(line.common, *order); });
}

Verb& Verb::orders(const std::string& command) {
    order_->verb = command;
    return *this;
}

Verb& Verb::needs(const Word& word) {
    take(word, word.word, true);
    return *this;
}

Verb& Verb::may(const Word& word) {
    take(word, "--" + word.word, false);
    return *this;
}

Verb& Verb::example(const std::string& words) {
    add_example(*command_, words);
    return *this;
}

void Verb::take(const Word& word, const std::string& name, bool required) {
    OrderField& field = order_->fields.emplace_back();
    field.name = word.field;
    field.is_number = word.is_number;
    CLI::Option* option = command_->add_option(name, field.value, word.help);
    option->required(required);
    if (word.is_number) {
        option->type_name("NUMBER")->check(CLI::Validator(not_a_number, ""));
    }
    if (!word.choices.empty()) option->check(CLI::IsMember(word.choices));
}

}  // namespace tools
