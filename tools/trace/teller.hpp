// SPDX-License-Identifier: GPL-2.0-or-later
// What the decoders of the layers share: where they are in the frame, and what they have to say.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "tools/trace/decoded.hpp"

namespace tools::trace {

using Octets = std::span<const std::uint8_t>;

// "04 03 80"; long ones are cut, with "…".
std::string hex_of(Octets octets);
// IA5 text between quotation marks; whatever would move a terminal's cursor as \xNN.
std::string quoted(Octets octets);
// Octets of a number, as digits; others than IA5 digits as \xNN.
std::string digits_of(Octets octets);

// What a message is about, for its line; told in this order.
enum class Topic { channel, from, to, other };

class Teller {
  public:
    Teller(Octets frame, Sender sender, Language language)
        : frame_(frame), sender_(sender), language_(language) {}

    [[nodiscard]] Octets frame() const { return frame_; }
    [[nodiscard]] const Sender& sender() const { return sender_; }
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] std::string say(const Phrase& phrase) const {
        return std::string(phrase.in(language_));
    }
    template <class... Parts>
    [[nodiscard]] std::string say(const Phrase& phrase, const Parts&... parts) const {
        return fmt::format(fmt::runtime(phrase.in(language_)), parts...);
    }
    // The code's meaning, or "unknown (NN)".
    [[nodiscard]] std::string meaning(std::span<const Meaning> table, std::uint8_t code) const;

    // Something at `at`, `size` octets.
    void item(std::size_t at, std::size_t size, const Phrase& name, std::string value) {
        decoded_.items.push_back({at, size, say(name), std::move(value), {}});
    }
    void item(Item item) { decoded_.items.push_back(std::move(item)); }
    template <class... Parts>
    void wrong(const Phrase& sentence, const Parts&... parts) {
        decoded_.wrong.push_back(say(sentence, parts...));
    }
    void topic(Topic topic, std::string text) { topics_.emplace_back(topic, std::move(text)); }

    void name_frame(std::string_view name) { decoded_.frame = name; }
    void name_message(std::string_view name) { decoded_.message = name; }
    [[nodiscard]] const std::string& message_name() const { return decoded_.message; }
    // How the line goes on after the name.
    void begin_summary(std::string text) { decoded_.summary = std::move(text); }
    // Puts the topics behind it.
    Decoded finish();

  private:
    Octets frame_;
    Sender sender_;
    Language language_;
    Decoded decoded_;
    std::vector<std::pair<Topic, std::string>> topics_;
};

// One information element, read octet by octet. What is not there is told as wrong.
class Element {
  public:
    // `content` begins at octet `at` of the frame; `id` is for people.
    Element(Teller& teller, std::uint8_t id, Octets content, std::size_t at)
        : teller_(teller), id_(id), content_(content), at_(at) {}

    [[nodiscard]] Teller& teller() { return teller_; }
    [[nodiscard]] Octets left() const { return content_.subspan(cursor_); }
    // The next octet; if there is none, the element is too short.
    std::optional<std::uint8_t> need();
    // The next octet, if there is one.
    std::optional<std::uint8_t> may();
    // All that is left.
    Octets rest();
    // Octets to the end of the group that `last` belongs to (extension bit, 4.5.1); they become a
    // field in hex.
    void skip_group(std::uint8_t last);

    // Says what the octets read since the last field mean, or again what those meant.
    void field(const Phrase& name, std::string value) {
        named_field(teller_.say(name), std::move(value));
    }
    void named_field(std::string name, std::string value);
    template <class... Parts>
    void wrong(const Phrase& sentence, const Parts&... parts) {
        teller_.wrong(sentence, id_, parts...);
    }
    // Octets nobody asked for are wrong.
    std::vector<Item> finish();

  private:
    Teller& teller_;
    std::uint8_t id_;
    Octets content_;
    std::size_t at_;
    std::size_t cursor_{};
    std::size_t told_{};  // octets before this are in a field
    std::size_t field_begins_{};
    bool cut_short_{};
    std::vector<Item> fields_;
};

}  // namespace tools::trace
