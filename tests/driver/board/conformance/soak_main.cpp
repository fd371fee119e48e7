// SPDX-License-Identifier: GPL-2.0-or-later
// The boards of this machine, each for so many minutes of the virtual clock. Exit 1: one lost
// something.
#include <iostream>
#include <memory>

#include "tests/driver/board/conformance/boards.hpp"
#include "tests/driver/board/conformance/soak.hpp"
#include "tools/program/options.hpp"

namespace {

struct Settings {
    int minutes{10};
    std::uint64_t seed{1};
};

template <class BoardTrial>
bool passes(const char* name, const Settings& settings) {
    const auto trial = std::make_unique<BoardTrial>();
    const auto result = conformance::soak(*trial, 60 * settings.minutes, settings.seed);
    std::cout << fmt::format("{}: {} minutes, {}\n", name, settings.minutes, result.told());
    return result.passed(false);
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    tools::Options options("Boards on trial for a long time.");
    options.add("--minutes", settings.minutes, "for each board").shows_default();
    options.add("--seed", settings.seed, "of everything random").shows_default();
    if (const auto end = options.read(argc, argv)) return *end;
    using namespace conformance;
    int failed = 0;
    failed += passes<SimulatedTrial>("simulated", settings) ? 0 : 1;
    failed += passes<PciRingTrial>("pci, ring", settings) ? 0 : 1;
    failed += passes<PciSingleBufferTrial>("pci, single buffer", settings) ? 0 : 1;
    failed += passes<TdmoeTrial>("packet, eth", settings) ? 0 : 1;
    failed += passes<TdmoeGroupTrial>("packet, ethmf", settings) ? 0 : 1;
    failed += passes<SatopTrial>("packet, satop", settings) ? 0 : 1;
    failed += passes<CesopsnTrial>("packet, cesopsn", settings) ? 0 : 1;
    std::cout << fmt::format("{} minutes on each of 7 boards, seed {}: {} of them lost something\n",
                             settings.minutes, settings.seed, failed);
    return failed == 0 ? 0 : 1;
}
