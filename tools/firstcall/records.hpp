// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tools::firstcall {

// The ANI of every call record in the host's database, read by Debian's sqlite3 so that none of our
// code is its own witness. Empty if that program is not there.
std::vector<std::string> stored_callers(const std::filesystem::path& database);

}  // namespace tools::firstcall
