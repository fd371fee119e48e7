// SPDX-License-Identifier: GPL-2.0-or-later
// Where the witnesses disagree.
#include <cstdlib>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "tools/firstcall/call_book.hpp"

namespace tools::firstcall {

using office::CallExperience;
using office::Verdict;

namespace {

constexpr std::string_view greeting = "basic-pbx-ivr-main";
constexpr Ticks recognizable{1000};      // so much of a prompt
constexpr Ticks recognizable_talk{300};  // so much of a talker, by both sides

std::string field(const Json& record, const char* name) {
    return record.value(name, std::string{});
}

// Which ends the center may record for what the caller lived through.
std::vector<std::string> fitting_outcomes(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return {"answered"};
        case Verdict::gave_up:
            return {"abandoned", "answered", "self_service"};
        case Verdict::left_queue:  // an agent may be on the way already
            return {"left_queue", "answered", "abandoned"};
        case Verdict::refused:
            return {"refused", "failed"};
        case Verdict::line_lost:
            return {"failed", "abandoned", "answered", "self_service"};
        case Verdict::cut_off:
            return {"failed", "answered", "abandoned"};
        case Verdict::blocked:
        case Verdict::failed:
        case Verdict::cross_connected:
            break;
    }
    return {};
}

// The last one: a caller may have been transferred.
std::string station_heard(const CallExperience& lived) {
    std::string station;
    for (const auto& one : lived.conversations) {
        if (one.with.starts_with("station ")) station = one.with.substr(8);
    }
    return station;
}

}  // namespace

void CallBook::compare_end(const CallStory& story, std::vector<std::string>& found) const {
    const CallExperience& lived = *story.lived;
    const Json& record = *story.record;
    const std::string outcome = field(record, "outcome");
    const auto fitting = fitting_outcomes(lived.verdict);
    if (!std::ranges::count(fitting, outcome)) {
        found.push_back(fmt::format("the caller's view is {} ({}), the record says {}",
                                    name_of(lived.verdict), lived.why, outcome));
    }
    const std::string where = fmt::format("{}/{}", lived.span, lived.timeslot);
    if (where != story.device) {
        found.push_back(
            fmt::format("the caller came on {}, the center says {}", where, story.device));
    }
    const std::string heard = station_heard(lived);
    if (heard != field(record, "station")) {
        found.push_back(fmt::format("the caller heard station \"{}\", the record says \"{}\"",
                                    heard, field(record, "station")));
    }
    if (lived.wrong_partner > Ticks{0}) {
        found.push_back(fmt::format("heard a stranger for {} ms", lived.wrong_partner.count()));
    }
    const bool greeted = !lived.sounds.empty() && lived.sounds.front().name == greeting;
    const bool stayed = lived.answered_at && lived.ended_at - *lived.answered_at > recognizable;
    if (story.port && stayed && !greeted) {
        found.push_back("the first prompt heard was not the greeting");
    }
    // Every place heard was announced, in that order.
    auto announced = story.announced.begin();
    for (const auto& place : lived.positions) {
        announced = std::find(announced, story.announced.end(), place.position);
        if (announced != story.announced.end()) continue;
        found.push_back(
            fmt::format("heard to be number {}, which was not announced", place.position));
        break;
    }
}

void CallBook::compare_talk(const CallStory& story, std::vector<std::string>& found) const {
    Ticks heard{};
    Ticks missed{};
    for (const auto& one : story.lived->conversations) {
        heard += one.heard;
        missed += one.missed + one.they_missed;
    }
    const Ticks recorded{story.record->value("talkedMs", std::int64_t{})};
    if (std::abs((recorded - heard).count()) > tolerance_.count()) {
        found.push_back(fmt::format("the caller heard the agent for {} ms, the record says {} ms",
                                    heard.count(), recorded.count()));
    }
    if (missed > gaps_) found.push_back(fmt::format("{} ms of talk were missing", missed.count()));
    if (story.established && !field(*story.record, "queue").empty()) {
        const bool popped_first = story.popped && *story.popped <= *story.established &&
                                  story.popped_at == field(*story.record, "station");
        if (!popped_first) {
            found.push_back(
                "the customer's record was not on the agent's screen before the answer");
        }
    }
}

