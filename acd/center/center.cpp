// SPDX-License-Identifier: GPL-2.0-or-later
// Records in, and who deals with them.
#include "acd/center/center.hpp"

#include "driver/base/invariant.hpp"

namespace acd {

Center::Center(const CenterConfig& config, pbx::Orders& orders, EventSink& events)
    : context_{config, orders, events, {}, {}},
      alarms_(context_),
      spans_(context_, alarms_),
      clocks_(context_, alarms_),
      calls_(config.lines, config.conferences, orders, *this),
      contacts_(context_),
      agents_(context_, calls_),
      recordings_(context_, {contacts_, calls_, alarms_}),
      tones_(context_, {contacts_, calls_, *this}),
      faxes_(context_, {contacts_, calls_, alarms_}),
      mailboxes_(context_),
      ivr_(context_, {contacts_, calls_, alarms_, tones_}, *this),
      voicemail_(context_, {calls_, ivr_, mailboxes_, recordings_, contacts_}),
      queues_(context_, {contacts_, calls_, agents_, ivr_, recordings_, *this}),
      reception_(context_,
                 {contacts_, calls_, agents_, ivr_, queues_, tones_, alarms_, faxes_, voicemail_}),
      stations_(context_, {contacts_, calls_, agents_, ivr_, reception_, voicemail_}),
      supervisors_(context_, {contacts_, calls_, agents_, stations_}),
      speakers_(context_, contacts_, calls_),
      host_(context_, {contacts_, calls_, agents_, queues_, reception_, stations_, recordings_,
                       supervisors_, faxes_, mailboxes_}) {}

void Center::take(Ticks now, const pbx::In& record) {
    INVARIANT(now >= context_.now);
    // What was due before the record came happens first, at its own time.
    while (const auto due = context_.timers.next()) {
        if (*due >= now) break;
        context_.now = *due;
        fire_due_timers();
    }
    context_.now = now;
    fire_due_timers();
    std::visit([this](const auto& one) { handle(one); }, record);
    settle();
}

void Center::fire_due_timers() {
    while (const auto timer = context_.timers.take_due(context_.now)) {
        fire(*timer);
        settle();
    }
}

// An idle port goes to who waits for one, a free agent to the caller who is first.
void Center::settle() {
    reception_.settle();
    queues_.settle();
    speakers_.settle();
    faxes_.settle();
}

void Center::fire(TimerKey timer) {
    const LegId leg{timer.owner};
    const ContactId contact{timer.owner};
    switch (timer.kind) {
        case TimerKind::port_silence:
            return ivr_.silence({static_cast<std::uint16_t>(timer.owner)});
        case TimerKind::port_wait:
            return reception_.gave_up_waiting(contact);
        case TimerKind::announcement:
            return queues_.announcement_due(contact);
        case TimerKind::offer_ring:
            return queues_.rang_too_long(leg);
        case TimerKind::call_ring:
            if (host_.is_awaited(leg)) return calls_.release(leg, pbx::Cause::no_answer);
            supervisors_.rang_too_long(leg);
            return reception_.rang_too_long(leg);
        case TimerKind::dialling:
            return stations_.dialled_long_enough(leg);
        case TimerKind::failure_tone:
            if (calls_.leg(leg) != nullptr) calls_.release(leg, pbx::Cause::normal_clearing);
            return;
        case TimerKind::after_call_work:
            return agents_.work_over({static_cast<std::uint16_t>(timer.owner)});
        case TimerKind::audit:
            return audit();
        case TimerKind::span_trouble:
        case TimerKind::span_hour:
            return spans_.due(timer);
        case TimerKind::clock_alone:
            return clocks_.due(timer);
        case TimerKind::recording_close:
            if (voicemail_.due(timer)) return;
            return recordings_.due(timer);
        case TimerKind::analysis:
            return tones_.due(timer);
        case TimerKind::fax:
            return faxes_.due(timer);
    }
}

// ── records ─────────────────────────────────────────────────────────────────────────────────────

void Center::handle(const pbx::Began& record) {
    contacts_.begin_at(record.first_contact);
    calls_.begin_at(record.first_call);
    context_.tell(pbx::SystemStarted{record.epoch, record.version});
}

void Center::handle(const pbx::Configured& record) {
    const CenterConfig& config = context_.config;
    context_.tell(pbx::SystemConfigured{
        record.digest, static_cast<std::uint32_t>(config.lines.all().size()), config.voice_ports,
        static_cast<std::uint32_t>(config.agents.size()),
        static_cast<std::uint32_t>(config.queues.size()), config.faxes.ports});
    spans_.configured();
    clocks_.configured();
    reception_.configured();
    recordings_.configured();
}

void Center::handle(const pbx::ClockMark& record) {
    context_.tell(pbx::SystemClock{record.utc_us});
}

void Center::handle(const pbx::FromFirmware& record) {
    std::visit([this](const auto& news) { handle(news); }, record.body);
}

void Center::handle(const pbx::FirmwareLost&) {
    if (!has_firmware()) return;
    const std::uint64_t epoch = *firmware_epoch_;
    firmware_epoch_.reset();
    context_.timers.cancel({TimerKind::audit, 0});
    spans_.firmware_lost();
    clocks_.firmware_lost();
    recordings_.firmware_lost();
    tones_.firmware_lost();
    faxes_.firmware_lost();
    mailboxes_.firmware_lost();
    calls_.firmware_lost();
    context_.tell(pbx::FirmwareChanged{false, epoch});
}

// Control is back after its own death. Everything up to here was replayed, nothing else is known of
// the time between: the next report puts differences right.
void Center::handle(const pbx::Resumed&) {
    if (has_firmware()) audit();
}

void Center::handle(const pbx::JournalSpace& record) {
    if (record.enough == journal_has_room_) return;
    journal_has_room_ = record.enough;
    const std::string_view then = record.enough
                                      ? " octets left; new calls are taken again"
                                      : " octets left; new calls are refused until there is room";
    context_.tell(pbx::AlarmChanged{
        "journal.space", !record.enough,
        "the journal's disk has " + std::to_string(record.free_octets) + std::string(then)});
}

// ── resting ─────────────────────────────────────────────────────────────────────────────────────

bool Center::at_rest() const {
    return contacts_.all().empty() && calls_.legs().empty() && agents_.all_rest() &&
           host_.awaits_nobody() && spans_.at_rest() && clocks_.at_rest() &&
           recordings_.at_rest() && faxes_.at_rest() && mailboxes_.at_rest();
}

void Center::remember(pbx::Rested& rested) const {
    INVARIANT(at_rest());
    calls_.remember(rested);
    rested.next_contact = contacts_.next_id();
    ivr_.remember(rested);
    agents_.remember(rested);
    rested.has_firmware = has_firmware();
    rested.firmware_epoch = firmware_epoch_.value_or(0);
    rested.next_audit = context_.timers.at({TimerKind::audit, 0}).value_or(Ticks{});
    rested.late_ticks_told = late_ticks_told_;
    rested.journal_has_room = journal_has_room_;
    alarms_.remember(rested);
    spans_.remember(rested);
    clocks_.remember(rested);
    rested.next_recording = recordings_.next_id();
    faxes_.remember(rested);
    mailboxes_.remember(rested);
}

void Center::recall(Ticks now, const pbx::Rested& rested) {
    context_.now = now;
    calls_.recall(rested);
    contacts_.begin_at(rested.next_contact);
    ivr_.recall(rested);
    agents_.recall(rested);
    if (rested.has_firmware) {
        firmware_epoch_ = rested.firmware_epoch;
        context_.timers.set({TimerKind::audit, 0}, rested.next_audit);
    }
    late_ticks_told_ = rested.late_ticks_told;
    journal_has_room_ = rested.journal_has_room;
    alarms_.recall(rested);
    spans_.recall(rested);
    clocks_.recall(rested);
    recordings_.begin_at(rested.next_recording);
    faxes_.recall(rested);
    mailboxes_.recall(rested);
}

void Center::handle(const pbx::Rested&) {
    host_.forget_results();
}

// ── border 1 ────────────────────────────────────────────────────────────────────────────────────

void Center::handle(const pbx::Attached& news) {
    if (firmware_epoch_ == news.firmware_epoch) return audit();
    if (has_firmware()) handle(pbx::FirmwareLost{});
    firmware_epoch_ = news.firmware_epoch;
    calls_.firmware_began();
    ivr_.firmware_began();
    spans_.firmware_began();
    clocks_.firmware_began();
    recordings_.firmware_began();
    faxes_.firmware_began();
    mailboxes_.firmware_began(news.firmware_epoch);
    context_.tell(pbx::FirmwareChanged{true, news.firmware_epoch});
    audit();
}

void Center::audit() {
    calls_.begin_audit();
    context_.after({TimerKind::audit, 0}, context_.config.patience.audit);
}

void Center::handle(const ivr_dsp::Recorded& news) {
    if (!voicemail_.recorded(news)) recordings_.ended(news);
}

void Center::handle(const ivr_dsp::StoredMessage& news) {
    recordings_.is_taken(news.message);
    mailboxes_.stored(news);
}

void Center::handle(const pbx::Digit& news) {
    const pbx::Leg* leg = calls_.leg(news.leg);
    if (leg == nullptr || leg->letting_go) return;
    if (stations_.is_dialling(news.leg)) return stations_.digit(news.leg, news.digit);
    const pbx::Call* call = calls_.call(leg->call);
    Contact* contact = call == nullptr ? nullptr : contacts_.find(call->contact);
    if (contact == nullptr || contact->caller != news.leg) return;
    if (contact->stage == Stage::queued) return queues_.digit(*contact, news.digit, news.equals);
    if (contact->stage == Stage::menu) ivr_.digit(*contact, news.digit, news.equals);
}

void Center::handle(const pbx::Flash& news) {
    const pbx::Leg* leg = calls_.leg(news.leg);
    if (leg == nullptr || leg->letting_go || !calls_.lines()[leg->line].is_station()) return;
    stations_.flash(news.leg);
}

void Center::handle(const pbx::LineService& news) {
    if (!calls_.lines().contains(news.line)) return;
    if (calls_.in_service(news.line) == news.in_service) return;
    calls_.service(news);
    context_.tell(pbx::LineServiceChanged{calls_.lines()[news.line].device, news.in_service});
}

void Center::handle(const driver::SpanStatus& news) {
    context_.tell(pbx::SpanChanged{news});
    spans_.changed(news);
}

void Center::handle(const driver::SpanPerformance& news) {
    context_.tell(pbx::SpanMeasured{news});
}

void Center::handle(const driver::SpanTest& news) {
    context_.tell(pbx::SpanTested{news});
}

void Center::handle(const ivr_dsp::LineQuality& news) {
    if (!calls_.lines().contains(news.line)) return;
    context_.tell(pbx::LineMeasured{calls_.lines()[news.line].device, news});
}

void Center::handle(const driver::TickHealth& news) {
    if (news.late_ticks == late_ticks_told_) return;
    late_ticks_told_ = news.late_ticks;
    context_.tell(pbx::HealthReported{news});
}

}  // namespace acd
