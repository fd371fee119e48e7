// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/signalling/plan.hpp"

namespace pbx {

// As the firmware sees it.
ENUM(TraceDirection, received, sent)

// One frame of a D-channel as it was on the line, address to last octet, without FCS, and all that
// must be known to read it.
struct TraceRecord {
    static constexpr std::size_t room = 268;  // octets, as driver::Frame

    std::uint64_t number{};  // from 1, without a gap; over restarts of the firmware, too
    driver::Ticks at{};
    std::int64_t utc_us{};  // since 1970
    driver::SpanId span;
    Side side{};  // ours: who is meant by C/R and the flag of call references
    TraceDirection direction{};
    std::uint16_t size{};
    std::array<std::uint8_t, room> octets{};

    [[nodiscard]] std::span<const std::uint8_t> view() const { return {octets.data(), size}; }
    [[nodiscard]] bool is_from_network() const {
        return (side == Side::network) == (direction == TraceDirection::sent);
    }
};

}  // namespace pbx
