// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "driver/base/result.hpp"

namespace pbx {

struct JournalContent {
    std::uint64_t segments{};
    std::uint64_t octets{};  // of files
    std::uint64_t epochs{};
    std::uint64_t first_in{};  // 0: no record of the kind is kept
    std::uint64_t last_in{};
    std::uint64_t first_out{};
    std::uint64_t last_out{};
    std::map<std::string, std::uint64_t> records;  // by name
    bool closed{};                                 // its writer has ended in order
};

// Reads all that is kept: every check sum, every number, the order, and that this version can read
// the content. Error: the first thing wrong, with file and place.
driver::Result<JournalContent> check_journal(const std::filesystem::path& journal);

}  // namespace pbx
