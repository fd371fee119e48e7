// SPDX-License-Identifier: GPL-2.0-or-later
// The customers' matters: who, since when, what became of it, and how its time was spent.
#pragma once

#include <array>
#include <map>

#include "acd/center/context.hpp"
#include "pbx/journal/commands.hpp"

namespace acd {

using driver::CallId;
using driver::ContactId;
using driver::LegId;

// What a contact's time is being spent on. Exactly one at a time, so the parts add up to the whole.
ENUM(Activity, other, ivr, queued, ringing, talking, held)

// Where a contact stands, which decides who deals with news about it.
ENUM(Stage, arriving, port_wait, menu, queued, calling, talking, failing, fax)

struct Contact {
    pbx::ContactView view;
    Stage stage{};
    CallId call;   // the caller's call
    LegId caller;  // the leg that began the contact
    pbx::Device device;
    bool outgoing{};  // a station began it
    pbx::Name queue;
    pbx::Name agent;
    pbx::Number station;
    std::optional<driver::VoicePortId> port;  // held now
    std::optional<driver::VoicePortId> last_port;
    pbx::Name last_menu;
    pbx::Number recall;  // the station that transferred without waiting; rung again on failure
    std::uint8_t transfers{};
    std::optional<pbx::OnMachine> analyse;  // who answers the next that is rung
    bool talked{};
    bool left_queue{};
    bool abandoned{};
    bool refused{};
    bool caller_hung_up{};
    bool stray{};
    bool served{};        // by a machine: its fax came over
    std::uint8_t hops{};  // routings in tick hops_at
    Ticks hops_at{};
    bool circled{};  // was sent round by menus until it was refused
    pbx::Cause cause{};
    Activity activity{};
    Ticks activity_since{};
    std::array<Ticks, 6> spent{};
};

class Contacts {
  public:
    static constexpr std::size_t most_data = 32;  // pieces a contact carries

    explicit Contacts(Context& context) : context_(context) {}

    Contact& begin(const pbx::ContactView& view, const pbx::Device& device, bool outgoing);
    [[nodiscard]] Contact* find(ContactId id);
    [[nodiscard]] const std::map<ContactId, Contact>& all() const { return contacts_; }
    void spend_on(Contact& contact, Activity activity);
    // Adds, replaces or (empty value) removes one piece of data; tells. False: the key is new and
    // the contact carries all the data it can.
    [[nodiscard]] bool attach(Contact& contact, const pbx::Key& key, const pbx::Value& value);
    // Writes the record and forgets the contact.
    void end(ContactId id);
    void begin_at(std::uint64_t id) { next_ = id; }
    [[nodiscard]] std::uint64_t next_id() const { return next_; }

  private:
    [[nodiscard]] static pbx::ContactOutcome outcome_of(const Contact& contact);

    Context& context_;
    std::map<ContactId, Contact> contacts_;
    std::uint64_t next_{1};
};

}  // namespace acd
