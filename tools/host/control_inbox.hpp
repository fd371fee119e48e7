// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "driver/base/arena.hpp"
#include "driver/base/ticks.hpp"
#include "host_bridge/inbox.hpp"

namespace tools {

// The way to control from another program: its inbox, attached again whenever control is back.
class ControlInbox final : public host_bridge::Inbox {
  public:
    explicit ControlInbox(std::filesystem::path socket) : socket_(std::move(socket)) {}

    [[nodiscard]] bool post(const pbx::HostCommand& command) override;
    [[nodiscard]] std::uint64_t control_life() const override { return control_ ? life_ : 0; }
    // Once in a while: notices that control has gone, and that it is back.
    void look();

  private:
    static constexpr driver::Ticks look_every{100};

    std::filesystem::path socket_;
    std::optional<driver::ArenaGuest> control_;
    std::uint64_t life_{};
    driver::Ticks next_look_{};
};

}  // namespace tools
