// SPDX-License-Identifier: GPL-2.0-or-later
// What can be wrong with DAHDI on a machine, in sentences a technician can act on. May wait.
#pragma once

#include <filesystem>
#include <string>

#include "driver/base/result.hpp"
#include "driver/board/messages.hpp"

namespace driver {

// Where a machine's files are; another root in tests.
struct MachineFiles {
    std::filesystem::path root{"/"};
    std::string kernel;  // empty: the one that runs
};

// /dev/dahdi/ctl could not be opened, for `error` (of errno).
Error dahdi_driver_trouble(int error, const MachineFiles& machine = {});
// A channel could not be bound, for `error`. `span` and `timeslot` as the kernel numbers them.
Error dahdi_channel_trouble(int error, unsigned span, unsigned timeslot, int channel,
                            const MachineFiles& machine = {});
// The same in a word.
BoardTrouble dahdi_driver_refusal(int error);
BoardTrouble dahdi_channel_refusal(int error);
// Programs that have channels of DAHDI open: "pid 812 (asterisk)"; empty if none can be seen.
std::string dahdi_holders(const MachineFiles& machine = {});

}  // namespace driver
