// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace tools {

// Where something stands in trunkline.toml: the line, and "[[queue]] ring".
struct Place {
    std::size_t line{1};
    std::string setting;
};

// Mistakes found so far: "trunkline.toml:12: [[queue]] ring: is 0: write 3 to 600 seconds".
class Complaints {
  public:
    // `file` as people know it.
    explicit Complaints(std::string file) : file_(std::move(file)) {}
    void add(std::size_t line, std::string_view what);
    void add(const Place& place, std::string_view what);
    [[nodiscard]] bool none() const { return lines_.empty(); }
    // One mistake a line, in the order of the file.
    [[nodiscard]] std::string text() const;

  private:
    std::string file_;
    std::multimap<std::size_t, std::string> lines_;
};

// Puts `more` lines under those of `all`.
void add_lines(std::string& all, std::string_view more);

// The one of `known` (by view) that looks most like `word`, if any is near enough to be a slip of
// the hand; else empty.
template <class Words>
std::string_view nearest(const Words& known, std::string_view word);

// How many letters must be changed, added or left out to get from one word to the other.
std::size_t distance(std::string_view a, std::string_view b);

template <class Words>
std::string_view nearest(const Words& known, std::string_view word) {
    std::string_view best;
    std::size_t least = std::max<std::size_t>(word.size() / 2, 1);  // further is another word
    for (const std::string_view one : known) {
        const std::size_t letters = distance(one, word);
        if (letters > least || (letters == least && !best.empty())) continue;
        best = one;
        least = letters;
    }
    return best;
}

}  // namespace tools
