// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/d_channel.hpp"

#include <algorithm>

#include "driver/framing/hdlc.hpp"

namespace driver {

static_assert(std::tuple_size_v<decltype(Frame::octets)> == hdlc_longest_frame);

void DChannel::receive(SpanId span, const Chunk& line, FrameQueue& received) noexcept {
    for (std::span<const std::uint8_t> left = line.octets; !left.empty();) {
        left = left.subspan(decoder_.read(left));
        const auto octets = decoder_.frame();
        if (octets.empty()) continue;
        Frame frame{.span = span, .size = static_cast<std::uint16_t>(octets.size()), .octets = {}};
        std::copy(octets.begin(), octets.end(), frame.octets.begin());
        if (!received.post(frame)) ++unfetched_;
    }
}

void DChannel::receive(SpanId span, std::span<const std::byte> octets,
                       FrameQueue& received) noexcept {
    Frame frame{.span = span, .size = static_cast<std::uint16_t>(octets.size()), .octets = {}};
    std::ranges::copy(octets, std::as_writable_bytes(std::span(frame.octets)).begin());
    if (!received.post(frame)) ++unfetched_;
}

void DChannel::transmit(Chunk& line) noexcept {
    for (std::span<std::uint8_t> left = line.octets; !left.empty();) {
        if (encoder_.idle() && to_send_.take(sending_)) encoder_.send(sending_.view());
        left = left.subspan(encoder_.fill(left));
    }
}

}  // namespace driver
