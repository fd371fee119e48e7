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

std::string not_a_duration(const std::string& text) {
    return duration_of(text) ? "" : "\"" + text + "\" is no time: write 10s, 5m or 1h";
}

void add_watch_time(CLI::App& command, WatchOptions& options) {
    command
        .add_option("--for", options.duration, "for so long: 30s, 5m, 1h; else until it is stopped")
        ->type_name("TIME")
        ->check(CLI::Validator(not_a_duration, ""));
}

void add_language(CLI::App& command, std::string& language) {
    command.add_option("--lang", language, "the language")
        ->check(CLI::IsMember({"en", "zh"}))
        ->capture_default_str();
}

std::string path_of(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    if (parent == nullptr) return command.get_name();
    return path_of(*parent) + " " + command.get_name();
}

void add_example(CLI::App& command, const std::string& words) {
    command.footer("Example:\n  " + path_of(command) + (words.empty() ? "" : " ") + words);
}

Verb::Verb(CLI::App& noun, CommandLine& line, const std::string& word, const std::string& help)
    : line_(&line), command_(noun.add_subcommand(word, help)), order_(&line.orders.emplace_back()) {
    command_->group(asking);  // else its noun's, as it stood at this moment
    with(tools::order);
}

Verb& Verb::with(int (*run)(const CommonOptions&, const Order&)) {
    command_->callback(
        [line = line_, order = order_, run] { line->exit_code = run(line->common, *order); });
    return *this;
}

Verb& Verb::orders(const std::string& command) {
    order_->verb = command;
    return *this;
}

Verb& Verb::needs(const Word& word) {
    take(word, word.word, true);
    return *this;
}

Verb& Verb::must(const Word& word) {
    take(word, "--" + word.word, true);
    return *this;
}

Verb& Verb::may(const Word& word) {
    take(word, "--" + word.word, false);
    return *this;
}

Verb& Verb::flag(const Word& word) {
    OrderField& field = order_->fields.emplace_back();
    field.name = word.field;
    field.kind = FieldKind::flag;
    command_->add_flag("--" + word.word, field.value, word.help);
    return *this;
}

Verb& Verb::example(const std::string& words) {
    add_example(*command_, words);
    return *this;
}

void Verb::take(const Word& word, const std::string& name, bool required) {
    OrderField& field = order_->fields.emplace_back();
    field.name = word.field;
    field.kind = word.kind;
    CLI::Option* option = command_->add_option(name, field.value, word.help);
    option->required(required);
    if (word.kind == FieldKind::number) {
        option->type_name("NUMBER")->check(CLI::Validator(not_a_number, ""));
    }
    if (word.kind == FieldKind::seconds) {
        option->type_name("TIME")->check(CLI::Validator(not_a_duration, ""));
    }
    if (!word.choices.empty()) option->check(CLI::IsMember(word.choices));
}

}  // namespace tools
