// SPDX-License-Identifier: GPL-2.0-or-later
// What a call carries: bearer capability (Q.931 4.5.5), low and high layer compatibility (4.5.19,
// 4.5.17).
#include "tools/trace/meanings.hpp"
#include "tools/trace/q931.hpp"
#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

constexpr Phrase coding{"coding standard", "编码标准"};
constexpr Phrase capability{"capability", "传送能力"};
constexpr Phrase mode_and_rate{"mode and rate", "传送方式和速率"};
constexpr Phrase multiplier{"rate multiplier", "速率倍数"};
constexpr Phrase layer{"layer {}", "第 {} 层"};
constexpr Phrase characteristics{"characteristics", "高层特性"};
constexpr Phrase presentation{"interpretation and presentation", "解释和表示方法"};

constexpr std::uint8_t multirate = 0x18;
constexpr std::uint8_t speech = 0x00;
constexpr std::uint8_t audio = 0x10;

// Octets 5, 6 and 7 say by bits 7 and 6 which layer they are about.
void read_layers(Element& element) {
    Teller& teller = element.teller();
    while (!element.left().empty()) {
        const std::uint8_t octet = *element.need();
        const auto which = static_cast<std::uint8_t>(octet >> 5U & 0x03U);
        const auto protocol = static_cast<std::uint8_t>(octet & 0x1FU);
        if (which == 0) {
            element.wrong(words::element_wrong_octet, octet);
            element.field(words::octets, fmt::format("{:02X}", octet));
        } else {
            const std::span<const Meaning> table =
                which == 1   ? std::span<const Meaning>(layer1_protocols)
                : which == 2 ? std::span<const Meaning>(layer2_protocols)
                             : std::span<const Meaning>(layer3_protocols);
            const std::string meaning = teller.meaning(table, protocol);
            element.named_field(teller.say(layer, which), meaning);
        }
        element.skip_group(octet);
    }
}

// Octets 3 and 4 and what follows them.
std::optional<std::uint8_t> read_capability(Element& element) {
    Teller& teller = element.teller();
    const auto first = element.need();
    if (!first) return std::nullopt;
    const auto value = static_cast<std::uint8_t>(*first & 0x1FU);
    element.field(coding, teller.meaning(codings, static_cast<std::uint8_t>(*first >> 5U & 0x03U)));
    element.field(capability, teller.meaning(capabilities, value));
    element.skip_group(*first);
    const auto second = element.need();
    if (!second) return std::nullopt;
    const auto rate = static_cast<std::uint8_t>(*second & 0x1FU);
    element.field(mode_and_rate,
                  teller.meaning(transfer_modes, static_cast<std::uint8_t>(*second >> 5U & 3U)) +
                      teller.say(words::comma) + teller.meaning(transfer_rates, rate));
    element.skip_group(*second);
    if (rate == multirate) {
        const auto times = element.need();
        if (!times) return std::nullopt;
        element.field(multiplier, std::to_string(*times & 0x7FU));
    }
    read_layers(element);
    return value;
}

}  // namespace

// Speech is what everybody expects; the line tells what is not.
void read_bearer_capability(Element& element) {
    const auto value = read_capability(element);
    if (!value || *value == speech || *value == audio) return;
    element.teller().topic(Topic::other, element.teller().meaning(capabilities, *value));
}

void read_low_layer(Element& element) {
    (void)read_capability(element);
}

void read_high_layer(Element& element) {
    Teller& teller = element.teller();
    const auto first = element.need();
    if (!first) return;
    element.field(coding, teller.meaning(codings, static_cast<std::uint8_t>(*first >> 5U & 0x03U)));
    element.field(presentation, fmt::format("{:02X}", *first & 0x1FU));
    const auto second = element.need();
    if (!second) return;
    element.field(characteristics,
                  teller.meaning(high_layers, static_cast<std::uint8_t>(*second & 0x7FU)));
    element.skip_group(*second);
}

}  // namespace tools::trace
