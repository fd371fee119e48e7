// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/base/state_table.hpp"

namespace driver {

// A pseudowire's loss of packets (RFC 4553 §6.2.2, RFC 5086 §6.2): declared when so many in a row
// are missing, over when so many in a row have come.
enum class PacketLossState : std::uint8_t { arriving, lost };
enum class PacketLossEvent : std::uint8_t { many_missing, enough_good };
inline constexpr auto packet_loss_steps = state_table<PacketLossState, PacketLossEvent>({
    {PacketLossState::arriving, PacketLossEvent::many_missing, PacketLossState::lost    },
    {PacketLossState::lost,     PacketLossEvent::enough_good,  PacketLossState::arriving},
});
static_assert(packet_loss_steps.has_one_answer_each());
static_assert(packet_loss_steps.can_reach(PacketLossState::lost, PacketLossState::arriving));

struct PacketLossLimits {
    std::uint8_t missing{10};  // RFC 5604: 1-15
    std::uint8_t good{2};      // 1-10
};

class PacketLoss {
  public:
    explicit PacketLoss(PacketLossLimits limits) noexcept : limits_(limits) {}

    // Once a millisecond: whether its packet came.
    void update(bool came) noexcept {
        in_a_row_ = came == last_ ? in_a_row_ + (in_a_row_ < 0xFF ? 1U : 0U) : 1U;
        last_ = came;
        if (in_a_row_ < (came ? limits_.good : limits_.missing)) return;
        const auto event = came ? PacketLossEvent::enough_good : PacketLossEvent::many_missing;
        state_ = packet_loss_steps.next(state_, event).value_or(state_);
    }
    [[nodiscard]] bool is_lost() const noexcept { return state_ == PacketLossState::lost; }

  private:
    PacketLossLimits limits_;
    PacketLossState state_{PacketLossState::lost};
    bool last_{};
    unsigned in_a_row_{};
};

}  // namespace driver
