// SPDX-License-Identifier: GPL-2.0-or-later
// Faults for the cable of a center that runs here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/board/line_faults.hpp"

namespace tools::twin {

// "to_center.cut=true" and so on, names as in driver::LineFaults; none: a perfect line. Errors name
// the word, and what would be right.
driver::Result<driver::LineFaults> faults_of(const std::vector<std::string>& words);

// The span's cable in the run folder of `config` is so from now on. Errors: no such span, no
// cable, or no firmware that takes it.
driver::Result<void> disturb_live(const std::filesystem::path& config, unsigned span,
                                  const driver::LineFaults& faults);

}  // namespace tools::twin
