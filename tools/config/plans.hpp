// SPDX-License-Identifier: GPL-2.0-or-later
// What each program takes from the settings.
#pragma once

#include <filesystem>

#include "acd/center/config.hpp"
#include "driver/base/result.hpp"
#include "pbx/journal/records.hpp"
#include "pbx/signalling/plan.hpp"
#include "tools/config/settings.hpp"

namespace tools {

// Lines are numbered through all boards: each board's spans timeslot by timeslot, then its
// stations.
pbx::LineBook line_book(const Settings& settings);
// Changes whenever the lines or voice ports do: firmware and control compare it when they meet.
std::uint64_t plant_digest(const Settings& settings);

// For firmware's signalling thread.
pbx::SignallingPlan signalling_plan(const Settings& settings, std::uint64_t firmware_epoch);

// For control, from what was journalled: trunkline.toml, each menu, the prompt bank's contents.
// Errors name file, line and remedy.
driver::Result<acd::CenterConfig> center_config(const pbx::Configured& configured);

// Reads trunkline.toml and all it names from disk, as the record control journals.
driver::Result<pbx::Configured> read_configuration(const std::filesystem::path& file);
// The same with the prompt bank's contents at hand (a check before any bank was made).
driver::Result<pbx::Configured> read_configuration(const std::filesystem::path& file,
                                                   std::string prompt_contents);
// The settings within that record.
driver::Result<Settings> settings_of(const pbx::Configured& configured,
                                     const std::filesystem::path& file);

}  // namespace tools
