// SPDX-License-Identifier: GPL-2.0-or-later
// The words a technician says about spans: counters, and the test set within the board.
#pragma once

#include "tools/trunkline/vocabulary.hpp"

namespace tools {

void add_span_words(CLI::App& span, CommandLine& line);

}  // namespace tools
