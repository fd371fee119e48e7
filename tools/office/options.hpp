// SPDX-License-Identifier: GPL-2.0-or-later
// The command line of trunkline-office.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tools::office {

struct Options {
    std::filesystem::path run{"run"};  // where the cables are
    std::vector<std::uint16_t> e1{};
    std::vector<std::uint16_t> t1{};
    std::vector<std::string> stations{};  // numbers, or ranges "2001-2010"
    bool agents{};                        // somebody answers at every station
    std::filesystem::path script{};
    std::filesystem::path prompts{"/usr/share/asterisk/sounds/en_US_f_Allison"};
    std::filesystem::path music{"/usr/share/asterisk/moh"};
    std::string country{};
    std::uint32_t calls{};
    double rate{600};  // random calls per hour
    std::vector<std::string> dnis{"1000"};
    std::vector<std::string> menus{"1"};
    std::optional<std::uint64_t> seed{};
    unsigned wait_seconds{60};  // for the spans to come up
    bool json{};
    bool quiet{};
};

// The options, or the exit code of a command line that asks for help or makes no sense.
std::variant<Options, int> read_options(int argc, char** argv);

// "2001-2003" is three stations. Nothing if it is no range.
std::optional<std::vector<std::string>> station_range(const std::string& text);

}  // namespace tools::office
