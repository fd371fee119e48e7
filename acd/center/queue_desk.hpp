// SPDX-License-Identifier: GPL-2.0-or-later
// Callers waiting, what they are told meanwhile, and the offers made to agents.
#pragma once

#include <map>
#include <optional>

#include "acd/center/agent_desk.hpp"
#include "acd/center/contacts.hpp"
#include "acd/center/ivr_desk.hpp"
#include "acd/center/recording_desk.hpp"
#include "acd/distributor/distributor.hpp"

namespace acd {

// Told when a caller's wait is over without an agent.
class QueueClient {
  public:
    // The caller chose not to wait; has left the queue already.
    virtual void chose_to_leave(Contact& contact) = 0;
    // The announcement sent the caller elsewhere; has left the queue already.
    virtual void sent_elsewhere(Contact& contact, const std::string& destination) = 0;

  protected:
    ~QueueClient() = default;
};

class QueueDesk {
  public:
    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        AgentDesk& agents;
        IvrDesk& ivr;
        RecordingDesk& recordings;
        QueueClient& client;
    };
    QueueDesk(Context& context, const Neighbours& neighbours);

    // False: the queue is full. The caller must be answered.
    [[nodiscard]] bool enter(Contact& contact, driver::QueueId queue);
    // The caller has gone, or goes elsewhere. An offer being made is withdrawn.
    void leave(Contact& contact, pbx::QueueExit exit);
    [[nodiscard]] std::optional<driver::QueueId> find(std::string_view name) const;

    void announcement_over(Contact& contact, const ivr_dsp::dialog::Ending& ending);
    void announcement_due(ContactId contact);
    void digit(Contact& contact, char digit, std::uint8_t equals);
    // After every record: offers callers to free agents, tells newcomers their place.
    void settle();

    // ── offers: the station leg being rung for a waiting caller ─────────────────────────────────
    [[nodiscard]] bool is_offer(LegId leg) const { return offers_.contains(leg); }
    void alerting(LegId leg);
    void answered(LegId leg);
    void failed(LegId leg, pbx::Cause cause);
    void rang_too_long(LegId leg);
    // Who would be offered to this agent next, rung or not.
    [[nodiscard]] std::optional<Match> next_for(AgentId agent) const;
    // The agent's station is off hook and in the caller's call: connected without ringing.
    void connect(const Match& match, LegId leg);

  private:
    struct Offer {
        AgentId agent;
        LegId leg;
        Ticks since{};
    };
    struct Waiter {
        Waiting place;
        bool newcomer{true};         // has not been told anything yet
        std::uint16_t told{0xFFFF};  // the place last announced; never rises
        std::optional<Offer> offer;
    };
    [[nodiscard]] const QueueConfig& config(driver::QueueId queue) const {
        return context_.config.queues[queue.value - 1U];
    }
    [[nodiscard]] std::uint16_t position(const Waiter& waiter) const;
    [[nodiscard]] std::vector<Waiting> not_offered() const;
    [[nodiscard]] std::optional<Match> next_match() const;
    void offer(const Match& match);
    void announce(Contact& contact, Waiter& waiter);
    void play_music(Contact& contact, const Waiter& waiter);
    Waiter& waiter(ContactId contact);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    AgentDesk& agents_;
    IvrDesk& ivr_;
    RecordingDesk& recordings_;
    QueueClient& client_;
    std::map<ContactId, Waiter> waiting_;
    std::map<LegId, ContactId> offers_;
};

}  // namespace acd
