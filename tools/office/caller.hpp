// SPDX-License-Identifier: GPL-2.0-or-later
// Somebody of the public network on a trunk: a caller, or a subscriber the center has called.
// Follows a script, hears, presses keys, talks, and writes down what happened.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tools/office/fax_machine.hpp"
#include "tools/office/listener.hpp"
#include "tools/office/position.hpp"
#include "tools/office/script.hpp"
#include "tools/office/speech.hpp"
#include "tools/office/surroundings.hpp"
#include "tools/office/trunk.hpp"

namespace tools::office {

class Caller final : public TrunkUser, private ListenerEvents {
  public:
    Caller(CallNumber number, CallerScript script, const Surroundings& around);
    // A subscriber the center is calling.
    Caller(CallNumber number, const Subscriber& subscriber, const CallSetup& setup,
           const Surroundings& around);

    // Dials on this trunk; false if it has no idle channel. `first_talker` is the trunk's.
    [[nodiscard]] bool dial(Trunk& trunk, TalkerId first_talker, Ticks now);
    // Nobody has an idle channel.
    void block(Ticks now);
    // The center's call arrives on this channel.
    void ring(Trunk& trunk, unsigned timeslot, TalkerId first_talker, Ticks now);

    // Once a tick, after hearing.
    void act(Ticks now);

    [[nodiscard]] CallNumber number() const { return experience_.call; }
    [[nodiscard]] const CallerScript& script() const { return script_; }
    [[nodiscard]] bool over() const { return over_; }
    [[nodiscard]] Ticks ended_at() const { return experience_.ended_at; }
    // Complete half a second after the end.
    [[nodiscard]] CallExperience experience() const;
    // Refused because both ends had seized the channel; to be dialled again.
    [[nodiscard]] bool collided() const { return collided_; }
    [[nodiscard]] int collisions() const { return collisions_; }

    void progressed(ChannelState state, Ticks now) override;
    void released(int cause, ReleasedBy by, Ticks now) override;
    void hear(const Chunk& chunk, Ticks now) override;
    Chunk speak(Ticks now, Ticks line) override;

  private:
    enum class Outcome : std::uint8_t { waiting, done, over };

    void began(const Sound& sound, const std::string& name) override;
    void seize(Trunk& trunk, unsigned timeslot, TalkerId first_talker, Ticks now);
    void tell(NoticeKind kind, std::string text);
    void note_position(std::optional<std::uint32_t> position);
    void notice_partner();
    void follow_script();
    void next_step();
    [[nodiscard]] Outcome fail(std::string_view what);
    void hang_up(Verdict verdict, std::string why);
    void end(EndedBy by, int cause);
    [[nodiscard]] Verdict verdict_of_release(ReleasedBy by) const;

    // One for each kind of step.
    [[nodiscard]] Outcome act_on(const ExpectAnswer& step);
    [[nodiscard]] Outcome act_on(const ExpectPrompt& step);
    [[nodiscard]] Outcome act_on(const ExpectTone& step);
    [[nodiscard]] Outcome act_on(const ExpectMusic& step);
    [[nodiscard]] Outcome act_on(const ExpectPause& step);
    [[nodiscard]] Outcome act_on(const Press& step);
    [[nodiscard]] Outcome act_on(const Wait& step);
    [[nodiscard]] Outcome act_on(const Queue& step);
    [[nodiscard]] Outcome act_on(const Talk& step);
    [[nodiscard]] Outcome act_on(const ExpectRelease& step);
    [[nodiscard]] Outcome act_on(const HangUp& step);
    [[nodiscard]] Outcome act_on(const Say& step);
    [[nodiscard]] Outcome act_on(const Fax& step);

    [[nodiscard]] Ticks in_step() const { return now_ - step_since_; }
    [[nodiscard]] bool quiet_for(Ticks time) const;
    [[nodiscard]] bool press(const std::string& digits);

    Surroundings around_;
    CallerScript script_;
    Ticks answers_after_{};  // a subscriber: from the first ring
    bool never_answers_{};
    Trunk* trunk_{};
    unsigned timeslot_{};
    TalkerId self_;
    std::optional<Listener> listener_;
    PositionEar position_ear_;
    Keypad keypad_;
    Playback playback_;
    std::unique_ptr<FaxMachine> fax_;  // speaks instead of the caller
    Ticks now_{};
    bool answered_{};
    bool over_{};
    bool collided_{};
    int collisions_{};
    std::size_t step_{};
    Ticks step_since_{};
    bool step_begun_{};                // its keys are pressed
    std::size_t heard_before_step_{};  // sounds of the listener noted before this step
    Ticks speech_since_{};             // when the center began to be quiet or to play music
    bool asked_{};                     // a place was told and the wait question is open
    bool left_{};                      // answered 2
    bool talking_{};                   // sends its signature
    bool speaks_first_{};
    std::optional<Ticks> partner_at_;   // last heard somebody
    std::optional<Ticks> talk_since_;   // of a Talk step
    std::uint32_t prompts_{};           // begun in this call
    std::uint32_t prompts_at_press_{};  // when a key was pressed last
    std::vector<std::string> begun_;    // names of prompts begun in this step
    CallExperience experience_;
};

}  // namespace tools::office
