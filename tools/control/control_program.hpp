// SPDX-License-Identifier: GPL-2.0-or-later
// The control program: one thread that takes messages, commands and time, journals them and acts.
#pragma once

#include <memory>
#include <optional>

#include "acd/center/control.hpp"
#include "driver/base/arena.hpp"
#include "pbx/journal/journal.hpp"
#include "pbx/signalling/messages.hpp"
#include "tools/config/settings.hpp"
#include "tools/control/journal_writer.hpp"

namespace tools {

using driver::Ticks;

class ControlProgram {
  public:
    // Opens the journal, takes up where it ended, opens the inbox. Errors are for the operator.
    static driver::Result<std::unique_ptr<ControlProgram>> start(const Settings& settings,
                                                                 const pbx::Configured& configured);
    // Until the program is asked to stop.
    void run();

  private:
    // Everything but messages that have just come waits at most so long.
    static constexpr Ticks heartbeat{100};
    static constexpr Ticks attach_every{200};
    static constexpr Ticks mark_every{60'000};
    static constexpr std::int64_t clock_step_us = 100'000;
    static constexpr std::uint64_t records_between_rests = 20'000;
    // Contacts an unclean stop of the machine may have taken out of the journal's end.
    static constexpr std::uint64_t lost_ids = 1000;

    ControlProgram(const Settings& settings, pbx::Journal journal, driver::ArenaOwner inbox);
    driver::Result<void> recover(const pbx::Configured& configured);
    driver::Result<void> begin(const pbx::Configured& configured, std::uint64_t skipped_ids);
    [[nodiscard]] driver::Result<bool> replay();

    void look_for_firmware();
    void let_go_of_firmware();
    void take_messages();
    void take_commands();
    void take_time();
    void watch_journal();
    void send_orders();
    void sleep();
    [[nodiscard]] Ticks now() const;
    [[nodiscard]] bool nothing_waits();

    Settings settings_;
    std::uint64_t plant_;
    pbx::Journal journal_;
    JournalWriter writer_;
    acd::Control control_;
    driver::ArenaOwner inbox_;
    pbx::InboxArena& commands_;
    std::optional<driver::ArenaGuest> firmware_;
    pbx::FirmwareArena* mailboxes_{};
    Ticks next_attach_{};
    Ticks next_mark_{};
    std::int64_t utc_offset_us_{};  // of the last clock mark
    std::uint64_t rested_at_{};     // in record
    bool journal_has_room_{true};
};

}  // namespace tools
