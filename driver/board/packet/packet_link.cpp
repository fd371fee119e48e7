// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/packet_link.hpp"

#include "driver/board/packet/wire/interleave.hpp"

namespace driver {
namespace {

// Memory of a frame that is for chunks.
Chunk* chunks_at(std::uint8_t* octets) noexcept {
    return reinterpret_cast<Chunk*>(octets);
}

}  // namespace

std::size_t PacketLink::headers() const noexcept {
    switch (plan().format) {
        case PacketFormat::eth:
            return ethernet_header_octets +
                   tdmoe_header_octets(plan().chunks(), plan().signalling_words);
        case PacketFormat::ethmf:
            return ethernet_header_octets + tdmoe_group_header_octets(spans_);
        case PacketFormat::satop:
        case PacketFormat::cesopsn:
            break;
    }
    return ethernet_header_octets + udp_headers_octets + control_word_octets;
}

std::size_t PacketLink::samples() const noexcept {
    return plan().format == PacketFormat::ethmf ? spans_ * tdmoe_block_octets
                                                : plan().chunks() * sizeof(Chunk);
}

void PacketLink::begin(const FrameRoom& room) noexcept {
    room_ = room;
    for (std::size_t i = 0; i < spans_; ++i) {
        PacketSpan& span = *span_[i];
        if (room_.begin == nullptr) {
            span.write_to(nullptr);
        } else if (!plan().is_tdmoe()) {
            span.write_to(millisecond_.data());
        } else {
            const std::size_t begin = plan().format == PacketFormat::ethmf
                                          ? i * tdmoe_block_octets + block_begin_[i]
                                          : 0U;
            span.write_to(chunks_at(room_.begin + samples_at + begin));
        }
    }
}

OutgoingFrame PacketLink::finish(MacAddress ours, MacAddress far) noexcept {
    if (room_.begin == nullptr || !far) return {room_, 0, 0};
    const std::size_t first = samples_at - headers();
    const std::size_t size = headers() + samples();
    write_samples();
    OctetWriter frame({room_.begin + first, headers()});
    const EtherType type = plan().is_tdmoe() ? EtherType::tdmoe : EtherType::ipv4;
    write_headers(frame, {far, ours, type});
    INVARIANT(frame.written() == headers());
    return {room_, first, size};
}

void PacketLink::write_samples() noexcept {
    std::uint8_t* const begin = room_.begin + samples_at;
    if (!plan().is_tdmoe()) {
        interleave(std::span<const Chunk>(millisecond_).first(plan().chunks()), {begin, samples()});
    } else if (plan().format == PacketFormat::ethmf) {
        for (std::size_t i = 0; i < spans_; ++i) {
            write_tdmoe_block_edges(std::span<std::uint8_t, tdmoe_block_octets>(
                                        begin + i * tdmoe_block_octets, tdmoe_block_octets),
                                    block_begin_[i], span_[i]->plan().chunks());
        }
    }
}

void PacketLink::write_headers(OctetWriter& frame, const EthernetHeader& ethernet) noexcept {
    write(frame, ethernet);
    switch (plan().format) {
        case PacketFormat::eth: {
            const SpanSignalling bits = span_[0]->signalling();
            write_tdmoe(frame, plan().tdmoe.subaddress, span_[0]->tdmoe_header(),
                        plan().signalling_words ? &bits : nullptr);
            break;
        }
        case PacketFormat::ethmf:
            write_group(frame);
            break;
        case PacketFormat::satop:
        case PacketFormat::cesopsn:
            write_udp(frame);
            break;
    }
}

void PacketLink::write_group(OctetWriter& frame) noexcept {
    std::array<TdmoeHeader, tdmoe_most_spans> headers;
    std::array<SpanSignalling, tdmoe_most_spans> bits;
    for (std::size_t i = 0; i < spans_; ++i) {
        headers[i] = span_[i]->tdmoe_header();
        bits[i] = span_[i]->signalling();
    }
    write_tdmoe_group(frame, std::span<const TdmoeHeader>(headers).first(spans_),
                      std::span<const SpanSignalling>(bits).first(spans_));
}

// UDP's checksum is of the control word, too: that first.
void PacketLink::write_udp(OctetWriter& frame) noexcept {
    std::uint8_t* const word = room_.begin + samples_at - control_word_octets;
    OctetWriter control({word, control_word_octets});
    write_control_word(control, span_[0]->pseudowire_header(), samples());
    const UdpAddress& udp = plan().udp;
    write(frame, UdpHeader{udp.near, udp.far, udp.traffic_class},
          {word, control_word_octets + samples()});
    frame.pass(control_word_octets);
}

}  // namespace driver
