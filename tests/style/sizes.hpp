// SPDX-License-Identifier: GPL-2.0-or-later
// How long files and functions are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/style/source_tree.hpp"

namespace style {

struct Function {
    std::string head;  // what stands before its opening brace, on one line
    std::size_t first{};
    std::size_t last{};  // lines of the braces, from 1
    [[nodiscard]] std::size_t length() const { return last - first + 1; }
};

// Every function body of a C++ file, found by counting braces: what is in a namespace, class or
// TEST_GROUP and has parentheses before its brace. A lambda counts as part of the function it is
// in. Made for code that clang-format has laid out.
std::vector<Function> functions_in(std::string_view text);

inline constexpr std::size_t longest_function = 60;
inline constexpr std::size_t longest_file = 300;
inline constexpr std::size_t longest_test_file = 500;
inline constexpr std::size_t longest_top_readme = 150;
inline constexpr std::size_t longest_room_readme = 40;

// "acd/center/center.cpp 350": this file may have 350 lines for now. The list may only shrink.
struct Exception {
    std::string path;
    std::size_t lines{};
};
// One a line; lines beginning with # are comments.
std::vector<Exception> exceptions_in(std::string_view text);

// Files and functions that are too long, and exceptions no longer needed.
std::vector<Finding> too_long(const std::vector<SourceFile>& tree,
                              const std::vector<Exception>& exceptions);

}  // namespace style
