// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/launcher.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "tools/program/program.hpp"

namespace tools {

using driver::Error;
using driver::log_error;
using driver::log_info;
using driver::log_warning;
using driver::Result;
using driver::Ticks;

namespace {

// How a program ended, in words.
std::string ended(int status) {
    if (WIFSIGNALED(status)) return "was killed by signal " + std::to_string(WTERMSIG(status));
    return "ended with code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Launcher::Launcher(std::filesystem::path config, std::filesystem::path pids)
    : config_(std::move(config)),
      pids_(std::move(pids)),
      programs_(std::filesystem::read_symlink("/proc/self/exe").parent_path()) {
    children_[0].name = "firmware";
    children_[1].name = "control";
    children_[2].name = "host";
}

void Launcher::start(Child& child) {
    const std::string program = programs_ / ("trunkline-" + std::string(child.name));
    const std::string config = config_;
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) {
        // If this program dies without a word its children end with it.
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(1);
        execl(program.c_str(), program.c_str(), "--config", config.c_str(), nullptr);
        log_error("run", "{} cannot be started: is it installed beside trunkline?", program);
        _exit(127);
    }
    child.pid = pid;
    child.pid_descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    child.started = machine_ticks();
    note_pid(child);
    log_info("run", "{} started, pid {}", child.name, pid);
}

void Launcher::note_pid(const Child& child) const {
    if (pids_.empty()) return;
    const std::filesystem::path file = pids_ / (std::string(child.name) + ".pid");
    std::filesystem::path written = file;
    written += ".new";
    std::ofstream(written) << child.pid << '\n';
    std::error_code failed;
    std::filesystem::rename(written, file, failed);  // whoever reads it finds a whole number
    if (failed) log_warning("run", "{}: {}", file.string(), failed.message());
}

Ticks Launcher::pause_after(int failures) {
    Ticks pause = failures > 0 ? first_pause : Ticks{0};
    for (int i = 1; i < failures && pause < longest_pause; ++i) pause *= 2;
    return std::min(pause, longest_pause);
}

Result<void> Launcher::reap(Child& child) {
    int status = 0;
    if (child.pid == 0 || waitpid(child.pid, &status, WNOHANG) != child.pid) return {};
    close(child.pid_descriptor);
    child.pid = 0;
    child.pid_descriptor = -1;
    const bool soon = machine_ticks() - child.started < too_soon;
    child.was_up = child.was_up || !soon;
    child.failures = soon ? child.failures + 1 : 0;
    child.start_at = machine_ticks() + pause_after(child.failures);
    // One that says by itself what is wrong will say the same again.
    if (!child.was_up && child.failures >= most_failures && WIFEXITED(status)) {
        return Error{std::string(child.name) + " " + ended(status) + " " +
                     std::to_string(child.failures) + " times in a row: see what it said above"};
    }
    log_warning("run", "{} {}; it is started again", child.name, ended(status));
    return {};
}

Result<void> Launcher::run() {
    while (!stop_asked()) {
        for (Child& child : children_) {
            auto reaped = reap(child);
            if (!reaped) {
                stop_all();
                return reaped;
            }
            if (child.pid == 0 && machine_ticks() >= child.start_at) start(child);
        }
        wait_for_any(
            {children_[0].pid_descriptor, children_[1].pid_descriptor, children_[2].pid_descriptor},
            Ticks{200});
    }
    stop_all();
    return {};
}

// Host last: it tells the outside what the others still had to say.
void Launcher::stop_all() {
    const Ticks deadline = machine_ticks() + last_wish;
    for (Child& child : children_) {
        if (child.pid == 0) continue;
        kill(child.pid, SIGTERM);
        while (waitpid(child.pid, nullptr, WNOHANG) == 0) {
            if (machine_ticks() > deadline) {
                log_warning("run", "{} does not end: killed", child.name);
                kill(child.pid, SIGKILL);
                waitpid(child.pid, nullptr, 0);
                break;
            }
            sleep_until_ns(machine_ns() + 10'000'000);
        }
        child.pid = 0;
    }
}

}  // namespace tools
