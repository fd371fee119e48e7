// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/queue_desk.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"

namespace acd {

using driver::QueueId;
using ivr_dsp::dialog::End;
using ivr_dsp::dialog::Ending;
using pbx::QueueExit;

QueueDesk::QueueDesk(Context& context, const Neighbours& neighbours)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      agents_(neighbours.agents),
      ivr_(neighbours.ivr),
      recordings_(neighbours.recordings),
      client_(neighbours.client) {}

std::optional<QueueId> QueueDesk::find(std::string_view name) const {
    const auto& queues = context_.config.queues;
    const auto found =
        std::ranges::find_if(queues, [&](const QueueConfig& q) { return q.name.view() == name; });
    if (found == queues.end()) return std::nullopt;
    return QueueId{static_cast<std::uint16_t>(found - queues.begin() + 1)};
}

QueueDesk::Waiter& QueueDesk::waiter(ContactId contact) {
    const auto found = waiting_.find(contact);
    INVARIANT(found != waiting_.end());
    return found->second;
}

// ── waiting ─────────────────────────────────────────────────────────────────────────────────────

bool QueueDesk::enter(Contact& contact, QueueId queue) {
    const auto there = std::ranges::count_if(
        waiting_, [&](const auto& entry) { return entry.second.place.queue == queue; });
    if (there >= config(queue).most) return false;
    contact.stage = Stage::queued;
    contact.queue = config(queue).name;
    contacts_.spend_on(contact, Activity::queued);
    Waiter waiter;
    waiter.place = {contact.view.contact, queue, config(queue).priority, context_.now};
    const auto place = waiting_.insert_or_assign(contact.view.contact, waiter).first;
    context_.tell(pbx::QueueEntered{contact.view, contact.queue, position(place->second)});
    return true;
}

// 1 = next. Callers of the same queue with an earlier arrival count, those being offered too.
std::uint16_t QueueDesk::position(const Waiter& waiter) const {
    const auto ahead = std::ranges::count_if(waiting_, [&](const auto& entry) {
        const Waiting& other = entry.second.place;
        return other.queue == waiter.place.queue &&
               std::tie(other.arrived, other.contact) <
                   std::tie(waiter.place.arrived, waiter.place.contact);
    });
    return static_cast<std::uint16_t>(ahead + 1);
}

void QueueDesk::leave(Contact& contact, QueueExit exit) {
    const auto found = waiting_.find(contact.view.contact);
    if (found == waiting_.end()) return;
    const Waiter waiter = found->second;
    waiting_.erase(found);
    context_.timers.cancel({TimerKind::announcement, contact.view.contact.value});
    const Ticks waited = context_.now - waiter.place.arrived;
    const pbx::Name agent = exit == QueueExit::connected ? contact.agent : pbx::Name{};
    context_.tell(pbx::QueueLeft{contact.view, contact.queue, exit, agent, waited});
    if (!waiter.offer) return;
    context_.timers.cancel({TimerKind::offer_ring, waiter.offer->leg.value});
    offers_.erase(waiter.offer->leg);
    if (exit == QueueExit::connected) return;
    agents_.withdraw(waiter.offer->agent);
    calls_.release(waiter.offer->leg, pbx::Cause::normal_clearing);
}

void QueueDesk::play_music(Contact& contact, const Waiter& waiter) {
    calls_.treat(contact.caller, ivr_dsp::music(0));
    if (config(waiter.place.queue).announcement.empty()) return;
    context_.after({TimerKind::announcement, contact.view.contact.value},
                   config(waiter.place.queue).announce_every);
}

void QueueDesk::announce(Contact& contact, Waiter& waiter) {
    waiter.newcomer = false;
    const pbx::Name& menu = config(waiter.place.queue).announcement;
    if (menu.empty()) return play_music(contact, waiter);
    const std::uint16_t place = waiter.told = std::min(waiter.told, position(waiter));
    if (!contact.port && !ivr_.has_idle_port()) return play_music(contact, waiter);
    context_.tell(pbx::QueueAnnounced{contact.view, contact.queue, place});
    const Variables variables{
        {"position", std::to_string(place)            },
        {"queue",    std::string(contact.queue.view())}
    };
    // The menu may be over before `run` returns, and the caller out of the queue with it.
    (void)ivr_.run(contact, menu, variables);
}

void QueueDesk::announcement_due(ContactId id) {
    Contact* contact = contacts_.find(id);
    if (contact == nullptr || !waiting_.contains(id) || ivr_.is_running(*contact)) return;
    announce(*contact, waiter(id));
}

void QueueDesk::announcement_over(Contact& contact, const Ending& ending) {
    const auto chose = std::ranges::find(ending.values, std::string("choice"),
                                         &std::pair<std::string, std::string>::first);
    const bool leaves =
        ending.end == End::disconnected ||
        (ending.end == End::exited && chose != ending.values.end() && chose->second == "2");
    if (leaves) {
        contact.left_queue = true;
        leave(contact, QueueExit::left);
        client_.chose_to_leave(contact);
    } else if (ending.end == End::transferred) {
        leave(contact, QueueExit::transferred);
        client_.sent_elsewhere(contact, ending.destination);
    } else {
        play_music(contact, waiter(contact.view.contact));
    }
}

// Keys work at any time: during music a key brings the question back and answers it.
void QueueDesk::digit(Contact& contact, char digit, std::uint8_t equals) {
    if (!ivr_.is_running(contact)) {
        context_.timers.cancel({TimerKind::announcement, contact.view.contact.value});
        announce(contact, waiter(contact.view.contact));
    }
    ivr_.digit(contact, digit, equals);
}

void QueueDesk::settle() {
    while (const auto match = next_match()) offer(*match);
    std::vector<ContactId> newcomers;
    for (const auto& [id, waiter] : waiting_) {
        if (waiter.newcomer && !waiter.offer) newcomers.push_back(id);
    }
    for (const ContactId id : newcomers) {
        if (Contact* contact = contacts_.find(id)) announce(*contact, waiter(id));
    }
}

std::vector<Waiting> QueueDesk::not_offered() const {
    std::vector<Waiting> waiting;
    for (const auto& [id, waiter] : waiting_) {
        if (!waiter.offer) waiting.push_back(waiter.place);
    }
    return waiting;
}

std::optional<Match> QueueDesk::next_match() const {
    if (waiting_.empty()) return std::nullopt;
    const auto free = agents_.free();
    if (free.empty()) return std::nullopt;
    return choose(not_offered(), free);
}

std::optional<Match> QueueDesk::next_for(AgentId agent) const {
    const FreeAgent alone{agent, context_.config.agents[agent.value - 1U].queues, {}};
    return choose(not_offered(), std::span(&alone, 1));
}

// ── offers ──────────────────────────────────────────────────────────────────────────────────────

void QueueDesk::offer(const Match& match) {
    Contact* contact = contacts_.find(match.contact);
    INVARIANT(contact != nullptr);
    Waiter& waiter = this->waiter(match.contact);
    const auto line = calls_.lines().station(agents_.station(match.agent));
    INVARIANT(line.has_value());
    agents_.reserve(match.agent, match.contact);
    const pbx::ContactView& view = contact->view;
    const pbx::Dial what{{}, agents_.station(match.agent), view.ani, view.caller, view.withheld};
    const LegId leg = calls_.dial(context_.now, contact->call, what, *line);
    waiter.offer = Offer{match.agent, leg, context_.now};
    offers_[leg] = match.contact;
    context_.after({TimerKind::offer_ring, leg.value}, config(match.queue).ring);
    if (waiter.newcomer) calls_.treat(contact->caller, ivr_dsp::tone(ivr_dsp::Tone::ringback));
}

void QueueDesk::connect(const Match& match, LegId leg) {
    agents_.reserve(match.agent, match.contact);
    waiter(match.contact).offer = Offer{match.agent, leg, context_.now};
    offers_[leg] = match.contact;
    alerting(leg);
    answered(leg);
}

void QueueDesk::alerting(LegId leg) {
    Contact& contact = *contacts_.find(offers_.at(leg));
    const Offer& offer = *waiter(contact.view.contact).offer;
    agents_.ring(offer.agent);
    contacts_.spend_on(contact, Activity::ringing);
    context_.tell(pbx::CallDelivered{contact.view, contact.call, leg,
                                     calls_.lines()[leg.line()].device, agents_.name(offer.agent),
                                     contact.queue});
}

void QueueDesk::answered(LegId leg) {
    Contact& contact = *contacts_.find(offers_.at(leg));
    const Offer offer = *waiter(contact.view.contact).offer;
    contact.stage = Stage::talking;
    contact.agent = agents_.name(offer.agent);
    contact.station = agents_.station(offer.agent);
    ivr_.free(contact, pbx::IvrOutcome::transferred, contact.agent.view());
    agents_.answer(offer.agent, contact.view.contact);
    contacts_.spend_on(contact, Activity::talking);
    context_.tell(pbx::CallEstablished{contact.view, contact.call, leg,
                                       calls_.lines()[leg.line()].device, contact.agent,
                                       contact.queue, context_.now - offer.since});
    if (config(waiter(contact.view.contact).place.queue).record == RecordCalls::all) {
        recordings_.start_for(contact);
    }
    leave(contact, QueueExit::connected);
}

void QueueDesk::failed(LegId leg, pbx::Cause cause) {
    Contact& contact = *contacts_.find(offers_.at(leg));
    Waiter& waiter = this->waiter(contact.view.contact);
    const AgentId agent = waiter.offer->agent;
    offers_.erase(leg);
    waiter.offer.reset();
    context_.timers.cancel({TimerKind::offer_ring, leg.value});
    contacts_.spend_on(contact, Activity::queued);
    context_.tell(
        pbx::CallFailed{contact.view, contact.call, leg, calls_.lines()[leg.line()].device, cause});
    if (cause == pbx::Cause::user_busy) {
        agents_.withdraw(agent);  // lifted in the same moment; offered again once hung up
    } else {
        agents_.no_answer(agent,
                          cause == pbx::Cause::no_answer ? "no answer" : "station unreachable");
    }
}

void QueueDesk::rang_too_long(LegId leg) {
    if (is_offer(leg)) calls_.release(leg, pbx::Cause::no_answer);
}

}  // namespace acd
