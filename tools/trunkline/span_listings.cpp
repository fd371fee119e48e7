// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/span_listings.hpp"

#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/board_words.hpp"

namespace tools {

using host_bridge::Json;

namespace {

Cell d_channel(const Json& item) {
    return {yes_at(item, "/status/signallingUp") ? "up" : "down"};
}

Cell loop_state(const Json& item) {
    const std::string loop = text_at(item, "/test/loop");
    if (loop == "none") return {"-"};
    return {loop, Mood::attention};
}

Cell pattern_state(const Json& item) {
    if (yes_at(item, "/test/inverted")) return {"inverted", Mood::attention};
    if (yes_at(item, "/test/found")) return {"found", Mood::good};
    return {"not found", Mood::bad};
}

}  // namespace

Cell span_state(const Json& item, trace::Language language) {
    const Bilingual say(language);
    const auto no_board = [&]() -> std::string {
        const std::string_view why =
            board_trouble(text_at(item, "/status/boardTrouble")).in(language);
        const std::string what = say("no board", "无板卡");
        return why.empty() ? what : what + say(": ", "：") + std::string(why);
    };
    const auto alarm = [&](const char* name) -> Cell {
        return {say("alarm: ", "告警：") + std::string(name), Mood::bad};
    };
    if (yes_at(item, "/usable")) return {say("up", "正常"), Mood::good};
    if (yes_at(item, "/status/noBoard")) return {no_board(), Mood::bad};
    if (yes_at(item, "/status/lossOfSignal")) return alarm("LOS");
    if (yes_at(item, "/status/alarmIndication")) return alarm("AIS");
    if (yes_at(item, "/status/lossOfFrame")) return alarm("LOF");
    if (yes_at(item, "/status/remoteAlarm")) return alarm("RAI");
    const std::string trouble = text_at(item, "/status/linkTrouble");
    if (trouble == "looped") return {say("D-channel looped", "D信道环回"), Mood::bad};
    if (trouble == "same_side") return {say("two equal sides", "两端同侧"), Mood::bad};
    return {say("no D-channel", "D信道断"), Mood::bad};
}

Listing span_listing() {
    Listing all{"span", "spans: alarms, D-channel, slips", "The center has no span.", {}};
    all.columns.push_back({"SPAN", shown("/status/span")});
    all.columns.push_back({"STATE", [](const Json& item) { return span_state(item); }});
    all.columns.push_back({"SINCE", moment("/since")});
    all.columns.push_back({"D-CHANNEL", d_channel});
    all.columns.push_back({"SLIPS", trouble("/status/slips")});
    all.columns.push_back({"CRC", trouble("/status/crcErrors")});
    all.columns.push_back({"FRAMING", trouble("/status/framingErrors")});
    all.columns.push_back({"FAR END", trouble("/status/farEndErrors")});
    all.columns.push_back({"BAD FRAMES", trouble("/status/badFrames")});
    return all;
}

// Named as the standards do (RFC 4805, G.826).
Listing performance_listing() {
    Listing all{
        "performance",
        "quarters of an hour of each span: errored, severely errored, unavailable seconds "
        "(ES, SES, UAS), those out of frame (SEFS), with slips (CSS); path violations (PCV), "
        "background block errors (BBE)",
        "No quarter of an hour has had an error, or is over yet.",
        {}};
    all.columns.push_back({"SPAN", shown("/quarter/span")});
    all.columns.push_back({"BEGAN", moment("/quarter/since")});
    all.columns.push_back({"SECONDS", shown("/quarter/seconds")});
    all.columns.push_back({"ES", trouble("/quarter/erroredSeconds")});
    all.columns.push_back({"SES", trouble("/quarter/severelyErroredSeconds")});
    all.columns.push_back({"UAS", trouble("/quarter/unavailableSeconds")});
    all.columns.push_back({"SEFS", trouble("/quarter/framingSeconds")});
    all.columns.push_back({"CSS", trouble("/quarter/slipSeconds")});
    all.columns.push_back({"PCV", trouble("/quarter/pathViolations")});
    all.columns.push_back({"BBE", trouble("/quarter/backgroundBlockErrors")});
    all.under = "span";
    all.word = "counters";
    return all;
}

Listing test_listing() {
    Listing all{"test",
                "loops and bit error ratio tests: those that run, and the last of each span",
                "Nothing has been tested yet.",
                {}};
    all.columns.push_back({"SPAN", shown("/test/span")});
    all.columns.push_back({"LOOP", loop_state});
    all.columns.push_back({"LEFT (ms)", shown("/test/loopLeftMs")});
    all.columns.push_back({"PATTERN", shown("/test/pattern")});
    all.columns.push_back({"IS", pattern_state});
    all.columns.push_back({"LEFT (ms)", shown("/test/leftMs")});
    all.columns.push_back({"BITS", shown("/test/bits")});
    all.columns.push_back({"ERRORS", trouble("/test/errors")});
    all.columns.push_back({"LOST", trouble("/test/losses")});
    all.columns.push_back({"INJECTED", shown("/test/injected")});
    all.under = "span";
    all.word = "tests";
    return all;
}

Json days_of(const Json& quarters) {
    Json days = Json::array();
    for (const Json& row : quarters) {
        const Json& quarter = row.at("quarter");
        if (days.empty() || days.back().at("quarter").at("span") != quarter.at("span")) {
            days.push_back(row);
            continue;
        }
        Json& day = days.back().at("quarter");
        for (const auto& [name, value] : quarter.items()) {
            if (value.is_number() && name != "span") {
                day[name] = day.at(name).get<std::uint64_t>() + value.get<std::uint64_t>();
            }
        }
        day["over"] = quarter.at("over");
    }
    return days;
}

}  // namespace tools