void CallBook::compare_serial(const CallStory& story, std::vector<std::string>& found) const {
    if (story.smdi.size() != (story.port ? 1U : 0U)) {
        found.push_back(
            fmt::format("{} SMDI records for {} IVR ports", story.smdi.size(), story.port ? 1 : 0));
    } else if (story.port) {
        // Terminal 1 is voice port 0.
        const std::string terminal = fmt::format("{:04}", *story.port + 1);
        if (story.smdi.front().find("MD001" + terminal) == std::string::npos) {
            found.push_back("the SMDI record names another port than " + terminal);
        }
    }
    if (story.smdr.size() != 1) {
        found.push_back(fmt::format("{} SMDR records", story.smdr.size()));
    } else if (story.smdr.front().find(field(*story.record, "station")) == std::string::npos) {
        found.push_back("the SMDR record names another station");
    }
}

// The caller's partners must have heard the caller, as long as the record says.
void CallBook::compare_agents(const CallStory& story, std::vector<std::string>& found) const {
    const auto [first, last] = agents_heard_.equal_range(office_name(*story.lived));
    std::string station;
    Ticks latest{-1};
    Ticks heard{};
    for (auto it = first; it != last; ++it) {
        const AgentView& view = it->second;
        heard += view.conversation.heard;
        if (view.conversation.until <= latest) continue;
        latest = view.conversation.until;
        station = view.station;
    }
    const auto& talks = story.lived->conversations;
    const bool long_enough = !talks.empty() && talks.back().heard > recognizable_talk;
    if (station != station_heard(*story.lived) && (long_enough || !station.empty())) {
        found.push_back(fmt::format("the caller heard station \"{}\", heard by station \"{}\"",
                                    station_heard(*story.lived), station));
    }
    const Ticks recorded{story.record->value("talkedMs", std::int64_t{})};
    if (std::abs((recorded - heard).count()) > tolerance_.count()) {
        found.push_back(fmt::format("agents heard the caller for {} ms, the record says {} ms",
                                    heard.count(), recorded.count()));
    }
}

void CallBook::compare_stored(const CallStory& story, std::vector<std::string>& found) const {
    if (!stored_) return;  // not read yet
    const auto [first, last] = stored_->equal_range(story.ani);
    if (std::distance(first, last) != 1) {
        found.push_back(fmt::format("{} rows in the database", std::distance(first, last)));
        return;
    }
    const StoredCall& row = first->second;
    const bool alike = row.outcome == field(*story.record, "outcome") &&
                       row.station == field(*story.record, "station") &&
                       row.talked_ms == story.record->value("talkedMs", std::int64_t{});
    if (!alike) {
        found.push_back(fmt::format("the database says {}, station \"{}\", {} ms of talk",
                                    row.outcome, row.station, row.talked_ms));
    }
}

std::vector<std::string> CallBook::disagreements(const CallStory& story) const {
    std::vector<std::string> found;
    if (!story.lived) return {"the caller's own account is missing"};
    if (!story.record) {
        // A call that never reached the center needs no record.
        if (story.lived->proceeding_at) found.emplace_back("the center has no record of it");
        return found;
    }
    compare_end(story, found);
    compare_talk(story, found);
    compare_agents(story, found);
    compare_serial(story, found);
    compare_stored(story, found);
    return found;
}

std::vector<std::string> CallBook::other_disagreements() const {
    std::vector<std::string> found = complaints_;
    const auto times = [](const auto& counts, const std::string& station) {
        const auto counted = counts.find(station);
        return counted == counts.end() ? std::int64_t{0} : counted->second;
    };
    std::set<std::string> stations;
    for (const auto& [station, count] : rings_) stations.insert(station);
    for (const auto& [station, count] : deliveries_) stations.insert(station);
    for (const std::string& station : stations) {
        const auto rang = times(rings_, station);
        const auto delivered = times(deliveries_, station);
        // A bell that goes on from one offer to the next rings once.
        if (rang <= delivered && (rang > 0) == (delivered > 0)) continue;
        found.push_back(
            fmt::format("station {} rang {} times, the center says {}", station, rang, delivered));
    }
    return found;
}

Totals CallBook::totals() const {
    Totals totals;
    totals.mismatches = static_cast<std::uint32_t>(other_disagreements().size());
    for (const auto& [ani, story] : stories_) {
        ++totals.calls;
        if (!disagreements(story).empty()) ++totals.mismatches;
        if (story.lived && story.lived->verdict == Verdict::blocked) ++totals.blocked;
        if (!story.record) {
            if (story.lived && story.lived->proceeding_at) ++totals.lost;
            continue;
        }
        const std::string outcome = field(*story.record, "outcome");
        if (outcome == "answered") ++totals.answered;
        if (outcome == "abandoned" || outcome == "left_queue") ++totals.abandoned;
    }
    return totals;
}

}  // namespace tools::firstcall
