// SPDX-License-Identifier: GPL-2.0-or-later
// What the line may say to libpri. libpri is C and trusts lengths inside information elements, and
// some well-formed messages put its call records into states nobody leads them out of. This is the
// one place that looks at a frame before it does. Pure: no state, no clock.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "driver/board/board.hpp"
#include "pbx/signalling/plan.hpp"

namespace pbx {

// pass: as it came. mended: broken information elements were taken out, as if the far end had not
// sent them (Q.931 5.8.6, 5.8.7). blanked: layer 2 must acknowledge the frame, or the far end would
// repeat it and then tear the link down, but its message is not for us (5.8.1 … 5.8.4): only
// address and control are left. dropped: not a frame of this link (Q.921 2.9).
ENUM(Verdict, pass, mended, blanked, dropped)

struct GuardContext {
    Side side{};
    SwitchType switch_type{};
    // True if this call reference value, with the flag as received (bit 15: ours), has a call.
    std::function<bool(std::uint16_t)> knows;
};

Verdict guard_frame(driver::Frame& frame, const GuardContext& context);

// What of a frame the guard and its user both read.
[[nodiscard]] bool is_sabme(const driver::Frame& frame);
// The message's protocol discriminator, if the frame carries one.
[[nodiscard]] std::optional<std::uint8_t> protocol_of(const driver::Frame& frame);

}  // namespace pbx
