// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/invariant.hpp"
#include "driver/base/mailbox.hpp"
#include "driver/board/board.hpp"
#include "driver/board/simulated/board_plan.hpp"

namespace driver {

// Hook changes of all stations, on their way to the signalling thread.
using HookQueue = Mailbox<HookChange, 1024>;

// One station's connector: feeds the loop, sees the handset, rings. Owned and run by the realtime
// thread.
class SimulatedStation {
  public:
    // A loop that brings nothing for so long is open: the wire is cut, the handset counts as hung
    // up.
    static constexpr Ticks silence_is_open = 100ms;

    explicit SimulatedStation(const StationPlan& plan) : plan_(plan) {
        INVARIANT(plan.cable != nullptr);
        plan.cable->from_far.skip_to_present();
    }

    // What a line circuit sends to a telephone on hook is heard for so long after ring voltage (who
    // calls), or when it is told to.
    static constexpr Ticks heard_on_hook = 6s;

    // Takes a millisecond from the loop. What the station says, real only while it is off hook, and
    // where its outgoing chunk belongs.
    void receive(Ticks now, const Chunk*& talk, Chunk*& send, HookQueue& hooks) noexcept;
    void transmit() noexcept;
    // Its board is not in its slot, or is again.
    void pull(bool out) noexcept { out_ = out; }
    // Ring voltage; taken off by itself while the handset is lifted (ring trip).
    void ring(bool on) noexcept { ring_ = on; }
    void speak_on_hook() noexcept { on_hook_left_ = heard_on_hook; }

  private:
    StationPlan plan_;
    bool out_{};
    bool off_hook_{};
    bool told_off_hook_{};
    bool ring_{};
    Ticks on_hook_left_{};  // to be heard
    Ticks nothing_for_{};
    LoopMillisecond* outgoing_{};  // in the cable, between receive and transmit; null if it is full
    Chunk nowhere_;                // what is sent on hook or while the cable is full
};

}  // namespace driver
