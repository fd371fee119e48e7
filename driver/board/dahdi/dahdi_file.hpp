// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "driver/framing/signalling_bits.hpp"

namespace driver {

// What the kernel says of a channel beside its octets; the rest of DAHDI's events is for analog
// lines.
enum class DahdiEvent {
    none,
    alarm,
    no_alarm,
    spoilt_frame,
    removed,
    hole,
    underrun,
    bits_changed,
    other
};

// A channel of DAHDI, open and non-blocking: the calls of the tick. Belongs to who opened it.
class DahdiFile {
  public:
    DahdiFile() = default;
    explicit DahdiFile(int descriptor) noexcept : descriptor_(descriptor) {}

    enum class Answer {
        done,
        nothing,  // nothing there, or no room
        event,    // an event must be taken first
        gone,     // the channel is no more: each further call would sleep
    };
    struct Transfer {
        Answer answer{};
        std::size_t octets{};
    };
    [[nodiscard]] Transfer read(std::span<std::byte> octets) const noexcept;
    [[nodiscard]] Transfer write(std::span<const std::byte> octets) const noexcept;
    [[nodiscard]] DahdiEvent next_event() const noexcept;
    // Signalling bits of a channel configured as `cas`.
    [[nodiscard]] std::optional<Abcd> bits() const noexcept;
    void say_bits(Abcd bits) const noexcept;
    // Whether something could be read: done, nothing or gone.
    [[nodiscard]] Answer ready() const noexcept;
    // Forgets what was received and not read, written and not sent, and all events.
    void flush() const noexcept;

    explicit operator bool() const noexcept { return descriptor_ >= 0; }

  private:
    int descriptor_{-1};
};

}  // namespace driver
