// SPDX-License-Identifier: GPL-2.0-or-later
// Many bits for the reference and driver/framing to agree on. Exit 0 if they do.
#include <cstdint>
#include <random>

#include <fmt/format.h>

#include "tests/driver/framing/agreement.hpp"
#include "tools/program/options.hpp"

int main(int argc, char** argv) {
    std::uint64_t bits = 10'000'000;
    std::uint64_t seed = std::random_device{}();
    // In a long one a thousand submultiframes can be judged, and 400 ms go by.
    constexpr std::uint64_t long_line = 4'000'000;
    constexpr std::uint64_t short_line = 500'000;
    tools::Options options(
        "Random E1 and T1 lines with faults, read by the product and by a reference.");
    options.add("--bits", bits, "how many, in lines of up to four million").shows_default();
    options.add("--seed", seed, "the same seed gives the same lines (default: random)");
    if (const auto end = options.read(argc, argv)) return *end;

    fmt::print("framing_agreement: seed {}\n", seed);
    framing_test::Agreement sum;
    for (std::uint64_t line = 0; sum.bits < bits; ++line) {
        const auto found = framing_test::agree(seed + line, line % 8 < 4 ? short_line : long_line);
        sum.bits += found.bits;
        sum.compared += found.compared;
        sum.losses += found.losses;
        sum.errors += found.errors;
        if (found.difference.empty()) continue;
        fmt::print("difference after {} bits of the line of seed {}: {}\n", found.bits, seed + line,
                   found.difference);
        return 1;
    }
    fmt::print(
        "{} bits read alike: {} milliseconds compared in alignment, {} losses of alignment, "
        "{} errors counted\n",
        sum.bits, sum.compared, sum.losses, sum.errors);
    return 0;
}
