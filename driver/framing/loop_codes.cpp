// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/loop_codes.hpp"

namespace driver {
namespace {

constexpr std::size_t channels = 24;
// A frame carries the code if so few of its places do not look like it: a wrong bit spoils as many
// places as the code is long. A repeated octet that comes near to a code differs in 23.
constexpr unsigned places_may_differ = 16;
constexpr unsigned frames_needed = 7;  // of the eight of a millisecond

constexpr std::uint32_t mask_of(LoopCode code) {
    return (1U << code.length) - 1;
}

// All the ways the last bits of a line that repeats the code can look, as a set of up to 256.
struct Turns {
    std::uint64_t sets[4]{};
    constexpr explicit Turns(LoopCode code) {
        std::uint32_t bits = code.bits;
        for (unsigned i = 0; i < code.length; ++i) {
            sets[bits / 64] |= std::uint64_t{1} << bits % 64;
            bits = (bits << 1U | bits >> (code.length - 1U)) & mask_of(code);
        }
    }
    [[nodiscard]] constexpr bool has(std::uint32_t bits) const {
        return (sets[bits / 64] >> bits % 64 & 1U) != 0;
    }
};

bool frame_carries(std::span<const Chunk, 24> millisecond, std::size_t k, LoopCode code,
                   const Turns& turns) {
    std::uint32_t last = 0;
    unsigned read = 0;
    unsigned differ = 0;
    for (std::size_t t = 0; t < channels; ++t) {
        const std::uint32_t octet = millisecond[t].octets[k];
        for (unsigned i = 8; i-- > 0;) {
            last = (last << 1U | (octet >> i & 1U)) & mask_of(code);
            if (++read >= code.length && !turns.has(last)) ++differ;
        }
        if (differ > places_may_differ) return false;
    }
    return true;
}

}  // namespace

void LoopCodeWriter::write(std::span<Chunk, 24> millisecond) noexcept {
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        next_ = static_cast<std::uint8_t>((next_ + 1U) % code_.length);  // under the F bit
        for (std::size_t t = 0; t < channels; ++t) {
            unsigned octet = 0;
            for (unsigned i = 0; i < 8; ++i) {
                octet = octet << 1U | (code_.bits >> (code_.length - 1U - next_) & 1U);
                next_ = static_cast<std::uint8_t>((next_ + 1U) % code_.length);
            }
            millisecond[t].octets[k] = static_cast<std::uint8_t>(octet);
        }
    }
}

bool LoopCodeReader::carries_code(std::span<const Chunk, 24> millisecond) const noexcept {
    const Turns turns(code_);
    unsigned frames = 0;
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        frames += frame_carries(millisecond, k, code_, turns) ? 1 : 0;
        if (frames + (samples_per_tick - 1 - k) < frames_needed) return false;
    }
    return true;
}

void LoopCodeReader::read(std::span<const Chunk, 24> millisecond) noexcept {
    if (carries_code(millisecond)) {
        missing_ = Ticks{};
        if (lasted_ < time_) ++lasted_;
        heard_ = heard_ || lasted_ >= time_;
        return;
    }
    if (missing_ < over_after) ++missing_;
    if (missing_ < over_after) return;
    lasted_ = Ticks{};
    heard_ = false;
}

}  // namespace driver
