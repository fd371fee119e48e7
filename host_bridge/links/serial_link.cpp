// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/serial_link.hpp"

#include <algorithm>
#include <array>

#include "driver/base/log.hpp"
#include "host_bridge/resume.hpp"

namespace host_bridge {

SerialLink::SerialLink(SerialLineConfig config, std::unique_ptr<SerialFeed> feed, CursorFile file,
                       const Services& services)
    : config_(std::move(config)),
      feed_(std::move(feed)),
      file_(std::move(file)),
      services_(services) {}

void SerialLink::poll(const Moment& now) {
    if (!port_) {
        if (now.steady < open_at_) return;
        open(now);
        if (!port_) return;
    }
    if (now.steady >= check_at_) {
        check_at_ = now.steady + carrier_check;
        carrier_ = !config_.format.watch_carrier || port_->carrier();
    }
    if (!hear()) return lose(now, "the device hung up: see that it is plugged in");
    if (carrier_ && !speak(now)) return lose(now, "the device has gone: plug it in again");
    commit();
    save(now);
}

// ── the device comes and goes ───────────────────────────────────────────────────────────────────

bool SerialLink::load() {
    if (loaded_) return true;
    const auto cursor = file_.load();
    if (!cursor) {
        text_ = cursor.error();
        return false;
    }
    if (*cursor) committed_ = **cursor;
    asked_ = committed_;
    committed_.number = resume_after(services_.ledger, committed_.epoch, committed_.number);
    loaded_ = true;
    return true;
}

void SerialLink::open(const Moment& now) {
    open_at_ = now.steady + wait_;
    wait_ = std::min(wait_ * 2, longest_wait);
    if (!load()) return;
    auto port = SerialPort::open(config_);
    if (!port) {
        if (text_ != port.error()) driver::log_warning("serial", "{}", port.error());
        text_ = port.error();
        return;
    }
    driver::log_info("serial", "{}: {} is open", config_.name, config_.device.string());
    port_.emplace(*std::move(port));
    marks_ = {};
    out_.clear();
    in_flight_.clear();
    given_ = 0;
    wait_ = shortest_wait;
    check_at_ = {};
    text_.clear();
    feed_->begin(committed_);
}

void SerialLink::lose(const Moment& now, std::string why) {
    driver::log_warning("serial", "{}: {}: {}", config_.name, config_.device.string(), why);
    port_.reset();
    ++reopened_;
    open_at_ = now.steady + wait_;
    text_ = std::move(why);
    save(now);
}

// ── octets ──────────────────────────────────────────────────────────────────────────────────────

bool SerialLink::hear() {
    std::array<char, 1024> octets{};
    const auto size = port_->read(octets);
    if (!size) return false;
    for (std::size_t i = 0; i < *size; ++i) {
        if (const auto octet = marks_.take(octets[i])) feed_->heard(*octet);
    }
    return true;
}

bool SerialLink::speak(const Moment& now) {
    for (int i = 0; i < most_pieces; ++i) {
        if (out_.empty()) {
            if (port_->unsent() >= enough_ahead) return true;
            auto piece = feed_->next(now);
            if (!piece) return true;
            out_ = std::move(piece->octets);
            in_flight_.push_back({given_ + out_.size(), piece->after});
        }
        const auto taken = port_->write(out_);
        if (!taken) return false;
        given_ += *taken;
        out_.erase(0, *taken);
        if (!out_.empty()) return true;
    }
    return true;
}

void SerialLink::commit() {
    const std::uint64_t left = given_ - std::min<std::uint64_t>(given_, port_->unsent());
    while (!in_flight_.empty() && in_flight_.front().ends_at <= left) {
        committed_ = in_flight_.front().after;
        in_flight_.pop_front();
        ++sent_;
    }
    if (in_flight_.empty() && out_.empty()) committed_ = feed_->cursor();
}

void SerialLink::save(const Moment& now) {
    if (now.steady < save_at_) return;
    save_at_ = now.steady + save_interval;
    trouble_ = services_.cursors.trouble(config_.name);
    if (committed_ == asked_ && trouble_.empty()) return;
    asked_ = committed_;
    services_.cursors.save(config_.name, file_, asked_);
}

LinkRow SerialLink::row() const {
    LinkRow row;
    row.name = config_.name;
    row.dialect = feed_->dialect();
    row.peer = config_.device.string();
    row.state = !port_ ? LinkState::down : carrier_ ? LinkState::up : LinkState::waiting;
    row.number = committed_.number;
    row.behind = services_.ledger.last_number() -
                 std::min(services_.ledger.last_number(), committed_.number);
    row.sent = sent_;
    row.dropped = feed_->dropped();
    row.trouble = feed_->garbage() + reopened_;
    row.text = carrier_ || !port_ ? text_ : "no carrier: see the cable and the far end's power";
    if (row.text.empty()) row.text = trouble_;
    return row;
}

}  // namespace host_bridge
