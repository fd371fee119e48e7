// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/control/control_program.hpp"

#include <algorithm>

#include "driver/base/log.hpp"
#include "tools/config/plans.hpp"
#include "tools/program/program.hpp"

namespace tools {

using driver::Error;
using driver::log_error;
using driver::log_info;
using driver::log_warning;
using driver::Result;

namespace {

std::int64_t utc_offset_us() {
    return utc_us() - machine_ns() / 1000;
}

}  // namespace

Result<std::unique_ptr<ControlProgram>> ControlProgram::start(const Settings& settings,
                                                              const pbx::Configured& configured) {
    pbx::JournalOptions options;
    options.directory = settings.journal.directory;
    options.segment_octets = settings.journal.segment_octets;
    options.sync_period = settings.journal.sync_every;
    options.epoch = static_cast<std::uint64_t>(utc_us() / 1'000'000);
    if (settings.journal.keep_octets > 0) options.retention.octets = settings.journal.keep_octets;
    auto journal = pbx::Journal::open(options);
    if (!journal) return Error{journal.error()};
    auto inbox = driver::ArenaOwner::make(
        settings.control_socket(), driver::layout_of<pbx::InboxArena, pbx::HostCommand>("inbox"));
    if (!inbox) return Error{inbox.error()};
    std::unique_ptr<ControlProgram> program(
        new ControlProgram(settings, std::move(*journal), std::move(*inbox)));
    const auto recovered = program->recover(configured);
    if (!recovered) return Error{recovered.error()};
    program->take_time();  // the clock mark by which readers know the hour
    return program;
}

ControlProgram::ControlProgram(const Settings& settings, pbx::Journal journal,
                               driver::ArenaOwner inbox)
    : settings_(settings),
      plant_(plant_digest(settings)),
      journal_(std::move(journal)),
      writer_(journal_.writer()),
      control_(center_config, writer_),
      inbox_(std::move(inbox)),
      commands_(driver::construct_in<pbx::InboxArena>(inbox_)) {
    journal_.keeper().start();
}

void ControlProgram::run() {
    log_info("control", "runs, epoch {}", control_.began().epoch);
    while (!stop_asked()) {
        look_for_firmware();
        take_messages();
        (void)inbox_.serve();
        take_commands();
        take_time();
        watch_journal();
        send_orders();
        inbox_.ring();
        sleep();
    }
}

// ── firmware ────────────────────────────────────────────────────────────────────────────────────

void ControlProgram::look_for_firmware() {
    if (firmware_) {
        if (firmware_->owner_gone() || control_.is_overflowing()) let_go_of_firmware();
        return;
    }
    if (machine_ticks() < next_attach_) return;
    next_attach_ = machine_ticks() + attach_every;
    auto guest = driver::ArenaGuest::attach(
        settings_.firmware_socket(),
        driver::layout_of<pbx::FirmwareArena, pbx::DownBody, pbx::UpBody>("firmware"));
    if (!guest) return;
    firmware_ = std::move(*guest);
    mailboxes_ = &driver::contents_of<pbx::FirmwareArena>(*firmware_);
    // The next even number: a control is attached (pbx/signalling/signalling.hpp).
    const std::uint64_t before = mailboxes_->control_generation.load(std::memory_order_acquire);
    mailboxes_->control_generation.store((before / 2 + 1) * 2, std::memory_order_release);
    firmware_->ring();
    log_info("control", "attached to the firmware");
}

void ControlProgram::let_go_of_firmware() {
    control_.take_messages(*mailboxes_);  // what it said before it went
    log_warning("control", "the firmware has gone: its calls are over");
    firmware_.reset();
    mailboxes_ = nullptr;
    control_.detached();
    (void)control_.take(machine_ticks(), pbx::FirmwareLost{});
}

void ControlProgram::take_messages() {
    if (mailboxes_ != nullptr) control_.take_messages(*mailboxes_);
    if (!control_.has_firmware() || control_.plant() == plant_) return;
    log_error("control", "the firmware runs with another configuration of lines: restart it");
    let_go_of_firmware();
    next_attach_ = machine_ticks() + 10 * attach_every;
}

void ControlProgram::send_orders() {
    if (mailboxes_ != nullptr && control_.post_orders(*mailboxes_)) firmware_->ring();
}

// ── host, time, disk ────────────────────────────────────────────────────────────────────────────

void ControlProgram::take_commands() {
    while (const pbx::HostCommand* command = commands_.commands.front()) {
        (void)control_.take(now(), *command);
        commands_.commands.pop();
    }
}

// With a firmware its ticks are the time, and never later than what it has told.
Ticks ControlProgram::now() const {
    if (mailboxes_ == nullptr) return std::max(machine_ticks(), control_.now());
    return std::max(Ticks{mailboxes_->done_to_tick.load(std::memory_order_acquire)},
                    control_.now());
}

void ControlProgram::take_time() {
    const Ticks time = now();
    control_.advance(time);
    const std::int64_t offset = utc_offset_us();
    const bool stepped = std::abs(offset - utc_offset_us_) > clock_step_us;
    if (time < next_mark_ && !stepped) return;
    utc_offset_us_ = offset;
    next_mark_ = time + mark_every;
    (void)control_.take(time, pbx::ClockMark{utc_us()});
}

void ControlProgram::watch_journal() {
    const pbx::Space space = journal_.keeper().space();
    if (space.enough != journal_has_room_) {
        journal_has_room_ = space.enough;
        if (space.enough) {
            log_info("control", "the journal has room again");
        } else {
            log_error("control",
                      "the journal's disk is nearly full ({} octets left): new calls are refused. "
                      "Make room in {}",
                      space.octets, settings_.journal.directory.string());
        }
        (void)control_.take(now(), pbx::JournalSpace{space.enough, space.octets});
    }
    const std::uint64_t written = journal_.writer().last_in();
    if (written - rested_at_ < records_between_rests || !control_.at_rest()) return;
    rested_at_ = written;
    journal_.writer().replay_starts_here();
    (void)control_.take(now(), control_.rested());
}

bool ControlProgram::nothing_waits() {
    return (mailboxes_ == nullptr || mailboxes_->up.front() == nullptr) &&
           commands_.commands.front() == nullptr;
}

void ControlProgram::sleep() {
    Ticks most = heartbeat;
    if (const auto due = control_.next_deadline()) most = std::min(most, *due - now());
    inbox_.about_to_sleep();
    if (firmware_) firmware_->about_to_sleep();
    if (nothing_waits()) {
        wait_for_any({inbox_.bell_fd(), inbox_.poll_fd(), firmware_ ? firmware_->bell_fd() : -1,
                      firmware_ ? firmware_->poll_fd() : -1},
                     std::max(most, Ticks{1}));
    }
    inbox_.woke();
    if (firmware_) firmware_->woke();
}

}  // namespace tools
