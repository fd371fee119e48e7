// SPDX-License-Identifier: GPL-2.0-or-later
// A frame of a D-channel, told in words (Q.921, Q.931).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tools/trace/phrase.hpp"

namespace tools::trace {

// One thing read from the frame, and where it stands there.
struct Item {
    std::size_t at{};  // its first octet, from 0
    std::size_t size{};
    std::string name;
    std::string value;
    std::vector<Item> inside;
};

struct Decoded {
    // As the standards write it, in every language: "SABME", "RR", "I"; "" if it is no frame of
    // Q.921.
    std::string frame;
    std::string message;  // "SETUP"; "" if there is none
    std::string summary;  // what follows the name on one line: "cr 5 → channel 3, from …"
    std::vector<Item> items;
    // What is malformed, a sentence each. Empty: every octet was understood, or is one the standard
    // leaves to others.
    std::vector<std::string> wrong;

    [[nodiscard]] const std::string& name() const { return message.empty() ? frame : message; }
};

// `from_network`: who sent it is the network's side, which decides what the C/R bit means
// (Q.921 3.3.2). `sent_by_us` tells whose a call reference is. Any octets may come.
struct Sender {
    bool from_network{};
    bool sent_by_us{};
};
Decoded decode(std::span<const std::uint8_t> frame, Sender sender, Language language);

}  // namespace tools::trace
