// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/screen/picture.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "tools/trunkline/cells.hpp"

namespace tools::screen {

using driver::Error;
using driver::Result;
using host_bridge::Json;

namespace {

constexpr std::size_t t1_timeslots = 24;
constexpr std::size_t e1_timeslots = 31;

std::string alarm_of(const Json& item) {
    if (yes_at(item, "/status/lossOfSignal")) return "LOS";
    if (yes_at(item, "/status/alarmIndication")) return "AIS";
    if (yes_at(item, "/status/lossOfFrame")) return "LOF";
    if (yes_at(item, "/status/remoteAlarm")) return "RAI";
    return {};
}

std::string parties_of(const Json& call) {
    std::string all;
    for (const Json& party : value_at(call, "/parties")) {
        all += fmt::format("{}{} {}", all.empty() ? "" : ", ", text_at(party, "/device/name"),
                           text_at(party, "/state"));
    }
    return printable(all);
}

// What calls say of a device, by its name.
struct Use {
    Timeslot state{};
    std::string call;
};
using Uses = std::map<std::string, Use>;

Uses uses_of(const Json& calls) {
    Uses uses;
    for (const Json& call : calls) {
        const std::string text =
            fmt::format("{}: {}", value_at(call, "/call").dump(), parties_of(call));
        for (const Json& party : value_at(call, "/parties")) {
            const std::string state = text_at(party, "/state");
            const bool rings = state == "alerting" || state == "initiated";
            uses[text_at(party, "/device/name")] = {rings ? Timeslot::ringing : Timeslot::talking,
                                                    text};
        }
    }
    return uses;
}

TimeslotPicture timeslot_of(const Json& line, const Uses& uses) {
    const auto use = uses.find(text_at(line, "/device/name"));
    if (use != uses.end()) return {use->second.state, use->second.call};
    if (!yes_at(line, "/inService")) return {Timeslot::out_of_service, {}};
    if (number_at(line, "/call") != 0) return {Timeslot::ringing, {}};
    return {Timeslot::idle, {}};
}

// A timeslot that is no line while others are is the D-channel.
std::vector<TimeslotPicture> timeslots_of(const Json& lines, const Json& span, const Uses& uses) {
    std::vector<TimeslotPicture> all(e1_timeslots);
    std::size_t last = 0;
    for (const Json& line : lines) {
        const std::size_t timeslot = number_at(line, "/device/timeslot");
        if (value_at(line, "/device/span") != span) continue;
        if (timeslot == 0 || timeslot > all.size()) continue;
        all[timeslot - 1] = timeslot_of(line, uses);
        last = std::max(last, timeslot);
    }
    all.resize(last == 0 ? 0 : (last > t1_timeslots ? e1_timeslots : t1_timeslots));
    for (TimeslotPicture& one : all) {
        if (one.state == Timeslot::unknown) one.state = Timeslot::d_channel;
    }
    return all;
}

SpanPicture span_of(const Json& facts, const Json& lines, const Uses& uses) {
    SpanPicture span;
    span.number = value_at(facts, "/status/span").dump();
    span.alarm = alarm_of(facts);
    span.no_board = yes_at(facts, "/status/noBoard");
    span.board_trouble = text_at(facts, "/status/boardTrouble");
    const std::string trouble = text_at(facts, "/status/linkTrouble");
    if (trouble != "none") span.link_trouble = trouble;
    span.usable = yes_at(facts, "/usable");
    span.signalling_up = yes_at(facts, "/status/signallingUp");
    span.since = moment("/since")(facts).text;
    span.slips = number_at(facts, "/status/slips");
    span.crc_errors = number_at(facts, "/status/crcErrors");
    span.framing_errors = number_at(facts, "/status/framingErrors");
    span.far_end_errors = number_at(facts, "/status/farEndErrors");
    span.bad_frames = number_at(facts, "/status/badFrames");
    span.errored_seconds = number_at(facts, "/quarter/erroredSeconds");
    span.severely_errored_seconds = number_at(facts, "/quarter/severelyErroredSeconds");
    span.unavailable_seconds = number_at(facts, "/quarter/unavailableSeconds");
    const std::string loop = text_at(facts, "/test/loop");
    if (loop != "none") span.loop = loop;
    span.timeslots = timeslots_of(lines, value_at(facts, "/status/span"), uses);
    return span;
}

}  // namespace

Picture picture_of(const CenterListings& listings) {
    Picture picture;
    for (const Json& system : listings.system) {
        picture.version = printable(text_at(system, "/version"));
        picture.firmware = yes_at(system, "/firmwarePresent");
    }
    const Uses uses = uses_of(listings.calls);
    for (const Json& facts : span_facts(listings.plant)) {
        picture.spans.push_back(span_of(facts, listings.plant.lines, uses));
    }
    for (const Json& alarm : listings.plant.alarms) {
        if (!yes_at(alarm, "/active")) continue;
        picture.alarms.push_back({text_at(alarm, "/alarm"), moment("/since")(alarm).text,
                                  printable(text_at(alarm, "/text"))});
    }
    for (const Json& call : listings.calls) {
        picture.calls.push_back(
            {value_at(call, "/call").dump(), moment("/since")(call).text, parties_of(call)});
    }
    for (const Json& queue : listings.queues) {
        picture.queues.push_back({printable(text_at(queue, "/queue")), number_at(queue, "/waiting"),
                                  number_at(queue, "/longestWaitMs") / 1000,
                                  number_at(queue, "/abandoned")});
    }
    for (const Json& agent : listings.agents) {
        picture.agents.push_back({printable(text_at(agent, "/agent")), text_at(agent, "/state")});
    }
    return picture;
}

Result<CenterListings> center_listings(HostSession& host) {
    CenterListings all;
    const auto fetched = host.fetch({
        {"system",      &all.system        },
        {"span",        &all.plant.spans   },
        {"performance", &all.plant.quarters},
        {"test",        &all.plant.tests   },
        {"alarm",       &all.plant.alarms  },
        {"line",        &all.plant.lines   },
        {"call",        &all.calls         },
        {"queue",       &all.queues        },
        {"agent",       &all.agents        }
    });
    if (!fetched) return Error{fetched.error()};
    return all;
}

}  // namespace tools::screen
