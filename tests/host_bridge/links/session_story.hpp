// SPDX-License-Identifier: GPL-2.0-or-later
// A center, a session and its client, told step by step.
#pragma once

#include <string>
#include <vector>

#include "host_bridge/links/json_conversation.hpp"
#include "host_bridge/links/json_session.hpp"
#include "tests/host_bridge/memory_log.hpp"

namespace host_bridge {

class NoLinks final : public LinkDirectory {
  public:
    std::vector<LinkRow> links() const override { return {LinkRow{}}; }
};

// What a bridge holds, without its links.
struct Bridge {
    MemoryLog log;
    TestInbox inbox;
    acd::Ledger ledger;
    CommandDesk desk{inbox};
    NoLinks directory;
    TokenGuard guard{
        {{"crm", "secret-token-0123", true}, {"wall", "listen-token-0123", false}}
    };

    SessionServices services() { return {log, ledger, desk, directory}; }
    // What the host loop does first in each step.
    void step() {
        auto source = log.open(ledger.last_number() + 1);
        while (const OutRecord* record = source->next(to_the_end)) {
            ledger.apply(record->number, record->tick, record->event);
            desk.apply(record->number, ledger.timeline().utc_us(record->number, record->tick),
                       record->event);
        }
        desk.poll(log.moment());
    }
    void control_answers(std::size_t which, bool done = true) {
        const pbx::HostCommand& command = inbox.posted.at(which);
        log.tell(
            pbx::CommandResult{command.client, command.id, done, done ? "" : "no such call", {3}});
    }
};

// A session and the client at its other end; `room` octets go through at a time.
struct Visit {
    Visit(Bridge& at, std::string name, SessionLimits limits = {})
        : bridge(at),
          session(at.services(), {"json", "192.0.2.7", std::move(name)}, &at.guard, limits,
                  at.log.moment()) {}

    Bridge& bridge;
    JsonSession session;
    JsonConversation client{"t"};
    std::size_t room{65536};

    // One step of the host loop, and everything that can travel does.
    void step() {
        bridge.step();
        session.poll(bridge.log.moment(), true);
        for (;;) {
            std::string out;
            session.fill(out, room);
            const bool heard = client.hear(out);
            if (!heard) over_heard = true;
            const std::string back = client.take_output();
            if (!back.empty()) session.receive(back, bridge.log.moment());
            if (out.empty() && back.empty()) return;
        }
    }
    void passes(driver::Ticks time) {
        bridge.log.pass(time);
        step();
    }
    std::string say(const Json& request) {
        std::string id = client.say(request);
        step();
        return id;
    }
    // The answer to a request, which must be there.
    Json ask(const Json& request) { return client.answer(say(request)).value_or(Json()); }
    std::vector<Json> events() {
        std::vector<Json> all;
        while (auto event = client.event()) all.push_back(*std::move(event));
        return all;
    }
    std::vector<std::uint64_t> numbers() {
        std::vector<std::uint64_t> all;
        for (const Json& event : events()) {
            if (event["type"] != "hello") all.push_back(event["seq"].get<std::uint64_t>());
        }
        return all;
    }

    bool over_heard{};
};

inline std::string text(const Json& json, const char* member) {
    return text_of(json, member);
}

}  // namespace host_bridge
