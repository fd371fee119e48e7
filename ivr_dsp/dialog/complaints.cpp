// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/complaints.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <pugixml.hpp>

namespace ivr_dsp::dialog {

LineMap::LineMap(std::string_view text) : text_(text), starts_{0} {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') starts_.push_back(i + 1);
    }
}

int LineMap::at(std::size_t offset) const {
    return static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), offset) -
                            starts_.begin());
}

int LineMap::of(const pugi::xml_node& node) const {
    const std::ptrdiff_t offset = node.offset_debug();
    if (offset < 0) return 1;
    constexpr std::string_view white_space = " \t\r\n";
    const std::size_t word = text_.find_first_not_of(white_space, static_cast<std::size_t>(offset));
    return at(word == std::string_view::npos ? static_cast<std::size_t>(offset) : word);
}

void Complaints::add(int line, std::string problem) {
    found_.emplace_back(line, std::move(problem));
}

std::string Complaints::text(std::string_view name) const {
    constexpr std::size_t most = 100;
    auto sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string text;
    for (std::size_t i = 0; i < std::min(sorted.size(), most); ++i) {
        text +=
            fmt::format("{}{}:{}: {}", i == 0 ? "" : "\n", name, sorted[i].first, sorted[i].second);
    }
    if (sorted.size() > most) text += fmt::format("\n{}: and {} more", name, sorted.size() - most);
    return text;
}

}  // namespace ivr_dsp::dialog
