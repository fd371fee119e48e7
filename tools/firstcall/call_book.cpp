// SPDX-License-Identifier: GPL-2.0-or-later
// What the witnesses say.
#include "tools/firstcall/call_book.hpp"

#include <fmt/format.h>

namespace tools::firstcall {

std::string office_name(const office::CallExperience& lived) {
    return fmt::format("call {}", lived.call.value);
}

CallStory& CallBook::story(const std::string& ani) {
    CallStory& found = stories_[ani];
    found.ani = ani;
    return found;
}

void CallBook::dials(const std::string& ani) {
    (void)story(ani);
}

void CallBook::lived(const office::CallExperience& experience) {
    story(experience.ani).lived = experience;
}

CallStory* CallBook::of_contact(const Json& event) {
    const auto found = stories_.find(event["contact"].value("ani", std::string{}));
    return found == stories_.end() ? nullptr : &found->second;
}

void CallBook::see(CallStory& story, std::size_t step, const Json& event, std::string text) {
    auto& place = story.seen[step - 1];
    if (!place) place = SeenStep{event.value("tick", std::int64_t{}), std::move(text)};
}

void CallBook::event(const Json& event) {
    const std::string type = event.value("type", std::string{});
    if (type == "system.alarm") alarms_.push_back(event);
    if (!event.contains("contact") || !event["contact"].is_object()) return;
    CallStory* story = of_contact(event);
    if (story == nullptr) return;
    const std::int64_t tick = event.value("tick", std::int64_t{});
    if (type == "call.offered") {
        story->contact = event["contact"].value("id", std::uint64_t{});
        story->device = event["device"].value("name", std::string{});
        see(*story, 1, event, "the call reaches the exchange on span/timeslot " + story->device);
    } else if (type == "ivr.started" && !story->port) {
        story->port = event.value("port", 0);
        see(*story, 2, event,
            fmt::format("the PBX answers; ANI {}, DNIS {}", story->ani,
                        event["contact"].value("dnis", std::string{})));
        see(*story, 3, event, fmt::format("IVR port {} was idle", *story->port));
    } else if (type == "ivr.input" && !story->understood) {
        story->understood = tick;
    } else if (type == "queue.entered") {
        see(*story, 5, event,
            "the menu finds the kind of agent: " + event.value("queue", std::string{}));
    } else if (type == "queue.announced") {
        story->announced.push_back(event.value("position", 0U));
        see(*story, 6, event,
            fmt::format("no agent free: told to be number {}, asked whether to wait",
                        story->announced.back()));
    } else if (type == "queue.left") {
        const std::string exit = event.value("exit", std::string{});
        if (exit == "connected") {
            if (story->announced.empty())
                see(*story, 6, event, "an agent was free: no need to wait");
            see(*story, 7, event,
                fmt::format("agent {} takes the call; IVR port {} is free again",
                            event.value("agent", std::string{}), story->port.value_or(-1)));
        } else {
            see(*story, 7, event, "the caller leaves the queue: " + exit);
        }
    } else if (type == "call.delivered") {
        story->popped_at = event["device"].value("station", std::string{});
        ++deliveries_[story->popped_at];
        story->popped = tick;
        see(*story, 8, event,
            fmt::format("the customer's record is on agent {}'s screen while station {} rings",
                        event.value("agent", std::string{}), story->popped_at));
    } else if (type == "call.established") {
        story->established = tick;
    } else if (type == "contact.ended") {
        story->record = event;
    }
}

// CR LF MD desk(3) terminal(4) type forwarding ' ' calling ' ' CR LF EM
void CallBook::smdi(const std::string& record) {
    const auto last_space = record.find_last_of(' ');
    if (last_space == std::string::npos || last_space == 0) return;
    const auto space = record.find_last_of(' ', last_space - 1);
    if (space == std::string::npos) return;
    std::string calling = record.substr(space + 1, last_space - space - 1);
    for (auto& [ani, story] : stories_) {
        // Numbers are padded with zeros to ten.
        if (calling.size() < ani.size() || !calling.ends_with(ani)) continue;
        if (serial_may_repeat_ && std::ranges::count(story.smdi, record) > 0) return;
        story.smdi.push_back(record);
        if (!story.seen[3] && story.seen[2]) {
            story.seen[3] = SeenStep{story.seen[2]->tick, "RS-232: " + record};
        }
        return;
    }
}

// Our columns: ANI from 70, 16 wide.
void CallBook::smdr(const std::string& line) {
    if (line.size() < 132 || line[0] == 'T') return;
    std::string ani = line.substr(69, 16);
    ani.erase(ani.find_last_not_of(' ') + 1);
    ani.erase(0, ani.find_first_not_of(' '));
    const auto found = stories_.find(ani);
    if (found == stories_.end()) return;
    if (serial_may_repeat_ && std::ranges::count(found->second.smdr, line) > 0) return;
    found->second.smdr.push_back(line);
    if (!found->second.seen[8] && found->second.record) {
        found->second.seen[8] =
            SeenStep{found->second.record->value("tick", std::int64_t{}), "RS-232: " + line};
    }
}

void CallBook::used(const office::PhoneExperience& use) {
    if (use.rang_at) ++rings_[use.station];
    if (use.caller) displayed_.push_back(*use.caller);
    if (use.wrong_partner > Ticks{}) {
        complain(fmt::format("station {} heard a stranger for {} ms", use.station,
                             use.wrong_partner.count()));
    }
    for (const auto& talk : use.conversations) {
        agents_heard_.emplace(talk.with, AgentView{use.station, talk});
    }
}

void CallBook::stored(const std::vector<StoredCall>& calls) {
    stored_.emplace();
    for (const StoredCall& call : calls) stored_->emplace(call.ani, call);
}

std::vector<CallStory*> CallBook::complete() {
    std::vector<CallStory*> found;
    for (auto& [ani, story] : stories_) {
        if (story.told || !story.lived || !story.record || story.smdr.empty()) continue;
        // The agent may still hold the receiver.
        const bool talked = !story.lived->conversations.empty();
        if (talked && !agents_heard_.contains(office_name(*story.lived))) continue;
        found.push_back(&story);
    }
    return found;
}

std::vector<CallStory*> CallBook::rest() {
    std::vector<CallStory*> found;
    for (auto& [ani, story] : stories_) {
        if (!story.told) found.push_back(&story);
    }
    return found;
}

bool CallBook::all_recorded() const {
    return std::ranges::all_of(stories_, [](const auto& entry) {
        const CallStory& story = entry.second;
        return story.lived && (story.record || !story.lived->proceeding_at) &&
               (!story.record || !story.smdr.empty());
    });
}

}  // namespace tools::firstcall
