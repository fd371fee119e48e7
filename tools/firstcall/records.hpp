// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "driver/base/result.hpp"

namespace tools::firstcall {

// One row of the host's call records.
struct StoredCall {
    std::string ani;
    std::string outcome;
    std::string station;
    std::int64_t talked_ms{};
};

// Read by Debian's sqlite3, so that none of our code is its own witness. Error: that program is not
// there, or cannot read the database.
driver::Result<std::vector<StoredCall>> stored_calls(const std::filesystem::path& database);

}  // namespace tools::firstcall
