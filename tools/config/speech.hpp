// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/prompt_index.hpp"
#include "tools/config/configured.hpp"

namespace tools {

// What callers are told: the menus and prompts of a configuration.
struct Speech {
    ivr_dsp::dialog::PromptIndex prompts;
    ivr_dsp::dialog::Menus menus;
};

// Loads them from the record. What menus do wrong is appended to `mistakes`, one a line, each with
// the menu's file, line and remedy.
Speech speech_of(const pbx::Configured& configured, const Settings& settings,
                 std::string& mistakes);

}  // namespace tools
