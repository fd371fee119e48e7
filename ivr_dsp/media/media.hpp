// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/answer_ears.hpp"
#include "ivr_dsp/media/conferences.hpp"
#include "ivr_dsp/media/digit_detectors.hpp"
#include "ivr_dsp/media/fax/fax_ports.hpp"
#include "ivr_dsp/media/line_signals.hpp"
#include "ivr_dsp/media/listening.hpp"
#include "ivr_dsp/media/looped_sounds.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/quality/line_care.hpp"
#include "ivr_dsp/media/queues.hpp"
#include "ivr_dsp/media/recorder/recorders.hpp"
#include "ivr_dsp/media/taps.hpp"
#include "ivr_dsp/media/tone_ears.hpp"
#include "ivr_dsp/media/voice_ports.hpp"

namespace ivr_dsp {

// What went wrong without harm; each only rises.
struct MediaCounters {
    std::uint64_t refused_commands{};  // no such line, port, seat or clip; too many orders waiting,
                                       // taps, recordings
    std::uint64_t lost_events{};       // digits, tones while nobody took the events
    std::uint64_t silent_messages{};   // milliseconds a voice port waited for a message
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
          conferences_(numbering_, listening_, bus, plan.conference_dbm0),
          detectors_(numbering_, plan, bus),
          signals_(plan, listening_),
          privacy_(numbering_, bus, detectors_),
          taps_(numbering_, plan, bus, privacy_),
          recorders_(numbering_, plan, bus, privacy_),
          tone_ears_(numbering_, plan, sounds.tone_tables, bus),
          answer_ears_(numbering_, plan, bus),
          care_(numbering_, plan, bus),
          faxes_(numbering_, plan, listening_, bus) {
        INVARIANT(bus.slots() == numbering_.slots());
        INVARIANT(bus.ports() == numbering_.transmit_ports() + numbering_.media_ports());
    }
    Media(const Media&) = delete;  // its parts refer to each other
    Media& operator=(const Media&) = delete;

    // Taps of lines go there. Before the first tick; it outlives the media.
    void record_taps(TapRing& ring) noexcept { taps_.record(ring); }

    // What the recorder's worker empties. They live as long as the media.
    [[nodiscard]] std::span<RecorderChannel> recorder_channels() noexcept {
        return recorders_.channels();
    }

    // What the worker of faxes serves. They live as long as the media.
    [[nodiscard]] std::span<FaxChannel> fax_channels() noexcept { return faxes_.channels(); }

    // Where the worker puts the messages that voice ports play. They live as long as the media.
    [[nodiscard]] std::span<MessageSeat> message_seats() noexcept { return voices_.seats(); }

    // The first part of a tick. Commands stay queued while the events have no room for their
    // answers.
    void take_commands() noexcept;
    // After the boards have received: tells the bus where every media slot talks.
    void talk(driver::Ticks now) noexcept;

    [[nodiscard]] const BusNumbering& numbering() const noexcept { return numbering_; }
    [[nodiscard]] const MediaCounters& counters() const noexcept { return counters_; }
    [[nodiscard]] const Conferences& conferences() const noexcept { return conferences_; }

  private:
    [[nodiscard]] bool carry_out(const MediaCommand& command) noexcept;
    [[nodiscard]] bool carry_out(const driver::Listen& order) noexcept;
    template <class Order>
    [[nodiscard]] bool record(const Order& order, std::uint64_t recording) noexcept;
    [[nodiscard]] bool carry_out(const AskLineQuality& order) noexcept;
    [[nodiscard]] bool carry_out(const StartFax& order) noexcept;
    void tell(const MediaEvent& event) noexcept {
        if (!queues_.events.post(event)) ++counters_.lost_events;
    }

    BusNumbering numbering_;
    MediaQueues& queues_;
    Listening listening_;
    LoopedSounds loops_;
    VoicePorts voices_;
    Conferences conferences_;
    DigitDetectors detectors_;
    LineSignals signals_;
    Privacy privacy_;
    Taps taps_;
    Recorders recorders_;
    ToneEars tone_ears_;
    AnswerEars answer_ears_;
    LineCare care_;
    FaxPorts faxes_;
    MediaCounters counters_;
};

}  // namespace ivr_dsp
