// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/wire/pseudowire.hpp"

namespace driver {
namespace {

constexpr std::uint32_t must_be_zero = 0xF000'0000;
constexpr std::uint32_t l_bit = 0x0800'0000;
constexpr std::uint32_t r_bit = 0x0400'0000;
constexpr std::uint32_t m_bits = 0x0300'0000;
constexpr std::uint32_t m_remote = 0x0200'0000;
constexpr std::uint32_t m_signalling = 0x0300'0000;
constexpr std::uint32_t fragment_bits = 0x00C0'0000;
constexpr std::uint32_t length_at = 16;
constexpr std::uint32_t length_bits = 0x3F;
// Shorter packets say how long they are: Ethernet pads them.
constexpr std::size_t told_below = 64;

// What both formats agree on; the control word in `word`.
Refusal read_word(Octets packet, PseudowirePacket& read, std::uint32_t& word) noexcept {
    OctetReader in(packet);
    word = in.take32();
    if (in.ran_out()) return Refusal::too_short;
    if ((word & must_be_zero) != 0) return Refusal::reserved_bits;
    const std::size_t length = word >> length_at & length_bits;
    if (length > packet.size() || (length != 0 && length < control_word_octets)) {
        return Refusal::wrong_size;
    }
    read.sequence = static_cast<std::uint16_t>(word & 0xFFFFU);
    read.payload = length != 0 ? in.rest().first(length - control_word_octets) : in.rest();
    read.state = {};
    read.state.line_fault = (word & l_bit) != 0;
    read.state.packet_loss = (word & r_bit) != 0;
    return Refusal::none;
}

// While L is set the payload may be left out.
bool has_payload_of(const PseudowirePacket& packet, std::size_t octets) noexcept {
    return packet.payload.size() == octets || (packet.state.line_fault && packet.payload.empty());
}

}  // namespace

void write_control_word(OctetWriter& packet, const PseudowirePacket& header,
                        std::size_t payload_octets) noexcept {
    const std::size_t octets = control_word_octets + payload_octets;
    std::uint32_t word = header.sequence;
    if (header.state.line_fault) word |= l_bit;
    if (header.state.packet_loss) word |= r_bit;
    if (header.state.line_remote) word |= m_remote;
    if (octets < told_below) word |= static_cast<std::uint32_t>(octets) << length_at;
    packet.put(word, 4);
}

Refusal read_satop(Octets udp_payload, std::size_t payload_octets,
                   PseudowirePacket& packet) noexcept {
    std::uint32_t word = 0;
    const Refusal refusal = read_word(udp_payload, packet, word);
    if (refusal != Refusal::none) return refusal;
    return has_payload_of(packet, payload_octets) ? Refusal::none : Refusal::wrong_size;
}

Refusal read_cesopsn(Octets udp_payload, std::size_t payload_octets,
                     PseudowirePacket& packet) noexcept {
    std::uint32_t word = 0;
    const Refusal refusal = read_word(udp_payload, packet, word);
    if (refusal != Refusal::none) return refusal;
    if ((word & fragment_bits) != 0) return Refusal::reserved_bits;
    const std::uint32_t m = word & m_bits;
    if (m == m_signalling && !packet.state.line_fault) return Refusal::signalling;
    if (m != 0 && (m != m_remote || packet.state.line_fault)) return Refusal::reserved_bits;
    packet.state.line_remote = m == m_remote;
    return has_payload_of(packet, payload_octets) ? Refusal::none : Refusal::wrong_size;
}

}  // namespace driver
