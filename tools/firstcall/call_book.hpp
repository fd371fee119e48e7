// SPDX-License-Identifier: GPL-2.0-or-later
// What three witnesses say of every call: the callers and agents (the office), the center's events
// as its host hears them, and the serial lines. Puts them side by side and finds where they
// disagree.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host_bridge/dialects/json_value.hpp"
#include "tools/firstcall/records.hpp"
#include "tools/office/experience.hpp"

namespace tools::firstcall {

using driver::Ticks;
using host_bridge::Json;

// What the office calls a call: "call 17".
std::string office_name(const office::CallExperience& lived);

// One of the nine steps, as it was seen.
struct SeenStep {
    std::int64_t tick{};
    std::string text;
};
inline constexpr std::size_t steps = 9;

struct CallStory {
    std::string ani;
    std::array<std::optional<SeenStep>, steps> seen;
    std::optional<office::CallExperience> lived;  // by the caller
    // From the host link.
    std::uint64_t contact{};
    std::string device;                      // "1/17"
    std::optional<int> port;                 // IVR
    std::optional<std::int64_t> understood;  // the first digit, by the menu
    std::vector<unsigned> announced;
    std::string popped_at;  // station on whose screen the caller was
    std::optional<std::int64_t> popped, established;
    std::optional<Json> record;  // contact.ended
    // From RS-232.
    std::vector<std::string> smdi;
    std::vector<std::string> smdr;
    bool told{};  // printed
};

// What the whole run came to; the last line of --json.
struct Totals {
    std::uint32_t calls{};
    std::uint32_t answered{};
    std::uint32_t abandoned{};
    std::uint32_t blocked{};  // found every line to the center taken, as the public network says
    std::uint32_t mismatches{};
    std::uint32_t lost{};   // calls the center has no record of
    std::uint32_t stuck{};  // contacts, calls or agents that never came to rest
    std::uint64_t late_ticks{};
    double seconds{};
};

class CallBook {
  public:
    // `tolerance`: by how much two clocks may differ in how long a conversation was. `gaps`: how
    // much of a conversation may be missing.
    explicit CallBook(Ticks tolerance, Ticks gaps = {}) : tolerance_(tolerance), gaps_(gaps) {}

    // A serial line sends the last record again, octet for octet, after its program was killed: it
    // cannot know whether it had arrived.
    void serial_may_repeat() { serial_may_repeat_ = true; }

    // ── witnesses ───────────────────────────────────────────────────────────────────────────────
    void dials(const std::string& ani);
    void lived(const office::CallExperience& experience);
    void event(const Json& event);
    void smdi(const std::string& record);
    void smdr(const std::string& line);
    // One use of an agent's telephone.
    void used(const office::PhoneExperience& use);
    // All rows of the database.
    void stored(const std::vector<StoredCall>& calls);
    // Something is wrong that belongs to no call.
    void complain(const std::string& sentence) { complaints_.push_back(sentence); }

    // ── the comparison ──────────────────────────────────────────────────────────────────────────
    // Calls that every witness has spoken of, and that were not told yet.
    [[nodiscard]] std::vector<CallStory*> complete();
    [[nodiscard]] std::vector<CallStory*> rest();
    // Where the witnesses disagree about one call, a sentence each.
    [[nodiscard]] std::vector<std::string> disagreements(const CallStory& story) const;
    // And about no call in particular: telephones that rang too often, a witness who is missing.
    [[nodiscard]] std::vector<std::string> other_disagreements() const;
    [[nodiscard]] bool all_recorded() const;
    // Who calls, as agents' telephones showed it, in order.
    [[nodiscard]] const std::vector<office::DisplayedCaller>& displayed() const {
        return displayed_;
    }
    // Alarms the host was told of, in order.
    [[nodiscard]] const std::vector<Json>& alarms() const { return alarms_; }
    [[nodiscard]] Totals totals() const;

  private:
    CallStory& story(const std::string& ani);
    CallStory* of_contact(const Json& event);
    void see(CallStory& story, std::size_t step, const Json& event, std::string text);
    void compare_end(const CallStory& story, std::vector<std::string>& found) const;
    void compare_talk(const CallStory& story, std::vector<std::string>& found) const;
    void compare_agents(const CallStory& story, std::vector<std::string>& found) const;
    void compare_serial(const CallStory& story, std::vector<std::string>& found) const;
    void compare_stored(const CallStory& story, std::vector<std::string>& found) const;

    Ticks tolerance_;
    Ticks gaps_;
    bool serial_may_repeat_{};
    std::map<std::string, CallStory> stories_;  // by ANI, of which every caller has one of his own
    std::optional<std::multimap<std::string, StoredCall>> stored_;  // by ANI, once read
    // What agents heard of each call, by the office's name for it: "call 17".
    struct AgentView {
        std::string station;
        office::Conversation conversation;
    };
    std::multimap<std::string, AgentView> agents_heard_;
    std::map<std::string, std::int64_t> rings_, deliveries_;  // by station
    std::vector<office::DisplayedCaller> displayed_;
    std::vector<std::string> complaints_;
    std::vector<Json> alarms_;
};

}  // namespace tools::firstcall
