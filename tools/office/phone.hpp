// SPDX-License-Identifier: GPL-2.0-or-later
// A telephone on a station's two-wire loop. It does what a hand and a mouth tell it, and says what
// its bell and its receiver hear; who decides is elsewhere (agent.hpp, or any program).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "driver/base/state_table.hpp"
#include "driver/board/cable.hpp"
#include "tools/office/listener.hpp"
#include "tools/office/speech.hpp"
#include "tools/office/surroundings.hpp"

namespace tools::office {

enum class HookState : std::uint8_t { resting, ringing, lifted, flashing };
enum class HookEvent : std::uint8_t { bell, bell_over, lift, hang_up, flash, flash_over };

inline constexpr auto hook_steps = driver::state_table<HookState, HookEvent>({
    {HookState::resting,  HookEvent::bell,       HookState::ringing },
    {HookState::resting,  HookEvent::lift,       HookState::lifted  },
    {HookState::ringing,  HookEvent::bell_over,  HookState::resting },
    {HookState::ringing,  HookEvent::lift,       HookState::lifted  },
    {HookState::lifted,   HookEvent::hang_up,    HookState::resting },
    {HookState::lifted,   HookEvent::flash,      HookState::flashing},
    {HookState::flashing, HookEvent::flash_over, HookState::lifted  },
    {HookState::flashing, HookEvent::hang_up,    HookState::resting },
});
static_assert(hook_steps.has_one_answer_each());
static_assert(hook_steps.all_reach(HookState::resting));

struct StationSetup {
    std::string number;
    Law law{};
    // The bell is over after this long without ring voltage: longer than any pause of a ring
    // cadence.
    Ticks bell_pause{6'000};
};

class Phone;

// Whoever sits at the telephone. Called from inside Office::tick().
class PhoneEvents {
  public:
    virtual void rings(Phone& phone, Ticks now) = 0;
    virtual void ring_stopped(Phone& phone, Ticks now) = 0;  // not when it was lifted
    // A sound began: name as in the report ("station 2002", "call 17", "tone dial", "vm-goodbye").
    virtual void hears(Phone& phone, const Sound& sound, const std::string& name, Ticks now) = 0;

  protected:
    ~PhoneEvents() = default;
};

class Phone final : private ListenerEvents {
  public:
    Phone(driver::LoopCable& cable, StationSetup setup, const Surroundings& around, TalkerId self);

    [[nodiscard]] const std::string& number() const { return setup_.number; }
    void watched_by(PhoneEvents* watcher) { watcher_ = watcher; }

    // ── what the hand and the mouth do; orders that make no sense in this state are ignored ──
    void lift();
    void hang_up();
    // Opens the loop for a moment: recall.
    void flash(Ticks open = Ticks(100));
    // Presses keys; false if it is on hook or the digits are none.
    bool dial(std::string_view digits);
    // Talk (send the signature) or be silent. Lifting a ringing telephone begins to talk; lifting a
    // resting one, flash and dial fall silent.
    void talk(bool on) { talking_ = on && lifted(); }

    // ── what the bell and the receiver tell ──
    [[nodiscard]] HookState state() const { return state_; }
    [[nodiscard]] bool ringing() const { return state_ == HookState::ringing; }
    [[nodiscard]] bool lifted() const { return state_ == HookState::lifted; }
    [[nodiscard]] bool dialling() const { return keypad_.busy(); }
    [[nodiscard]] std::optional<Tone> tone() const;
    [[nodiscard]] bool hears_dial_tone() const;
    // Somebody's voice: "call 17", "station 2002".
    [[nodiscard]] std::optional<std::string> hears() const;
    // Since when it has been hearing nobody's voice; moment of lifting or flashing at the earliest.
    [[nodiscard]] Ticks alone_since() const { return alone_since_; }
    // Its lamp: a message waits.
    [[nodiscard]] bool lamp_is_lit() const { return lamp_is_lit_; }
    [[nodiscard]] std::uint32_t surprises() const { return surprises_; }

    // ── for the office ──
    void receive(Ticks now);
    void act(Ticks now);
    void transmit(Ticks now);
    // On hook, and everything is reported.
    [[nodiscard]] bool rests() const { return state_ == HookState::resting && ended_.empty(); }
    // The use that ended half a second ago, once.
    [[nodiscard]] std::optional<PhoneExperience> take_experience(Ticks now);

  private:
    void began(const Sound& sound, const std::string& name) override;
    bool step(HookEvent event);
    void begin_use();
    void watch_display(const Chunk& chunk);
    void watch_lamp(const Chunk& chunk);
    void end_use();
    void tell(NoticeKind kind, std::string text);

    driver::LoopCable* cable_;
    StationSetup setup_;
    Surroundings around_;
    TalkerId self_;
    PhoneEvents* watcher_{};
    HookState state_{};
    Ticks now_{};
    Ticks bell_at_{};   // last ring voltage
    Ticks dead_for_{};  // nothing has arrived
    Ticks flash_until_{};
    bool talking_{};
    Ticks alone_since_{};
    Keypad keypad_;
    std::unique_ptr<Listener> listener_;    // while lifted
    std::optional<CallerDisplay> display_;  // while it rings, or hears something at rest
    Ticks silent_for_{};                    // at rest
    bool lamp_is_lit_{};
    std::vector<std::pair<Sound, std::string>> begun_;  // to be told to the watcher
    PhoneExperience use_;
    // Ended, and waiting for what the others heard.
    struct Ended {
        PhoneExperience use;
        std::unique_ptr<Listener> listener;
    };
    std::deque<Ended> ended_;
    std::uint32_t uses_{};
    std::uint32_t surprises_{};
};

}  // namespace tools::office
