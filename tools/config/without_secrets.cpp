// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/without_secrets.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <toml++/toml.h>

namespace tools {
namespace {

Position position_of(const toml::source_position& position) {
    return {position.line, position.column};
}

// The texts of the file, quotes included: from here to before there.
class Texts {
  public:
    explicit Texts(const toml::node& node) { add(node); }
    // The end of the text that begins here; nullptr if none does.
    [[nodiscard]] const Position* end_of(Position begin) const {
        const auto found = ends_.find(begin);
        return found == ends_.end() ? nullptr : &found->second;
    }

  private:
    void add(const toml::node& node) {
        if (const auto* table = node.as_table()) {
            for (const auto& [key, inner] : *table) add(inner);
        } else if (const auto* array = node.as_array()) {
            for (const auto& inner : *array) add(inner);
        } else if (node.is_string()) {
            ends_.emplace(position_of(node.source().begin), position_of(node.source().end));
        }
    }
    std::map<Position, Position> ends_;
};

class Walk {
  public:
    explicit Walk(std::string_view text) : text_(text) {}
    [[nodiscard]] bool over() const { return at_ == text_.size(); }
    [[nodiscard]] char next() const { return text_[at_]; }
    [[nodiscard]] Position here() const { return here_; }
    // One letter.
    std::string_view step() {
        const std::size_t begin = at_++;
        while (!over() && (static_cast<unsigned char>(next()) & 0xC0U) == 0x80U) ++at_;
        if (text_[begin] == '\n') {
            here_ = {here_.line + 1, 1};
        } else {
            ++here_.column;
        }
        return text_.substr(begin, at_ - begin);
    }
    std::string_view step_to(Position end) {
        const std::size_t begin = at_;
        while (!over() && here_ < end) step();
        return text_.substr(begin, at_ - begin);
    }

  private:
    std::string_view text_;
    std::size_t at_{};
    Position here_{1, 1};
};

}  // namespace

std::string without_secrets(std::string_view toml, const std::vector<Secret>& secrets) {
    std::optional<Texts> texts;
    try {
        texts.emplace(toml::parse(toml));
    } catch (const toml::parse_error&) {
        return {};
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";  // of byte order: no column
    if (toml.starts_with(mark)) toml.remove_prefix(mark.size());
    std::string result;
    for (Walk walk(toml); !walk.over();) {
        if (const Position* end = texts->end_of(walk.here())) {
            const auto secret = std::ranges::find(secrets, walk.here(), &Secret::begin);
            const std::string_view written = walk.step_to(*end);
            result += secret == secrets.end() ? written : '"' + secret->stand_in + '"';
        } else if (walk.next() == '#') {
            while (!walk.over() && walk.next() != '\n') walk.step();
        } else {
            result += walk.step();
        }
    }
    return result;
}

}  // namespace tools
