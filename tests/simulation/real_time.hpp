// SPDX-License-Identifier: GPL-2.0-or-later
// A show whose center is the three programs as `trunkline run` runs them: on the machine's clock.
#pragma once

#include <fstream>
#include <string>

#include <fmt/format.h>
#include <sys/types.h>

#include "tools/firstcall/show.hpp"
#include "tools/program/program.hpp"

namespace simulation {

inline void pass(tools::firstcall::Show& show, driver::Ticks time) {
    const driver::Ticks until = tools::machine_ticks() + time;
    while (tools::machine_ticks() < until) show.step();
}

// Until `happened()`; false if it does not within `patience`.
template <class Condition>
bool pass_until(tools::firstcall::Show& show, driver::Ticks patience, Condition&& happened) {
    const driver::Ticks deadline = tools::machine_ticks() + patience;
    while (!happened()) {
        if (tools::machine_ticks() >= deadline) return false;
        show.step();
    }
    return true;
}

// Of the program that runs now; 0: there is none.
inline pid_t pid_of(const tools::firstcall::Show& show, const std::string& program) {
    std::ifstream file(show.scene().settings.run / (program + ".pid"));
    pid_t pid = 0;
    file >> pid;
    return pid;
}

// Says what is wrong as it is found.
struct Findings {
    std::uint32_t wrong{};
    void expect(bool good, const std::string& sentence) {
        if (good) return;
        fmt::print("WRONG: {}\n", sentence);
        ++wrong;
    }
};

}  // namespace simulation
