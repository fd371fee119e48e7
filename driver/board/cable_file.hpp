// SPDX-License-Identifier: GPL-2.0-or-later
// Cables between programs: a file in the run folder that both ends map. Like copper it outlives
// the programs at its ends; whoever comes first makes it, and the folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "driver/base/result.hpp"
#include "driver/board/cable.hpp"

namespace driver {

// Unmaps when the last owner lets go; the cable itself stays.
template <class Kind>
using CableEnd = std::unique_ptr<Kind, void (*)(Kind*)>;

// Maps the cable `name` of directory `directory` (the file NAME.cable), making it if it is not
// there. Errors: no permission, or a file of another kind or version ("… is not an E1 cable of this
// version: remove it").
Result<CableEnd<E1Cable>> open_e1_cable(const std::filesystem::path& directory,
                                        const std::string& name);
Result<CableEnd<T1Cable>> open_t1_cable(const std::filesystem::path& directory,
                                        const std::string& name);
Result<CableEnd<LoopCable>> open_loop_cable(const std::filesystem::path& directory,
                                            const std::string& name);

// Whether open_…_cable would find it, rather than make it.
bool is_laid(const std::filesystem::path& directory, const std::string& name);

}  // namespace driver
