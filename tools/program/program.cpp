// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/program/program.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>

#include <poll.h>

#include "driver/base/invariant.hpp"
#include "tools/program/options.hpp"

namespace tools {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

std::int64_t read_ns(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return now.tv_sec * ns_per_s + now.tv_nsec;
}

// A signal handler can reach nothing else.
std::atomic<bool> stop{false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void ask_to_stop(int /*signal*/) {
    stop.store(true, std::memory_order_relaxed);
}

}  // namespace

std::int64_t machine_ns() {
    return read_ns(CLOCK_MONOTONIC);
}
driver::Ticks machine_ticks() {
    return driver::Ticks{machine_ns() / 1'000'000};
}
std::int64_t utc_us() {
    return read_ns(CLOCK_REALTIME) / 1000;
}

void sleep_until_ns(std::int64_t moment) {
    const timespec until{moment / ns_per_s, moment % ns_per_s};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
}

void obey_stop_signals() {
    struct sigaction action {};
    action.sa_handler = ask_to_stop;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

bool stop_asked() {
    return stop.load(std::memory_order_relaxed);
}

void wait_for_any(std::initializer_list<int> descriptors, driver::Ticks most) {
    std::array<pollfd, 8> wanted{};
    INVARIANT(descriptors.size() <= wanted.size());
    nfds_t count = 0;
    for (const int descriptor : descriptors) {
        if (descriptor >= 0) wanted[count++] = {descriptor, POLLIN, 0};
    }
    const auto wait = std::max<std::int64_t>(0, most.count());
    // An interruption by a signal is as good as news.
    (void)poll(wanted.data(), count, static_cast<int>(std::min<std::int64_t>(wait, 1000)));
}

int fail(std::string_view program, std::string_view error) {
    std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(program.size()), program.data(),
                 static_cast<int>(error.size()), error.data());
    return 1;
}

int run_with_configuration(const std::string& program, const std::string& does, int argc,
                           char** argv, driver::Result<void> (*run)(const std::string& file)) {
    std::string file = "trunkline.toml";
    Options options(does + " Usually started by `trunkline run`.");
    options.add("--config", file, "the configuration")
        .shows_default()
        .example(program + " --config /etc/trunkline/trunkline.toml");
    if (const auto end = options.read(argc, argv)) return *end;
    obey_stop_signals();
    const auto done = run(file);
    return done ? 0 : fail(program, done.error());
}

}  // namespace tools
