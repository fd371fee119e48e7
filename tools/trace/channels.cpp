// SPDX-License-Identifier: GPL-2.0-or-later
// Channel identification (Q.931 4.5.13).
#include <algorithm>
#include <vector>

#include "tools/trace/q931.hpp"
#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

constexpr Phrase selection{"selection", "选择"};
constexpr Phrase channel{"channel", "通路"};
constexpr Phrase channel_text{"channel {}", "通路 {}"};
constexpr Phrase preferred{"channel {} preferred", "通路 {}（优先）"};
constexpr Phrase interface { "interface", "接口" };
constexpr Phrase kind{"channel type", "通路类型"};
constexpr Phrase map{"map", "时隙图"};
constexpr Phrase number{"number", "编号"};
constexpr Phrase no_channel{"no channel", "无通路"};
constexpr Phrase any_channel{"any channel", "任意通路"};
constexpr Phrase d_channel{"the D-channel", "D 通路"};
constexpr Phrase as_follows{"as follows", "如下"};
constexpr Phrase exclusive{"exclusive", "唯一"};
constexpr Phrase not_exclusive{"preferred", "优先"};

enum Selection : std::uint8_t { none = 0, indicated = 1, reserved_or_b2 = 2, any = 3 };

// Octet 3.
struct Head {
    bool names_interface{};
    bool is_primary{};
    bool is_exclusive{};
    bool is_d_channel{};
    Selection selection{};
};

Head head_of(std::uint8_t octet) {
    return {(octet & 0x40U) != 0, (octet & 0x20U) != 0, (octet & 0x08U) != 0, (octet & 0x04U) != 0,
            static_cast<Selection>(octet & 0x03U)};
}

std::string selection_text(const Teller& teller, const Head& head) {
    if (head.is_d_channel) return teller.say(d_channel);
    if (head.selection == none) return teller.say(no_channel);
    if (head.selection == any) return teller.say(any_channel);
    if (head.is_primary) return teller.say(as_follows);
    return head.selection == indicated ? "B1" : "B2";
}

// Octets up to the first with bit 8 set: channel numbers.
std::vector<unsigned> listed(Element& element) {
    std::vector<unsigned> channels;
    for (std::uint8_t octet = 0; (octet & 0x80U) == 0;) {
        const auto next = element.need();
        if (!next) break;
        octet = *next;
        channels.push_back(octet & 0x7FU);
    }
    return channels;
}

// A bit a channel, the highest first: 24 … 1 of a T1, 31 … 0 of an E1. Bit 8 is one of them.
std::vector<unsigned> mapped(Octets octets) {
    std::vector<unsigned> channels;
    const auto bits = static_cast<unsigned>(octets.size() * 8);
    const unsigned highest = bits == 32 ? 31 : bits;
    for (unsigned bit = 0; bit < bits; ++bit) {
        if ((octets[bit / 8] >> (7 - bit % 8) & 1U) != 0) channels.push_back(highest - bit);
    }
    std::ranges::sort(channels);
    return channels;
}

std::string list_of(const std::vector<unsigned>& channels) {
    std::string text;
    for (const unsigned one : channels) text += (text.empty() ? "" : "+") + std::to_string(one);
    return text;
}

// Octets 3.2 and 3.3.
void read_channels(Element& element, const Head& head) {
    constexpr std::uint8_t b_units = 0x03;
    Teller& teller = element.teller();
    const auto type = element.need();
    if (!type) return;
    const bool is_map = (*type & 0x10U) != 0;
    if ((*type & 0xEFU) != (0x80U | b_units)) {  // other coding, or H0 … H12 channels
        element.field(kind, fmt::format("{:02X}", *type));
        element.field(words::octets, hex_of(element.rest()));
        return;
    }
    element.field(kind, fmt::format("B, {}", teller.say(is_map ? map : number)));
    std::vector<unsigned> channels;
    if (is_map) {
        const Octets octets = element.rest();
        channels = mapped(octets);
        if (octets.size() != 3 && octets.size() != 4) {
            element.wrong(words::element_ends_early, octets.size());
        }
    } else {
        channels = listed(element);
    }
    const std::string text = channels.empty() ? teller.say(words::none) : list_of(channels);
    element.field(channel, text);
    teller.topic(Topic::channel, teller.say(head.is_exclusive ? channel_text : preferred, text));
}

}  // namespace

void read_channel_identification(Element& element) {
    Teller& teller = element.teller();
    const auto octet = element.need();
    if (!octet) return;
    const Head head = head_of(*octet);
    const std::string text = selection_text(teller, head);
    const bool follows = head.is_primary && head.selection == indicated && !head.is_d_channel;
    element.field(selection,
                  fmt::format("{}{}{}", text, teller.say(words::comma),
                              teller.say(head.is_exclusive ? exclusive : not_exclusive)));
    if (head.is_primary && head.selection == reserved_or_b2) {
        element.wrong(words::element_wrong_octet, *octet);
    }
    if (head.names_interface) {
        const std::vector<unsigned> interfaces = listed(element);
        element.field(interface, list_of(interfaces));
    }
    if (follows) {
        read_channels(element, head);
    } else {
        teller.topic(Topic::channel, text);
    }
}

}  // namespace tools::trace
