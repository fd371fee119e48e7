// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "ivr_dsp/media/messages.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

// An order to play with its clips found.
struct PlayOrder {
    std::uint32_t play{};
    std::size_t count{};
    std::array<Sound, clips_per_play> clips{};
};

// What one voice port says: orders one after the other, the first of them now.
class VoicePort {
  public:
    static constexpr std::size_t most_orders = 8;

    [[nodiscard]] bool idle() const noexcept { return waiting_ == 0; }
    [[nodiscard]] bool full() const noexcept { return waiting_ == most_orders; }
    // Not when full().
    void add(const PlayOrder& order) noexcept;

    // The present order has been said to its end. Not when idle().
    [[nodiscard]] bool at_end() const noexcept { return clip_ == present().count; }
    // This tick's chunk. Not when idle() or at_end().
    const Chunk* next() noexcept;
    // Ends the present order wherever it is, and tells how it went. Not when idle().
    Played finish(driver::VoicePortId me) noexcept;

  private:
    [[nodiscard]] const PlayOrder& present() const noexcept { return orders_[first_]; }
    void begin_present() noexcept;
    void skip_said_clips() noexcept;

    std::array<PlayOrder, most_orders> orders_{};  // a ring
    std::size_t first_{};
    std::size_t waiting_{};
    std::size_t clip_{};        // of the present order
    std::size_t chunk_{};       // of that clip
    std::uint32_t heard_ms_{};  // of the present order
};

}  // namespace ivr_dsp
