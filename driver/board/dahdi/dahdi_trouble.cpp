// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/dahdi/dahdi_trouble.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace driver {
namespace {

namespace fs = std::filesystem;

std::string running_kernel(const MachineFiles& machine) {
    if (!machine.kernel.empty()) return machine.kernel;
    utsname name{};
    ::uname(&name);
    return static_cast<const char*>(name.release);
}

bool has_module(const fs::path& modules) {
    std::ifstream list(modules / "modules.dep");
    for (std::string line; std::getline(list, line);) {
        if (line.substr(0, line.find(':')).find("/dahdi.ko") != std::string::npos) return true;
    }
    return false;
}

// A kernel upgrade leaves a module behind that was built by hand.
std::string kernel_with_module(const MachineFiles& machine) {
    std::error_code ignored;
    for (const auto& kernel : fs::directory_iterator(machine.root / "lib/modules", ignored)) {
        if (has_module(kernel.path())) return kernel.path().filename();
    }
    return {};
}

std::string group_of(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return {};
    const group* const entry = ::getgrgid(status.st_gid);
    if ((status.st_mode & S_IWGRP) == 0) return {};
    return entry != nullptr ? entry->gr_name : std::to_string(status.st_gid);
}

Error not_loaded(const MachineFiles& machine) {
    const std::string kernel = running_kernel(machine);
    if (has_module(machine.root / "lib/modules" / kernel)) {
        return Error{
            "the DAHDI driver is not loaded: load it and the module of the board, such as "
            "`modprobe wct4xxp`, then run dahdi_cfg"};
    }
    const std::string other = kernel_with_module(machine);
    return Error{
        fmt::format("there is no DAHDI driver for kernel {}{}: build dahdi-linux for this kernel, "
                    "or use a board "
                    "kind that needs no kernel module (pci, packet)",
                    kernel, other.empty() ? "" : fmt::format(" (there is one for {})", other))};
}

Error not_allowed(const fs::path& file) {
    const std::string group = group_of(file);
    const std::string user = std::to_string(::geteuid());
    if (group.empty()) {
        return Error{
            fmt::format("user {} may not open {}, and no group may: install the udev rules of "
                        "dahdi-tools, which "
                        "give it a group",
                        user, file.string())};
    }
    return Error{
        fmt::format("user {} may not open {}: make the user a member of group {}, and log "
                    "in again",
                    user, file.string(), group)};
}

}  // namespace

Error dahdi_driver_trouble(int error, const MachineFiles& machine) {
    const fs::path control = machine.root / "dev/dahdi/ctl";
    std::error_code ignored;
    switch (error) {
        case EACCES:
        case EPERM:
            return not_allowed(control);
        case ENOENT:
            if (fs::exists(machine.root / "sys/module/dahdi", ignored)) {
                return Error{
                    "the DAHDI driver is loaded, but /dev/dahdi/ctl is not there: is udev running? "
                    "Try `udevadm trigger --subsystem-match=dahdi`"};
            }
            return not_loaded(machine);
        case ENXIO:
        case ENODEV:
            return not_loaded(machine);
        default:
            return Error{fmt::format("{} cannot be opened: {}", control.string(),
                                     std::generic_category().message(error))};
    }
}

BoardTrouble dahdi_driver_refusal(int error) {
    if (error == EACCES || error == EPERM) return BoardTrouble::not_allowed;
    const bool is_there = error != ENOENT && error != ENXIO && error != ENODEV;
    return is_there ? BoardTrouble::refused : BoardTrouble::no_driver;
}

BoardTrouble dahdi_channel_refusal(int error) {
    if (error == EACCES || error == EPERM) return BoardTrouble::not_allowed;
    if (error == EBUSY) return BoardTrouble::held;
    return error == ENXIO ? BoardTrouble::wrong_setup : BoardTrouble::refused;
}

Error dahdi_channel_trouble(int error, unsigned span, unsigned timeslot, int channel,
                            const MachineFiles& machine) {
    const std::string which =
        fmt::format("timeslot {} of DAHDI's span {} (channel {})", timeslot, span, channel);
    switch (error) {
        case EBUSY: {
            const std::string holders = dahdi_holders(machine);
            return Error{fmt::format(
                "{} is held by {}: stop that program, or remove the span from its configuration",
                which, holders.empty() ? "another program" : holders)};
        }
        case ENXIO:
            return Error{fmt::format(
                "{} is not configured: run dahdi_cfg, or write configure = true in [[board.span]]",
                which)};
        case EACCES:
        case EPERM:
            return not_allowed(machine.root / "dev/dahdi/channel");
        default:
            return Error{fmt::format("{} cannot be opened: {}", which,
                                     std::generic_category().message(error))};
    }
}

std::string dahdi_holders(const MachineFiles& machine) {
    constexpr std::size_t most_named = 4;
    std::vector<std::string> holders;
    std::error_code ignored;
    for (const auto& process : fs::directory_iterator(machine.root / "proc", ignored)) {
        const std::string name = process.path().filename();
        int pid = 0;
        const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (wrong != std::errc{} || *end != '\0' || pid == ::getpid()) continue;
        for (const auto& file : fs::directory_iterator(process.path() / "fd", ignored)) {
            const fs::path target = fs::read_symlink(file.path(), ignored);
            if (!target.string().starts_with("/dev/dahdi/") || target.filename() == "ctl") continue;
            std::string program;
            std::getline(std::ifstream(process.path() / "comm"), program);
            holders.push_back(fmt::format("pid {} ({})", pid, program));
            break;
        }
        if (holders.size() == most_named) break;
    }
    return fmt::format("{}", fmt::join(holders, ", "));
}

}  // namespace driver
