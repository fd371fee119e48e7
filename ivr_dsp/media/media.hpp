// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/conferences.hpp"
#include "ivr_dsp/media/digit_detectors.hpp"
#include "ivr_dsp/media/line_signals.hpp"
#include "ivr_dsp/media/listening.hpp"
#include "ivr_dsp/media/looped_sounds.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/queues.hpp"
#include "ivr_dsp/media/taps.hpp"
#include "ivr_dsp/media/voice_ports.hpp"

namespace ivr_dsp {

// What went wrong without harm; each only rises.
struct MediaCounters {
    std::uint64_t
        refused_commands{};       // no such line, port, seat or clip; too many orders waiting, taps
    std::uint64_t lost_events{};  // digits while nobody took the events
};

// Everything on the bus that is not a board's channel. Carries out the signalling thread's commands
// and fills the media slots. Realtime thread; the boards' part of a tick is AudioPath's.
class Media {
  public:
    static constexpr int most_commands_per_tick = 256;

    // The bus must have been made by numbering_of(plan, sounds). Sounds, bus and queues must
    // outlive the media.
    Media(const MediaPlan& plan, const MediaSounds& sounds, driver::Bus& bus, MediaQueues& queues)
        : numbering_(numbering_of(plan, sounds)),
          queues_(queues),
          listening_(numbering_, plan, bus),
          loops_(numbering_, sounds, bus),
          voices_(numbering_, plan, sounds, bus, queues.events),
          conferences_(numbering_, listening_, bus),
          detectors_(numbering_, plan, bus),
          signals_(plan, listening_),
          taps_(numbering_, plan, bus, detectors_) {
        INVARIANT(bus.slots() == numbering_.slots());
        INVARIANT(bus.ports() == numbering_.transmit_ports() + numbering_.media_ports());
    }
    Media(const Media&) = delete;  // its parts refer to each other
    Media& operator=(const Media&) = delete;

    // Taps of lines go there. Before the first tick; it outlives the media.
    void record_taps(TapRing& ring) noexcept { taps_.record(ring); }

    // The first part of a tick. Commands stay queued while the events have no room for their
    // answers.
    void take_commands() noexcept;
    // After the boards have received: tells the bus where every media slot talks.
    void talk(driver::Ticks now) noexcept;

    [[nodiscard]] const BusNumbering& numbering() const noexcept { return numbering_; }
    [[nodiscard]] const MediaCounters& counters() const noexcept { return counters_; }

  private:
    [[nodiscard]] bool carry_out(const MediaCommand& command) noexcept;
    [[nodiscard]] bool carry_out(const driver::Listen& order) noexcept;

    BusNumbering numbering_;
    MediaQueues& queues_;
    Listening listening_;
    LoopedSounds loops_;
    VoicePorts voices_;
    Conferences conferences_;
    DigitDetectors detectors_;
    LineSignals signals_;
    Taps taps_;
    MediaCounters counters_;
};

}  // namespace ivr_dsp
