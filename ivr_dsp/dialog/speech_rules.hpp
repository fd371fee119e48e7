// SPDX-License-Identifier: GPL-2.0-or-later
// What a language has to tell: which recorded pieces, in which order. Another language is one more
// file with such rules, and its name in `Language`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ivr_dsp::dialog {

using Pieces = std::vector<std::string_view>;  // names in the sound package

// Arguments are within the bounds speech.hpp promises.
struct SpeechRules {
    Pieces (*all)();  // every piece the rules below may use
    Pieces (*number)(std::uint32_t number);
    std::string_view (*key)(char key);  // empty: no such key
    Pieces (*ordinal)(std::uint32_t number);
    Pieces (*time)(unsigned hour, unsigned minute);
};

extern const SpeechRules english_rules;

}  // namespace ivr_dsp::dialog
