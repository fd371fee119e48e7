// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/office/script.hpp"
#include "tools/office/surroundings.hpp"

namespace tools::firstcall {

struct Options {
    std::uint32_t calls{24};
    double rate{1200};  // calls per hour
    std::uint64_t seed{};
    bool json{};
    bool quiet{};  // only the summary
    bool in_virtual_time{};
    bool t1{};  // T1 and NI2 instead of E1 and EuroISDN
    unsigned spans{2};
    bool dahdi{};                   // the center's spans are those of DAHDI, from 1 on
    std::string ethmf;              // they are a group on this network interface
    std::int32_t oscillator_ppb{};  // by which every board's own is off, when no line gives a clock
    bool both_network{};            // the center's spans are the network's side, as the exchange is
    driver::Ticks line_lost_after{1000};  // the exchange gives up calls on a line dead for so long
    unsigned release_after_s{6};          // and the center those on a span in failure
    unsigned agents{5};
    unsigned shortest_s{10};  // of what caller and agent say to each other
    unsigned longest_s{25};
    unsigned gaps_ms{0};           // that may be missing of a conversation
    std::filesystem::path center;  // trunkline.toml of another center than the demo's
    std::filesystem::path folder;  // where the center lives; empty: a new one, removed afterwards
    std::uint16_t port{5080};
    // What each agent does at the telephone; those beyond the list talk a little longer than the
    // longest caller and hang up.
    std::vector<office::AgentScript> agent_scripts;
    std::vector<office::Subscriber> subscribers;  // of the public network
    // Added to the demo's trunkline.toml: to each span, to the menu "welcome", and at its end.
    std::string span_settings;
    std::string menu_settings;
    std::string more_settings;
    bool keeps_events{};      // the show remembers all that the host application is told
    office::Manners manners;  // of everybody outside
};

// Nothing: the program shall end with this code (help, or wrong usage).
std::optional<Options> options_of(int argc, char** argv, int& exit_code);

}  // namespace tools::firstcall
