// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trace/teller.hpp"

#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

constexpr std::size_t longest_hex = 64;  // octets shown

bool is_printable(std::uint8_t octet) {
    return octet >= 0x20 && octet < 0x7F;
}

}  // namespace

std::string hex_of(Octets octets) {
    std::string text;
    for (const std::uint8_t octet : octets.first(std::min(octets.size(), longest_hex))) {
        text += fmt::format("{}{:02X}", text.empty() ? "" : " ", octet);
    }
    return octets.size() > longest_hex ? text + " …" : text;
}

std::string digits_of(Octets octets) {
    std::string text;
    for (const std::uint8_t octet : octets) {
        text += is_printable(octet) && octet != '\\' ? std::string(1, static_cast<char>(octet))
                                                     : fmt::format("\\x{:02X}", octet);
    }
    return text;
}

std::string quoted(Octets octets) {
    return '"' + digits_of(octets) + '"';
}

std::string Teller::meaning(std::span<const Meaning> table, std::uint8_t code) const {
    const auto known = meaning_of(table, code, language_);
    return known.empty() ? say(words::unknown_code, code) : std::string(known);
}

// "cr 5 → channel 3, from 1001 to 2000"; "cr 5: cause 16 (normal call clearing)"
Decoded Teller::finish() {
    std::stable_sort(topics_.begin(), topics_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string& text = decoded_.summary;
    bool first = true;
    Topic before = Topic::other;
    for (const auto& [topic, words] : topics_) {
        if (topic == Topic::channel && first) {
            text += " → ";
        } else if (first) {
            text += text.empty() ? "" : say(words::colon);
        } else {
            text += before == Topic::from && topic == Topic::to ? " " : say(words::comma);
        }
        text += words;
        before = topic;
        first = false;
    }
    return std::move(decoded_);
}

std::optional<std::uint8_t> Element::may() {
    if (cursor_ == content_.size()) return std::nullopt;
    return content_[cursor_++];
}

std::optional<std::uint8_t> Element::need() {
    const auto octet = may();
    if (!octet && !cut_short_) {
        cut_short_ = true;
        wrong(words::element_ends_early, content_.size());
    }
    return octet;
}

Octets Element::rest() {
    const Octets all = left();
    cursor_ = content_.size();
    return all;
}

void Element::skip_group(std::uint8_t last) {
    if ((last & 0x80U) != 0) return;
    const std::size_t from = cursor_;
    std::uint8_t octet = last;
    while ((octet & 0x80U) == 0) {
        const auto next = need();
        if (!next) break;
        octet = *next;
    }
    if (cursor_ > from) field(words::more_octets, hex_of(content_.subspan(from, cursor_ - from)));
}

void Element::named_field(std::string name, std::string value) {
    if (cursor_ > told_) {
        field_begins_ = told_;
        told_ = cursor_;
    }
    fields_.push_back(
        {at_ + field_begins_, told_ - field_begins_, std::move(name), std::move(value), {}});
}

std::vector<Item> Element::finish() {
    if (told_ < cursor_) field(words::octets, hex_of(content_.subspan(told_, cursor_ - told_)));
    if (!left().empty()) {
        wrong(words::element_too_long, left().size());
        const Octets surplus = rest();
        field(words::octets, hex_of(surplus));
    }
    return std::move(fields_);
}

}  // namespace tools::trace
