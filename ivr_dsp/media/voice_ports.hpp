// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/queues.hpp"
#include "ivr_dsp/media/sounds.hpp"
#include "ivr_dsp/media/voice_port.hpp"

namespace ivr_dsp {

// The IVR's mouths. Every order to play is answered by exactly one Played.
class VoicePorts {
  public:
    using Events = decltype(MediaQueues::events);
    // Replacing or stopping may end all orders of a port at once, and the new one may be refused.
    static constexpr std::size_t most_events_per_command = VoicePort::most_orders + 1;

    VoicePorts(const BusNumbering& numbering, const MediaPlan& plan, const MediaSounds& sounds,
               driver::Bus& bus, Events& events)
        : numbering_(numbering),
          silence_(driver::silence(plan.law)),
          banks_(sounds.prompts),
          bus_(bus),
          events_(events),
          ports_(numbering.counts().voice_ports),
          playing_(ports_.size()) {}

    // Both need room for `most_events_per_command` events. False if the order was refused: no such
    // port or clip, or too many orders waiting.
    bool play(const Play& play) noexcept;
    bool stop(const StopPlay& stop) noexcept;

    // Tells the bus where each port talks in this tick.
    void talk() noexcept;

  private:
    // False if a clip is in none of the banks.
    [[nodiscard]] bool find_clips(const Play& play, PlayOrder& order) const noexcept;
    void end_all(driver::VoicePortId port) noexcept;
    void talk(driver::VoicePortId port) noexcept;
    void report(const Played& played) noexcept;

    const BusNumbering& numbering_;
    const Chunk& silence_;
    const std::vector<BankView>& banks_;
    driver::Bus& bus_;
    Events& events_;
    std::vector<VoicePort> ports_;
    ActiveSet playing_;
};

}  // namespace ivr_dsp
