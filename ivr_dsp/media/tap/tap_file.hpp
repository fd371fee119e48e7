// SPDX-License-Identifier: GPL-2.0-or-later
// The ring of taps as a file of the run folder.
#pragma once

#include <filesystem>
#include <memory>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/tap/tap_ring.hpp"

namespace ivr_dsp {

// Each unmaps when it goes; the file stays.
using TapFile = std::unique_ptr<TapRing, void (*)(TapRing*)>;
using TapView = std::unique_ptr<const TapRing, void (*)(const TapRing*)>;

// For the firmware. Taps an earlier one left open are over; a file of another version is replaced.
// Errors: the directory cannot be written, no room.
driver::Result<TapFile> open_taps(const std::filesystem::path& path);
// For readers. Errors: no such file, no permission, another version.
driver::Result<TapView> view_taps(const std::filesystem::path& path);

}  // namespace ivr_dsp
