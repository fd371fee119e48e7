// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/host_desk.hpp"

namespace acd {

using driver::Error;
using driver::Result;
using pbx::Cause;

namespace {

constexpr std::size_t results_kept = 4096;

std::string text_of(const pbx::Number& number) {
    return std::string(number.view());
}

}  // namespace

HostDesk::HostDesk(Context& context, const Neighbours& neighbours)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      agents_(neighbours.agents),
      queues_(neighbours.queues),
      reception_(neighbours.reception),
      stations_(neighbours.stations),
      recordings_(neighbours.recordings),
      supervisors_(neighbours.supervisors),
      faxes_(neighbours.faxes),
      mailboxes_(neighbours.mailboxes) {}

void HostDesk::take(const pbx::HostCommand& command) {
    const std::pair key{std::string(command.client.view()), std::string(command.id.view())};
    if (const auto known = results_.find(key); known != results_.end()) {
        context_.tell(known->second);
        return;
    }
    const Done done =
        std::visit([this](const auto& body) { return carry_out(body); }, command.body);
    pbx::CommandResult result{command.client, command.id, static_cast<bool>(done), {}, {}};
    if (done) {
        result.call = *done;
        result.text = std::exchange(said_, {});
    } else {
        result.text = done.error();
    }
    remember(result);
    context_.tell(result);
}

void HostDesk::remember(const pbx::CommandResult& result) {
    const std::pair key{std::string(result.client.view()), std::string(result.id.view())};
    results_[key] = result;
    oldest_.push_back(key);
    if (oldest_.size() > results_kept) {
        results_.erase(oldest_.front());
        oldest_.pop_front();
    }
}

void HostDesk::forget_results() {
    results_.clear();
    oldest_.clear();
}

// ── finding what is meant ───────────────────────────────────────────────────────────────────────

Result<LegId> HostDesk::leg_of(const pbx::Number& device, CallId call) const {
    const auto line = calls_.lines().station(device);
    if (!line) return Error{"there is no station \"" + text_of(device) + "\""};
    const pbx::Leg* leg = calls_.leg_on(*line);
    if (leg == nullptr) return Error{"station " + text_of(device) + " has no call"};
    if (call && leg->call != call && leg->held != call) {
        return Error{"station " + text_of(device) + " is no party of call " +
                     std::to_string(call.value)};
    }
    return leg->id;
}

Result<LegId> HostDesk::talking_leg_of(const pbx::Number& device, CallId call) const {
    auto leg = leg_of(device, call);
    if (!leg) return leg;
    const pbx::Leg& found = *calls_.leg(*leg);
    const pbx::Call* active = calls_.call(found.call);
    if (!found.answered || active == nullptr || active->parties.size() < 2) {
        return Error{"station " + text_of(device) + " is not talking to anybody"};
    }
    if (active->party(*leg)->supervises()) {
        return Error{"station " + text_of(device) +
                     " supervises the call: it can leave it, or barge in and wait until the "
                     "agent has left"};
    }
    return leg;
}

Result<pbx::Destination> HostDesk::destination(const pbx::Name& text) const {
    pbx::Destination to;
    if (text.view().find(':') != std::string_view::npos) {
        auto parsed = pbx::parse_destination(text.view());
        if (!parsed) return parsed;
        to = *parsed;
    } else {
        const auto outcome = context_.config.plan.inside(text.view());
        if (outcome.dialled != pbx::Dialled::complete && outcome.dialled != pbx::Dialled::maybe) {
            return Error{"\"" + std::string(text.view()) +
                         "\" is no number of the dial plan: dial it as a station would, or write "
                         "queue:NAME, menu:NAME or station:NUMBER"};
        }
        to = outcome.to;
    }
    if (const auto* queue = std::get_if<pbx::ToQueue>(&to)) {
        const bool known = std::ranges::any_of(
            context_.config.queues, [&](const auto& q) { return q.name == queue->queue; });
        if (!known) return Error{"there is no queue \"" + pbx::target_of(to) + "\""};
    }
    if (const auto* menu = std::get_if<pbx::ToMenu>(&to)) {
        if (!context_.config.menus.contains(menu->menu.view())) {
            return Error{"there is no menu \"" + pbx::target_of(to) + "\""};
        }
    }
    if (std::holds_alternative<pbx::ToFax>(to) && context_.config.faxes.ports == 0) {
        return Error{"this center has no fax ports: raise ports in [fax]"};
    }
    if (std::holds_alternative<pbx::ToFeature>(to) || std::holds_alternative<pbx::ToRelease>(to)) {
        return Error{"a call cannot be sent to " + std::string(pbx::kind_of(to))};
    }
    if (auto* number = std::get_if<pbx::ToNumber>(&to);
        number != nullptr && number->group.empty()) {
        return Error{"dial outside numbers as a station would, with the prefix for outside"};
    }
    return to;
}

// ── agents and data ─────────────────────────────────────────────────────────────────────────────

HostDesk::Done HostDesk::carry_out(const pbx::SetAgentState& command) {
    const auto agent = agents_.find(command.agent.view());
    if (!agent) return Error{"there is no agent \"" + std::string(command.agent.view()) + "\""};
    const std::string& pin = context_.config.agents[agent->value - 1U].pin;
    const bool logging_in =
        agents_.state(*agent) == AgentState::logged_off && command.state != AgentState::logged_off;
    if (logging_in) {
        if (!pin.empty() && pin != command.pin.view()) {
            return Error{"wrong pin for agent " + std::string(command.agent.view())};
        }
        const auto done = agents_.log_in(*agent, command.station);
        if (!done) return Error{done.error()};
        if (command.state == AgentState::ready && agents_.state(*agent) == AgentState::ready) {
            return CallId{};
        }
    }
    const auto done = agents_.request(*agent, command.state, command.reason);
    if (!done) return Error{done.error()};
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::AttachData& command) {
    Contact* contact = contacts_.find(command.contact);
    if (contact == nullptr) {
        return Error{"contact " + std::to_string(command.contact.value) + " is not in progress"};
    }
    if (command.key.empty()) return Error{"data needs a key"};
    if (!contacts_.attach(*contact, command.key, command.value)) {
        return Error{"a contact carries at most " + std::to_string(Contacts::most_data) +
                     " pieces of data: remove one first"};
    }
    return contact->call;
}

// ── click to dial ───────────────────────────────────────────────────────────────────────────────

void HostDesk::lifted(LegId leg) {
    const auto found = awaited_.extract(leg);
    if (!found.empty()) stations_.dial_first(leg, found.mapped());
}

void HostDesk::not_lifted(LegId leg) {
    awaited_.erase(leg);
}

}  // namespace acd
