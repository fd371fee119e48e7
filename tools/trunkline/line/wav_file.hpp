// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "driver/base/chunk.hpp"
#include "driver/base/result.hpp"

namespace tools {

// A stereo recording of companded octets as they are: RIFF WAVE of 8000 samples a second, format 6
// (A-law) or 7 (µ-law); left what the line says, right what it hears. It can be read at any moment:
// whoever dies while writing leaves a valid file.
class WavFile {
  public:
    // Errors: the file cannot be made.
    static driver::Result<WavFile> make(const std::filesystem::path& path, driver::Law law);

    // One millisecond.
    void add(const driver::Chunk& left, const driver::Chunk& right);
    // What was added is in the file, and its header knows it. Error: no room, no disk.
    driver::Result<void> flush();

  private:
    WavFile(std::filesystem::path path, std::ofstream file)
        : path_(std::move(path)), file_(std::move(file)) {}

    std::filesystem::path path_;
    std::ofstream file_;
    std::uint32_t frames_{};
};

}  // namespace tools
