// SPDX-License-Identifier: GPL-2.0-or-later
// What callers, called subscribers and agents intend to do, as data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "tools/office/chance.hpp"
#include "tools/office/playback.hpp"
#include "tools/office/tones.hpp"

namespace tools::office {

using driver::SpanId;
using driver::Ticks;

// ── steps of a caller, each done before the next begins ─────────────────────────────────────────

struct ExpectAnswer {
    Ticks within{20'000};
};
struct ExpectPrompt {
    std::string prompt{};  // as in the sound package: "vm-goodbye", "digits/7"
    Ticks within{10'000};
    bool to_end{};  // heard whole, not only begun
};
struct ExpectTone {
    Tone tone{};
    Ticks within{10'000};
};
struct ExpectMusic {
    Ticks within{10'000};
};
// The center stops speaking: silence, or music.
struct ExpectPause {
    Ticks quiet{700};
    Ticks within{60'000};
};
// Keys, one after the other: 0-9 * # A-D. Done when the last is released.
struct Press {
    std::string digits{};
};
struct Wait {
    Ticks time{};
};
// Waits for an agent: notes the places told, answers the question whether to wait with 1 or 2, and
// hangs up when `patience` is over. Done when somebody talks.
struct Queue {
    bool waits{true};
    Ticks patience{120'000};
};
// Talks to whoever is there; done `time` after somebody was first heard, and while somebody is.
struct Talk {
    Ticks time{10'000};
    Ticks within{60'000};  // for somebody to be there
};
// The center, or whoever talks to us, hangs up first.
struct ExpectRelease {
    Ticks within{60'000};
};
struct HangUp {};
// A machine's sounds, one after the other. Done when the last is over; `again`: goes round until
// the script is over, and what comes after is done meanwhile.
struct Say {
    std::vector<Piece> pieces{};
    bool again{};
};
// A fax machine: sends the file, or receives into it. Done when it has hung up.
struct Fax {
    bool sends{};
    std::filesystem::path file{};
    Ticks cut_after{};  // somebody pulls the plug in the middle; 0: nobody
};

using ScriptStep = std::variant<ExpectAnswer, ExpectPrompt, ExpectTone, ExpectMusic, ExpectPause,
                                Press, Wait, Queue, Talk, ExpectRelease, HangUp, Say, Fax>;

// One call from the public network. After the last step the caller hangs up.
struct CallerScript {
    std::string name{};  // for the report
    std::string ani{};
    std::string dnis{};
    std::string caller_name{};
    Ticks at{};                    // when to dial, by the office's clock
    Ticks patience{600'000};       // with the whole call
    std::optional<SpanId> span{};  // nothing: the first with an idle channel
    std::vector<ScriptStep> steps{};
};

// Somebody in the public network whom the center may call.
struct Subscriber {
    std::string
        number{};        // as the center dials it; one that ends in * stands for all that begin so
    Ticks rings{3'000};  // then answers, speaks first and goes through the steps
    int refuses_with{};  // Q.850 cause; 0: does not refuse
    bool never_answers{};
    std::vector<Piece> before_answer{};  // in band, again and again
    std::vector<ScriptStep> steps{
        Talk{Ticks(20'000), Ticks(60'000)}
    };
};

// ── random callers ──────────────────────────────────────────────────────────────────────────────

// A caller as drawn from the seed.
struct Personality {
    std::string ani{};
    std::string dnis{};
    std::vector<std::string> menu{};  // what to press each time the center stops speaking
    Ticks patience{60'000};           // in the queue
    Ticks talk{30'000};
    bool hangs_up_first{true};
    bool waits{true};  // the answer to the wait question
};
CallerScript script_of(const Personality& personality, Ticks at);

// Many callers. Times are means of exponential distributions.
struct Traffic {
    std::uint32_t calls{100};
    double per_hour{600};
    std::vector<std::string> dnis{"1000"};
    std::vector<std::vector<std::string>> menus{{"1"}};
    Ticks patience{60'000};
    Ticks talk{20'000};
    double share_leaving{0.1};     // answer 2 to the wait question
    double share_agent_ends{0.5};  // wait for the agent to hang up
};
std::vector<CallerScript> draw(const Traffic& traffic, Chance& chance, Ticks from);

// ── agents ──────────────────────────────────────────────────────────────────────────────────────

// What an agent does with the telephone. The half before the screen is somebody else's.
struct AgentScript {
    Ticks reaction{1'500};  // from the first ring to the hand at the receiver
    Ticks talk{20'000};     // mean when `varies`, then hangs up; 0: until the caller is gone
    bool varies{};
    std::string login_code{};  // dialled once, after dial tone
    // Every call is transferred: recall, dial tone, digits, then hang up at once or after talking.
    struct Transfer {
        Ticks after{5'000};
        std::string to{};
        bool consult{};
        Ticks consult_for{5'000};  // of talking to the one called
    };
    std::optional<Transfer> transfer{};
    Ticks flash{100};
};

}  // namespace tools::office
