// SPDX-License-Identifier: GPL-2.0-or-later
// libpri asks the C library for the time (gettimeofday, time) and for chance (random). The
// executable answers in the C library's place: these three functions are defined in
// virtual_clock.cpp, which must be linked whole (CMake does it for whoever needs
// pbx_signalling_isdn). C functions carry no context, so this is state of the process, used by the
// signalling thread alone.
//
// In virtual time every other caller of these functions in the process gets the tick's time too, a
// second libpri (the simulated office) included. clock_gettime, and so all of <chrono>, stays real.
#pragma once

#include <cstdint>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"

namespace pbx {

// The machine's time; chance from a generator with this seed all the same.
void use_real_time(std::uint64_t seed);

// Time stands at `now` until set_virtual_time moves it. Also right for a machine in service: the
// tick does not jump when the machine's clock is set.
void use_virtual_time(std::uint64_t seed, driver::Ticks now);

// In virtual time: it is `now`, and never earlier again. In real time: nothing.
void set_virtual_time(driver::Ticks now);

// Proves that libpri's timers follow these functions. They silently do not when the executable
// hides its symbols (-fvisibility=hidden) or the definitions were not linked. Run once at start;
// costs one struct pri, which cannot be freed.
driver::Result<void> self_test_clock();

}  // namespace pbx
