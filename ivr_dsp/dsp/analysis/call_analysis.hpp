// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <optional>

#include "driver/base/ticks.hpp"
#include "ivr_dsp/dsp/analysis/call_party.hpp"
#include "ivr_dsp/dsp/analysis/pure_tone.hpp"
#include "ivr_dsp/dsp/analysis/sound_activity.hpp"
#include "ivr_dsp/dsp/tones/tone_listener.hpp"

namespace ivr_dsp {

struct CallVerdict {
    CallParty party{};
    float confidence{};  // 0 to 1: the share that is to be right of verdicts that say so
    driver::Ticks at{};  // since the answer
};

// Times of a call, from its answer.
struct CallRules {
    driver::Ticks silence_after{5000};        // nobody says anything
    driver::Ticks pause_after_hello{800};     // whoever waits so long waits for an answer
    driver::Ticks doubtful_greeting{2100};    // as often a person's as a machine's
    driver::Ticks longest_greeting{3200};     // of a person
    driver::Ticks beep{180};                  // a single tone that lasts so long is a machine's
    driver::Ticks answer_tone_reverses{600};  // whoever has not by then is a fax
};

// One call. Call all three in this order, every tick, until the call is over.
class CallAnalysis {
  public:
    explicit CallAnalysis(Law law, const CallRules& rules = {}) noexcept
        : rules_(rules), sound_(law), tone_(law) {}

    // Of this call.
    void hear(const ToneChange& change) noexcept;
    void hear(const Chunk& chunk) noexcept;
    // Once a call.
    [[nodiscard]] std::optional<CallVerdict> verdict() noexcept;
    // Once for each beep, when it is over: now a message can be left.
    [[nodiscard]] bool beeped() noexcept;

  private:
    void judge_speech() noexcept;
    void judge_tones() noexcept;
    void decide(CallParty party, float confidence) noexcept;
    [[nodiscard]] float sure_of_person(driver::Ticks greeting) const noexcept;
    [[nodiscard]] driver::Ticks since(driver::Ticks moment) const noexcept { return now_ - moment; }

    CallRules rules_;
    SoundActivity sound_;
    PureTone tone_;
    driver::Ticks now_{};
    int frames_of_speech_{};  // in a row
    std::optional<driver::Ticks> spoke_first_;
    driver::Ticks spoke_last_{};
    bool is_beeping_{};
    bool has_beeped_{};
    std::optional<driver::Ticks> answer_tone_;  // 2100 Hz, since
    bool decided_{};
    std::optional<CallVerdict> verdict_;
};

// Sixteen calls, with the tones they are listened to for.
class CallAnalyses {
  public:
    explicit CallAnalyses(Isa isa, const CallRules& rules = {}) noexcept;
    CallAnalyses(const CallAnalyses&) = delete;
    CallAnalyses& operator=(const CallAnalyses&) = delete;

    // Another call was answered on this channel.
    void reset(std::size_t lane, Law law) noexcept;
    // Call every tick with a chunk for each channel.
    void hear(const Chunk* const* heard) noexcept;
    [[nodiscard]] CallAnalysis& call(std::size_t lane) noexcept { return calls_[lane]; }

  private:
    CallRules rules_;
    ToneTable table_;
    ToneListener tones_;
    ToneChanges changes_;
    std::array<CallAnalysis, lanes> calls_;
};

}  // namespace ivr_dsp
