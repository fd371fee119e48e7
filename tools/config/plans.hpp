// SPDX-License-Identifier: GPL-2.0-or-later
// What each program takes from the settings.
#pragma once

#include <cstdint>
#include <string>

#include "acd/center/config.hpp"
#include "driver/base/result.hpp"
#include "pbx/signalling/plan.hpp"
#include "tools/config/configured.hpp"
#include "tools/config/settings.hpp"

namespace tools {

// Lines are numbered through all boards: each board's spans timeslot by timeslot, then its
// stations.
pbx::LineBook line_book(const Settings& settings);
// Changes whenever the lines or voice ports do: firmware and control compare it when they meet.
std::uint64_t plant_digest(const Settings& settings);

// What is usual in a country of the tone plans.
pbx::AnalogTimes analog_times(const std::string& country);

// For firmware's signalling thread.
pbx::SignallingPlan signalling_plan(const Settings& settings, std::uint64_t firmware_epoch);

// What callers and stations may dial.
pbx::DialPlan dial_plan(const Settings& settings);

// For control, from what was journalled: trunkline.toml, each menu, the prompt bank's contents. A
// pure function of it, wherever the journal came from. Errors name file, line and remedy.
driver::Result<acd::CenterConfig> center_config(const pbx::Configured& configured);

}  // namespace tools
