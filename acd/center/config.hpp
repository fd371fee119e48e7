// SPDX-License-Identifier: GPL-2.0-or-later
// What the center is: lines, numbers, menus, queues, agents. Filled from trunkline.toml by
// tools/config, which checks it whole; every name in it refers to something that exists.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/prompt_index.hpp"
#include "pbx/call/line_book.hpp"
#include "pbx/routing/dial_plan.hpp"

namespace acd {

using driver::Ticks;

// Which of a queue's calls are recorded, from when an agent answers.
ENUM(RecordCalls, none, all)

struct QueueConfig {
    pbx::Name name;
    std::uint8_t priority{};       // 0 is served first
    pbx::Name announcement;        // the menu that tells the position and asks; empty: music only
    Ticks announce_every{30'000};  // from the end of one announcement to the next
    Ticks ring{20'000};            // how long a station rings before the offer is withdrawn
    std::uint16_t most{1000};      // callers who may wait; one more is refused with cause 42
    RecordCalls record{};
};

struct AgentConfig {
    pbx::Name name;   // what the agent logs in with
    std::string pin;  // asked by the host link only; empty: none
    std::vector<driver::QueueId> queues;
    Ticks after_call_work{};  // 0: ready again at once
    bool supervisor{};        // may hear, coach and join other people's conversations
};

// Which calls to the station of a mailbox's number go to the mailbox.
ENUM(MailboxTakes, both, no_answer, busy, none)
struct MailboxConfig {
    pbx::Number number;  // of a station, or any other
    pbx::Name name;
    std::string pin;       // empty: only from its own station
    std::string greeting;  // a prompt; empty: the usual words
    MailboxTakes takes{};
};
struct VoicemailConfig {
    pbx::Name leave;            // the menu of who leaves a message
    pbx::Name messages;         // and of who listens to some
    std::uint16_t channels{8};  // messages left at the same time
    std::uint16_t most{100};    // messages in a mailbox
    Ticks ring{20'000};         // a station with a mailbox is rung for so long
    Ticks shortest{1'000};      // less than that, but for silence, is no message
    Ticks longest{180'000};
    std::vector<MailboxConfig> mailboxes;  // MailboxId n is mailboxes[n-1]
};

// More of them within an hour than this is an alarm; 0: never.
struct SpanLimits {
    // G.822 c: a connection with more slips than that is unacceptable.
    std::uint32_t slips{30};
    std::uint32_t bad_frames{60};
};
// What loop codes a span knows: none, those of the data link, those in band.
ENUM(SpanFrames, e1, t1_esf, t1_sf)
struct SpanConfig {
    driver::SpanId span;
    SpanLimits limits;
    SpanFrames frames{};
    // Busy, congestion and special information tones say that a call is over, as on lines whose
    // signalling does not.
    bool tones_end_calls{};
};

// How long people are given.
struct Patience {
    Ticks first_digit{15'000};   // dial tone until a station's first digit
    Ticks next_digit{10'000};    // between digits of an unfinished number
    Ticks last_digit{4'000};     // when what was dialled may already be the whole number
    Ticks ring{60'000};          // a station or number rings before the caller gets "no answer"
    Ticks voice_port{30'000};    // a caller waits for an idle IVR port before cause 42
    Ticks failure_tone{10'000};  // busy or congestion is heard before the caller is let go
    Ticks audit{60'000};         // between two comparisons of our legs with the firmware's
};

constexpr std::uint8_t most_fax_tries = 20;
struct FaxConfig {
    std::uint16_t ports{};
    pbx::Name group;     // by which trunks faxes are sent; empty: none are
    pbx::Number number;  // whose call it is, as the network shows it
    std::uint8_t tries{3};
    Ticks pause{120'000};  // between two tries
};

struct CenterConfig {
    pbx::LineBook lines;
    std::vector<SpanConfig> spans;
    std::vector<Ticks> holdover_alarms;  // of each board's clock: when hold-over is an alarm
    pbx::DialPlan plan;
    std::vector<QueueConfig> queues;       // QueueId n is queues[n-1]
    std::vector<AgentConfig> agents;       // AgentId n is agents[n-1]
    std::vector<pbx::Number> supervisors;  // stations with that right, whoever sits there
    std::uint16_t voice_ports{};
    driver::ConferenceRooms conferences;
    std::uint16_t recorders{};  // lines recorded at the same time
    FaxConfig faxes;
    VoicemailConfig voicemail;
    ivr_dsp::dialog::Menus menus;
    ivr_dsp::dialog::PromptIndex prompts;
    // By menu: where fax machines that call it go.
    std::map<std::string, pbx::Destination, std::less<>> fax_machines_to;
    pbx::Destination person;  // who is reached by "0", and when a menu fails
    bool ready_on_log_in{true};
    Patience patience;
    std::string digest;
};

}  // namespace acd
