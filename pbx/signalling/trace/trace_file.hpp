// SPDX-License-Identifier: GPL-2.0-or-later
// The ring as a file of the run folder.
#pragma once

#include <filesystem>
#include <memory>

#include "driver/base/result.hpp"
#include "pbx/signalling/trace/trace_ring.hpp"

namespace pbx {

// Each unmaps when it goes; the file stays.
using TraceFile = std::unique_ptr<TraceRing, void (*)(TraceRing*)>;
using TraceView = std::unique_ptr<const TraceRing, void (*)(const TraceRing*)>;

// For the one who writes. What an earlier firmware wrote stays; a file of another version, or that
// is no trace, is replaced. Errors: the directory cannot be written, no room.
driver::Result<TraceFile> open_trace(const std::filesystem::path& path);
// For readers. Errors: no such file, no permission, another version.
driver::Result<TraceView> view_trace(const std::filesystem::path& path);

}  // namespace pbx
