// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/options.hpp"

#include <charconv>
#include <iostream>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace tools::office {
namespace {

constexpr std::string_view example = R"(
Example: one E1, two agents, ten random callers who press 1 for sales
  trunkline-office --run run --e1 1 --stations 2001-2002 --agents --calls 10 --rate 1200 --seed 7

Exit codes: 0 every call went as intended, 1 at least one did not, 2 wrong usage or unreadable file,
3 no span came up in time, 130 interrupted.
Without calls or script it keeps the lines up until interrupted. TRUNKLINE_LOG=debug shows more.)";

std::optional<std::uint32_t> number_in(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void describe(CLI::App& app, Options& options) {
    app.footer(std::string(example));
    app.add_option("--run", options.run, "directory of the cables (span1, station2001 …)")
        ->capture_default_str();
    app.add_option("--e1", options.e1,
                   "span that is an E1 (EuroISDN, we are the network); repeatable");
    app.add_option("--t1", options.t1, "span that is a T1 (NI2); repeatable");
    app.add_option("--stations", options.stations, "station or range, like 2001-2010; repeatable");
    app.add_flag("--agents", options.agents, "a scripted agent answers at every station");
    app.add_option("--script", options.script, "scenario to play (TOML)");
    app.add_option("--prompts", options.prompts, "recordings the center plays")
        ->capture_default_str();
    app.add_option("--music", options.music, "music the center plays")->capture_default_str();
    app.add_option("--country", options.country, "tone plan: us uk de fr cn br au; default cn");
    app.add_option("--calls", options.calls, "random calls to make");
    app.add_option("--rate", options.rate, "random calls per hour")->capture_default_str();
    app.add_option("--dnis", options.dnis, "numbers random callers dial")->capture_default_str();
    app.add_option("--menus", options.menus, "keys random callers press, one word per caller's way")
        ->capture_default_str();
    app.add_option("--seed", options.seed,
                   "seed of everything random; default: a new one, printed");
    app.add_option("--wait", options.wait_seconds, "seconds to wait for the spans")
        ->capture_default_str();
    app.add_flag("--json", options.json, "one JSON object per line");
    app.add_flag("--quiet", options.quiet, "only what went wrong, and the summary");
}

bool expand_stations(Options& options) {
    std::vector<std::string> all;
    for (const auto& text : options.stations) {
        const auto range = station_range(text);
        if (!range) {
            std::cerr << fmt::format("--stations {}: write 2001 or 2001-2010\n", text);
            return false;
        }
        all.insert(all.end(), range->begin(), range->end());
    }
    options.stations = std::move(all);
    return true;
}

}  // namespace

std::optional<std::vector<std::string>> station_range(const std::string& text) {
    const auto dash = text.find('-');
    const auto first = number_in(std::string_view(text).substr(0, dash));
    const auto last =
        dash == std::string::npos ? first : number_in(std::string_view(text).substr(dash + 1));
    if (!first || !last || *last < *first || *last - *first >= 10'000) return std::nullopt;
    std::vector<std::string> numbers;
    for (auto number = *first; number <= *last; ++number) numbers.push_back(std::to_string(number));
    return numbers;
}

std::variant<Options, int> read_options(int argc, char** argv) {
    Options options;
    CLI::App app{"The simulated central office: lines, callers and agents at their telephones"};
    describe(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (!expand_stations(options)) return 2;
    if (options.e1.empty() && options.t1.empty() && options.stations.empty()) {
        std::cerr << "no line to serve: name spans (--e1 1) or stations (--stations 2001-2004)\n";
        return 2;
    }
    if (options.rate <= 0) {
        std::cerr << "--rate must be above 0\n";
        return 2;
    }
    return options;
}

}  // namespace tools::office
