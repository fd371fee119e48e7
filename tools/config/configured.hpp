// SPDX-License-Identifier: GPL-2.0-or-later
// The configuration as files: on disk, and as the record control journals.
#pragma once

#include <filesystem>
#include <string>

#include "driver/base/result.hpp"
#include "pbx/journal/records.hpp"
#include "tools/config/settings.hpp"

namespace tools {

// What trunkline.toml says. The error holds every mistake of it.
driver::Result<Settings> settings_on_disk(const std::filesystem::path& file);

// Reads trunkline.toml and all it names from disk, as the record control journals. Neither tokens
// of host links nor PINs are in it: journals are copied and shown. The error holds every mistake
// of trunkline.toml.
driver::Result<pbx::Configured> read_configuration(const std::filesystem::path& file);
// The same with the prompt bank's contents at hand (a check before any bank was made).
driver::Result<pbx::Configured> read_configuration(const std::filesystem::path& file,
                                                   std::string prompt_contents);
// The prompt bank's table of contents, as it lies on disk. Error: it is not there.
driver::Result<std::string> read_prompt_contents(const Settings& settings);
// The settings within that record, with other tokens and PINs.
driver::Result<Settings> settings_of(const pbx::Configured& configured,
                                     const std::filesystem::path& file);

// Everything wrong with trunkline.toml, with the menus it names and with the banks of sounds, one
// mistake a line, each with file, line and remedy; in the order of the files. Empty if nothing is.
std::string mistakes_of(const std::filesystem::path& file);

// A menu's document, and the bank's table of contents, within the record; nullptr if it has none.
const std::string* text_of(const pbx::Configured& configured, const MenuSettings& menu);
const std::string* prompts_of(const pbx::Configured& configured);

}  // namespace tools
