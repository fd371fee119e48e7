// SPDX-License-Identifier: GPL-2.0-or-later
#include <random>

#include <fmt/format.h>

#include "tests/driver/board/fault_patterns.hpp"
#include "tools/program/options.hpp"

int main(int argc, char** argv) {
    std::uint64_t patterns = 200;
    std::uint64_t seed = std::random_device{}();
    tools::Options options(
        "Spans whose lines go through patterns of faults, counted by the board and by a "
        "second opinion.");
    options.add("--patterns", patterns, "how many").shows_default();
    options.add("--seed", seed, "the same seed gives the same patterns (default: random)");
    if (const auto end = options.read(argc, argv)) return *end;

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
