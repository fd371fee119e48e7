// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/span_story.hpp"

#include <fmt/format.h>

#include "tools/trunkline/bit_error_ratio.hpp"
#include "tools/trunkline/span_listings.hpp"

namespace tools {

using host_bridge::Json;

namespace {

std::string since(const Json& item, const std::string& path) {
    return moment(path)(item).text;
}

std::string seconds_left(const Json& facts, const std::string& path) {
    return fmt::format("{} s left", (number_at(facts, path) + 999) / 1000);
}

// Alarms begin with the span's number, which the first line has said already.
std::string what_to_do(const Json& alarms) {
    std::string lines;
    for (const Json& alarm : alarms) {
        std::string text = text_at(alarm, "/text");
        if (const auto colon = text.find(": "); colon != std::string::npos) {
            text.erase(0, colon + 2);
        }
        lines += fmt::format("  alarm since {}: {}\n", since(alarm, "/since"), printable(text));
    }
    return lines;
}

std::string counted(const Json& facts) {
    return fmt::format(
        "  since the firmware started: {} slips, {} CRC errors, {} framing errors, {} errors at "
        "the far end, {} bad frames on the D-channel\n",
        number_at(facts, "/status/slips"), number_at(facts, "/status/crcErrors"),
        number_at(facts, "/status/framingErrors"), number_at(facts, "/status/farEndErrors"),
        number_at(facts, "/status/badFrames"));
}

std::string quarter(const Json& facts) {
    if (!facts.contains("quarter")) return "  no quarter of an hour has had an error yet\n";
    const auto seconds = [&](const char* name) {
        return number_at(facts, std::string("/quarter/") + name);
    };
    return fmt::format(
        "  quarter of an hour since {}: of {} seconds {} errored (ES), {} severely (SES), {} "
        "unavailable (UAS), {} out of frame (SEFS), {} with slips (CSS)\n",
        since(facts, "/quarter/since"), seconds("seconds"), seconds("erroredSeconds"),
        seconds("severelyErroredSeconds"), seconds("unavailableSeconds"), seconds("framingSeconds"),
        seconds("slipSeconds"));
}

std::string tested(const Json& facts) {
    if (!facts.contains("test")) return "  test set: nothing has been tested yet\n";
    const std::string loop = text_at(facts, "/test/loop");
    std::string text = "  test set: ";
    text += loop == "none" ? "no loop" : loop + " loop, " + seconds_left(facts, "/test/loopLeftMs");
    const std::uint64_t bits = number_at(facts, "/test/bits");
    const bool measuring = yes_at(facts, "/test/measuring");
    if (measuring || bits > 0) {
        text += fmt::format("; {} {}", measuring ? "measures" : "measured last",
                            text_at(facts, "/test/pattern"));
    }
    if (measuring) text += ", " + seconds_left(facts, "/test/leftMs");
    if (measuring && !yes_at(facts, "/test/found")) text += ", the pattern does not come back";
    if (bits > 0) {
        text += fmt::format(", bit error ratio {}",
                            text_of(bit_error_ratio(bits, number_at(facts, "/test/errors"))));
    }
    return text + "\n";
}

}  // namespace

std::string story_of(const Json& facts) {
    const Json timeslots = value_at(facts, "/timeslots");
    return fmt::format("span {}: {} since {}\n", value_at(facts, "/status/span").dump(),
                       span_state(facts).text, since(facts, "/since")) +
           what_to_do(value_at(facts, "/alarms")) +
           fmt::format("  D-channel: {}\n", yes_at(facts, "/status/signallingUp") ? "up" : "down") +
           fmt::format("  timeslots: {} idle, {} in a call, {} out of service\n",
                       number_at(timeslots, "/idle"), number_at(timeslots, "/busy"),
                       number_at(timeslots, "/outOfService")) +
           counted(facts) + quarter(facts) + tested(facts);
}

}  // namespace tools
