// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/fax/fax_channel.hpp"
#include "ivr_dsp/media/listening.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"

namespace ivr_dsp {

// The ports faxes run on: each hands its line's octets to the worker, and says what came back.
// Every order to start is answered by exactly one FaxEnded. Realtime thread.
class FaxPorts {
  public:
    FaxPorts(const BusNumbering& numbering, const MediaPlan& plan, Listening& listening,
             driver::Bus& bus)
        : numbering_(numbering),
          law_(plan.law),
          lines_(plan.lines),
          listening_(listening),
          bus_(bus),
          count_(plan.fax_ports),
          channels_(std::make_unique<FaxChannel[]>(plan.fax_ports)),
          said_(plan.fax_ports, driver::silence(plan.law)),
          busy_(plan.fax_ports) {
        for (std::uint32_t port = 0; port < count_; ++port) {
            bus_.talk(numbering_.fax_slot(port), &said_[port]);
        }
    }

    // False if there is no such port or line, the port is busy, or the fax has no number.
    bool start(const StartFax& order) noexcept;
    // False if there is no such fax. Number 0 stops all.
    bool stop(const StopFax& order) noexcept;
    // Each tick: before the bus copies.
    void talk(driver::Ticks now) noexcept;
    // Calls tell(FaxEnded) for each fax that is over, until it says false: no room.
    template <class Tell>
    void tell_ended(driver::Ticks now, Tell&& tell) noexcept;

    // What the worker serves.
    [[nodiscard]] std::span<FaxChannel> channels() noexcept { return {channels_.get(), count_}; }

  private:
    const BusNumbering& numbering_;
    Law law_;
    std::vector<Law> lines_;
    Listening& listening_;
    driver::Bus& bus_;
    std::size_t count_;
    std::unique_ptr<FaxChannel[]> channels_;
    std::vector<Chunk> said_;  // by port, in this millisecond
    ActiveSet busy_;           // ports
    driver::Ticks now_{};
};

template <class Tell>
void FaxPorts::tell_ended(driver::Ticks now, Tell&& tell) noexcept {
    for (std::size_t i = busy_.size(); i-- > 0;) {
        const std::uint32_t port = busy_[i];
        FaxChannel& channel = channels_[port];
        if (channel.state() != FaxChannel::State::closed) continue;
        if (!tell(channel.outcome(now))) return;
        channel.free();
        busy_.erase(port);
    }
}

}  // namespace ivr_dsp
