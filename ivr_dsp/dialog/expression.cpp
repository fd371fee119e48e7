// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/expression.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "ivr_dsp/dialog/tokens.hpp"
#include "ivr_dsp/dialog/vocabulary.hpp"

namespace ivr_dsp::dialog {
namespace {

using driver::Error;
using driver::Result;

std::optional<Value> literal_value(const Token& token) {
    const std::string_view text = token.text;
    if (token.kind == TokenKind::number) {
        double number{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc{} && end == text.data() + text.size()) return number;
    }
    if (token.kind == TokenKind::text && text.find('\\') == std::string_view::npos) {
        return std::string(text.substr(1, text.size() - 2));
    }
    if (text == "true" || text == "false") return text == "true";
    if (text == "undefined" || text == "null") return Undefined{};
    return std::nullopt;
}

// Reads from left to right, knowing whether a value or an operator must come next. What it accepts
// it writes out again with a space between all tokens, so that the engine cannot see other ones.
class Parser {
  public:
    explicit Parser(std::string_view text) : rest_(text) {}

    Result<Expression> parse() {
        if (rest_.size() > longest_expression) {
            return Error{fmt::format("is longer than {} characters: split it with <assign>",
                                     longest_expression)};
        }
        while (error_.empty()) {
            const Token token = next();
            if (token.kind == TokenKind::end) break;
            wants_value_ ? value(token) : after_value(token);
        }
        if (error_.empty() && wants_value_) fail("ends where a value should stand: complete it");
        if (error_.empty() && !open_.empty()) fail("has a '(' without ')': close it");
        if (!error_.empty()) return Error{error_};
        return finish();
    }

  private:
    Expression finish() {
        std::string parameters;
        for (std::size_t i = 0; i < expression_.names.size(); ++i) {
            parameters += fmt::format("{}v{}", i == 0 ? "" : ",", i);
        }
        expression_.source = fmt::format("(function({}){{return({});}})", parameters, written_);
        if (tokens_ == 1) expression_.constant = literal_value(first_);
        expression_.is_name = is_name_ && !has_more_than_a_name_;
        return std::move(expression_);
    }

    void fail(std::string problem) {
        if (error_.empty()) error_ = std::move(problem);
    }
    Token next() {
        auto token = next_token(rest_);
        if (!token) {
            fail(token.error());
            return {};
        }
        if (tokens_++ == 0) first_ = *token;
        if (token->kind == TokenKind::end) --tokens_;
        return *token;
    }
    void write(std::string_view text) {
        written_ += text;
        written_ += ' ';
    }
    void open(bool is_call) {
        write("(");
        open_.push_back(is_call);
        wants_value_ = true;
        just_opened_ = true;
    }

    void value(const Token& token) {
        const bool may_close = std::exchange(just_opened_, false);
        switch (token.kind) {
            case TokenKind::number:
            case TokenKind::text:
                write(token.text);
                wants_value_ = false;
                return;
            case TokenKind::name:
                named_value(token.text);
                return;
            case TokenKind::mark:
                break;
            case TokenKind::end:
                return;
        }
        has_more_than_a_name_ = true;
        if (is_one_of(unary_marks, token.text)) {
            write(token.text);
        } else if (token.text == "(") {
            open(false);
        } else if (token.text == ")" && may_close && open_.back()) {
            close();
        } else if (token.text == "/") {
            fail("has a regular expression: compare with == or take a part with substring()");
        } else {
            fail(fmt::format("has '{}' where a value should stand: {}", token.text,
                             advice(token.text)));
        }
    }

    static std::string_view advice(std::string_view mark) {
        if (mark == "++" || mark == "--") return "write <assign>";
        if (mark == "[" || mark == "{") return "lists and objects are not allowed, use variables";
        return "put a value before it or remove it";
    }

    void named_value(std::string_view name) {
        if (const std::string problem = refusal(name); !problem.empty()) {
            fail(problem);
        } else if (name == "typeof") {
            has_more_than_a_name_ = true;
            write(name);
        } else if (is_one_of(literals, name)) {
            write(name);
            wants_value_ = false;
        } else if (name == "Math") {
            call_of_math();
        } else if (is_one_of(functions, name)) {
            write(name);
            call();
        } else if (name == "session") {
            session_variable();
        } else {
            variable(std::string(name));
        }
    }

