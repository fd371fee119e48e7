// SPDX-License-Identifier: GPL-2.0-or-later
// A file in memory, for readers that want a path: as fast as the reader, and gone with the test.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/base/invariant.hpp"

namespace support {

class MemoryFile {
  public:
    explicit MemoryFile(std::string_view octets = {}) : file_(memfd_create("octets", 0)) {
        INVARIANT(file_ >= 0);
        INVARIANT(pwrite(file_, octets.data(), octets.size(), 0) ==
                  static_cast<ssize_t>(octets.size()));
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(file_); }

    [[nodiscard]] std::filesystem::path path() const {
        return "/proc/self/fd/" + std::to_string(file_);
    }
    // What it holds now.
    [[nodiscard]] std::string octets() const {
        struct stat facts {};
        INVARIANT(fstat(file_, &facts) == 0);
        std::string all(static_cast<std::size_t>(facts.st_size), '\0');
        INVARIANT(pread(file_, all.data(), all.size(), 0) == facts.st_size);
        return all;
    }

  private:
    int file_;
};

}  // namespace support
