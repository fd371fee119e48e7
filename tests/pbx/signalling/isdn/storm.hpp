// SPDX-License-Identifier: GPL-2.0-or-later
// Calls in both directions over a line that garbles, cuts short, lengthens and drops frames.
// Used by the unit test for a sample and by tools/soak for the big count.
#pragma once

#include <cstdint>

#include "tests/pbx/signalling/two_ends.hpp"

namespace pbx_test {

struct StormOrders {
    std::uint64_t seed{};
    std::uint64_t frames{};  // carried before the line is left alone
    LineKind kind;
    int harm_percent{20};  // of the frames
};

struct StormReport {
    std::uint64_t carried{};
    std::uint64_t harmed{};
    std::uint64_t dialled{};
    std::uint64_t answered{};  // legs, at both ends
    std::uint64_t links_lost{};
    bool all_free{};            // after the line has been left alone and control has let go
    bool every_leg_released{};  // each leg control dialled or was offered has ended with a release
    std::uint64_t digest{};     // of every frame carried, with its tick
};

// Ends with a sound line and every call released; the report says what is left. Depends on its
// orders only.
StormReport storm(const StormOrders& orders);

}  // namespace pbx_test
