// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/caller.hpp"

#include <utility>

#include <fmt/format.h>

namespace tools::office {
namespace {

constexpr int normal_clearing = 16;  // Q.850
constexpr int no_circuit = 34;
constexpr int channel_unavailable = 44;
constexpr Ticks keeps_talking{2'000};  // into silence, before falling silent too

}  // namespace

Caller::Caller(CallNumber number, CallerScript script, const Surroundings& around)
    : around_(around),
      script_(std::move(script)),
      position_ear_(around.manners.position),
      keypad_(around.manners.keys) {
    experience_.call = number;
    experience_.script = script_.name;
    experience_.ani = script_.ani;
    experience_.dnis = script_.dnis;
}

Caller::Caller(CallNumber number, const Subscriber& subscriber, const CallSetup& setup,
               const Surroundings& around)
    : Caller(number,
             CallerScript{.name = "subscriber " + subscriber.number,
                          .ani = setup.calling,
                          .dnis = setup.called,
                          .steps = subscriber.steps},
             around) {
    experience_.from_center = true;
    answers_after_ = subscriber.rings;
    never_answers_ = subscriber.never_answers;
    speaks_first_ =
        subscriber.steps.empty() || !std::holds_alternative<Say>(subscriber.steps.front());
    playback_.play(subscriber.before_answer, true);
}

// ── beginning and end ───────────────────────────────────────────────────────────────────────────

void Caller::seize(Trunk& trunk, unsigned timeslot, TalkerId first_talker, Ticks now) {
    now_ = now;
    collided_ = false;
    trunk_ = &trunk;
    timeslot_ = timeslot;
    self_ = {first_talker.value + timeslot};
    listener_.emplace(around_, trunk.law(), self_);
    around_.log.name(self_, fmt::format("call {}", experience_.call.value));
    experience_.span = trunk.span().value;
    experience_.timeslot = timeslot;
    experience_.dialled_at = now;
    step_since_ = now;
}

bool Caller::dial(Trunk& trunk, TalkerId first_talker, Ticks now) {
    const auto timeslot = trunk.call(
        {.called = script_.dnis, .calling = script_.ani, .name = script_.caller_name}, *this);
    if (!timeslot) return false;
    seize(trunk, *timeslot, first_talker, now);
    tell(NoticeKind::dialled, script_.dnis);
    return true;
}

void Caller::ring(Trunk& trunk, unsigned timeslot, TalkerId first_talker, Ticks now) {
    seize(trunk, timeslot, first_talker, now);
    tell(NoticeKind::rang, script_.dnis);
}

void Caller::block(Ticks now) {
    now_ = experience_.dialled_at = now;
    collided_ = false;
    experience_.verdict = Verdict::blocked;
    experience_.why = "no idle channel on any span in service";
    end(EndedBy::never_began, no_circuit);
}

void Caller::progressed(ChannelState state, Ticks now) {
    now_ = now;
    if (state == ChannelState::proceeding) experience_.proceeding_at = now;
    if (state == ChannelState::alerting) experience_.alerting_at = now;
    if (state == ChannelState::talking) {
        experience_.answered_at = now;
        answered_ = true;
    }
    tell(state == ChannelState::proceeding ? NoticeKind::proceeding
         : state == ChannelState::alerting ? NoticeKind::alerting
                                           : NoticeKind::answered,
         {});
}

void Caller::released(int cause, ReleasedBy by, Ticks now) {
    now_ = now;
    trunk_ = nullptr;
    const bool seizing = !answered_ && !experience_.proceeding_at && !experience_.alerting_at;
    if (seizing && !experience_.from_center &&
        (cause == channel_unavailable || cause == no_circuit)) {
        collided_ = true;
        ++collisions_;
        return;
    }
    experience_.verdict = verdict_of_release(by);
    tell(NoticeKind::released, fmt::format("cause {}", cause));
    end(by == ReleasedBy::line_lost ? EndedBy::line_lost : EndedBy::center, cause);
}

Verdict Caller::verdict_of_release(ReleasedBy by) const {
    if (by == ReleasedBy::line_lost) return Verdict::line_lost;
    if (left_) return Verdict::left_queue;
    if (!answered_) return experience_.from_center ? Verdict::gave_up : Verdict::refused;
    if (step_ >= script_.steps.size()) return Verdict::passed;
    const auto& step = script_.steps[step_];
    const bool last = step_ + 1 == script_.steps.size() ||
                      std::holds_alternative<HangUp>(script_.steps[step_ + 1]);
    const bool content = std::holds_alternative<ExpectRelease>(step) ||
                         (std::holds_alternative<Talk>(step) && talk_since_ && last);
    return content ? Verdict::passed : Verdict::cut_off;
}

void Caller::hang_up(Verdict verdict, std::string why) {
    experience_.verdict = verdict;
    experience_.why = std::move(why);
    tell(NoticeKind::hung_up, experience_.why);
    if (trunk_ != nullptr) std::exchange(trunk_, nullptr)->hang_up(timeslot_, normal_clearing);
    end(EndedBy::caller, normal_clearing);
}

void Caller::end(EndedBy by, int cause) {
    over_ = true;
    talking_ = false;
    experience_.ended_at = now_;
    experience_.ended_by = by;
    experience_.cause = cause;
    if (fax_) experience_.fax = fax_->experience();
    if (listener_) {
        note_position(position_ear_.pause());
        listener_->close(now_, *this);
    }
    const bool unsaid = experience_.why.empty() && experience_.verdict != Verdict::passed;
    if (unsaid) {
        experience_.why = fmt::format("{} in step {} of {}, cause {}", name_of(experience_.verdict),
                                      step_ + 1, script_.steps.size(), cause);
    }
}

CallExperience Caller::experience() const {
    CallExperience all = experience_;
    if (!listener_) return all;
    all.sounds = listener_->sounds();
    all.music = listener_->music();
    all.conversations = listener_->conversations();
    all.unknown = listener_->ear().unknown();
    all.wrong_partner = listener_->wrong_partner();
    if (all.wrong_partner > Ticks(0)) {
        all.verdict = Verdict::cross_connected;
        all.why =
            fmt::format("heard somebody else's conversation for {} ms", all.wrong_partner.count());
    }
    return all;
}

// ── hearing and speaking ────────────────────────────────────────────────────────────────────────

void Caller::tell(NoticeKind kind, std::string text) {
    around_.events.noticed({.at = now_,
                            .kind = kind,
                            .call = experience_.call,
                            .who = fmt::format("call {}", experience_.call.value),
                            .text = std::move(text)});
}

void Caller::began(const Sound& sound, const std::string& name) {
    tell(sound.what == Heard::talker ? NoticeKind::connected : NoticeKind::heard, name);
    if (sound.what == Heard::prompt) {
        note_position(position_ear_.prompt(name));
        begun_.push_back(name);
        ++prompts_;
        if (name == around_.manners.wait_question && !experience_.positions.empty()) asked_ = true;
    } else {
        note_position(position_ear_.pause());
    }
}

void Caller::note_position(std::optional<std::uint32_t> position) {
    if (!position) return;
    experience_.positions.push_back({now_, *position});
    if (around_.manners.wait_question.empty()) asked_ = true;
    tell(NoticeKind::position, fmt::format("{}", *position));
}

// Silence or music for so long, after something was said.
bool Caller::quiet_for(Ticks time) const {
    return now_ - speech_since_ >= time;
}

void Caller::notice_partner() {
    const auto& ear = listener_->ear();
    if (listener_->hears_prompt() || (ear.quiet() == Ticks(0) && !listener_->hears_music())) {
        speech_since_ = now_;
    }
    if (quiet_for(around_.manners.answers_after)) note_position(position_ear_.pause());
    if (listener_->talker()) partner_at_ = now_;
    const bool company = partner_at_ && now_ - *partner_at_ < keeps_talking;
    talking_ = answered_ && (speaks_first_ || (company && !listener_->hears_prompt()));
    if (partner_at_) speaks_first_ = false;
}

void Caller::hear(const Chunk& chunk, Ticks now) {
    if (fax_) fax_->hear(chunk);
    listener_->hear(chunk, now);
}

Chunk Caller::speak(Ticks now, Ticks line) {
    if (fax_) return fax_->speak();
    if (keypad_.busy()) return keypad_.speak(trunk_->law(), around_.faults.tone_drift_per_mille);
    if (playback_.busy()) return playback_.speak(around_.book, trunk_->law());
    if (!talking_) return driver::silence(trunk_->law());
    around_.log.speaks(self_, now);
    return around_.book.signature(
        self_, trunk_->law(), static_cast<std::uint64_t>(line.count()) * driver::samples_per_tick);
}

bool Caller::press(const std::string& digits) {
    if (!keypad_.press(digits)) return false;
    experience_.pressed += digits;
    if (!experience_.pressed_at) experience_.pressed_at = now_;
    tell(NoticeKind::pressed, digits);
    return true;
}

void Caller::act(Ticks now) {
    now_ = now;
    if (over_ || trunk_ == nullptr) return;
    listener_->note(now, *this);
    notice_partner();
    if (experience_.from_center && !answered_) {
        if (never_answers_ || now - experience_.dialled_at < answers_after_) return;
        trunk_->answer(timeslot_);
        answered_ = true;
        playback_.stop();
        experience_.answered_at = now;
        tell(NoticeKind::answered, {});
    }
    if (now - experience_.dialled_at > script_.patience) {
        return hang_up(Verdict::gave_up, "out of patience with the whole call");
    }
    follow_script();
}

}  // namespace tools::office
