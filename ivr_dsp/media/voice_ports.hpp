// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/message_seat.hpp"
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
          law_(plan.law),
          silence_(driver::silence(plan.law)),
          banks_(sounds.prompts),
          bus_(bus),
          events_(events),
          fade_(static_cast<std::uint32_t>(plan.fade.count())),
          ports_(numbering.counts().voice_ports),
          cut_(ports_.size()),
          seats_(std::make_unique<MessageSeat[]>(ports_.size())),
          asked_(ports_.size()),
          playing_(ports_.size()) {}

    // Both need room for `most_events_per_command` events. False if the order was refused: no such
    // port or clip, or too many orders waiting.
    bool play(const Play& play) noexcept;
    bool play(const PlayMessage& play) noexcept;
    bool stop(const StopPlay& stop) noexcept;

    // Tells the bus where each port talks in this tick. How many waited for a message.
    std::uint32_t talk() noexcept;

    // By voice port.
    [[nodiscard]] std::span<MessageSeat> seats() noexcept { return {seats_.get(), ports_.size()}; }

  private:
    // False if a clip is in none of the banks.
    [[nodiscard]] bool find_clips(const Play& play, PlayOrder& order) const noexcept;
    // False if the port has no room for it.
    bool add(driver::VoicePortId port, const PlayOrder& order) noexcept;
    void end_all(driver::VoicePortId port) noexcept;
    void end_present(driver::VoicePortId port) noexcept;
    // True while the port waits for a message.
    bool talk(driver::VoicePortId port) noexcept;
    bool awaits(driver::VoicePortId port) noexcept;
    // What the port says now and does not say any more fades away under what it says next.
    void cut(driver::VoicePortId port) noexcept;
    [[nodiscard]] const Chunk* faded(driver::VoicePortId port, const Chunk* next) noexcept;
    void report(const Played& played) noexcept;

    const BusNumbering& numbering_;
    Law law_;
    const Chunk& silence_;
    const std::vector<BankView>& banks_;
    driver::Bus& bus_;
    Events& events_;
    // What was cut, and how far it has faded.
    struct Cut {
        Sound rest;
        std::uint32_t ms{};
        bool fades{};
        Chunk said;
    };
    std::uint32_t fade_;  // ms
    std::vector<VoicePort> ports_;
    std::vector<Cut> cut_;                  // by port
    std::unique_ptr<MessageSeat[]> seats_;  // by port
    std::vector<std::uint8_t> asked_;       // by port: the seat is its present order's
    ActiveSet playing_;
};

}  // namespace ivr_dsp
