// SPDX-License-Identifier: GPL-2.0-or-later
// The banks of sounds that firmware plays, as they lie on disk, compared with the table of contents
// by which control orders what is played.
#pragma once

#include <string>
#include <string_view>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/bank/prompt_bank.hpp"
#include "tools/config/settings.hpp"

namespace tools {

// For firmware: the prompt bank. Errors name file and remedy: those of PromptBank::open; its
// contents cannot be read, or tell of another bank (one of the two files was put back, say).
driver::Result<ivr_dsp::PromptBank> open_prompt_bank(const Settings& settings);

// For a check: what would keep firmware from playing either bank, one mistake a line. Contents that
// cannot be understood are no mistake here: who reads the menus tells of them.
std::string mistakes_of_banks(const Settings& settings, std::string_view prompt_contents);

}  // namespace tools
