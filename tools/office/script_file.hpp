// SPDX-License-Identifier: GPL-2.0-or-later
// A scenario as a TOML file. README.md shows one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"
#include "tools/office/script.hpp"
#include "tools/office/surroundings.hpp"

namespace tools::office {

class TomlTable;

struct Scenario {
    struct Seat {
        std::string station{};
        AgentScript script{};
    };
    std::optional<std::uint64_t> seed;
    std::optional<std::string> country;
    Manners manners;
    std::vector<CallerScript> calls;
    std::optional<Traffic> traffic;
    std::vector<Seat> agents;
    std::vector<Subscriber> subscribers;
};

// Its tables among others of the same file; the troubles are the table's.
Scenario read_scenario(TomlTable& table);

// Errors, one per line: "file:line: what: remedy". Unknown keys are errors.
driver::Result<Scenario> parse_scenario(std::string_view text, const std::string& file);
driver::Result<Scenario> read_scenario(const std::filesystem::path& file);

}  // namespace tools::office
