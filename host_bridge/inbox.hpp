// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "pbx/journal/commands.hpp"

namespace host_bridge {

// The way to control. What has been posted is answered in the journal, or lost with control's
// death; control answers a command that it finds twice once.
class Inbox {
  public:
    // False: control is away or its inbox is full; nothing has been posted.
    [[nodiscard]] virtual bool post(const pbx::HostCommand& command) = 0;
    // Which life of control the inbox leads to: another number after each restart, 0 while away.
    [[nodiscard]] virtual std::uint64_t control_life() const = 0;

  protected:
    ~Inbox() = default;
};

}  // namespace host_bridge