    void variable(const std::string& name) {
        auto& names = expression_.names;
        auto at = std::find(names.begin(), names.end(), name);
        if (at == names.end()) at = names.insert(names.end(), name);
        write(fmt::format("v{}", at - names.begin()));
        is_name_ = true;
        wants_value_ = false;
    }

    std::string_view name_after_point(std::string_view owner) {
        const Token point = next();
        const Token name = next();
        if (point.text == "." && name.kind == TokenKind::name) return name.text;
        fail(fmt::format("uses {0} without a name: write {0}.NAME", owner));
        return {};
    }
    void session_variable() { variable(fmt::format("session.{}", name_after_point("session"))); }

    void call_of_math() {
        const std::string_view name = name_after_point("Math");
        if (!is_one_of(math_functions, name)) {
            fail(fmt::format("uses Math.{}: allowed are Math.{}", name,
                             fmt::join(math_functions, ", ")));
        }
        write("Math.");
        write(name);
        call();
    }

    // After the name of a function.
    void call() {
        has_more_than_a_name_ = true;
        if (next().text == "(") {
            open(true);
        } else {
            fail("names a function without calling it: add ( )");
        }
    }

    void after_value(const Token& token) {
        has_more_than_a_name_ = true;
        if (token.kind != TokenKind::mark) {
            fail(fmt::format("lacks an operator before {}: add it", token.text));
        } else if (token.text == ".") {
            member();
        } else if (token.text == ")") {
            close();
        } else if (token.text == "," && !open_.empty() && open_.back()) {
            write(",");
            wants_value_ = true;
        } else if (is_one_of(binary_marks, token.text)) {
            write(token.text);
            wants_value_ = true;
        } else {
            fail(operator_problem(token.text));
        }
    }

    static std::string operator_problem(std::string_view mark) {
        if (mark == "=") return "assigns: compare with ==, or write <assign>";
        if (mark == "++" || mark == "--") return "assigns: write <assign>";
        if (mark == "=>") return "defines a function: loops and functions are not allowed";
        if (mark == "(") return "calls what is not a known function: see the README for those";
        if (mark == "[") return "reaches into an object with [ ]: use variables and charAt()";
        return fmt::format("has '{}' where an operator should stand: remove it", mark);
    }

    void member() {
        const Token name = next();
        if (name.text == "length") {
            write(".length");
        } else if (is_one_of(methods, name.text)) {
            write(".");
            write(name.text);
            call();
        } else {
            fail(fmt::format("uses .{}: allowed are .length, .{}", name.text,
                             fmt::join(methods, "(), .")));
        }
    }

    void close() {
        if (open_.empty()) {
            fail("has a ')' without '(': remove it");
            return;
        }
        open_.pop_back();
        write(")");
        wants_value_ = false;
    }

    std::string_view rest_;
    Expression expression_;
    std::string written_;
    std::string error_;
    std::vector<bool> open_;  // parentheses; true: arguments of a call
    Token first_;
    std::size_t tokens_{};
    bool wants_value_{true};
    bool just_opened_{};
    bool is_name_{};
    bool has_more_than_a_name_{};
};

}  // namespace

Result<Expression> parse_expression(std::string_view text) {
    return Parser(text).parse();
}

std::optional<std::string> why_not_a_variable(std::string_view name) {
    constexpr std::size_t longest_name = 40;
    if (name.empty() || name.size() > longest_name || !starts_name(name.front()) ||
        !std::all_of(name.begin(), name.end(), continues_name)) {
        return fmt::format("\"{}\" cannot be a variable: use letters, digits and _, 40 at most",
                           name);
    }
    if (is_reserved(name)) {
        return fmt::format("\"{}\" is a word of the language: choose another name", name);
    }
    return std::nullopt;
}

}  // namespace ivr_dsp::dialog
