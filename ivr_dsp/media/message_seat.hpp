// SPDX-License-Identifier: GPL-2.0-or-later
// One message in memory, for the voice port that plays it: between the realtime thread, which asks
// and never waits, and the worker, which fetches it from the disk and may be late.
#pragma once

#include <atomic>
#include <cstdint>

#include "ivr_dsp/media/messages.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

class MessageSeat {
  public:
    struct Wish {
        MailboxId mailbox;
        std::uint64_t message{};
    };

    // ── the realtime thread: wait-free, no system call ──────────────────────────────────────────
    // What was asked for before is done with, and its memory is free.
    [[nodiscard]] bool is_free() const noexcept {
        return freed_.load(std::memory_order_acquire) == wishes_;
    }
    // When it is free. Release: who sees the number sees the wish.
    void ask(const Wish& wish) noexcept {
        wish_ = wish;
        asked_.store(++wishes_, std::memory_order_release);
    }
    [[nodiscard]] bool is_answered() const noexcept {
        return answered_.load(std::memory_order_acquire) == wishes_;
    }
    // When it is answered: false if there is no such message.
    [[nodiscard]] bool is_there() const noexcept { return there_; }
    [[nodiscard]] Sound sound() const noexcept { return sound_; }
    // Not wanted any more, answered or not. What fades away is still read for some milliseconds.
    void release() noexcept { released_.store(wishes_, std::memory_order_release); }

    // ── the worker ──────────────────────────────────────────────────────────────────────────────
    [[nodiscard]] bool has_wish() const noexcept {
        return asked_.load(std::memory_order_acquire) != answered_.load(std::memory_order_relaxed);
    }
    [[nodiscard]] const Wish& wish() const noexcept { return wish_; }
    // `sound` stays as it is until free().
    void answer(bool there, Sound sound) noexcept {
        there_ = there;
        sound_ = sound;
        answered_.store(asked_.load(std::memory_order_acquire), std::memory_order_release);
    }
    // It is answered, and nobody wants it any more.
    [[nodiscard]] bool is_released() const noexcept {
        const std::uint32_t answered = answered_.load(std::memory_order_relaxed);
        return released_.load(std::memory_order_acquire) == answered &&
               freed_.load(std::memory_order_relaxed) != answered;
    }
    void free() noexcept {
        freed_.store(answered_.load(std::memory_order_relaxed), std::memory_order_release);
    }

  private:
    std::uint32_t wishes_{};  // the realtime thread's
    Wish wish_;
    bool there_{};
    Sound sound_;
    // Numbers of wishes: how far each step has come. One thread writes each.
    std::atomic<std::uint32_t> asked_{};
    std::atomic<std::uint32_t> answered_{};
    std::atomic<std::uint32_t> released_{};
    std::atomic<std::uint32_t> freed_{};
};

}  // namespace ivr_dsp
