// SPDX-License-Identifier: GPL-2.0-or-later
// The numbers by which everything outside its own folder is named. Ids of different things do not
// compare, convert or add: passing one for the other does not compile.
#pragma once

#include <compare>
#include <cstdint>

namespace driver {

template <class Tag, class Rep>
struct Id {
    using Number = Rep;
    Rep value{};
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
    // Zero is nobody: ids that are handed out start at 1. Positions (LineId, SlotId …) start at 0.
    constexpr explicit operator bool() const { return value != Rep{}; }
};

using SpanId = Id<struct SpanTag, std::uint16_t>;  // a board's E1 or T1, as configured, from 1
using LineId = Id<struct LineTag, std::uint16_t>;  // a signalling channel, from 0
using SlotId = Id<struct SlotTag, std::uint32_t>;  // something that talks on the bus
using PortId = Id<struct PortTag, std::uint32_t>;  // something that hears on the bus
using VoicePortId = Id<struct VoicePortTag, std::uint16_t>;  // an IVR port, from 0
using CallId = Id<struct CallTag, std::uint64_t>;
using ContactId = Id<struct ContactTag, std::uint64_t>;  // the customer's matter; outlives calls
using AgentId = Id<struct AgentTag, std::uint16_t>;      // position in the configuration, from 1
using QueueId = Id<struct QueueTag, std::uint16_t>;      // position in the configuration, from 1

// One use of one line, named like an ISDN call reference: by the line, by who seized it, and by
// that side's count of seizures. Both sides can so name a new leg without asking each other.
// Unique within a firmware epoch.
struct LegId {
    std::uint64_t value{};
    friend constexpr auto operator<=>(const LegId&, const LegId&) = default;
    constexpr explicit operator bool() const { return value != 0; }

    // `serial` counts from 1 per line and side.
    static constexpr LegId incoming(LineId line, std::uint32_t serial) {
        return {std::uint64_t{line.value} << 40U | serial};
    }
    static constexpr LegId outgoing(LineId line, std::uint32_t serial) {
        return {std::uint64_t{line.value} << 40U | by_control | serial};
    }
    [[nodiscard]] constexpr LineId line() const {
        return {static_cast<std::uint16_t>(value >> 40U)};
    }
    [[nodiscard]] constexpr bool is_outgoing() const { return (value & by_control) != 0; }
    [[nodiscard]] constexpr std::uint32_t serial() const {
        return static_cast<std::uint32_t>(value & 0xFFFFFFFFU);
    }

  private:
    static constexpr std::uint64_t by_control = std::uint64_t{1} << 32U;
};

}  // namespace driver
