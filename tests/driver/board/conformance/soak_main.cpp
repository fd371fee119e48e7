// SPDX-License-Identifier: GPL-2.0-or-later
// The boards of this machine, each for so many minutes of the virtual clock. Exit 1: one lost
// something.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "tests/driver/board/conformance/boards.hpp"
#include "tests/driver/board/conformance/soak.hpp"

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
    CLI::App app{"Boards on trial for a long time"};
    Settings settings;
    app.add_option("--minutes", settings.minutes)->capture_default_str();
    app.add_option("--seed", settings.seed)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
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
