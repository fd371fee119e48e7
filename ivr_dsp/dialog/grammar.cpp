// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/grammar.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dialog/trimmed.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp::dialog {
namespace {

using driver::Error;
using driver::Result;

constexpr std::size_t usual_digits = 20;
constexpr std::size_t number_digits = 9;  // what can be spoken

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

using Parameters = std::map<std::string_view, std::string_view>;

Result<Parameters> parse_parameters(std::string_view text, std::string_view allowed) {
    Parameters parameters;
    if (text.empty()) return parameters;
    const auto names = split(allowed, ' ');
    for (const std::string_view part : split(text, ';')) {
        const std::size_t equals = std::min(part.find('='), part.size());
        const std::string_view name = part.substr(0, equals);
        const bool is_known = std::find(names.begin(), names.end(), name) != names.end();
        if (!is_known || equals + 1 >= part.size() || parameters.contains(name)) {
            return Error{
                fmt::format("has the parameter \"{}\": write each of {} once, as name=value"
                            " with ';' between",
                            part, fmt::join(names, ", "))};
        }
        parameters[name] = part.substr(equals + 1);
    }
    return parameters;
}

Result<std::size_t> length(const Parameters& given, std::string_view name, std::size_t otherwise) {
    const auto found = given.find(name);
    if (found == given.end()) return otherwise;
    const std::string_view text = found->second;
    std::size_t number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 1 ||
        number > most_keys) {
        return Error{fmt::format("has {}={}: write a number from 1 to {}", name, text, most_keys)};
    }
    return number;
}

Result<Grammar> parse_digits(std::string_view text) {
    const auto given = parse_parameters(text, "length minlength maxlength");
    if (!given) return Error{given.error()};
    const bool is_exact = given->contains("length");
    if (is_exact && given->size() > 1) {
        return Error{"has length beside minlength or maxlength: keep one way"};
    }
    const auto least = length(*given, is_exact ? "length" : "minlength", 1);
    if (!least) return Error{least.error()};
    const auto most =
        length(*given, is_exact ? "length" : "maxlength", std::max(usual_digits, *least));
    if (!most) return Error{most.error()};
    if (*least > *most) return Error{"has minlength above maxlength: exchange them"};
    return Grammar::digits(*least, *most);
}

Result<Grammar> parse_number(std::string_view text) {
    const auto given = parse_parameters(text, "maxlength");
    if (!given) return Error{given.error()};
    const auto most = length(*given, "maxlength", number_digits);
    if (!most) return Error{most.error()};
    if (*most > number_digits) {
        return Error{"has a maxlength above 9: larger numbers cannot be spoken, use digits"};
    }
    return Grammar::number(*most);
}

Result<Grammar> parse_boolean(std::string_view text) {
    const auto given = parse_parameters(text, "y n");
    if (!given) return Error{given.error()};
    const auto key = [&given](std::string_view name, std::string_view usual) {
        const auto found = given->find(name);
        return std::string(found == given->end() ? usual : found->second);
    };
    const std::string yes = key("y", "1");
    const std::string no = key("n", "2");
    if (!are_keys(yes) || !are_keys(no) || yes == no) {
        return Error{"has y or n that are not two different keys: write y=1;n=2"};
    }
    return Grammar::one_of({
        {yes, true },
        {no,  false}
    });
}

std::optional<Result<Grammar>> parse_known_type(std::string_view text) {
    const std::size_t mark = std::min(text.find('?'), text.size());
    const std::string_view name = text.substr(0, mark);
    const std::string_view parameters = text.substr(std::min(mark + 1, text.size()));
    if (name == "digits") return parse_digits(parameters);
    if (name == "number") return parse_number(parameters);
    if (name == "boolean") return parse_boolean(parameters);
    return std::nullopt;
}

}  // namespace

bool are_keys(std::string_view text) {
    return !text.empty() && text.size() <= most_keys &&
           std::all_of(text.begin(), text.end(), is_key);
}

Grammar Grammar::digits(std::size_t least, std::size_t most) {
    Grammar grammar;
    grammar.least_ = least;
    grammar.most_ = most;
    return grammar;
}

Grammar Grammar::number(std::size_t most) {
    Grammar grammar = digits(1, most);
    grammar.is_number_ = true;
    return grammar;
}

Grammar Grammar::one_of(std::vector<Alternative> alternatives) {
    Grammar grammar;
    grammar.alternatives_ = std::move(alternatives);
    return grammar;
}

Heard Grammar::hear(std::string_view keys) const {
    return alternatives_.empty() ? hear_digits(keys) : hear_alternatives(keys);
}

Heard Grammar::hear_alternatives(std::string_view keys) const {
    bool is_answer = false;
    bool is_beginning = false;
    for (const Alternative& alternative : alternatives_) {
        if (!std::string_view(alternative.keys).starts_with(keys)) continue;
        (alternative.keys.size() == keys.size() ? is_answer : is_beginning) = true;
    }
    if (is_answer) return is_beginning ? Heard::or_more : Heard::complete;
    return is_beginning ? Heard::not_yet : Heard::never;
}

Heard Grammar::hear_digits(std::string_view keys) const {
    const auto is_digit = [](char key) { return (key >= '0' && key <= '9') || key == secret_key; };
    if (keys.size() > most_ || !std::all_of(keys.begin(), keys.end(), is_digit)) {
        return Heard::never;
    }
    if (keys.size() < least_) return Heard::not_yet;
    return keys.size() < most_ ? Heard::or_more : Heard::complete;
}

Value Grammar::meaning(std::string_view keys) const {
    if (!alternatives_.empty()) return alternatives_[which(keys)].meaning;
    if (!is_number_) return std::string(keys);
    std::uint32_t number{};
    std::from_chars(keys.data(), keys.data() + keys.size(), number);
    return static_cast<double>(number);
}

std::size_t Grammar::which(std::string_view keys) const {
    const auto found = std::find_if(alternatives_.begin(), alternatives_.end(),
                                    [keys](const Alternative& a) { return a.keys == keys; });
    INVARIANT(found != alternatives_.end());
    return static_cast<std::size_t>(found - alternatives_.begin());
}

bool Grammar::offers_zero() const {
    return std::any_of(alternatives_.begin(), alternatives_.end(),
                       [](const Alternative& alternative) { return alternative.keys == "0"; });
}

Result<Grammar> parse_field_type(std::string_view text) {
    if (auto known = parse_known_type(text)) return std::move(*known);
    return Error{
        "is not a type that keys can answer: write digits, number or boolean, or a "
        "<grammar>"};
}

Result<Grammar> parse_grammar(std::string_view text) {
    if (auto known = parse_known_type(trimmed(text))) return std::move(*known);
    std::vector<Alternative> alternatives;
    for (const std::string_view each : split(text, '|')) {
        const std::string_view part = trimmed(each);
        const auto same = [part](const Alternative& other) { return other.keys == part; };
        if (!are_keys(part)) {
            return Error{fmt::format(
                "has the answer \"{}\", which has other than keys 0-9 * # A-D: write 1|2|3 or "
                "digits?length=4",
                part)};
        }
        if (std::any_of(alternatives.begin(), alternatives.end(), same)) {
            return Error{fmt::format("has the answer {} twice: keep one", part)};
        }
        alternatives.push_back({std::string(part), std::string(part)});
    }
    return Grammar::one_of(std::move(alternatives));
}

}  // namespace ivr_dsp::dialog
