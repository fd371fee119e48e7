// SPDX-License-Identifier: GPL-2.0-or-later
// A board on trial for a long time: speech in all channels, frames of any length on the D-channel,
// in both directions. What is lost is counted, and what the board says of it.
#pragma once

#include <random>
#include <string>

#include <fmt/format.h>

#include "tests/driver/board/conformance/trial.hpp"

namespace conformance {

struct Soak {
    unsigned lost_milliseconds{};  // of the channel that lost most
    std::uint32_t slips{};         // as the board tells
    std::size_t frames_sent{};     // both ways
    std::size_t frames_lost{};
    bool failed{};  // the board never settled, or told an alarm

    // In real time what is lost must have been told; else nothing may be.
    [[nodiscard]] bool passed(bool in_real_time) const {
        if (failed || frames_lost > (in_real_time ? slips : 0)) return false;
        return in_real_time ? lost_milliseconds <= slips : lost_milliseconds == 0 && slips == 0;
    }
    [[nodiscard]] std::string told() const {
        return fmt::format("{} ms lost, {} slips told, {} of {} frames lost{}", lost_milliseconds,
                           slips, frames_lost, frames_sent, failed ? ", FAILED" : "");
    }
};

inline Soak soak(Trial& trial, int seconds, std::uint64_t seed) {
    constexpr int second = 1000;
    constexpr int frame_every = 50;
    std::mt19937_64 chance(seed);
    Soak result;
    const auto hears = [&] { return trial.near_run() > 500 && trial.far_run() > 500; };
    result.failed = !trial.pass_until(hears, 20 * second);
    const std::uint32_t slips_before = trial.status.slips;
    trial.listen_anew();
    for (int left = seconds * second; left > 0; left -= frame_every) {
        Octets frame(3 + chance() % 200);
        for (auto& octet : frame) octet = static_cast<std::uint8_t>(chance());
        if (trial.board().send_frame(frame_with(frame))) ++result.frames_sent;
        if (trial.far_sends(frame)) ++result.frames_sent;
        trial.pass(frame_every);
        result.failed = result.failed || trial.status.failed();
    }
    trial.pass(2 * second);  // what is under way arrives, and counters are told
    result.lost_milliseconds = trial.lost();
    result.slips = trial.status.slips - slips_before;
    result.frames_lost = result.frames_sent - trial.frames.size() - trial.far_frames().size();
    return result;
}

}  // namespace conformance
