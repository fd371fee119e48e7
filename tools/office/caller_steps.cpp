// SPDX-License-Identifier: GPL-2.0-or-later
// What a caller does in each step of the script.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/office/caller.hpp"

namespace tools::office {
namespace {

constexpr int steps_per_tick = 16;  // those that are done at once, like Wait{0}

}  // namespace

void Caller::follow_script() {
    for (int i = 0; i < steps_per_tick && !over_; ++i) {
        if (step_ == script_.steps.size()) return hang_up(Verdict::passed, {});
        const auto outcome =
            std::visit([this](const auto& step) { return act_on(step); }, script_.steps[step_]);
        if (outcome != Outcome::done) return;
        next_step();
    }
}

void Caller::next_step() {
    ++step_;
    step_since_ = now_;
    step_begun_ = false;
    talk_since_.reset();
    begun_.clear();
    heard_before_step_ = listener_->sounds().size();
}

Caller::Outcome Caller::fail(std::string_view what) {
    hang_up(Verdict::failed,
            fmt::format("step {}: no {} within {} ms; heard {}", step_ + 1, what, in_step().count(),
                        begun_.empty() ? "no prompt" : fmt::format("{}", fmt::join(begun_, ", "))));
    return Outcome::over;
}

Caller::Outcome Caller::act_on(const ExpectAnswer& step) {
    if (answered_) return Outcome::done;
    return in_step() < step.within ? Outcome::waiting : fail("answer");
}

Caller::Outcome Caller::act_on(const ExpectPrompt& step) {
    const auto wanted = around_.book.find(step.prompt);
    const auto is_it = [&](const std::string& name) {
        if (name == step.prompt) return true;
        const auto other = around_.book.find(name);
        return wanted && other && around_.book.same_sound(*wanted, *other);
    };
    if (step.to_end) {
        const auto& sounds = listener_->sounds();
        const auto from = sounds.begin() +
                          static_cast<std::ptrdiff_t>(std::min(heard_before_step_, sounds.size()));
        if (std::any_of(from, sounds.end(), [&](const HeardSound& sound) {
                return sound.whole && is_it(sound.name);
            })) {
            return Outcome::done;
        }
    } else if (std::any_of(begun_.begin(), begun_.end(), is_it)) {
        return Outcome::done;
    }
    return in_step() < step.within ? Outcome::waiting : fail(fmt::format("prompt {}", step.prompt));
}

Caller::Outcome Caller::act_on(const ExpectTone& step) {
    if (listener_->tone() == step.tone) return Outcome::done;
    return in_step() < step.within ? Outcome::waiting
                                   : fail(fmt::format("{} tone", name_of(step.tone)));
}

Caller::Outcome Caller::act_on(const ExpectMusic& step) {
    if (listener_->hears_music()) return Outcome::done;
    return in_step() < step.within ? Outcome::waiting : fail("music");
}

// Something must have been said since the last key, or the menu has not spoken yet.
Caller::Outcome Caller::act_on(const ExpectPause& step) {
    if (prompts_ > prompts_at_press_ && quiet_for(step.quiet)) return Outcome::done;
    return in_step() < step.within ? Outcome::waiting : fail("end of speech");
}

Caller::Outcome Caller::act_on(const Press& step) {
    if (!step_begun_) {
        if (!press(step.digits)) return fail("keypad for these digits");
        prompts_at_press_ = prompts_;
        step_begun_ = true;
    }
    return keypad_.busy() ? Outcome::waiting : Outcome::done;
}

Caller::Outcome Caller::act_on(const Wait& step) {
    return in_step() < step.time ? Outcome::waiting : Outcome::done;
}

Caller::Outcome Caller::act_on(const Queue& step) {
    if (listener_->talker()) return Outcome::done;
    if (in_step() >= step.patience) {
        hang_up(Verdict::gave_up,
                fmt::format("out of patience in the queue after {} ms", in_step().count()));
        return Outcome::over;
    }
    const bool now_answer =
        asked_ && !keypad_.busy() &&
        (quiet_for(around_.manners.answers_after) || !around_.manners.wait_question.empty());
    if (now_answer) {
        asked_ = false;
        left_ = !step.waits;
        if (!press(step.waits ? around_.manners.key_wait : around_.manners.key_leave))
            return fail("keypad");
    }
    return Outcome::waiting;
}

Caller::Outcome Caller::act_on(const Talk& step) {
    const bool somebody = listener_->talker().has_value();
    if (somebody && !talk_since_) talk_since_ = now_;
    if (!talk_since_) return in_step() < step.within ? Outcome::waiting : fail("voice");
    if (somebody && now_ - *talk_since_ >= step.time) return Outcome::done;
    // On hold or forgotten: patience with the whole call decides, or this step's.
    const bool alone = !partner_at_ || now_ - *partner_at_ > step.within;
    return alone ? fail("voice any more") : Outcome::waiting;
}

Caller::Outcome Caller::act_on(const ExpectRelease& step) {
    return in_step() < step.within ? Outcome::waiting : fail("release by the center");
}

Caller::Outcome Caller::act_on(const HangUp& /*step*/) {
    step_ = script_.steps.size() - 1;
    return Outcome::done;
}

Caller::Outcome Caller::act_on(const Say& step) {
    if (!step_begun_) playback_.play(step.pieces, step.again);
    step_begun_ = true;
    return playback_.busy() && !step.again ? Outcome::waiting : Outcome::done;
}

Caller::Outcome Caller::act_on(const Fax& step) {
    if (!fax_) fax_ = std::make_unique<FaxMachine>(step.sends, step.file, trunk_->law());
    if (step.cut_after > Ticks(0) && in_step() >= step.cut_after) {
        hang_up(Verdict::gave_up, "pulled the fax machine's plug");
        return Outcome::over;
    }
    return fax_->over() ? Outcome::done : Outcome::waiting;
}

}  // namespace tools::office
