// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

// All channels of a file, or its first: of a recorded line, what that said.
enum class RecordedChannels { mixed, first };

// A WAV file of any rate and number of channels, as the line carries it: one channel, brought to
// 8 kHz, companded, its last chunk filled up with silence. Errors name the file.
driver::Result<std::vector<Chunk>> chunks_of_recording(
    const std::filesystem::path& file, Law law, RecordedChannels wanted = RecordedChannels::mixed);

}  // namespace ivr_dsp
