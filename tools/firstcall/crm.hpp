// SPDX-License-Identifier: GPL-2.0-or-later
// The host application of the demo: logs the agents in, takes the screen pops, hears every event.
// Has no socket: octets in, octets out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host_bridge/links/json_conversation.hpp"
#include "tools/firstcall/scene.hpp"

namespace tools::firstcall {

class Crm {
  public:
    using Json = host_bridge::Json;
    using EventTaker = std::function<void(const Json&)>;

    // `token` empty: the link knows us already.
    Crm(const Scene& scene, std::string_view token, EventTaker taker);

    [[nodiscard]] std::string take_output() { return conversation_.take_output(); }
    void hear(std::string_view octets);
    // The connection broke: logs in anew and goes on from the last event it has.
    void reconnect();

    // Every agent is logged in and events come.
    [[nodiscard]] bool ready() const { return stage_ == Stage::listening; }
    // What went wrong for good.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }
    // Gives an order, such as {"do": "call.hold", "device": "2001"}; the id of its answer.
    std::string order(const Json& request) { return conversation_.say(request); }
    // Nothing while it is under way.
    [[nodiscard]] std::optional<Json> answer(const std::string& id) {
        return conversation_.answer(id);
    }
    // What is still in progress: contacts, calls and busy agents, each as the host link lists it,
    // under what it is: {"call": {…}}. Asks, and has nothing to say until every answer has come.
    [[nodiscard]] std::optional<std::vector<Json>> rest();
    [[nodiscard]] std::uint64_t late_ticks() const { return late_ticks_; }
    // Numbers that were left out, or came twice: none, if the link keeps its promise.
    [[nodiscard]] std::uint64_t missing() const { return missing_; }
    [[nodiscard]] std::uint64_t repeated() const { return repeated_; }
    [[nodiscard]] std::uint64_t last_number() const { return last_number_; }
    // A command without effect, answered when control answers; true once it has been.
    void ask_whether_control_is_there();
    [[nodiscard]] bool control_has_answered();

  private:
    enum class Stage { logging_in, agents, subscribing, listening };

    struct Question {
        std::string_view what;
        std::string id;
        std::optional<Json> answer;
    };

    void login();
    void subscribe();
    void make_ready(const std::string& agent);
    void count(const Json& event);

    void take_event(const Json& event);
    void go_on();
    void log_agents_in();

    const Scene& scene_;
    std::string token_;
    EventTaker taker_;
    unsigned connections_{};
    host_bridge::JsonConversation conversation_{"firstcall-0-"};
    bool agents_are_in_{};
    Stage stage_{Stage::logging_in};
    std::vector<std::string> pending_;  // ids of requests of this stage
    std::vector<Question> asked_;       // by rest()
    std::string trouble_;
    std::uint64_t late_ticks_{};
    std::uint64_t last_number_{};
    std::uint64_t missing_{};
    std::uint64_t repeated_{};
    std::string question_;  // id of the last one
};

}  // namespace tools::firstcall
