// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/agent.hpp"

#include <utility>

namespace tools::office {
namespace {

constexpr Ticks gives_up_tone{10'000};  // waiting for dial tone
constexpr Ticks says_hello{15'000};     // into silence, before hanging up
constexpr Ticks caller_gone{3'000};     // silence after which the caller has left
constexpr Ticks hears_out{2'000};       // what the center says to a code
constexpr Ticks first_login{500};

}  // namespace

Agent::Agent(Phone& phone, AgentScript script, std::uint64_t seed)
    : phone_(&phone), script_(std::move(script)), chance_(seed) {
    phone.watched_by(this);
}

void Agent::step(AgentEvent event, Ticks now) {
    const auto next = agent_steps.next(state_, event);
    if (!next) return;
    state_ = *next;
    since_ = now;
    somebody_at_.reset();
}

void Agent::rings(Phone& /*phone*/, Ticks now) {
    step(AgentEvent::rings, now);
}
void Agent::ring_stopped(Phone& /*phone*/, Ticks now) {
    step(AgentEvent::bell_over, now);
}

void Agent::hears(Phone& /*phone*/, const Sound& sound, const std::string& /*name*/, Ticks now) {
    if (sound.what == Heard::talker && !somebody_at_) somebody_at_ = now;
}

void Agent::put_down(Ticks now) {
    phone_->hang_up();
    step(AgentEvent::done, now);
}

// The center says that nobody is there any more.
bool Agent::is_over() const {
    const auto tone = phone_->tone();
    return tone == Tone::busy || tone == Tone::congestion || phone_->hears_dial_tone() ||
           tone == Tone::special_information;
}

void Agent::act(Ticks now) {
    now_ = now;
    const Ticks here = now - since_;
    switch (state_) {
        case AgentState::resting:
            if (!may_log_in_ || script_.login_code.empty() || now < first_login) return;
            may_log_in_ = false;
            phone_->lift();
            return step(AgentEvent::log_in, now);
        case AgentState::reaching:
            if (here < script_.reaction) return;
            phone_->lift();
            talk_time_ = script_.varies ? Ticks(1'000) + chance_.about(script_.talk) : script_.talk;
            return step(AgentEvent::arrived, now);
        case AgentState::talking:
            return talk(now);
        case AgentState::recalling:
            return recall(now);
        case AgentState::dialling:
            if (!phone_->dialling()) step(AgentEvent::dialled, now);
            return;
        case AgentState::consulting:
            return consult(now);
        case AgentState::logging_in:
            if (phone_->hears_dial_tone() && phone_->dial(script_.login_code)) {
                return step(AgentEvent::dial_tone, now);
            }
            if (here > gives_up_tone) put_down(now);
            return;
        case AgentState::sending_code:
            if (!phone_->dialling()) step(AgentEvent::dialled, now);
            return;
        case AgentState::hearing_confirm:
            if (here < hears_out) return;
            logged_in_ = !is_over();
            return put_down(now);
    }
}

void Agent::talk(Ticks now) {
    const Ticks alone = now - phone_->alone_since();
    if (is_over() || alone > (somebody_at_ ? caller_gone : says_hello)) return put_down(now);
    if (!somebody_at_) return;
    const Ticks talked = now - *somebody_at_;
    if (script_.transfer && talked >= script_.transfer->after) {
        phone_->flash(script_.flash);
        return step(AgentEvent::flashed, now);
    }
    if (talk_time_ > Ticks(0) && talked >= talk_time_) put_down(now);
}

void Agent::recall(Ticks now) {
    if (phone_->hears_dial_tone() && phone_->dial(script_.transfer->to)) {
        return step(AgentEvent::dial_tone, now);
    }
    if (now - since_ > gives_up_tone) put_down(now);
}

// Blind: hangs up as soon as the number is dialled. Otherwise waits for the other to speak, talks,
// and then hangs up, which joins caller and other.
void Agent::consult(Ticks now) {
    if (!script_.transfer->consult) return put_down(now);
    phone_->talk(true);
    if (somebody_at_ && now - *somebody_at_ >= script_.transfer->consult_for) return put_down(now);
    if (now - since_ > Ticks(60'000)) put_down(now);
}

}  // namespace tools::office
