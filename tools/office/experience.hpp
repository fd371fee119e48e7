// SPDX-License-Identifier: GPL-2.0-or-later
// What callers and agents lived through, whatever the center says. Times are ticks of the office.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "tools/office/caller_display.hpp"

namespace tools::office {

using driver::Ticks;
using CallNumber = driver::Id<struct CallNumberTag, std::uint32_t>;  // the office's own, from 1

// One stretch of a prompt, piece of music or tone.
struct HeardSound {
    std::string name;  // "queue-thereare", "music reno_project-system", "tone busy"
    Ticks from{};
    Ticks until{};
    Ticks missed{};
    bool whole{};  // of a prompt: from beginning to end
};

struct HeardPosition {
    Ticks at{};
    std::uint32_t position{};
};

// One stretch of hearing one talker.
struct Conversation {
    std::string with;  // "station 2001", "call 17"
    Ticks from{};
    Ticks until{};
    Ticks heard{};
    Ticks missed{};      // holes of up to a quarter of a second
    Ticks they_heard{};  // of us, in the same time
    Ticks they_missed{};
};

ENUM(EndedBy, caller, center, line_lost, never_began)
// passed: every step came true. gave_up: patience was over. left_queue: answered 2 and was let go.
// blocked: no idle channel. refused: released before answer. cut_off: released in the middle of a
// step that did not expect it. failed: a step did not come true. line_lost: the span went dead.
// cross_connected: heard somebody who was not talking to this caller.
ENUM(Verdict, passed, gave_up, left_queue, blocked, refused, cut_off, failed, line_lost,
     cross_connected)

// What a fax machine at the caller's end makes of the fax.
struct FaxExperience {
    bool sends{};
    bool well{};            // both ends know that all pages came over
    std::uint32_t pages{};  // that did
    std::string station;    // what the center calls itself
};

struct CallExperience {
    CallNumber call{};
    std::string script;
    bool from_center{};  // the center called a subscriber
    std::string ani;
    std::string dnis;
    std::uint16_t span{};
    unsigned timeslot{};
    Ticks dialled_at{};
    std::optional<Ticks> proceeding_at;
    std::optional<Ticks> alerting_at;
    std::optional<Ticks> answered_at;
    Ticks ended_at{};
    std::vector<HeardSound> sounds;
    std::vector<HeardPosition> positions;
    Ticks music{};
    std::vector<Conversation> conversations;
    std::string pressed;              // all digits, in order
    std::optional<Ticks> pressed_at;  // the first of them
    std::optional<FaxExperience> fax;
    Ticks unknown{};        // sound that is in no book
    Ticks wrong_partner{};  // hearing somebody who did not talk to this caller
    EndedBy ended_by{};
    int cause{};  // Q.850
    Verdict verdict{};
    std::string why;  // unless passed: a sentence
};

// One use of a station: from the first ring or the lifting until it rests again.
struct PhoneExperience {
    std::string station;
    std::uint32_t use{};  // counts from 1 per station
    std::optional<Ticks> rang_at;
    std::optional<DisplayedCaller> caller;  // as its display shows it
    std::optional<Ticks> lifted_at;         // nothing: nobody answered
    Ticks ended_at{};
    std::vector<HeardSound> sounds;
    std::vector<Conversation> conversations;
    std::string dialled;  // digits and f for flash, in order
    Ticks unknown{};
    Ticks wrong_partner{};
};

// As it happens, for people who watch.
ENUM(NoticeKind, dialled, proceeding, alerting, answered, heard, position, pressed, connected,
     hung_up, released, rang, ring_stopped, lifted, flashed, line_up, line_down, displayed, lamp)
struct Notice {
    Ticks at{};
    NoticeKind kind{};
    CallNumber call{};   // 0 for stations and spans
    std::string who{};   // "call 17", "station 2001", "span 1"
    std::string text{};  // what exactly: a prompt, a number, digits, a cause
};

// Whoever wants to know. Called from inside Office::tick().
class OfficeEvents {
  public:
    virtual void noticed(const Notice& notice) = 0;
    virtual void call_ended(const CallExperience& experience) = 0;
    virtual void phone_ended(const PhoneExperience& experience) = 0;

  protected:
    ~OfficeEvents() = default;
};

struct OfficeSummary {
    std::uint32_t calls{};
    std::array<std::uint32_t, 9> by_verdict{};  // indexed by Verdict
    std::uint32_t phone_uses{};
    std::uint32_t cross_connections{};  // calls and phone uses with a wrong partner
    Ticks missed{};                     // of all conversations, both ways
    Ticks talked{};
    std::uint32_t glares{};
    std::uint32_t stuck_calls{};
    std::uint32_t bad_frames{};
    [[nodiscard]] std::uint32_t of(Verdict verdict) const {
        return by_verdict[static_cast<std::size_t>(verdict)];
    }
    // Nothing happened that a caller would call a fault of the center.
    [[nodiscard]] bool all_well() const {
        return of(Verdict::refused) + of(Verdict::cut_off) + of(Verdict::failed) +
                   of(Verdict::line_lost) + of(Verdict::cross_connected) + cross_connections ==
               0;
    }
};

void add(OfficeSummary& summary, const CallExperience& experience);
void add(OfficeSummary& summary, const PhoneExperience& experience);

// One line of JSON each, without newline. Names are those of the members.
std::string to_json(const CallExperience& experience);
std::string to_json(const PhoneExperience& experience);
std::string to_json(const OfficeSummary& summary);
// One line for people.
std::string to_text(const CallExperience& experience);
std::string to_text(const PhoneExperience& experience);
std::string to_text(const OfficeSummary& summary);

}  // namespace tools::office
