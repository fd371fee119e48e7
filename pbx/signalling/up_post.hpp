// SPDX-License-Identifier: GPL-2.0-or-later
// The one hand that drops messages into control's mailbox.
#pragma once

#include <algorithm>
#include <cstdint>

#include "pbx/signalling/messages.hpp"

namespace pbx {

// Numbers the messages and keeps their ticks in order: no message is older than the one before, nor
// than what done_to_tick has promised; what had to wait for room takes the tick of what went
// before.
class UpPost {
  public:
    explicit UpPost(FirmwareArena& arena) : arena_(&arena) {}

    // False when the mailbox is full: keep it and try again in the next pass.
    [[nodiscard]] bool post(Ticks at, const UpBody& body) {
        latest_ = std::max(latest_, at);
        if (!arena_->up.post(Up{sequence_ + 1, latest_, body})) {
            ++full_;
            return false;
        }
        ++sequence_;
        return true;
    }

    // Everything that happened up to `now` has been posted.
    void done_to(Ticks now) {
        latest_ = std::max(latest_, now);
        // Release: the messages are in the mailbox before control reads the promise.
        arena_->done_to_tick.store(now.count(), std::memory_order_release);
    }

    [[nodiscard]] std::uint64_t times_full() const { return full_; }

  private:
    FirmwareArena* arena_;
    std::uint64_t sequence_{};
    Ticks latest_{};
    std::uint64_t full_{};
};

}  // namespace pbx
