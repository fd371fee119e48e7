// SPDX-License-Identifier: GPL-2.0-or-later
// Layer 3 of a D-channel (Q.931).
#pragma once

#include "tools/trace/teller.hpp"

namespace tools::trace {

// The message that begins at octet `at` of the frame.
void decode_q931(Teller& teller, std::size_t at);

// What the trace calls an element of codeset 0, and how it reads its contents; for one nobody
// knows, the name is empty.
struct ElementKind {
    std::uint8_t id{};
    Phrase name;
    void (*read)(Element& element);
};
const ElementKind& element_kind(std::uint8_t id);

// ── readers of contents ─────────────────────────────────────────────────────────────────────────
void read_bearer_capability(Element& element);
void read_low_layer(Element& element);
void read_high_layer(Element& element);
void read_calling_number(Element& element);
void read_called_number(Element& element);
void read_connected_number(Element& element);
void read_redirecting_number(Element& element);
void read_redirection_number(Element& element);
void read_subaddress(Element& element);
void read_channel_identification(Element& element);

}  // namespace tools::trace
