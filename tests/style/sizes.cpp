// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/style/sizes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace style {
namespace {

enum class Block { scope, function, other };

std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

// Drops the balanced brackets that `head` begins with.
std::string_view after_brackets(std::string_view head, char open, char close) {
    int depth = 0;
    for (std::size_t i = 0; i < head.size(); ++i) {
        depth += head[i] == open ? 1 : 0;
        depth -= head[i] == close ? 1 : 0;
        if (depth == 0) return trimmed(head.substr(i + 1));
    }
    return {};
}

// Without what may stand before a declaration: access labels, template<…>, extern.
std::string_view bare(std::string_view head) {
    head = trimmed(head);
    for (const std::string_view word :
         {"public:", "protected:", "private:", "inline ", "typedef "}) {
        if (head.starts_with(word)) return bare(head.substr(word.size()));
    }
    if (head.starts_with("template")) {
        return bare(after_brackets(trimmed(head.substr(8)), '<', '>'));
    }
    return head;
}

bool opens_scope(std::string_view head) {
    constexpr std::array<std::string_view, 7> words{"namespace", "class",      "struct", "union",
                                                    "enum",      "TEST_GROUP", "extern"};
    const auto begins = [&](std::string_view word) {
        return head.starts_with(word) &&
               (head.size() == word.size() ||
                std::isalnum(static_cast<unsigned char>(head[word.size()])) == 0);
    };
    return std::any_of(words.begin(), words.end(), begins);
}

Block kind_of(std::string_view head, bool in_parentheses, bool after_initializer) {
    head = bare(head);
    if (in_parentheses || head.ends_with('=')) return Block::other;
    if (opens_scope(head)) return Block::scope;
    if (head.find('(') != std::string_view::npos) return Block::function;
    // `Call() : a_{1}, b_{2} {`: the body stands after the last member.
    return after_initializer && head.empty() ? Block::function : Block::other;
}

std::string on_one_line(std::string_view head) {
    std::string line(bare(head));
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

class FunctionFinder {
  public:
    explicit FunctionFinder(std::string_view text) : code_(code_only(text)) {}

    std::vector<Function> found() {
        for (const char c : code_) step(c);
        return std::move(functions_);
    }

  private:
    struct Open {
        Block kind{};
        int parentheses{};  // open ones outside
        std::size_t line{};
        std::string head;
    };

    bool looking() const { return open_.empty() || open_.back().kind == Block::scope; }

    void step(char c) {
        switch (c) {
            case '\n':
                ++line_;
                break;
            case '(':
                ++parentheses_;
                break;
            case ')':
                --parentheses_;
                break;
            default:
                break;
        }
        if (c == '{') return open_block();
        if (c == '}') return close_block();
        if (!looking()) return;
        if (c == ';' && parentheses_ == 0) {
            head_.clear();
            after_initializer_ = false;
        } else {
            head_ += c;
        }
    }

    void open_block() {
        const Block kind =
            looking() ? kind_of(head_, parentheses_ > 0, after_initializer_) : Block::other;
        open_.push_back({kind, parentheses_, line_, std::move(head_)});
        head_.clear();
        parentheses_ = 0;
        after_initializer_ = false;
    }

    void close_block() {
        if (open_.empty()) return;
        Open block = std::move(open_.back());
        open_.pop_back();
        parentheses_ = block.parentheses;
        if (block.kind == Block::function) {
            functions_.push_back({on_one_line(block.head), block.line, line_});
        }
        head_.clear();
        if (block.parentheses > 0) head_ = std::move(block.head);  // f({1, 2}) goes on
        after_initializer_ = block.kind != Block::scope;
    }

    std::string code_;
    std::vector<Function> functions_;
    std::vector<Open> open_;
    std::string head_;  // since the last ; or brace
    int parentheses_ = 0;
    std::size_t line_ = 1;
    bool after_initializer_ = false;
};

std::optional<std::size_t> limit_of(const SourceFile& file) {
    if (file.path == "README.md") return longest_top_readme;
    if (file.path.ends_with("/README.md")) return longest_room_readme;
    if (!file.is_cpp() && !file.is_script()) return std::nullopt;
    return file.path.starts_with("tests/") ? longest_test_file : longest_file;
}

std::string counted(std::size_t lines, std::size_t limit) {
    return std::to_string(lines) + " lines, allowed are " + std::to_string(limit);
}

void check_file(const SourceFile& file, const std::vector<Exception>& exceptions,
                std::vector<Finding>& findings) {
    const auto limit = limit_of(file);
    const auto exception = std::find_if(exceptions.begin(), exceptions.end(),
                                        [&](const auto& e) { return e.path == file.path; });
    const std::size_t lines = lines_of(file.text).size();
    if (limit && exception == exceptions.end() && lines > *limit) {
        findings.push_back({file.path, lines, counted(lines, *limit) + "; split it by idea"});
    }
    if (exception == exceptions.end()) return;
    if (!limit || lines <= *limit) {
        findings.push_back({file.path, 1, "short enough now; take it off the exceptions"});
    } else if (lines != exception->lines) {
        findings.push_back({file.path, lines,
                            counted(lines, exception->lines) +
                                " by its exception, which may only shrink: " +
                                "shorten the file, then set the exception to it"});
    }
}

}  // namespace

std::vector<Function> functions_in(std::string_view text) {
    return FunctionFinder(text).found();
}

std::vector<Exception> exceptions_in(std::string_view text) {
    std::vector<Exception> exceptions;
    for (const auto line : lines_of(text)) {
        const std::size_t space = line.find(' ');
        if (line.starts_with('#') || space == std::string_view::npos) continue;
        Exception exception{std::string(line.substr(0, space)), 0};
        const std::string_view number = line.substr(space + 1);
        std::from_chars(number.data(), number.data() + number.size(), exception.lines);
        exceptions.push_back(std::move(exception));
    }
    return exceptions;
}

std::vector<Finding> too_long(const std::vector<SourceFile>& tree,
                              const std::vector<Exception>& exceptions) {
    std::vector<Finding> findings;
    for (const auto& file : tree) {
        check_file(file, exceptions, findings);
        if (!file.is_cpp()) continue;
        for (const auto& function : functions_in(file.text)) {
            if (function.length() <= longest_function) continue;
            findings.push_back({file.path, function.first,
                                function.head + " has " +
                                    counted(function.length(), longest_function) +
                                    "; give its parts names"});
        }
    }
    for (const auto& exception : exceptions) {
        const bool exists = std::any_of(tree.begin(), tree.end(), [&](const auto& file) {
            return file.path == exception.path;
        });
        if (!exists)
            findings.push_back({exception.path, 1, "an exception for a file that is gone"});
    }
    return findings;
}

}  // namespace style
