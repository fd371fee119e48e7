// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/speech.hpp"

#include "ivr_dsp/dialog/speech_rules.hpp"

namespace ivr_dsp::dialog {
namespace {

constexpr std::uint32_t largest_number = 999'999'999;
constexpr std::uint32_t largest_ordinal = 99;

const SpeechRules& rules_of(Language language) {
    switch (language) {
        case Language::english:
            return english_rules;
    }
    return english_rules;
}

std::vector<Clip> look_up(const PromptIndex& prompts, const Pieces& pieces) {
    std::vector<Clip> clips;
    for (const std::string_view piece : pieces) {
        if (const auto clip = prompts.find(piece)) clips.push_back(*clip);
    }
    return clips;
}

}  // namespace

std::vector<Clip> say_number(Language language, const PromptIndex& prompts, std::uint32_t number) {
    if (number > largest_number) return {};
    return look_up(prompts, rules_of(language).number(number));
}

std::vector<Clip> say_digits(Language language, const PromptIndex& prompts,
                             std::string_view digits) {
    Pieces pieces;
    for (const char key : digits) pieces.push_back(rules_of(language).key(key));
    return look_up(prompts, pieces);
}

std::vector<Clip> say_ordinal(Language language, const PromptIndex& prompts, std::uint32_t number) {
    if (number == 0 || number > largest_ordinal) return {};
    return look_up(prompts, rules_of(language).ordinal(number));
}

std::vector<Clip> say_time(Language language, const PromptIndex& prompts, unsigned hour,
                           unsigned minute) {
    if (hour > 23 || minute > 59) return {};
    return look_up(prompts, rules_of(language).time(hour, minute));
}

std::vector<std::string_view> missing(Language language, const PromptIndex& prompts) {
    std::vector<std::string_view> names;
    for (const std::string_view piece : rules_of(language).all()) {
        if (!prompts.find(piece)) names.push_back(piece);
    }
    return names;
}

}  // namespace ivr_dsp::dialog
