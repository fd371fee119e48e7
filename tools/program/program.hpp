// SPDX-License-Identifier: GPL-2.0-or-later
// What the three programs share: the machine's clocks, the wish to stop, waiting.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"

namespace tools {

// Milliseconds since the machine started. Every program of one machine counts ticks from there, so
// ticks go on when one of them is restarted.
driver::Ticks machine_ticks();
// Nanoseconds of the same clock.
std::int64_t machine_ns();
// Microseconds after 1970, UTC.
std::int64_t utc_us();
void sleep_until_ns(std::int64_t moment);

// From now on SIGTERM and SIGINT only ask to stop. SIGPIPE is ignored.
void obey_stop_signals();
[[nodiscard]] bool stop_asked();
// The signals wake whoever waits here too. At most `most`.
void wait_for_any(std::initializer_list<int> descriptors, driver::Ticks most);

// A program's last words: prints the error to standard error, one line each, and returns 1.
int fail(std::string_view program, std::string_view error);

// What main does in each of the three: reads `--config FILE` and runs with it until it is asked to
// stop. `does` is for --help. Returns the exit code: 0, 1 it could not run, 2 the command line
// makes no sense.
int run_with_configuration(const std::string& program, const std::string& does, int argc,
                           char** argv, driver::Result<void> (*run)(const std::string& file));

}  // namespace tools
