// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/phone.hpp"

#include <utility>

#include <fmt/format.h>

namespace tools::office {
namespace {

constexpr Ticks station_settles_after{500};  // until what the others heard of us is written down
constexpr Ticks deaf_after{500};             // as a trunk
constexpr int most_late = 256;               // milliseconds that can wait in a cable

}  // namespace

Phone::Phone(driver::LoopCable& cable, StationSetup setup, const Surroundings& around,
             TalkerId self)
    : cable_(&cable),
      setup_(std::move(setup)),
      around_(around),
      self_(self),
      keypad_(around.manners.keys) {
    around_.log.name(self_, "station " + setup_.number);
}

void Phone::tell(NoticeKind kind, std::string text) {
    around_.events.noticed(
        {.at = now_, .kind = kind, .who = "station " + setup_.number, .text = std::move(text)});
}

bool Phone::step(HookEvent event) {
    const auto next = hook_steps.next(state_, event);
    if (!next) {
        ++surprises_;
        return false;
    }
    state_ = *next;
    return true;
}

// ── orders ──────────────────────────────────────────────────────────────────────────────────────

void Phone::begin_use() {
    use_ = {};
    display_.reset();
    use_.station = setup_.number;
    use_.use = ++uses_;
    listener_.reset();
}

void Phone::end_use() {
    use_.ended_at = now_;
    if (listener_) listener_->close(now_, *this);
    ended_.push_back({std::move(use_), std::move(listener_)});
}

void Phone::lift() {
    const bool answers = ringing();
    if (!step(HookEvent::lift)) return;
    if (!answers) begin_use();
    use_.lifted_at = now_;
    listener_ = std::make_unique<Listener>(around_, setup_.law, self_);
    talking_ = answers;
    alone_since_ = now_;
    tell(NoticeKind::lifted, {});
}

void Phone::hang_up() {
    if (!step(HookEvent::hang_up)) return;
    talking_ = false;
    keypad_ = Keypad(around_.manners.keys);
    tell(NoticeKind::hung_up, {});
    end_use();
}

void Phone::flash(Ticks open) {
    if (!step(HookEvent::flash)) return;
    if (listener_) listener_->close(now_, *this);
    flash_until_ = now_ + open;
    talking_ = false;
    alone_since_ = now_;
    use_.dialled += 'f';
    tell(NoticeKind::flashed, fmt::format("{} ms", open.count()));
}

bool Phone::dial(std::string_view digits) {
    if (!lifted() || !keypad_.press(digits)) return false;
    talking_ = false;
    use_.dialled += digits;
    tell(NoticeKind::dialled, std::string(digits));
    return true;
}

// ── what it hears ───────────────────────────────────────────────────────────────────────────────

std::optional<Tone> Phone::tone() const {
    return listener_ ? listener_->tone() : std::nullopt;
}

bool Phone::hears_dial_tone() const {
    const auto heard = tone();
    return heard == Tone::dial || heard == Tone::recall_dial;
}

std::optional<std::string> Phone::hears() const {
    if (!listener_) return std::nullopt;
    const auto talker = listener_->talker();
    if (!talker) return std::nullopt;
    return around_.log.name(*talker);
}

void Phone::began(const Sound& sound, const std::string& name) {
    tell(sound.what == Heard::talker ? NoticeKind::connected : NoticeKind::heard, name);
    begun_.emplace_back(sound, name);
}

// ── the line ────────────────────────────────────────────────────────────────────────────────────

void Phone::receive(Ticks now) {
    now_ = now;
    ++dead_for_;
    for (int i = 0; i < most_late; ++i) {
        const auto* arrived = cable_->from_near.take();
        if (arrived == nullptr) break;
        dead_for_ = Ticks{};
        if (arrived->ringing) bell_at_ = now;
        if (display_ && ringing() && !arrived->ringing) watch_display(arrived->audio);
        if (state_ == HookState::resting && !arrived->ringing) watch_lamp(arrived->audio);
        if (listener_) listener_->hear(arrived->audio, now);
        if (!arrived->ringing || state_ != HookState::resting) continue;
        step(HookEvent::bell);
        begin_use();
        use_.rang_at = now;
        display_.emplace(setup_.law, around_.tones.display);
        tell(NoticeKind::rang, {});
        if (watcher_ != nullptr) watcher_->rings(*this, now);
    }
    // What does not arrive for a moment is only late; then it is silence.
    if (dead_for_ > deaf_after && listener_) listener_->hear(driver::silence(setup_.law), now);
}

void Phone::watch_display(const Chunk& chunk) {
    display_->hear(chunk);
    if (use_.caller || !display_->shown()) return;
    use_.caller = display_->shown();
    const std::string name = use_.caller->name.empty() ? "" : " " + use_.caller->name;
    tell(NoticeKind::displayed,
         fmt::format("{}{} {}", use_.caller->number, name, use_.caller->time));
}

// At rest it hears silence, but for that.
void Phone::watch_lamp(const Chunk& chunk) {
    constexpr Ticks over_after{50};
    silent_for_ = chunk == driver::silence(setup_.law) ? silent_for_ + Ticks{1} : Ticks{};
    if (silent_for_ > over_after) display_.reset();
    if (silent_for_ == Ticks{} && !display_) display_.emplace(setup_.law, around_.tones.display);
    if (!display_) return;
    display_->hear(chunk);
    if (!display_->shown()) return;
    const auto lamp = display_->shown()->lamp;
    display_.reset();
    if (!lamp) return;
    lamp_is_lit_ = *lamp;
    tell(NoticeKind::lamp, *lamp ? "lit" : "out");
}

void Phone::act(Ticks now) {
    now_ = now;
    if (state_ == HookState::resting) return;
    if (state_ == HookState::ringing && now - bell_at_ > setup_.bell_pause) {
        step(HookEvent::bell_over);
        tell(NoticeKind::ring_stopped, {});
        end_use();
        if (watcher_ != nullptr) watcher_->ring_stopped(*this, now);
    }
    if (state_ == HookState::flashing && now >= flash_until_) step(HookEvent::flash_over);
    if (!listener_) return;
    begun_.clear();
    listener_->note(now, *this);
    if (listener_->talker()) alone_since_ = now;
    // The watcher may hang up on what it hears.
    for (const auto& [sound, name] : std::exchange(begun_, {})) {
        if (watcher_ != nullptr) watcher_->hears(*this, sound, name, now);
    }
}

void Phone::transmit(Ticks now) {
    auto* place = cable_->from_far.next_to_write();
    if (place == nullptr) return;  // the far end has not read for a quarter of a second
    place->ringing = false;
    place->loop_closed = lifted();
    if (lifted() && keypad_.busy()) {
        place->audio = keypad_.speak(setup_.law, around_.faults.tone_drift_per_mille);
    } else if (lifted() && talking_) {
        around_.log.speaks(self_, now);
        place->audio = around_.book.signature(
            self_, setup_.law, static_cast<std::uint64_t>(now.count()) * driver::samples_per_tick);
    } else {
        place->audio = driver::silence(setup_.law);
    }
    cable_->from_far.sent();
}

std::optional<PhoneExperience> Phone::take_experience(Ticks now) {
    if (ended_.empty() || now - ended_.front().use.ended_at < station_settles_after)
        return std::nullopt;
    auto ended = std::move(ended_.front());
    ended_.pop_front();
    if (ended.listener) {
        ended.use.sounds = ended.listener->sounds();
        ended.use.conversations = ended.listener->conversations();
        ended.use.unknown = ended.listener->ear().unknown();
        ended.use.wrong_partner = ended.listener->wrong_partner();
    }
    return std::move(ended.use);
}

}  // namespace tools::office
