// SPDX-License-Identifier: GPL-2.0-or-later
// Robbed-bit signalling of a T1 (G.704 §3.1.3, T1.403): bit 8 of every channel in frames 6 and 12
// of a superframe is A and B, in an extended one frames 6, 12, 18, 24 are A, B, C, D. With SF, C
// and D say what A and B say.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/signalling_bits.hpp"
#include "driver/framing/t1_superframe.hpp"

namespace driver {

// Channels 1-24 as bits 0-23. Clear channels, which carry data, are not among them.
using T1Channels = std::uint32_t;
inline constexpr T1Channels t1_all_channels = 0xFFFFFF;

class T1RobbedBitWriter {
  public:
    constexpr T1RobbedBitWriter() = default;
    constexpr T1RobbedBitWriter(T1Framing framing, T1Channels channels)
        : framing_(framing), channels_(channels) {}
    void set(std::uint8_t channel, Abcd bits) noexcept;
    // Before T1FrameWriter::write; `first_frame` is its frame().
    void write(std::span<Chunk, 24> millisecond, std::uint8_t first_frame) const noexcept;

  private:
    T1Framing framing_{T1Framing::esf};
    T1Channels channels_{t1_all_channels};
    std::array<T1Channels, 4> bits_{};  // A, B, C, D of all channels
};

// Channels keep their bits while there is no alignment, and until a whole superframe has come.
class T1RobbedBitReader {
  public:
    constexpr T1RobbedBitReader() = default;
    // How many superframes must agree before a channel's bits are believed.
    constexpr T1RobbedBitReader(T1Framing framing, std::uint8_t superframes_to_agree)
        : framing_(framing), superframes_to_agree_(superframes_to_agree) {}
    // `first_frame` as T1FrameReader::first_frame() says.
    void read(std::span<const Chunk, 24> millisecond,
              std::optional<std::uint8_t> first_frame) noexcept;
    [[nodiscard]] Abcd bits(std::uint8_t channel) const noexcept;

  private:
    void read_frame(std::span<const Chunk, 24> millisecond, std::size_t k,
                    std::uint8_t signal) noexcept;
    void believe() noexcept;

    T1Framing framing_{T1Framing::esf};
    std::uint8_t superframes_to_agree_{1};
    std::uint8_t have_{};  // of the bits of this superframe, from A on
    std::array<T1Channels, 4> received_{};
    std::array<AgreedBits, 24> channels_{};
};

}  // namespace driver
