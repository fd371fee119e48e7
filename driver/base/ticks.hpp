// SPDX-License-Identifier: GPL-2.0-or-later
// Time as the firmware counts it: one tick is one millisecond of the line, 8 samples of 8 kHz.
#pragma once

#include <chrono>
#include <cstdint>

namespace driver {

// A duration in ticks, and also a moment: ticks since the firmware started counting.
using Ticks = std::chrono::duration<std::int64_t, std::milli>;

using namespace std::chrono_literals;

inline constexpr int samples_per_tick = 8;
inline constexpr int samples_per_second = 8000;

}  // namespace driver
