// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/clock_listing.hpp"

#include <fmt/format.h>

namespace tools {

using host_bridge::Json;

namespace {

// "board 1, bus": whose clock.
Cell clock_name(const Json& item) {
    return {"board " + value_at(item, "/clock/board").dump() +
            (yes_at(item, "/clock/runsBus") ? ", bus" : "")};
}

Cell clock_state(const Json& item) {
    const std::string state = text_at(item, "/clock/state");
    if (state == "locked") return {"locked", Mood::good};
    const bool wanted = number_at(item, "/clock/sources") != 0;
    return {state == "free_run" ? "free run" : "hold-over", wanted ? Mood::bad : Mood::plain};
}

// Why the clock is as it is, by the standards' names.
Cell clock_reason(const Json& item) {
    const std::string reason = text_at(item, "/clock/reason");
    if (number_at(item, "/clock/switches") == 0) return {"-"};
    if (reason == "start") return {"first source"};
    if (reason == "restored") return {"restored"};
    return {reason == "los" ? "LOS" : reason == "ais" ? "AIS" : "LOF", Mood::attention};
}

Cell source_state(const Json& item) {
    if (number_at(item, "/source/span") == 0) return {"-"};
    const std::string defect = text_at(item, "/source/defect");
    if (defect == "los") return {"LOS", Mood::bad};
    if (defect == "ais") return {"AIS", Mood::bad};
    if (defect == "lof") return {"LOF", Mood::bad};
    if (yes_at(item, "/followed")) return {"followed", Mood::good};
    if (number_at(item, "/source/priority") == 0) return {"no source"};
    return yes_at(item, "/source/ready") ? Cell{"ready"} : Cell{"settles", Mood::attention};
}

// Parts in 10⁹ as ppm: "+30.00".
Look ppm(std::string path) {
    return [path = std::move(path)](const Json& item) -> Cell {
        const Json value = value_at(item, path);
        if (!yes_at(item, "/source/measured") || !value.is_number()) return {"-"};
        return {fmt::format("{:+.2f}", value.get<double>() / 1000)};
    };
}

}  // namespace

Listing clock_listing() {
    Listing all{"clock",
                "clocks: what each follows and why; of every span how far it is off, against a "
                "nominal clock and against the bus's, and its slips (frames left out, said twice)",
                "Nothing has been heard of any clock yet.",
                {}};
    all.columns.push_back({"CLOCK", clock_name});
    all.columns.push_back({"STATE", clock_state});
    all.columns.push_back({"SINCE", moment("/clock/since")});
    all.columns.push_back({"REASON", clock_reason});
    all.columns.push_back({"SPAN", id("/source/span")});
    all.columns.push_back({"TIMING", shown("/source/priority")});
    all.columns.push_back({"IS", source_state});
    all.columns.push_back({"SINCE", moment("/source/since")});
    all.columns.push_back({"PPM", ppm("/source/offsetPpb")});
    all.columns.push_back({"TO BUS (ppm)", ppm("/source/driftPpb")});
    all.columns.push_back({"DELETED", trouble("/framesDeleted")});
    all.columns.push_back({"REPEATED", trouble("/framesRepeated")});
    return all;
}

}  // namespace tools
