// SPDX-License-Identifier: GPL-2.0-or-later
// An ear with a notebook: what a caller or an agent heard, in the words of the report.
#pragma once

#include <vector>

#include "tools/office/ear.hpp"
#include "tools/office/surroundings.hpp"

namespace tools::office {

// Somebody who acts on what is heard.
class ListenerEvents {
  public:
    virtual void began(const Sound& sound, const std::string& name) = 0;

  protected:
    ~ListenerEvents() = default;
};

class Listener {
  public:
    Listener(const Surroundings& around, Law law, TalkerId self);

    void hear(const Chunk& chunk, Ticks now) { ear_.hear(chunk, now); }
    // Once a tick: writes down what has begun and ended since.
    void note(Ticks now, ListenerEvents& events);
    // The line is gone, or opened for a moment by whoever listens (a flash).
    void close(Ticks now, ListenerEvents& events);

    [[nodiscard]] const Ear& ear() const { return ear_; }
    // Who is being heard now.
    [[nodiscard]] std::optional<TalkerId> talker() const;
    [[nodiscard]] bool hears_prompt() const;
    [[nodiscard]] bool hears_music() const;
    [[nodiscard]] std::optional<Tone> tone() const;

    [[nodiscard]] const std::vector<HeardSound>& sounds() const { return sounds_; }
    [[nodiscard]] Ticks music() const { return music_; }
    [[nodiscard]] Ticks wrong_partner() const { return wrong_partner_; }
    // With what the others heard of us meanwhile; complete half a second after close().
    [[nodiscard]] std::vector<Conversation> conversations() const;

  private:
    struct Talk {
        TalkerId with;
        Conversation conversation;
    };
    void ended(const Sound& sound);
    void end_talk(const Sound& sound);
    [[nodiscard]] std::string name_of_sound(const Sound& sound) const;

    Surroundings around_;
    TalkerId self_;
    Ear ear_;
    std::size_t begun_{};  // sounds of the ear that were noted to begin
    // What the last of them was called then: a timeslot has another caller soon after.
    std::string began_as_;
    std::size_t over_{};  // and to be over
    std::vector<HeardSound> sounds_;
    std::vector<Talk> talks_;
    Ticks music_{};
    Ticks closed_at_{-1};
    Ticks wrong_partner_{};
};

}  // namespace tools::office
