// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/simulated_station.hpp"

namespace driver {

void SimulatedStation::receive(Ticks now, const Chunk*& talk, Chunk*& send,
                               HookQueue& hooks) noexcept {
    const LoopMillisecond* incoming = plan_.cable->from_far.take();
    outgoing_ = plan_.cable->from_near.next_to_write();
    if (out_) {
        incoming = nullptr;
        outgoing_ = nullptr;
    }
    if (incoming != nullptr) {
        off_hook_ = incoming->loop_closed;
        nothing_for_ = Ticks{};
    } else if (nothing_for_ < silence_is_open && ++nothing_for_ == silence_is_open) {
        off_hook_ = false;
    }
    // When there is no room the change is told later, at its later time.
    if (off_hook_ != told_off_hook_ && hooks.post({plan_.line, off_hook_, now})) {
        told_off_hook_ = off_hook_;
    }
    talk = incoming != nullptr && off_hook_ ? &incoming->audio : &silence(plan_.law);
    if (ring_) on_hook_left_ = heard_on_hook;
    const bool hears = off_hook_ || (!ring_ && on_hook_left_ > Ticks{});
    send = outgoing_ != nullptr && hears ? &outgoing_->audio : &nowhere_;
    if (send == &nowhere_ && outgoing_ != nullptr) outgoing_->audio = silence(plan_.law);
    if (on_hook_left_ > Ticks{}) on_hook_left_ -= 1ms;
}

void SimulatedStation::transmit() noexcept {
    if (outgoing_ == nullptr) return;
    outgoing_->ringing = ring_ && !off_hook_;
    outgoing_->loop_closed = false;
    plan_.cable->from_near.sent();
    outgoing_ = nullptr;
}

}  // namespace driver
