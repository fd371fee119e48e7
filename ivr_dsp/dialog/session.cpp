// SPDX-License-Identifier: GPL-2.0-or-later
// Keys, silence and the end of prompts become answers to the questions of a Walk.
#include <algorithm>

#include <fmt/format.h>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dialog/session_state.hpp"

namespace ivr_dsp::dialog {

using driver::Ticks;

namespace {

Ending person() {
    return {End::person, {}, {}, {}};
}

}  // namespace

void Session::State::move(Move to) {
    const auto next = phase_steps.next(phase, to);
    INVARIANT(next.has_value());
    phase = *next;
    wake_after.reset();
}

// Nothing has changed; the timer, if one runs, runs on from now.
Step Session::State::as_before() const {
    Step step;
    step.wake_after = wake_after;
    return step;
}

Step Session::State::start() {
    if (phase != Phase::fresh) return as_before();
    if (!walk) {
        return end({}, {End::failed, {}, {}, fmt::format("{}:1: there is no such menu", menu)});
    }
    walk->begin();
    return settle({});
}

// The walk rests at a question or an ending: say what is to be said, or listen. Keys that have come
// already answer the question before its prompt.
Step Session::State::settle(Step step) {
    while (true) {
        if (wants_person_) return end(std::move(step), *std::move(wants_person_));
        if (walk->ending()) return part(std::move(step));
        PromptQueue& queue = walk->queue();
        drop_unfit();
        if (!typed.empty()) queue.skip();
        if (!queue.empty()) {
            // VoiceXML 2.0, 4.1.5.1: a prompt without barge-in empties the buffer.
            if (!queue.front().bargein) drop_typed();
            move(Move::ask);
            return next_words(std::move(step));
        }
        if (const auto& recording = walk->question().recording) {
            typed.clear();
            move(Move::record);
            step.record = recording->limits;
            return step;
        }
        if (typed.empty()) {
            move(Move::listen);
            step.wake_after = wake_after = walk->timeout();
            return step;
        }
        if (!hear_keys(step)) {
            move(Move::collect);
            step.wake_after = wake_after = walk->question().settings.interdigit_timeout;
            return step;
        }
    }
}

Step Session::State::next_words(Step step) {
    Stretch stretch = walk->queue().take();
    bargein = stretch.bargein;
    step.play = std::move(stretch.clips);
    return step;
}

void Session::State::drop_typed() {
    dropped_.add(std::exchange(typed, {}));
}

// What came before a secret was asked for went into recordings and the journal: it cannot be part
// of one. A secret key that comes after its question can be no answer.
bool Session::State::fits(char key) const {
    return key == '*' || key == '#' || (key == secret_key) == asks_secret();
}

void Session::State::drop_unfit() {
    if (!std::ranges::all_of(typed, [this](char key) { return fits(key); })) drop_typed();
}

// Last words before the ending, if there are any.
Step Session::State::part(Step step) {
    PromptQueue& queue = walk->queue();
    if (queue.empty()) return end(std::move(step), *walk->ending());
    drop_typed();
    if (queue.front().bargein && dropped_.ask_for_person()) return end(std::move(step), person());
    move(Move::part);
    return next_words(std::move(step));
}

Step Session::State::end(Step step, Ending ending) {
    move(Move::end);
    step.ending = std::move(ending);
    return step;
}

// Takes typed keys into the answer. True: the walk went on, or a person is wanted. False: more keys
// are needed.
bool Session::State::hear_keys(Step& step) {
    while (!typed.empty()) {
        const char key = typed.front();
        typed.erase(typed.begin());
        const Question& question = walk->question();
        const Heard heard = question.grammar.hear(entered + key);
        if (heard == Heard::never && key == question.settings.termchar) {
            conclude(step, true);
            return true;
        }
        entered += key;
        if (heard == Heard::complete) {
            answer(step);
            return true;
        }
        if (heard == Heard::never) {
            reject();
            return true;
        }
    }
    return false;
}

void Session::State::answer(Step& step) {
    step.inputs.push_back(walk->answer(std::exchange(entered, {}), equals));
}

// No more keys will come for this answer. A lone 0 that a digit field could take is meant for a
// person, unless the caller ended it like a number.
void Session::State::conclude(Step& step, bool by_termchar) {
    const Grammar& grammar = walk->question().grammar;
    const Heard heard = entered.empty() ? Heard::not_yet : grammar.hear(entered);
    const bool asks_for_person = entered == "0" && !by_termchar && !grammar.offers_zero();
    if (heard == Heard::or_more && !asks_for_person) {
        answer(step);
    } else {
        reject();
    }
}

// 0 reaches a person from anywhere. Otherwise what was typed ahead was meant for something else.
void Session::State::reject() {
    const bool asks_for_person = entered == "0";
    entered.clear();
    typed.clear();
    if (asks_for_person) {
        wants_person_ = person();
    } else {
        walk->miss(Event::nomatch);
    }
}

Step Session::State::key(char key, std::uint8_t key_equals) {
    if (phase == Phase::over) return {};
    if (hears_keys() && !fits(key)) return as_before();
    if (key == secret_key) equals = key_equals;
    const bool plays = phase == Phase::asking || phase == Phase::parting;
    if (plays && !bargein) {
        dropped_.add({&key, 1});
        return as_before();
    }
    if (phase == Phase::fresh) {
        if (typed.size() < most_keys) typed += key;
        return {};
    }
    Step step;
    if (phase == Phase::recording) {
        step.stop_recording = walk->question().recording->ends_by_key;
        return step;
    }
    step.stop_playing = plays;
    if (phase == Phase::parting) {
        walk->queue().skip();
        if (key == '0') return end(std::move(step), person());
        return part(std::move(step));
    }
    typed += key;
    return settle(std::move(step));
}

// A 0 that could not stop the prompt is heard now, unless it may have been meant for a choice.
Step Session::State::prompt_over() {
    if (phase != Phase::parting && phase != Phase::asking) return as_before();
    const bool asks_for_person = std::exchange(dropped_, {}).ask_for_person();
    if (phase == Phase::parting) return asks_for_person ? end({}, person()) : part({});
    if (asks_for_person && !walk->question().grammar.offers_zero()) return end({}, person());
    return settle({});
}

Step Session::State::nothing_came() {
    Step step;
    if (phase == Phase::listening) {
        walk->miss(Event::noinput);
    } else if (phase == Phase::collecting) {
        conclude(step, false);
    } else {
        return as_before();
    }
    return settle(std::move(step));
}

// Nothing but silence is no input.
Step Session::State::recorded(std::optional<Ticks> spoken) {
    if (phase != Phase::recording) return as_before();
    Step step;
    if (!spoken) {
        walk->miss(Event::error);
    } else if (*spoken == Ticks{}) {
        walk->miss(Event::noinput);
    } else {
        walk->recorded(*spoken);
    }
    return settle(std::move(step));
}

Session::Session(const Menus& menus, const PromptIndex& prompts, std::string_view menu,
                 const std::vector<std::pair<std::string, std::string>>& variables)
    : state_(std::make_unique<State>()) {
    state_->menu = menu;
    const auto found = menus.documents_.find(menu);
    if (found != menus.documents_.end()) state_->walk.emplace(*found->second, prompts, variables);
}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Step Session::start() {
    return state_->start();
}
Step Session::digit(char digit, std::uint8_t equals) {
    return state_->key(digit, equals);
}
Step Session::played() {
    return state_->prompt_over();
}
Step Session::silence() {
    return state_->nothing_came();
}

Step Session::recorded(std::optional<driver::Ticks> spoken) {
    return state_->recorded(spoken);
}

std::optional<std::vector<std::string>> Session::secret() const {
    if (!state_->hears_keys() || !state_->asks_secret()) return std::nullopt;
    return state_->walk->expected();
}

}  // namespace ivr_dsp::dialog
