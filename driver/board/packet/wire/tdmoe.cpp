// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/wire/tdmoe.hpp"

#include <algorithm>

namespace driver {
namespace {

constexpr std::uint8_t samples_a_channel = 8;
constexpr std::uint8_t flag_yellow = 0x01;
constexpr std::uint8_t flag_signalling = 0x02;
constexpr std::uint8_t flag_loopback = 0x04;
constexpr std::uint8_t flag_skip_first = 0x08;  // ethmf: a block's first channel is none
constexpr std::uint8_t flags_of_single = flag_yellow | flag_signalling | flag_loopback;
constexpr std::uint8_t flags_of_group = flags_of_single | flag_skip_first;
constexpr std::uint16_t group_mark = 0x8000;
constexpr std::size_t group_signalling_octets = 16;
constexpr std::uint8_t nothing_octet = 0xA5;
constexpr std::uint8_t tail_octet = 0xDD;

void write_header(OctetWriter& frame, const TdmoeHeader& header, std::uint8_t flags) noexcept {
    frame.put(samples_a_channel, 1);
    frame.put(flags | (header.yellow ? flag_yellow : 0U), 1);
    frame.put(header.sequence, 2);
    frame.put(header.channels, 2);
}

// Four channels a word, the first one lowest; nibbles of channels that do not exist are 0.
void write_words(OctetWriter& frame, const SpanSignalling& bits, std::size_t channels) noexcept {
    for (std::size_t first = 0; first < channels; first += 4) {
        const std::size_t here = std::min<std::size_t>(4, channels - first);
        const std::uint64_t word = bits.nibbles[first / 16] >> 4 * (first % 16);
        frame.put(word & ((1U << 4 * here) - 1), 2);
    }
}

void read_words(Octets words, TdmoeSpan& span) noexcept {
    OctetReader in(words);
    span.signalling = {};
    for (std::size_t first = 0; first < span.header.channels; first += 4) {
        const std::size_t here = std::min<std::size_t>(4, span.header.channels - first);
        const std::uint64_t word = in.take16() & ((1U << 4 * here) - 1);
        span.signalling.nibbles[first / 16] |= word << 4 * (first % 16);
    }
    span.has_signalling = true;
}

Refusal read_header(OctetReader& in, std::uint8_t known_flags, TdmoeSpan& span,
                    std::uint8_t& flags) noexcept {
    const std::uint8_t samples = in.take8();
    flags = in.take8();
    span.header.sequence = in.take16();
    span.header.channels = in.take16();
    if (in.ran_out()) return Refusal::too_short;
    if (samples != samples_a_channel) return Refusal::wrong_samples;
    if ((flags & ~known_flags) != 0) return Refusal::reserved_bits;
    if (span.header.channels == 0 || span.header.channels > tdmoe_most_channels) {
        return Refusal::wrong_channels;
    }
    span.has_signalling = false;
    span.header.yellow = (flags & flag_yellow) != 0;
    return Refusal::none;
}

Refusal read_single(OctetReader& in, TdmoeFrame& frame) noexcept {
    TdmoeSpan& span = frame.span[0];
    frame.spans = 1;
    std::uint8_t flags = 0;
    const Refusal refusal = read_header(in, flags_of_single, span, flags);
    if (refusal != Refusal::none) return refusal;
    const std::size_t channels = span.header.channels;
    if ((flags & flag_signalling) != 0) {
        read_words(in.skip(tdmoe_signalling_octets(channels)), span);
    }
    span.samples = in.skip(channels * samples_a_channel);
    return in.ran_out() ? Refusal::wrong_size : Refusal::none;
}

// A block has room for 32 channels, its first one may be none.
bool fits_block(std::size_t channels, bool skips_first) noexcept {
    return (channels + (skips_first ? 1 : 0)) * samples_a_channel <= tdmoe_block_octets;
}

Refusal read_group(OctetReader& in, std::size_t spans, TdmoeFrame& frame) noexcept {
    if (spans == 0 || spans > tdmoe_most_spans) return Refusal::wrong_spans;
    frame.is_group = true;
    frame.spans = spans;
    std::array<std::uint8_t, tdmoe_most_spans> flags{};
    for (std::size_t i = 0; i < spans; ++i) {
        TdmoeSpan& span = frame.span[i];
        const Refusal refusal = read_header(in, flags_of_group, span, flags[i]);
        if (refusal != Refusal::none) return refusal;
        if (!fits_block(span.header.channels, (flags[i] & flag_skip_first) != 0)) {
            return Refusal::wrong_channels;
        }
    }
    for (std::size_t i = 0; i < spans; ++i) {
        const Octets words = in.skip(group_signalling_octets);
        if ((flags[i] & flag_signalling) != 0) read_words(words, frame.span[i]);
    }
    for (std::size_t i = 0; i < spans; ++i) {
        const Octets block = in.skip(tdmoe_block_octets);
        if (in.ran_out()) return Refusal::wrong_size;
        const std::size_t begin = (flags[i] & flag_skip_first) != 0 ? samples_a_channel : 0U;
        frame.span[i].samples =
            block.subspan(begin, std::size_t{frame.span[i].header.channels} * samples_a_channel);
    }
    return Refusal::none;
}

}  // namespace

void write_tdmoe(OctetWriter& frame, std::uint16_t subaddress, const TdmoeHeader& header,
                 const SpanSignalling* signalling) noexcept {
    INVARIANT(subaddress < group_mark && header.channels <= tdmoe_most_channels);
    frame.put(subaddress, 2);
    write_header(frame, header, signalling != nullptr ? flag_signalling : std::uint8_t{0});
    if (signalling != nullptr) write_words(frame, *signalling, header.channels);
}

void write_tdmoe_group(OctetWriter& frame, std::span<const TdmoeHeader> headers,
                       std::span<const SpanSignalling> signalling) noexcept {
    INVARIANT(!headers.empty() && headers.size() <= tdmoe_most_spans &&
              signalling.size() == headers.size());
    frame.put(group_mark | headers.size(), 2);
    std::size_t begin = 0;
    for (const TdmoeHeader& header : headers) {
        begin = tdmoe_block_begin(header.channels, begin);
        write_header(frame, header, flag_signalling | (begin != 0 ? flag_skip_first : 0U));
    }
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const std::size_t end = frame.written() + group_signalling_octets;
        write_words(frame, signalling[i], headers[i].channels);
        frame.fill(0, end - frame.written());
    }
}

void write_tdmoe_block_edges(std::span<std::uint8_t, tdmoe_block_octets> block, std::size_t begin,
                             std::size_t channels) noexcept {
    const std::size_t end = begin + channels * samples_a_channel;
    INVARIANT(end <= block.size());
    OctetWriter(block).fill(nothing_octet, begin);
    OctetWriter(block.subspan(end)).fill(tail_octet, block.size() - end);
}

Refusal read_tdmoe(Octets packet, TdmoeFrame& frame) noexcept {
    OctetReader in(packet);
    const std::uint16_t subaddress = in.take16();
    if (in.ran_out()) return Refusal::too_short;
    if ((subaddress & group_mark) != 0) {
        return read_group(in, std::size_t{subaddress} & 0x7FFFU, frame);
    }
    frame.is_group = false;
    frame.subaddress = subaddress;
    return read_single(in, frame);
}

}  // namespace driver
