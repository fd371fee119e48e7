// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/privacy.hpp"
#include "ivr_dsp/media/recorder/recorder_channel.hpp"

namespace ivr_dsp {

// Lines being recorded: each millisecond of what they say and hear goes to a channel's ring, which
// the recorder's worker empties into a file. Realtime thread.
class Recorders {
  public:
    Recorders(const BusNumbering& numbering, const MediaPlan& plan, const driver::Bus& bus,
              const Privacy& privacy)
        : numbering_(numbering),
          bus_(bus),
          privacy_(privacy),
          laws_(plan.lines),
          count_(plan.recorders),
          channels_(std::make_unique<RecorderChannel[]>(plan.recorders)),
          recordings_(plan.recorders),
          busy_(plan.recorders) {}

    // What is louder than this is no silence: about -42 dBm0, the mean of a millisecond in 16-bit
    // linear units. Noise of a bad line is below, whispering above.
    static constexpr int silence_below = 120;

    // False if there is no such line, no channel is free, or it has no number.
    bool start(const StartRecording& order) noexcept;
    // Likewise, or if there is no mailbox.
    bool start(const LeaveMessage& order) noexcept;
    // False if there is no such recording. Number 0 stops all.
    bool stop(const StopRecording& order) noexcept;
    // After every slot was told where it talks.
    void hear(driver::Ticks now) noexcept;
    // Calls tell(Recorded) for each recording whose file is closed, until it says false: no room.
    template <class Tell>
    void tell_closed(Tell&& tell) noexcept;

    // What the worker reads.
    [[nodiscard]] std::span<RecorderChannel> channels() noexcept {
        return {channels_.get(), count_};
    }

  private:
    // What the channel cannot know between two ticks.
    struct Recording {
        RecordingFacts facts{};
        bool begun{};
        bool stopping{};

        // Of a message that is left.
        driver::Ticks longest{};
        driver::Ticks final_silence{};
        driver::Ticks spoken{};
        driver::Ticks silent{};  // since when
    };
    bool start(const Recording& recording) noexcept;
    static void listen(Recording& message, const driver::Chunk& says, driver::Ticks now) noexcept;
    void hear(std::uint32_t at, driver::Ticks now) noexcept;

    const BusNumbering& numbering_;
    const driver::Bus& bus_;
    const Privacy& privacy_;
    std::vector<Law> laws_;  // by line
    std::size_t count_;
    std::unique_ptr<RecorderChannel[]> channels_;
    std::vector<Recording> recordings_;  // by channel
    ActiveSet busy_;                     // channels
};

template <class Tell>
void Recorders::tell_closed(Tell&& tell) noexcept {
    for (std::size_t i = 0; i < busy_.size();) {
        const std::uint32_t at = busy_[i];
        RecorderChannel& channel = channels_[at];
        if (channel.state() != RecorderChannel::State::closed) {
            ++i;
            continue;
        }
        const RecordingOutcome& outcome = channel.outcome();
        const RecordingFacts& facts = recordings_[at].facts;
        if (!tell(Recorded{facts.recording, facts.line, outcome.end, outcome.lasted, outcome.gaps,
                           outcome.missing, recordings_[at].spoken})) {
            return;
        }
        channel.free();
        busy_.erase(at);  // another takes its place in the set
    }
}

}  // namespace ivr_dsp
