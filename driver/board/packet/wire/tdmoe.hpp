// SPDX-License-Identifier: GPL-2.0-or-later
// TDM over Ethernet as DAHDI's dynamic spans have it, ethertype 0xD00D: a frame each millisecond.
//
//     eth    subaddress | header | signalling words | channels × 8 samples
//     ethmf  0x8000 + spans | a header each | 16 octets of signalling each | 256 octets each
//     header samples (8) | flags | sequence number (2) | channels (2)
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/board/packet/wire/octets.hpp"
#include "driver/board/packet/wire/refusal.hpp"
#include "driver/framing/signalling_bits.hpp"

namespace driver {

inline constexpr std::size_t tdmoe_most_channels = 32;
// ethmf groups have four at most: more would not fit a frame of 1500 octets.
inline constexpr std::size_t tdmoe_most_spans = 4;

// What is sent beside the samples.
struct TdmoeHeader {
    std::uint16_t sequence{};
    std::uint16_t channels{};
    bool yellow{};  // the sender is in RED: it hears nothing from us
};

// Octets before the samples, with signalling words or without.
[[nodiscard]] constexpr std::size_t tdmoe_signalling_octets(std::size_t channels) {
    return (channels + 3) / 4 * 2;
}
[[nodiscard]] constexpr std::size_t tdmoe_header_octets(std::size_t channels, bool signalling) {
    return 2 + 6 + (signalling ? tdmoe_signalling_octets(channels) : 0);
}
[[nodiscard]] constexpr std::size_t tdmoe_group_header_octets(std::size_t spans) {
    return 2 + spans * (6 + 16);
}
inline constexpr std::size_t tdmoe_block_octets = 256;

// All that stands before the samples. `signalling` may be nullptr: then no words.
void write_tdmoe(OctetWriter& frame, std::uint16_t subaddress, const TdmoeHeader& header,
                 const SpanSignalling* signalling) noexcept;
// All that stands before the blocks; write_tdmoe_block_edges() for each. Signalling words are
// always there: dahdi_dynamic_ethmf counts them whatever the flag says, and refuses a span without.
void write_tdmoe_group(OctetWriter& frame, std::span<const TdmoeHeader> headers,
                       std::span<const SpanSignalling> signalling) noexcept;
// Where the samples begin in a block: a span of 31 channels begins it with eight octets of nothing.
// So do all behind it (`before`: where they begin in the block before; 0: there is none), because
// dahdi_dynamic_ethmf, having skipped them once in a frame, skips them in the rest of it.
[[nodiscard]] constexpr std::size_t tdmoe_block_begin(std::size_t channels, std::size_t before) {
    return channels == 31 || before != 0 ? 8 : 0;
}
// What of a block is not samples.
void write_tdmoe_block_edges(std::span<std::uint8_t, tdmoe_block_octets> block, std::size_t begin,
                             std::size_t channels) noexcept;

// One span's part of a frame.
struct TdmoeSpan {
    TdmoeHeader header;
    bool has_signalling{};
    SpanSignalling signalling{};
    Octets samples;  // channels × 8
};
struct TdmoeFrame {
    bool is_group{};
    std::uint16_t subaddress{};  // of a single one
    std::size_t spans{};
    std::array<TdmoeSpan, tdmoe_most_spans> span;
};
// What follows the ethertype. Octets behind it are Ethernet's padding.
[[nodiscard]] Refusal read_tdmoe(Octets packet, TdmoeFrame& frame) noexcept;

}  // namespace driver
