// SPDX-License-Identifier: GPL-2.0-or-later
#include <random>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/driver/board/fault_patterns.hpp"

int main(int argc, char** argv) {
    std::uint64_t patterns = 200;
    std::uint64_t seed = std::random_device{}();
    CLI::App app(
        "Spans whose lines go through patterns of faults, counted by the board and by a "
        "second opinion.");
    app.add_option("--patterns", patterns, "how many")->capture_default_str();
    app.add_option("--seed", seed, "the same seed gives the same patterns (default: random)");
    CLI11_PARSE(app, argc, argv);

    fmt::print("fault_patterns: seed {}\n", seed);
    board_test::PatternOutcome sum;
    for (std::uint64_t one = seed; one < seed + patterns; ++one) {
        const auto outcome = board_test::play_pattern(one);
        sum.seconds += outcome.seconds;
        sum.errored_seconds += outcome.errored_seconds;
        sum.unavailable_seconds += outcome.unavailable_seconds;
        sum.violations += outcome.violations;
        if (outcome.difference.empty()) continue;
        fmt::print("the pattern of seed {} is counted differently: {}\n", one, outcome.difference);
        return 1;
    }
    fmt::print(
        "{} patterns counted alike: {} seconds judged, {} errored, {} unavailable, {} "
        "violations\n",
        patterns, sum.seconds, sum.errored_seconds, sum.unavailable_seconds, sum.violations);
    return 0;
}
