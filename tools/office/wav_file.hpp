// SPDX-License-Identifier: GPL-2.0-or-later
// Recordings as the distribution's sound packages ship them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "driver/base/result.hpp"

namespace tools::office {

// Every .wav file below the directory, in the order of their names. Error if it is no directory.
driver::Result<std::vector<std::filesystem::path>> wav_files_below(
    const std::filesystem::path& directory);

// The samples of a telephone recording: one channel, 8000 Hz.
driver::Result<std::vector<std::int16_t>> read_wav(const std::filesystem::path& file);

}  // namespace tools::office
