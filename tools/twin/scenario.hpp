// SPDX-License-Identifier: GPL-2.0-or-later
// A scenario: a center, the people outside, what happens to its lines and when, and what the center
// shall make of it. A TOML file; README.md shows one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <toml++/toml.h>

#include "driver/base/ids.hpp"
#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "tools/office/office_faults.hpp"
#include "tools/office/script_file.hpp"
#include "tools/twin/expectation.hpp"

namespace tools::twin {

using driver::SpanId;
using driver::Ticks;

// The line of a span, the exchange at its far end and the clock that one sends by are as these
// members say: of driver::LineFaults, office::TrunkFaults and office::TrunkClockSetup.
struct SpanDisturbed {
    SpanId span;
    toml::table line;
    toml::table exchange;
    toml::table clock;
};
// Everybody outside, as office::OfficeFaults says.
struct OfficeDisturbed {
    office::OfficeFaults faults;
};
// Somebody pulls a board out; counted from 1.
struct BoardPulled {
    std::size_t board{};
};
// No tick for so long; what the lines bring meanwhile is caught up, or `lost`.
struct TicksStalled {
    Ticks lasts{};
    bool lost{};
};
// kill -9 of control, which is started again at once.
struct ControlKilled {};

struct Happening {
    Ticks at{};
    std::optional<Ticks> until;  // then it is taken back
    std::variant<SpanDisturbed, OfficeDisturbed, BoardPulled, TicksStalled, ControlKilled> what;
    std::string words;  // for people
};

struct Scenario {
    std::string name;  // of the file
    std::string title;
    std::uint64_t seed{1};
    Ticks lasts{60'000};
    // The center: a trunkline.toml; empty: the demo's, with so many spans and agents.
    std::filesystem::path center;
    unsigned spans{2};
    bool t1{};
    unsigned agents{5};
    std::int32_t oscillator_ppb{};  // the boards' own clock, when no line gives one
    bool both_network{};            // the exchange is the network, whatever the center is
    Ticks line_lost_after{20'000};  // the exchange gives up the calls of a line dead for so long
    bool waits{true};  // until the lines are up and the agents logged in; then its time begins
    office::Scenario people;
    std::vector<Happening> happenings;  // by time
    std::vector<Expectation> expectations;
};

// Errors, one a line: "file:line: what: remedy". Unknown keys are errors.
driver::Result<Scenario> parse_scenario(std::string_view text, const std::filesystem::path& file);
driver::Result<Scenario> read_scenario(const std::filesystem::path& file);

}  // namespace tools::twin
