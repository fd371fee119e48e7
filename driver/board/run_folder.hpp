// SPDX-License-Identifier: GPL-2.0-or-later
// The run folder: what the programs of one center share while they run. Sockets, cables, rings.
#pragma once

#include <filesystem>

#include "driver/base/result.hpp"

namespace driver {

// Makes it if it is not there. The tick writes into its files, and a file on a disk makes its
// writer wait whenever that disk is slow. So a folder that would lie on a disk becomes a link to
// one in memory that is named after it, "/dev/shm/trunkline:srv:center:run". The link outlives a
// restart of the machine; what it leads to is made anew. A folder that is there stays as it is.
// Errors: no permission, something else has its name, or its name in memory is somebody else's.
Result<void> make_run_folder(const std::filesystem::path& folder);

// With all that is in it, wherever it lies.
void remove_run_folder(const std::filesystem::path& folder);

// False: it is on a disk, or there is none of this name.
bool lies_in_memory(const std::filesystem::path& folder);

}  // namespace driver
