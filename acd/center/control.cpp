// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/control.hpp"

#include "driver/base/invariant.hpp"

namespace acd {

using driver::Error;
using driver::Result;

Control::Control(ConfigReader reader, Journal& journal)
    : reader_(std::move(reader)), journal_(&journal) {}

Result<void> Control::take(Ticks at, const pbx::In& record) {
    // Only a beginning may go back in time: then the machine was started again.
    now_ = std::holds_alternative<pbx::Began>(record) ? at : std::max(now_, at);
    if (const auto* configured = std::get_if<pbx::Configured>(&record)) {
        const auto done = configure(*configured);
        if (!done) return done;
    }
    journal_->append(now_, record);
    act_on(record);
    use_waiting_configuration();
    return {};
}

void Control::begin(const pbx::Began& began) {
    began_ = began;
    center_.reset();
    waiting_config_.reset();
    orders_.clear();
    last_order_ = last_up_ = 0;
    firmware_epoch_.reset();
    attached_ = false;
}

void Control::act_on(const pbx::In& record) {
    if (const auto* began = std::get_if<pbx::Began>(&record)) return begin(*began);
    if (const auto* rested = std::get_if<pbx::Rested>(&record); rested && !center_) {
        return go_on_from(*rested);
    }
    if (const auto* message = std::get_if<pbx::FromFirmware>(&record)) {
        if (const auto* news = std::get_if<pbx::Attached>(&message->body)) attached(*news);
        last_up_ = message->sequence;
    }
    const bool lost = std::holds_alternative<pbx::FirmwareLost>(record);
    if (lost) {
        attached_ = false;
        firmware_epoch_.reset();
    }
    const bool configured = std::holds_alternative<pbx::Configured>(record);
    if (configured && waiting_config_) return;  // the center hears of it when it is used
    if (configured) center_->take(now_, began_);
    if (center_) center_->take(now_, record);
    if (lost) orders_.clear();
}

void Control::take(const pbx::Up& message) {
    const auto* news = std::get_if<pbx::Attached>(&message.body);
    if (news == nullptr && (!firmware_epoch_ || message.sequence <= last_up_)) return;
    const bool another = news != nullptr && firmware_epoch_ != news->firmware_epoch;
    if (another) {
        if (firmware_epoch_) (void)take(message.at, pbx::FirmwareLost{});
    } else if (message.sequence <= last_up_) {
        return;
    }
    (void)take(message.at, pbx::FromFirmware{message.sequence, message.body});
}

void Control::advance(Ticks now) {
    const auto due = next_deadline();
    if (due && *due <= now) (void)take(now, pbx::TimePassed{});
}

std::optional<Ticks> Control::next_deadline() const {
    return center_ ? center_->next_deadline() : std::nullopt;
}

// ── configuration ───────────────────────────────────────────────────────────────────────────────

Result<void> Control::configure(const pbx::Configured& record) {
    auto read = reader_(record);
    if (!read) return Error{read.error()};
    auto config = std::make_unique<CenterConfig>(std::move(*read));
    if (center_) {
        waiting_config_ = std::move(config);
        waiting_configured_ = record;
        return {};
    }
    config_ = std::move(config);
    configured_ = record;
    center_ = make_center();
    return {};
}

std::unique_ptr<Center> Control::make_center() {
    pbx::Orders& orders = *this;
    EventSink& events = *this;
    return std::make_unique<Center>(*config_, orders, events);
}

void Control::use_waiting_configuration() {
    if (!waiting_config_ || !at_rest()) return;
    const pbx::Rested memory = rested();
    center_.reset();
    config_ = std::move(waiting_config_);
    configured_ = std::move(waiting_configured_);
    center_ = make_center();
    center_->recall(now_, memory);
    center_->take(now_, configured_);
}

void Control::go_on_from(const pbx::Rested& rested) {
    began_ = rested.began;
    const auto done = configure(rested.configured);
    INVARIANT(done);  // it could be read when it was journalled
    center_->recall(now_, rested);
    if (rested.has_firmware) firmware_epoch_ = rested.firmware_epoch;
    last_order_ = rested.last_order;
    last_up_ = rested.last_up;
}

bool Control::at_rest() const {
    return center_ && center_->at_rest();
}

pbx::Rested Control::rested() const {
    pbx::Rested rested;
    rested.began = began_;
    rested.configured = configured_;
    center_->remember(rested);
    rested.last_order = last_order_;
    rested.last_up = last_up_;
    return rested;
}

// ── orders ──────────────────────────────────────────────────────────────────────────────────────

// A new firmware counts from 1. The one we know says how far it got before we died; the replay has
// made all orders again, and those it has are taken off.
void Control::attached(const pbx::Attached& news) {
    if (firmware_epoch_ != news.firmware_epoch) {
        firmware_epoch_ = news.firmware_epoch;
        orders_.clear();
        last_order_ = 0;
    }
    while (!orders_.empty() && orders_.front().sequence <= news.last_command) orders_.pop_front();
    attached_ = true;
    plant_ = news.configuration;
}

void Control::send(const pbx::DownBody& order) {
    if (!firmware_epoch_) return;
    orders_.push_back({++last_order_, order});
    // While replaying, what the firmware certainly has is not kept.
    if (!attached_ && orders_.size() > most_orders) orders_.pop_front();
}

// None before the firmware has said how far it got.
bool Control::post_orders(pbx::FirmwareArena& arena) {
    bool any = false;
    while (attached_ && !orders_.empty() && arena.down.post(orders_.front())) {
        orders_.pop_front();
        any = true;
    }
    return any;
}

void Control::take_messages(pbx::FirmwareArena& arena, std::size_t most) {
    for (; most > 0; --most) {
        const pbx::Up* message = arena.up.front();
        if (message == nullptr) return;
        take(*message);
        arena.up.pop();
    }
}

}  // namespace acd
