// SPDX-License-Identifier: GPL-2.0-or-later
// Checks which file may include which. The plan itself is in floor_plan_test.cpp.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tests/style/source_tree.hpp"

namespace style {

using Folders = std::vector<std::string_view>;

// Folders `of` take from folders `from` only what begins with one of `only`, and their own.
struct Border {
    std::string_view name;  // "control takes from firmware"
    Folders of;
    Folders from;
    Folders only;
};

// A library's headers, which begin so, are included only below these places (and in tests).
struct Fence {
    std::string_view header;
    Folders places;
};
inline const Folders everywhere{""};

struct FloorPlan {
    Folders rooms;  // a room may include itself and those before it
    std::vector<Border> borders;
    std::vector<Fence> fences;  // a header in no fence and not of C++ itself belongs nowhere
};

// One finding for each include that breaks the plan, and one for a file outside all rooms.
std::vector<Finding> breaches(const SourceFile& file, const FloorPlan& plan);

}  // namespace style
