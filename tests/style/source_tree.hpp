// SPDX-License-Identifier: GPL-2.0-or-later
// The project's own text files, and what the style tests say about them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace style {

struct SourceFile {
    std::string path;  // from the top of the tree, with '/'
    std::string text;
    [[nodiscard]] bool is_cpp() const;     // .cpp .hpp and C's
    [[nodiscard]] bool is_script() const;  // begins with #!
};

// All text files below `root`, sorted by path. Leaves out build trees and folders beginning with a
// dot, except .ci.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);

// Without line ends.
std::vector<std::string_view> lines_of(std::string_view text);

// A breach of a rule: place, rule and remedy, as one line an editor can jump to.
struct Finding {
    std::string path;
    std::size_t line{};  // from 1
    std::string text;
};

// "" if there are none, so that STRCMP_EQUAL("", …) prints them all.
std::string as_text(const std::vector<Finding>& findings);

// C++ with comments, contents of strings and preprocessor lines blanked; line numbers stay.
std::string code_only(std::string_view text);

}  // namespace style
