// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <vector>

#include "pbx/journal/events.hpp"

namespace acd {

// One device's part in a call.
struct PartyRow {
    pbx::LegId leg;
    pbx::Device device;
    pbx::ConnectionState state{};
    pbx::Name agent;
    driver::Ticks since{};
    pbx::Participation part{};  // what a supervisor does; regular: it is none
    bool muted{};
    std::int8_t gain_db{};
    bool speaks{};  // in a conference
    FIELDS(leg, device, state, agent, since, part, muted, gain_db, speaks)
};

struct CallRow {
    pbx::CallId call;
    pbx::ContactId contact;
    pbx::Name routed_kind;  // where routing sent it last: "queue", "sales"
    pbx::Name routed_to;
    driver::Ticks since{};
    std::vector<PartyRow> parties;
    FIELDS(call, contact, routed_kind, routed_to, since, parties)
};

struct ContactRow {
    pbx::ContactView contact;
    pbx::Name menu;   // while in an IVR dialog
    pbx::Name queue;  // while waiting
    std::uint16_t position{};
    pbx::Name agent;  // who talks or talked with it last
    FIELDS(contact, menu, queue, position, agent)
};

// The contacts and calls that live now, from their events.
class CallBook {
  public:
    void apply(driver::Ticks tick, const pbx::Event& event);
    void clear();

    [[nodiscard]] const std::map<pbx::CallId, CallRow>& calls() const { return calls_; }
    [[nodiscard]] const std::map<pbx::ContactId, ContactRow>& contacts() const { return contacts_; }

  private:
    void on(driver::Ticks tick, const pbx::CallOffered& event);
    void on(driver::Ticks tick, const pbx::CallRouted& event);
    void on(driver::Ticks tick, const pbx::CallDelivered& event);
    void on(driver::Ticks tick, const pbx::CallEstablished& event);
    void on(driver::Ticks tick, const pbx::CallHeld& event);
    void on(driver::Ticks tick, const pbx::CallRetrieved& event);
    void on(driver::Ticks tick, const pbx::CallTransferred& event);
    void on(driver::Ticks tick, const pbx::CallConferenced& event);
    void on(driver::Ticks tick, const pbx::CallFailed& event);
    void on(driver::Ticks tick, const pbx::PartyLeft& event);
    void on(driver::Ticks tick, const pbx::CallEnded& event);
    void on(driver::Ticks tick, const pbx::CallSupervised& event);
    void on(driver::Ticks tick, const pbx::CallPartSet& event);
    void on(driver::Ticks tick, const pbx::SpeakersHeard& event);
    void on(driver::Ticks tick, const pbx::IvrStarted& event);
    void on(driver::Ticks tick, const pbx::IvrInput& event);
    void on(driver::Ticks tick, const pbx::IvrEnded& event);
    void on(driver::Ticks tick, const pbx::QueueEntered& event);
    void on(driver::Ticks tick, const pbx::QueueAnnounced& event);
    void on(driver::Ticks tick, const pbx::QueueLeft& event);
    void on(driver::Ticks tick, const pbx::DataAttached& event);
    void on(driver::Ticks tick, const pbx::ContactEnded& event);

    ContactRow& begin(const pbx::ContactView& view);
    ContactRow* known(const pbx::ContactView& view);
    CallRow& call(driver::Ticks tick, pbx::CallId id, const pbx::ContactView& view);
    PartyRow& party(driver::Ticks tick, CallRow& call, pbx::LegId leg, const pbx::Device& device);
    void set_state(driver::Ticks tick, CallRow& call, pbx::LegId leg, pbx::ConnectionState state);
    void answered(driver::Ticks tick, CallRow& call);
    void merge(driver::Ticks tick, CallRow& into, pbx::CallId from);

    std::map<pbx::CallId, CallRow> calls_;
    std::map<pbx::ContactId, ContactRow> contacts_;
};

}  // namespace acd
