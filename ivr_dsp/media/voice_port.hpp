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
    MailboxId mailbox;
    std::uint64_t message{};  // not 0: the only clip is this message, which has to be fetched
    bool fetched{};
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
    // Nothing of the present order has been said. Not when idle().
    [[nodiscard]] bool untouched() const noexcept { return heard_ms_ == 0; }
    // The present order is a message that has still to come. Not when idle().
    [[nodiscard]] bool awaits_message() const noexcept {
        return present().message != 0 && !present().fetched;
    }
    // Not when idle().
    [[nodiscard]] const PlayOrder& present() const noexcept { return orders_[first_]; }
    // The message it awaits.
    void fetched(Sound message) noexcept;
    // This tick's chunk. Not when idle(), at_end() or awaits_message().
    const Chunk* next() noexcept;
    // What would come next of the clip. Not when idle() or at_end().
    [[nodiscard]] Sound rest() const noexcept { return present().clips[clip_].subspan(chunk_); }
    // Ends the present order wherever it is, and tells how it went. Not when idle().
    Played finish(driver::VoicePortId me) noexcept;

  private:
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
