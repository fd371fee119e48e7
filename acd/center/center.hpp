// SPDX-License-Identifier: GPL-2.0-or-later
// The center as control runs it: told one record at a time, it answers with orders to the firmware
// and events for the journal. It reads no clock, no file, no socket and no chance: a pure function
// of its records.
#pragma once

#include <optional>

#include "acd/center/agent_desk.hpp"
#include "acd/center/alarms.hpp"
#include "acd/center/clock_desk.hpp"
#include "acd/center/contacts.hpp"
#include "acd/center/context.hpp"
#include "acd/center/fax_desk.hpp"
#include "acd/center/host_desk.hpp"
#include "acd/center/ivr_desk.hpp"
#include "acd/center/mailboxes.hpp"
#include "acd/center/queue_desk.hpp"
#include "acd/center/reception.hpp"
#include "acd/center/recording_desk.hpp"
#include "acd/center/span_desk.hpp"
#include "acd/center/speakers.hpp"
#include "acd/center/station_desk.hpp"
#include "acd/center/supervisor_desk.hpp"
#include "acd/center/tone_desk.hpp"
#include "acd/center/voicemail_desk.hpp"
#include "pbx/call/call_model.hpp"
#include "pbx/journal/records.hpp"

namespace acd {

class Center final : private pbx::CallObserver,
                     private MenuClient,
                     private QueueClient,
                     private ToneClient {
  public:
    // `config` must outlive the center.
    Center(const CenterConfig& config, pbx::Orders& orders, EventSink& events);
    Center(const Center&) = delete;
    Center& operator=(const Center&) = delete;
    ~Center() = default;

    // One record, and all that follows from it. `now` never goes back.
    void take(Ticks now, const pbx::In& record);
    // When a TimePassed record is due if nothing else comes first.
    [[nodiscard]] std::optional<Ticks> next_deadline() const { return context_.timers.next(); }

    // Nothing is going on: all the center remembers fits into a Rested record.
    [[nodiscard]] bool at_rest() const;
    // The center's part of it.
    void remember(pbx::Rested& rested) const;
    // Goes on from there, with whatever configuration the center was made with.
    void recall(Ticks now, const pbx::Rested& rested);

    [[nodiscard]] bool has_firmware() const { return firmware_epoch_.has_value(); }
    [[nodiscard]] const Contacts& contacts() const { return contacts_; }
    [[nodiscard]] const pbx::CallModel& calls() const { return calls_; }

  private:
    // Records.
    void handle(const pbx::Began& record);
    void handle(const pbx::Configured& record);
    void handle(const pbx::ClockMark& record);
    void handle(const pbx::TimePassed&) {}
    void handle(const pbx::FromFirmware& record);
    void handle(const pbx::FirmwareLost& record);
    void handle(const pbx::Resumed& record);
    void handle(const pbx::JournalSpace& record);
    void handle(const pbx::HostCommand& record) { host_.take(record); }
    void handle(const pbx::Rested& record);

    // Messages of border 1.
    void handle(const pbx::Attached& news);
    void handle(const pbx::LegChanged& news) { calls_.changed(context_.now, news); }
    void handle(const pbx::Digit& news);
    void handle(const pbx::Flash& news);
    void handle(const ivr_dsp::Played& news) { ivr_.played(news); }
    void handle(const pbx::LineService& news);
    void handle(const driver::SpanStatus& news);
    void handle(const driver::TickHealth& news);
    void handle(const driver::SpanPerformance& news);
    void handle(const driver::SpanTest& news);
    void handle(const driver::ClockStatus& news) { clocks_.changed(news); }
    void handle(const driver::ClockSource& news) { clocks_.changed(news); }
    void handle(const ivr_dsp::LineQuality& news);
    void handle(const ivr_dsp::Recorded& news);
    void handle(const ivr_dsp::ToneHeard& news) { tones_.heard(news); }
    void handle(const ivr_dsp::PartyHeard& news) { tones_.heard(news); }
    void handle(const ivr_dsp::BeepHeard& news) { tones_.heard(news); }
    void handle(const ivr_dsp::SpeakersChanged& news) { speakers_.changed(news); }
    void handle(const ivr_dsp::FaxEnded& news) { faxes_.ended(news); }
    void handle(const ivr_dsp::StoredMessage& news);
    void handle(const ivr_dsp::MessageGone& news) { mailboxes_.gone(news); }
    void handle(const ivr_dsp::MessagesListed& news) { mailboxes_.listed(news); }
    void handle(const pbx::ReportEnd& news) { calls_.end_audit(news.report); }

    void fire(TimerKey timer);
    void fire_due_timers();
    void settle();
    void audit();

    // pbx::CallObserver
    void offered(LegId leg) override;
    void alerting(LegId leg) override;
    void answered(LegId leg) override;
    void left(const Departure& departure) override;
    void line_free(driver::LineId line) override { reception_.line_free(line); }
    void caller_left(Contact& contact);
    void close_if_done(CallId call, const Departure& departure);
    [[nodiscard]] bool may_stay_alone(const Contact& contact, const pbx::Party& party) const;

    // MenuClient, QueueClient, ToneClient
    void menu_over(Contact& contact, const ivr_dsp::dialog::Ending& ending) override;
    void record(Contact& contact, const ivr_dsp::dialog::Record& how) override;
    void stop_recording(const Contact& contact) override;
    void chose_to_leave(Contact& contact) override;
    void sent_elsewhere(Contact& contact, const std::string& destination) override;
    void fax_calls(Contact& contact) override;

    Context context_;
    Alarms alarms_;
    SpanDesk spans_;
    ClockDesk clocks_;
    pbx::CallModel calls_;
    Contacts contacts_;
    AgentDesk agents_;
    RecordingDesk recordings_;
    ToneDesk tones_;
    FaxDesk faxes_;
    Mailboxes mailboxes_;
    IvrDesk ivr_;
    VoicemailDesk voicemail_;
    QueueDesk queues_;
    Reception reception_;
    StationDesk stations_;
    SupervisorDesk supervisors_;
    Speakers speakers_;
    HostDesk host_;
    std::optional<std::uint64_t> firmware_epoch_;
    bool journal_has_room_{true};
    std::uint64_t late_ticks_told_{};
};

}  // namespace acd
