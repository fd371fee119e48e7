// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/ledger/plant_book.hpp"

namespace acd {

void PlantBook::apply(driver::Ticks tick, const pbx::Event& event) {
    std::visit(
        [&](const auto& one) {
            if constexpr (requires { this->on(tick, one); }) on(tick, one);
        },
        event);
}

void PlantBook::clear() {
    *this = {};
}

void PlantBook::on(driver::Ticks, const pbx::SystemStarted& event) {
    system_.epoch = event.epoch;
    system_.version = event.version;
}

void PlantBook::on(driver::Ticks tick, const pbx::SystemConfigured& event) {
    system_.configuration = event.digest;
    system_.lines = event.lines;
    system_.voice_ports = event.voice_ports;
    system_.agents = event.agents;
    system_.queues = event.queues;
    while (ports_.size() < event.voice_ports) {
        port({static_cast<std::uint16_t>(ports_.size())}).since = tick;
    }
}

void PlantBook::on(driver::Ticks, const pbx::FirmwareChanged& event) {
    system_.firmware_present = event.present;
    system_.firmware_epoch = event.epoch;
}

void PlantBook::on(driver::Ticks tick, const pbx::SpanChanged& event) {
    spans_[event.status.span] = {event.status, event.status.usable(), tick};
}

void PlantBook::on(driver::Ticks, const pbx::SpanMeasured& event) {
    constexpr std::size_t kept = 97;
    auto& quarters = performance_[event.quarter.span];
    if (quarters.empty() || quarters.back().quarter.since != event.quarter.since) {
        quarters.push_back({});
    }
    quarters.back().quarter = event.quarter;
    if (quarters.size() > kept) quarters.pop_front();
}

std::vector<PerformanceRow> PlantBook::performance() const {
    std::vector<PerformanceRow> rows;
    for (const auto& [span, quarters] : performance_) {
        rows.insert(rows.end(), quarters.begin(), quarters.end());
    }
    return rows;
}

void PlantBook::on(driver::Ticks tick, const pbx::SpanTested& event) {
    tests_[event.test.span] = {event.test, tick};
}

void PlantBook::on(driver::Ticks, const pbx::ClockChanged& event) {
    clocks_[event.clock.board] = event.clock;
}

void PlantBook::on(driver::Ticks, const pbx::ClockSourceChanged& event) {
    sources_[event.source.span] = event.source;
}

std::vector<ClockRow> PlantBook::clocks() const {
    std::vector<ClockRow> rows;
    for (const auto& [board, clock] : clocks_) {
        const auto before = rows.size();
        for (const auto& [id, source] : sources_) {
            if (source.board != board) continue;
            ClockRow row{clock, source, false, 0, 0};
            row.followed = clock.state == driver::ClockState::locked && clock.source == id;
            if (const auto span = spans_.find(id); span != spans_.end()) {
                row.frames_deleted = span->second.status.frames_deleted;
                row.frames_repeated = span->second.status.frames_repeated;
            }
            rows.push_back(row);
        }
        if (rows.size() == before) rows.push_back({clock, {}, false, 0, 0});
    }
    return rows;
}

void PlantBook::on(driver::Ticks tick, const pbx::LineServiceChanged& event) {
    LineRow& row = lines_[event.device.line];
    row.device = event.device;
    row.in_service = event.in_service;
    row.since = tick;
}

void PlantBook::on(driver::Ticks tick, const pbx::LineMeasured& event) {
    qualities_[event.device.line] = {event.device, event.quality, tick};
}

void PlantBook::on(driver::Ticks tick, const pbx::MailboxChanged& event) {
    mailboxes_[std::string(event.mailbox.view())] = {event.mailbox, event.fresh, event.old,
                                                     event.change, tick};
}

void PlantBook::on(driver::Ticks, const pbx::HealthReported& event) {
    system_.health = event.health;
}

void PlantBook::on(driver::Ticks tick, const pbx::AlarmChanged& event) {
    alarms_[std::string(event.alarm.view())] = {event.alarm, event.active, event.text, tick};
}

void PlantBook::on(driver::Ticks tick, const pbx::CallOffered& event) {
    seen(tick, event.device);
}

void PlantBook::on(driver::Ticks tick, const pbx::CallDelivered& event) {
    seen(tick, event.device);
}

void PlantBook::on(driver::Ticks tick, const pbx::IvrStarted& event) {
    VoicePortRow& row = port(event.port);
    row.contact = event.contact.contact;
    row.menu = event.menu;
    row.since = tick;
}

void PlantBook::on(driver::Ticks tick, const pbx::IvrEnded& event) {
    VoicePortRow& row = port(event.port);
    row.contact = {};
    row.menu = {};
    row.since = tick;
}

// A line that carries a call is in service, whether or not anybody said so.
void PlantBook::seen(driver::Ticks tick, const pbx::Device& device) {
    lines_.try_emplace(device.line, LineRow{device, true, {}, tick});
}

VoicePortRow& PlantBook::port(pbx::VoicePortId id) {
    while (ports_.size() <= id.value) {
        ports_.push_back({{static_cast<std::uint16_t>(ports_.size())}, {}, {}, {}});
    }
    return ports_[id.value];
}

}  // namespace acd
