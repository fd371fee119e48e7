// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers and subaddresses (Q.931 4.5.8 … 4.5.11; redirecting Q.952).
#include <algorithm>
#include <optional>

#include "tools/trace/meanings.hpp"
#include "tools/trace/q931.hpp"
#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

constexpr Phrase type_and_plan{"type and plan", "类型和编号计划"};
constexpr Phrase presentation{"presentation and screening", "显示和鉴别"};
constexpr Phrase reason{"reason", "原因"};
constexpr Phrase digits{"digits", "号码"};
constexpr Phrase restricted{"{} (restricted)", "{}（限制显示）"};
constexpr Phrase no_number{"no number", "无号码"};
constexpr Phrase from{"from {}", "主叫 {}"};
constexpr Phrase to{"to {}", "被叫 {}"};
constexpr Phrase connected{"connected {}", "连接 {}"};
constexpr Phrase redirected{"redirected by {}", "由 {} 改发"};
constexpr Phrase redirected_to{"redirected to {}", "改发至 {}"};
constexpr Phrase kind{"type", "类型"};
constexpr Phrase content{"contents", "内容"};

std::uint8_t bits(std::uint8_t octet, unsigned shift, unsigned mask) {
    return static_cast<std::uint8_t>(octet >> shift & mask);
}

// Octet 3.
std::optional<std::uint8_t> read_type(Element& element) {
    const auto octet = element.need();
    if (!octet) return octet;
    Teller& teller = element.teller();
    element.field(type_and_plan, teller.meaning(number_types, bits(*octet, 4, 0x07)) +
                                     teller.say(words::comma) +
                                     teller.meaning(number_plans, bits(*octet, 0, 0x0F)));
    return octet;
}

// Octet 3a. Tells if the number may not be shown.
bool tell_presentation(Element& element, std::uint8_t octet) {
    Teller& teller = element.teller();
    const std::uint8_t shown = bits(octet, 5, 0x03);
    element.field(presentation, teller.meaning(presentations, shown) + teller.say(words::comma) +
                                    teller.meaning(screenings, bits(octet, 0, 0x03)));
    return shown != 0;
}

// Octets 4 and on.
std::string read_digits(Element& element, bool is_restricted) {
    Teller& teller = element.teller();
    const Octets octets = element.rest();
    const bool is_text = std::ranges::all_of(
        octets, [](std::uint8_t octet) { return octet > 0x20 && octet < 0x7F; });
    if (!is_text) element.wrong(words::element_wrong_digits);
    const std::string number = digits_of(octets);
    if (!octets.empty()) element.field(digits, number);
    std::string text = octets.empty() ? teller.say(no_number) : number;
    return is_restricted ? teller.say(restricted, text) : text;
}

// Type, perhaps presentation, perhaps a reason, digits.
std::string read_number(Element& element, bool has_reason) {
    auto octet = read_type(element);
    bool is_restricted = false;
    if (octet && (*octet & 0x80U) == 0) {
        octet = element.need();
        if (octet) is_restricted = tell_presentation(element, *octet);
    }
    if (has_reason && octet && (*octet & 0x80U) == 0) {
        octet = element.need();
        if (octet) {
            element.field(reason, element.teller().meaning(redirections, bits(*octet, 0, 0x0F)));
        }
    }
    if (octet) element.skip_group(*octet);
    return read_digits(element, is_restricted);
}

}  // namespace

void read_calling_number(Element& element) {
    const std::string number = read_number(element, false);
    element.teller().topic(Topic::from, element.teller().say(from, number));
}

// Nothing stands between its octet 3 and the digits (4.5.8).
void read_called_number(Element& element) {
    const auto octet = read_type(element);
    if (octet && (*octet & 0x80U) == 0) {
        element.wrong(words::element_wrong_octet, *octet);
        element.skip_group(*octet);
    }
    const std::string number = read_digits(element, false);
    element.teller().topic(Topic::to, element.teller().say(to, number));
}

void read_connected_number(Element& element) {
    const std::string number = read_number(element, false);
    element.teller().topic(Topic::other, element.teller().say(connected, number));
}

void read_redirecting_number(Element& element) {
    const std::string number = read_number(element, true);
    element.teller().topic(Topic::other, element.teller().say(redirected, number));
}

void read_redirection_number(Element& element) {
    const std::string number = read_number(element, false);
    element.teller().topic(Topic::other, element.teller().say(redirected_to, number));
}

void read_subaddress(Element& element) {
    const auto octet = element.need();
    if (!octet) return;
    element.field(kind, element.teller().meaning(subaddress_types, bits(*octet, 4, 0x07)));
    const Octets rest = element.rest();
    if (!rest.empty()) element.field(content, hex_of(rest));
}

}  // namespace tools::trace
