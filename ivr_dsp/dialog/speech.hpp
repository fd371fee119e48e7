// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers, places in a queue and times spoken by putting recorded pieces together.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ivr_dsp/dialog/prompt_index.hpp"

namespace ivr_dsp::dialog {

// The language's rules; pieces are named as in Debian's asterisk-core-sounds packages.
enum class Language { english };

// 0 … 999,999,999 as a cardinal; a larger number is not said. Here and below: pieces the bank lacks
// are left out; `missing` tells which.
std::vector<Clip> say_number(Language language, const PromptIndex& prompts, std::uint32_t number);
// Key by key: "2001" → two zero zero one. Also *, # and A to D.
std::vector<Clip> say_digits(Language language, const PromptIndex& prompts,
                             std::string_view digits);
// 1st, 2nd … as an ordinal, 1 to 99; others are not said.
std::vector<Clip> say_ordinal(Language language, const PromptIndex& prompts, std::uint32_t number);
// A time of day; 24 hours in, said as the language does. Not said when there is no such time.
std::vector<Clip> say_time(Language language, const PromptIndex& prompts, unsigned hour,
                           unsigned minute);

// Names of pieces the language needs and the bank does not have; empty when all is well.
std::vector<std::string_view> missing(Language language, const PromptIndex& prompts);

}  // namespace ivr_dsp::dialog
