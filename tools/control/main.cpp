// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-control: calls, menus, queues, agents; the journal's only writer.
#include "tools/config/plans.hpp"
#include "tools/control/control_program.hpp"
#include "tools/program/program.hpp"

namespace {

driver::Result<void> run(const std::string& file) {
    const auto configured = tools::read_configuration(file);
    if (!configured) return driver::Error{configured.error()};
    const auto settings = tools::settings_on_disk(file);
    if (!settings) return driver::Error{settings.error()};
    auto program = tools::ControlProgram::start(*settings, *configured);
    if (!program) return driver::Error{program.error()};
    (*program)->run();
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    return tools::run_with_configuration(
        "trunkline-control", "Calls, menus, queues and agents of a Trunkline call center.", argc,
        argv, run);
}
