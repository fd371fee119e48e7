// SPDX-License-Identifier: GPL-2.0-or-later
// English by the pieces of asterisk-core-sounds-en.
#include <array>

#include "ivr_dsp/dialog/speech_rules.hpp"

namespace ivr_dsp::dialog {
namespace {

constexpr std::array<std::string_view, 20> small_numbers{
    "digits/0",  "digits/1",  "digits/2",  "digits/3",  "digits/4",  "digits/5",  "digits/6",
    "digits/7",  "digits/8",  "digits/9",  "digits/10", "digits/11", "digits/12", "digits/13",
    "digits/14", "digits/15", "digits/16", "digits/17", "digits/18", "digits/19"};
// Twenty, thirty … ninety.
constexpr std::array<std::string_view, 8> tens{"digits/20", "digits/30", "digits/40", "digits/50",
                                               "digits/60", "digits/70", "digits/80", "digits/90"};
// First … nineteenth.
constexpr std::array<std::string_view, 19> small_ordinals{
    "digits/h-1",  "digits/h-2",  "digits/h-3",  "digits/h-4",  "digits/h-5",
    "digits/h-6",  "digits/h-7",  "digits/h-8",  "digits/h-9",  "digits/h-10",
    "digits/h-11", "digits/h-12", "digits/h-13", "digits/h-14", "digits/h-15",
    "digits/h-16", "digits/h-17", "digits/h-18", "digits/h-19"};
constexpr std::array<std::string_view, 8> tens_ordinals{"digits/h-20", "digits/h-30", "digits/h-40",
                                                        "digits/h-50", "digits/h-60", "digits/h-70",
                                                        "digits/h-80", "digits/h-90"};
constexpr std::array<std::string_view, 12> others{
    "digits/hundred", "digits/thousand", "digits/million", "digits/oclock",
    "digits/oh",      "digits/a-m",      "digits/p-m",     "digits/star",
    "letters/a",      "letters/b",       "letters/c",      "letters/d"};
constexpr std::string_view pound = "digits/pound";

Pieces all() {
    Pieces pieces{pound};
    const auto add = [&pieces](const auto& names) {
        pieces.insert(pieces.end(), names.begin(), names.end());
    };
    add(small_numbers);
    add(tens);
    add(small_ordinals);
    add(tens_ordinals);
    add(others);
    return pieces;
}

void below_hundred(std::uint32_t number, Pieces& pieces) {
    if (number < small_numbers.size()) {
        pieces.push_back(small_numbers[number]);
        return;
    }
    pieces.push_back(tens[number / 10 - 2]);
    if (number % 10 != 0) pieces.push_back(small_numbers[number % 10]);
}

void below_thousand(std::uint32_t number, Pieces& pieces) {
    if (number >= 100) {
        pieces.push_back(small_numbers[number / 100]);
        pieces.push_back("digits/hundred");
    }
    if (number % 100 != 0) below_hundred(number % 100, pieces);
}

Pieces say_number(std::uint32_t number) {
    Pieces pieces;
    if (number == 0) return {small_numbers[0]};
    if (number >= 1'000'000) {
        below_thousand(number / 1'000'000, pieces);
        pieces.push_back("digits/million");
    }
    if (number / 1000 % 1000 != 0) {
        below_thousand(number / 1000 % 1000, pieces);
        pieces.push_back("digits/thousand");
    }
    below_thousand(number % 1000, pieces);
    return pieces;
}

std::string_view say_key(char key) {
    switch (key) {
        case '*':
            return "digits/star";
        case '#':
            return pound;
        case 'A':
            return "letters/a";
        case 'B':
            return "letters/b";
        case 'C':
            return "letters/c";
        case 'D':
            return "letters/d";
        default:
            break;
    }
    if (key < '0' || key > '9') return {};
    return small_numbers[static_cast<std::size_t>(key - '0')];
}

Pieces say_ordinal(std::uint32_t number) {
    if (number <= small_ordinals.size()) return {small_ordinals[number - 1]};
    if (number % 10 == 0) return {tens_ordinals[number / 10 - 2]};
    return {tens[number / 10 - 2], small_ordinals[number % 10 - 1]};
}

// "Nine o'clock a.m.", "nine oh five a.m.", "twelve thirty p.m.".
Pieces say_time(unsigned hour, unsigned minute) {
    Pieces pieces{small_numbers[hour % 12 == 0 ? 12 : hour % 12]};
    if (minute == 0) {
        pieces.push_back("digits/oclock");
    } else {
        if (minute < 10) pieces.push_back("digits/oh");
        below_hundred(minute, pieces);
    }
    pieces.push_back(hour < 12 ? "digits/a-m" : "digits/p-m");
    return pieces;
}

}  // namespace

const SpeechRules english_rules{all, say_number, say_key, say_ordinal, say_time};

}  // namespace ivr_dsp::dialog
