// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/style/source_tree.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>

namespace style {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> cpp_endings{".cpp", ".hpp", ".c", ".h", ".cc"};
constexpr std::array<std::string_view, 9> text_endings{".txt",  ".md",   ".cmake", ".sh",  ".py",
                                                       ".toml", ".json", ".xml",   ".vxml"};

bool one_of(std::string_view wanted, const auto& list) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_ours(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return name == ".ci" ||
           (!name.starts_with('.') && name != "build" && !fs::exists(folder / "CMakeCache.txt"));
}

bool starts_with_shebang(const fs::path& path) {
    std::array<char, 2> first{};
    std::ifstream(path, std::ios::binary).read(first.data(), first.size());
    return first == std::array{'#', '!'};
}

bool is_text(const fs::path& path) {
    const std::string ending = path.extension().string();
    if (ending.empty()) return starts_with_shebang(path);
    return one_of(ending, cpp_endings) || one_of(ending, text_endings);
}

// Blanks C++ step by step; `at_` walks over the text.
class Blanker {
  public:
    explicit Blanker(std::string_view text) : text_(text) {}

    std::string blanked() {
        while (at_ < text_.size()) step();
        return std::string(text_);
    }

  private:
    void step() {
        if (starts("//") || (text_[at_] == '#' && line_is_blank_so_far())) {
            blank_line();
        } else if (starts("/*")) {
            blank_to("*/");
        } else if (starts("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) {
            const std::size_t open = text_.find('(', at_);
            const std::string mark = text_.substr(at_ + 2, open - at_ - 2);
            blank_to(")" + mark + "\"");
        } else if (text_[at_] == '"') {
            blank_quoted('"');
        } else if (text_[at_] == '\'' && (at_ == 0 || !is_word(text_[at_ - 1]))) {
            blank_quoted('\'');  // after a digit it would separate thousands
        } else {
            ++at_;
        }
    }

    static bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
    bool starts(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }
    bool line_is_blank_so_far() const {
        std::size_t before = at_;
        while (before > 0 && (text_[before - 1] == ' ' || text_[before - 1] == '\t')) --before;
        return before == 0 || text_[before - 1] == '\n';
    }

    void blank() {
        if (text_[at_] != '\n') text_[at_] = ' ';
        ++at_;
    }
    // To the end of the line, and on while lines end in a backslash.
    void blank_line() {
        while (at_ < text_.size() && text_[at_] != '\n') {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) blank();
            blank();
        }
    }
    void blank_to(const std::string& end) {
        const std::size_t found = text_.find(end, at_ + 2);
        const std::size_t stop = found == std::string::npos ? text_.size() : found + end.size();
        while (at_ < stop) blank();
    }
    void blank_quoted(char quote) {
        blank();
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) blank();
            blank();
        }
        if (at_ < text_.size()) blank();
    }

    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace

bool SourceFile::is_cpp() const {
    return one_of(fs::path(path).extension().string(), cpp_endings);
}

bool SourceFile::is_script() const {
    return text.starts_with("#!");
}

std::vector<SourceFile> read_tree(const fs::path& root) {
    std::vector<SourceFile> files;
    for (auto entry = fs::recursive_directory_iterator(root);
         entry != fs::recursive_directory_iterator(); ++entry) {
        if (entry->is_directory() && !is_ours(entry->path())) entry.disable_recursion_pending();
        if (!entry->is_regular_file() || !is_text(entry->path())) continue;
        files.push_back(
            {entry->path().lexically_relative(root).generic_string(), contents(entry->path())});
    }
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string as_text(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& finding : findings) {
        text += "\n" + finding.path + ":" + std::to_string(finding.line) + ": " + finding.text;
    }
    return text;
}

std::string code_only(std::string_view text) {
    return Blanker(text).blanked();
}

}  // namespace style
