// SPDX-License-Identifier: GPL-2.0-or-later
// How a picture of the center is laid out on a screen: a pure function, which no terminal needs to
// be there for.
#pragma once

#include <vector>

#include "tools/trace/phrase.hpp"
#include "tools/trunkline/screen/line.hpp"
#include "tools/trunkline/screen/picture.hpp"

namespace tools::screen {

using trace::Language;
using trace::Phrase;

struct View {
    std::size_t rows{24};
    std::size_t columns{80};
    std::size_t chosen{};  // which span, counted from 0
    bool opened{};         // the whole screen is about it
    Language language{};
};

// Smaller screens are told to grow.
inline constexpr std::size_t fewest_rows = 12;
inline constexpr std::size_t fewest_columns = 60;

// Exactly `rows` lines, none wider than `columns`.
std::vector<Line> layout(const Picture& picture, const View& view);

}  // namespace tools::screen
