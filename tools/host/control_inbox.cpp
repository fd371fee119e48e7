// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/host/control_inbox.hpp"

#include "driver/base/log.hpp"
#include "tools/program/program.hpp"

namespace tools {

bool ControlInbox::post(const pbx::HostCommand& command) {
    if (!control_) return false;
    auto& inbox = driver::contents_of<pbx::InboxArena>(*control_);
    if (!inbox.commands.post(command)) return false;
    control_->ring();
    return true;
}

void ControlInbox::look() {
    const driver::Ticks now = machine_ticks();
    if (now < next_look_) return;
    next_look_ = now + look_every;
    if (control_) {
        if (!control_->owner_gone()) return;
        driver::log_warning("host", "control has gone; commands wait until it is back");
        control_.reset();
    }
    auto guest = driver::ArenaGuest::attach(
        socket_, driver::layout_of<pbx::InboxArena, pbx::HostCommand>("inbox"));
    if (!guest) return;
    control_ = std::move(*guest);
    ++life_;
    driver::log_info("host", "control takes commands");
}

}  // namespace tools
