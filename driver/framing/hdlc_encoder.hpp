// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace driver {

// Sends frames, and flags while there is none. Starts with a flag.
//
//     encoder.send(frame);
//     while (!line.empty()) line = line.subspan(encoder.fill(line));
class HdlcEncoder {
  public:
    // True when the last frame has left and the next may be given.
    [[nodiscard]] bool idle() const noexcept { return stage_ == Stage::idle; }
    // Begins a frame; only when idle. Its octets must stay valid until idle again.
    void send(std::span<const std::uint8_t> frame) noexcept;
    // Gives the frame up: the far end discards it. Idle afterwards.
    void abort() noexcept;
    // Writes line octets and returns how many: all, or fewer when a frame ended, so that the next
    // can follow with one flag between. Always at least one; call it again with the rest.
    std::size_t fill(std::span<std::uint8_t> line) noexcept;

  private:
    enum class Stage : std::uint8_t { idle, frame, fcs_low, fcs_high, closing };
    std::size_t fill_from_frame(std::span<std::uint8_t> line) noexcept;
    void refill() noexcept;
    void push(std::uint8_t octet) noexcept;
    void push_unstuffed(std::uint8_t line_octet) noexcept;

    std::uint64_t bits_{0x7E};  // not yet sent: the lowest `count_`, the highest of them goes first
    std::uint32_t count_{8};
    std::uint32_t ones_{};  // sent in a row
    std::uint16_t fcs_{};
    Stage stage_{Stage::idle};
    const std::uint8_t* next_{};
    const std::uint8_t* end_{};
};

}  // namespace driver
