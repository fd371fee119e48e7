// SPDX-License-Identifier: GPL-2.0-or-later
// Everything that is wrong with a document, each with its line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pugi {
class xml_node;
}

namespace ivr_dsp::dialog {

// Which line an octet of the document is on.
class LineMap {
  public:
    explicit LineMap(std::string_view text);

    [[nodiscard]] int at(std::size_t offset) const;
    // Where an element begins, or the first word of a text.
    [[nodiscard]] int of(const pugi::xml_node& node) const;

  private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

class Complaints {
  public:
    // `problem` is "what: remedy".
    void add(int line, std::string problem);
    [[nodiscard]] bool empty() const { return found_.empty(); }
    // "name:line: what: remedy", a line each, in the order of the document; the first hundred.
    [[nodiscard]] std::string text(std::string_view name) const;

  private:
    std::vector<std::pair<int, std::string>> found_;
};

}  // namespace ivr_dsp::dialog
