// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/analysis/call_analysis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ivr_dsp/dsp/tones/modem_tones.hpp"

namespace ivr_dsp {
namespace {

using driver::Ticks;

constexpr float sure_of_tones = 0.99F;
constexpr float sure_of_silence = 0.9F;
constexpr float sure_of_short_tone = 0.9F;
constexpr float sure_of_beep = 0.97F;
constexpr int frames_of_a_sound = 8;  // of speech; what is shorter is a click
// Milliseconds of greeting by which the odds of a person and a machine change e-fold.
constexpr float odds_width = 330;

// 950, 1400 and 1800 Hz, 330 ms each (E.180); the two lengths and four frequencies of North America
// are within what a table takes for the same.
constexpr std::uint8_t special_information_id = 16;
constexpr double sit_dbm0 = -14;
constexpr ToneStep sit_cycle[] = {
    {{950, sit_dbm0},  {}, Ticks{330} },
    {{1400, sit_dbm0}, {}, Ticks{330} },
    {{1800, sit_dbm0}, {}, Ticks{330} },
    {{},               {}, Ticks{1000}}
};

constexpr auto tones_of_answers = [] {
    std::array<KnownTone, 5> all{};
    const auto modem = modem_tones();
    std::copy(modem.begin(), modem.end(), all.begin());
    all[4] = {.id = special_information_id, .cycle = sit_cycle, .sure_after = Ticks{200}};
    return all;
}();

template <std::size_t... lane>
std::array<CallAnalysis, lanes> sixteen(const CallRules& rules, std::index_sequence<lane...>) {
    return {((void)lane, CallAnalysis(Law::alaw, rules))...};
}

}  // namespace

// ── one call ────────────────────────────────────────────────────────────────────────────────────

void CallAnalysis::decide(CallParty party, float confidence) noexcept {
    if (decided_) return;
    decided_ = true;
    verdict_ = CallVerdict{party, confidence, now_};
}

std::optional<CallVerdict> CallAnalysis::verdict() noexcept {
    return std::exchange(verdict_, std::nullopt);
}

bool CallAnalysis::beeped() noexcept {
    return std::exchange(has_beeped_, false);
}

void CallAnalysis::hear(const ToneChange& change) noexcept {
    constexpr auto id = [](ModemTone tone) { return static_cast<std::uint8_t>(tone); };
    if (change.reversed && answer_tone_) decide(CallParty::modem, sure_of_tones);
    const std::uint8_t began = change.tone.began;
    if (began == special_information_id) decide(CallParty::special_tone, sure_of_tones);
    if (began == id(ModemTone::cng)) decide(CallParty::fax, sure_of_tones);
    if (began == id(ModemTone::calling)) decide(CallParty::modem, sure_of_tones);
    if (began == id(ModemTone::bell_answer)) decide(CallParty::modem, sure_of_tones);
    if (began == id(ModemTone::answer)) answer_tone_ = now_;
    // Too short for what follows it to be told: a fax as a rule.
    if (change.tone.ended == id(ModemTone::answer) && answer_tone_) {
        decide(CallParty::fax, sure_of_short_tone);
    }
}

void CallAnalysis::hear(const Chunk& chunk) noexcept {
    ++now_;
    tone_.hear(chunk);
    if (sound_.hear(chunk)) judge_speech();
    judge_tones();
}

// A tone is no speech; it is known to be one before it has lasted as long as a sound of speech
// must.
void CallAnalysis::judge_speech() noexcept {
    const bool is_tone = tone_.ticks() >= 2 * PureTone::block_ticks;
    const bool may_be_speech = sound_.active() && !is_tone && !answer_tone_;
    frames_of_speech_ = may_be_speech ? frames_of_speech_ + 1 : 0;
    if (frames_of_speech_ >= frames_of_a_sound) {
        if (!spoke_first_) spoke_first_ = now_;
        spoke_last_ = now_;
    }
    if (!spoke_first_) {
        if (now_ >= rules_.silence_after && !is_tone && !answer_tone_) {
            decide(CallParty::silence, sure_of_silence);
        }
        return;
    }
    const Ticks greeting = spoke_last_ - *spoke_first_;
    if (greeting >= rules_.longest_greeting) {
        decide(CallParty::machine, 1 - sure_of_person(greeting));
    } else if (since(spoke_last_) >= rules_.pause_after_hello) {
        const float person = sure_of_person(greeting);
        decide(person >= 0.5F ? CallParty::person : CallParty::machine,
               std::max(person, 1 - person));
    }
}

float CallAnalysis::sure_of_person(Ticks greeting) const noexcept {
    const auto beyond = static_cast<float>((greeting - rules_.doubtful_greeting).count());
    return 1 / (1 + std::exp(beyond / odds_width));
}

// A beep comes after a greeting: a tone at the very beginning is somebody else's.
void CallAnalysis::judge_tones() noexcept {
    if (answer_tone_ && since(*answer_tone_) >= rules_.answer_tone_reverses) {
        decide(CallParty::fax, sure_of_tones);
    }
    const bool beeps = tone_.ticks() >= rules_.beep.count() && !answer_tone_ && spoke_first_;
    if (beeps) decide(CallParty::machine, sure_of_beep);
    if (is_beeping_ && tone_.ticks() == 0) has_beeped_ = true;
    is_beeping_ = beeps || (is_beeping_ && tone_.ticks() > 0);
}

// ── sixteen calls ───────────────────────────────────────────────────────────────────────────────

CallAnalyses::CallAnalyses(Isa isa, const CallRules& rules) noexcept
    : rules_(rules),
      table_(tones_of_answers),
      tones_(table_, isa),
      calls_(sixteen(rules, std::make_index_sequence<lanes>{})) {}

void CallAnalyses::reset(std::size_t lane, Law law) noexcept {
    tones_.reset(lane, law);
    calls_[lane] = CallAnalysis(law, rules_);
}

void CallAnalyses::hear(const Chunk* const* heard) noexcept {
    changes_.count = 0;
    tones_.hear(heard, changes_);
    for (const ToneChange& change : changes_) calls_[change.lane].hear(change);
    for (std::size_t lane = 0; lane < lanes; ++lane) calls_[lane].hear(*heard[lane]);
}

}  // namespace ivr_dsp
