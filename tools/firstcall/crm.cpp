// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/crm.hpp"

#include <algorithm>
#include <array>

namespace tools::firstcall {

namespace {

using Json = host_bridge::Json;

constexpr std::array<std::string_view, 3> asked_for_rest{"contact", "call", "agent"};

bool is_busy(const Json& agent) {
    const std::string state = agent.value("state", std::string{});
    return state == "reserved" || state == "ringing" || state == "talking";
}

}  // namespace

Crm::Crm(const Scene& scene, std::string_view token, EventTaker taker)
    : scene_(scene), token_(token), taker_(std::move(taker)) {
    login();
}

void Crm::login() {
    if (token_.empty()) return log_agents_in();
    stage_ = Stage::logging_in;
    pending_.push_back(conversation_.say(Json{
        {"do",    "login"},
        {"token", token_ }
    }));
}

void Crm::reconnect() {
    conversation_ =
        host_bridge::JsonConversation("firstcall-" + std::to_string(++connections_) + "-");
    pending_.clear();
    asked_.clear();
    question_.clear();
    login();
}

void Crm::subscribe() {
    stage_ = Stage::subscribing;
    pending_.push_back(conversation_.say(Json{
        {"do",   "subscribe"     },
        {"from", last_number_ + 1}
    }));
}

void Crm::log_agents_in() {
    if (agents_are_in_) return subscribe();
    stage_ = Stage::agents;
    const auto& agents = scene_.settings.agents;
    for (std::size_t i = 0; i < std::min(agents.size(), scene_.stations.size()); ++i) {
        Json log_in{
            {"do",      "agent.set"          },
            {"agent",   agents[i].name.view()},
            {"state",   "ready"              },
            {"station", scene_.stations[i]   }
        };
        if (!agents[i].pin.empty()) log_in["pin"] = agents[i].pin;
        pending_.push_back(conversation_.say(log_in));
    }
}

void Crm::hear(std::string_view octets) {
    if (!conversation_.hear(octets)) trouble_ = "the host link spoke no JSON";
    while (const auto event = conversation_.event()) take_event(*event);
    go_on();
}

void Crm::go_on() {
    std::erase_if(pending_, [this](const std::string& id) {
        const auto answer = conversation_.answer(id);
        if (!answer) return false;
        const bool refused =
            answer->value("type", std::string{}) == "error" || !answer->value("done", true);
        if (refused) trouble_ = answer->value("text", std::string("refused"));
        return true;
    });
    if (!pending_.empty() || !trouble_.empty()) return;
    switch (stage_) {
        case Stage::logging_in:
            return log_agents_in();
        case Stage::agents:
            agents_are_in_ = true;
            return subscribe();
        case Stage::subscribing:
            stage_ = Stage::listening;
            return;
        case Stage::listening:
            return;
    }
}

void Crm::make_ready(const std::string& agent) {
    (void)conversation_.say(Json{
        {"do",    "agent.set"},
        {"agent", agent      },
        {"state", "ready"    }
    });
}

void Crm::count(const Json& event) {
    if (!event.contains("seq") || !event.contains("tick")) return;
    const auto number = event.value("seq", std::uint64_t{});
    if (number <= last_number_) {
        ++repeated_;
        return;
    }
    missing_ += number - last_number_ - 1;
    last_number_ = number;
}

void Crm::take_event(const Json& event) {
    count(event);
    const std::string type = event.value("type", std::string{});
    if (type == "system.health") {
        late_ticks_ = event["health"].value("lateTicks", std::uint64_t{});
    }
    // An agent the center took out because nobody answered comes back.
    if (type == "agent.state" && event.value("state", std::string{}) == "not_ready" &&
        event.value("reason", std::string{}) != "logged in") {
        make_ready(event.value("agent", std::string{}));
    }
    taker_(event);
}

void Crm::ask_whether_control_is_there() {
    question_ = conversation_.say(Json{
        {"do",      "contact.attach"},
        {"contact", 0               },
        {"key",     "k"             },
        {"value",   "v"             }
    });
}

bool Crm::control_has_answered() {
    if (question_.empty()) return false;
    const auto answer = conversation_.answer(question_);
    if (!answer) return false;
    question_.clear();
    return answer->value("type", std::string{}) == "reply";
}

std::optional<std::vector<Json>> Crm::rest() {
    if (!ready()) return std::nullopt;
    if (asked_.empty()) {
        for (const std::string_view what : asked_for_rest) {
            const Json question{
                {"do",   "get"},
                {"what", what }
            };
            asked_.push_back({what, conversation_.say(question), {}});
        }
    }
    // Each answer can be taken once, and they need not come together.
    for (Question& question : asked_) {
        if (!question.answer) question.answer = conversation_.answer(question.id);
    }
    if (!std::ranges::all_of(asked_, [](const auto& one) { return one.answer.has_value(); })) {
        return std::nullopt;
    }
    std::vector<Json> found;
    for (const Question& question : asked_) {
        for (const Json& item : (*question.answer)["items"]) {
            if (question.what == "agent" && !is_busy(item)) continue;
            found.push_back(Json{
                {question.what, item}
            });
        }
    }
    asked_.clear();
    return found;
}

}  // namespace tools::firstcall
