// SPDX-License-Identifier: GPL-2.0-or-later
// Words that may not stand in the tree, and the licence line that must.
#pragma once

#include <vector>

#include "tests/style/source_tree.hpp"

namespace style {

// The licence line where it belongs; no paths or addresses of somebody's machine or network; no
// words of unfinished work; no clock or chance where decisions are made.
std::vector<Finding> wrong_words(const SourceFile& file);

}  // namespace style
