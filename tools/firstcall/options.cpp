// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/options.hpp"

#include <random>

#include <CLI/CLI.hpp>

namespace tools::firstcall {

std::optional<Options> options_of(int argc, char** argv, int& exit_code) {
    CLI::App app{
        "Watch real calls go through a whole call center: exchange, board, PBX, IVR, ACD, agent, "
        "records; the host hears all of it over RS-232 and TCP. Compares what callers and agents "
        "lived through with what the center recorded."};
    Options options;
    std::optional<std::uint64_t> seed;
    app.add_option("--calls", options.calls, "how many callers")
        ->capture_default_str()
        ->check(CLI::Range(1, 1'000'000));
    app.add_option("--rate", options.rate, "callers per hour")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    app.add_option("--seed", seed, "of everything random; a new one otherwise, printed");
    app.add_flag("--json", options.json, "one JSON object a call; the last line is the summary");
    app.add_flag("--quiet", options.quiet, "only the summary, and calls that went wrong");
    app.add_flag("--virtual", options.in_virtual_time,
                 "everything in one process on a virtual clock, as fast as it goes");
    app.add_option("--spans", options.spans, "spans from the public network")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    app.add_flag("--t1", options.t1, "T1s speaking NI2 instead of E1s speaking EuroISDN");
    app.add_flag(
        "--dahdi", options.dahdi,
        "the center's spans are DAHDI's, from 1 on; the exchange is on the cables span1 … of "
        "its run folder all the same: somebody joins them to what the board is plugged into");
    app.add_option("--ethmf", options.ethmf,
                   "the center's spans are a group (TDM over Ethernet) on this network interface; "
                   "who joins them to the exchange's cables has the address 02:00:00:00:00:02")
        ->excludes("--dahdi");
    app.add_option("--agents", options.agents, "agents at stations")
        ->capture_default_str()
        ->check(CLI::Range(1, 900));
    app.add_option("--talk-from", options.shortest_s, "shortest conversation, seconds")
        ->capture_default_str();
    app.add_option("--talk-to", options.longest_s, "longest conversation, seconds")
        ->capture_default_str();
    app.add_option("--gaps", options.gaps_ms,
                   "milliseconds that may be missing of a conversation (Ethernet, busy machine)")
        ->capture_default_str();
    app.add_option("--keep", options.folder,
                   "keep the center's folder here (configuration, journal, records)");
    app.add_option("--port", options.port, "TCP port of the host link")
        ->capture_default_str()
        ->check(CLI::Range(1, 65535));
    app.footer(
        "Examples:\n"
        "  trunkline-firstcall\n"
        "  trunkline-firstcall --virtual --calls 6000 --rate 5000 --spans 3 --agents 60 --seed 1 "
        "--json\n"
        "Exit codes: 0 both views agree call by call, 1 they do not, 2 the center did not start.");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exit_code = app.exit(error);
        return std::nullopt;
    }
    options.seed = seed ? *seed : std::random_device{}();
    return options;
}

}  // namespace tools::firstcall
