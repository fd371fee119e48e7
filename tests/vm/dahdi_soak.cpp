// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest: the DAHDI board for so many seconds. Exit 1: it lost what it did not tell.
#include <cstdlib>
#include <iostream>
#include <memory>

#include "tests/driver/board/conformance/soak.hpp"
#include "tests/vm/dahdi_trial.hpp"

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 600;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    const auto trial = std::make_unique<vm_test::DahdiTrial>();
    const auto result = conformance::soak(*trial, seconds, seed);
    const bool passed = result.passed(true);
    std::cout << fmt::format("dahdi in a guest: {} s, {}: {}\n", seconds, result.told(),
                             passed ? "nothing lost that was not told" : "lost in silence");
    return passed ? 0 : 1;
}
