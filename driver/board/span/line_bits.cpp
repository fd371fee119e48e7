// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/line_bits.hpp"

namespace driver {
namespace {

constexpr std::uint8_t t1_channels = 24;
constexpr std::size_t place_of(std::uint8_t channel) {
    return e1_cas_timeslot(channel) - 1U;
}

}  // namespace

SpanSignalling E1LineBits::heard() const noexcept {
    SpanSignalling all = idle_signalling;
    for (std::uint8_t channel = 1; channel <= e1_cas_channels; ++channel) {
        all.set(place_of(channel), reader_.bits(channel));
    }
    return all;
}

void E1LineBits::write(Chunk& timeslot_16, const SpanSignalling& said) noexcept {
    if (said != said_) {
        for (std::uint8_t channel = 1; channel <= e1_cas_channels; ++channel) {
            writer_.set(channel, e1_cas_sayable(channel, said.of(place_of(channel))));
        }
        said_ = said;
    }
    writer_.write(timeslot_16, reader_.defects().out_of_multiframe);
}

SpanSignalling T1LineBits::heard() const noexcept {
    SpanSignalling all = idle_signalling;
    for (std::uint8_t channel = 1; channel <= t1_channels; ++channel) {
        all.set(channel - 1U, reader_.bits(channel));
    }
    return all;
}

void T1LineBits::say(const SpanSignalling& said) noexcept {
    for (std::uint8_t channel = 1; channel <= t1_channels; ++channel) {
        writer_.set(channel, said.of(channel - 1U));
    }
    said_ = said;
}

void T1LineBits::write(std::span<Chunk, 24> millisecond, const SpanSignalling& said,
                       std::uint8_t first_frame) noexcept {
    if (said != said_) say(said);
    writer_.write(millisecond, first_frame);
}

}  // namespace driver
