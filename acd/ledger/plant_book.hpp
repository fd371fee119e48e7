// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "pbx/journal/events.hpp"

namespace acd {

struct SystemRow {
    std::uint64_t epoch{};
    std::string version;
    std::string configuration;  // digest
    std::uint32_t lines{};
    std::uint32_t voice_ports{};
    std::uint32_t agents{};
    std::uint32_t queues{};
    bool firmware_present{};
    std::uint64_t firmware_epoch{};
    driver::TickHealth health;
    FIELDS(epoch, version, configuration, lines, voice_ports, agents, queues, firmware_present,
           firmware_epoch, health)
};

struct SpanRow {
    driver::SpanStatus status;
    bool usable{};
    driver::Ticks since{};  // of the last change
    FIELDS(status, usable, since)
};

// A quarter of an hour of a span.
struct PerformanceRow {
    driver::SpanPerformance quarter;
    FIELDS(quarter)
};

// What the test set of a span does, or has done last.
struct TestRow {
    driver::SpanTest test;
    driver::Ticks since{};  // told
    FIELDS(test, since)
};

// A span as a source of clock, beside the clock it may give, and what slips it has had. Of a clock
// without spans there is one row whose span is 0.
struct ClockRow {
    driver::ClockStatus clock;
    driver::ClockSource source;
    bool followed{};
    std::uint32_t frames_deleted{};
    std::uint32_t frames_repeated{};
    FIELDS(clock, source, followed, frames_deleted, frames_repeated)
};

struct LineRow {
    pbx::Device device;
    bool in_service{};
    pbx::CallId call;  // the one it is used for, if any
    driver::Ticks since{};
    FIELDS(device, in_service, call, since)
};

// How good a line was when somebody asked last.
struct QualityRow {
    pbx::Device device;
    ivr_dsp::LineQuality quality;
    driver::Ticks since{};  // told
    FIELDS(device, quality, since)
};

// What waits in a mailbox. What is said there is never here.
struct MailboxRow {
    pbx::Number mailbox;
    std::uint32_t fresh{};  // not yet heard by its owner
    std::uint32_t old{};
    pbx::MailboxChange change{};  // the last
    driver::Ticks since{};
    FIELDS(mailbox, fresh, old, change, since)
};

struct AlarmRow {
    pbx::Name alarm;
    bool active{};
    std::string text;
    driver::Ticks since{};
    FIELDS(alarm, active, text, since)
};

struct VoicePortRow {
    pbx::VoicePortId port;
    pbx::ContactId contact;  // 0 = free
    pbx::Name menu;
    driver::Ticks since{};
    FIELDS(port, contact, menu, since)
};

// The machine itself: what is there and how it is.
class PlantBook {
  public:
    void apply(driver::Ticks tick, const pbx::Event& event);
    void clear();

    [[nodiscard]] const SystemRow& system() const { return system_; }
    [[nodiscard]] const std::map<pbx::SpanId, SpanRow>& spans() const { return spans_; }
    // Of the last day: 96 quarters and the present one of each span, oldest first.
    [[nodiscard]] std::vector<PerformanceRow> performance() const;
    [[nodiscard]] const std::map<pbx::SpanId, TestRow>& tests() const { return tests_; }
    // By board, then by span.
    [[nodiscard]] std::vector<ClockRow> clocks() const;
    [[nodiscard]] const std::map<pbx::LineId, LineRow>& lines() const { return lines_; }
    [[nodiscard]] const std::map<pbx::LineId, QualityRow>& qualities() const { return qualities_; }
    // Known from the first message on.
    [[nodiscard]] const std::map<std::string, MailboxRow>& mailboxes() const { return mailboxes_; }
    // Cleared ones are kept: when an alarm ended is worth knowing.
    [[nodiscard]] const std::map<std::string, AlarmRow>& alarms() const { return alarms_; }
    [[nodiscard]] const std::vector<VoicePortRow>& ports() const { return ports_; }

  private:
    void on(driver::Ticks tick, const pbx::SystemStarted& event);
    void on(driver::Ticks tick, const pbx::SystemConfigured& event);
    void on(driver::Ticks tick, const pbx::FirmwareChanged& event);
    void on(driver::Ticks tick, const pbx::SpanChanged& event);
    void on(driver::Ticks tick, const pbx::SpanMeasured& event);
    void on(driver::Ticks tick, const pbx::SpanTested& event);
    void on(driver::Ticks tick, const pbx::ClockChanged& event);
    void on(driver::Ticks tick, const pbx::ClockSourceChanged& event);
    void on(driver::Ticks tick, const pbx::LineServiceChanged& event);
    void on(driver::Ticks tick, const pbx::LineMeasured& event);
    void on(driver::Ticks tick, const pbx::MailboxChanged& event);
    void on(driver::Ticks tick, const pbx::HealthReported& event);
    void on(driver::Ticks tick, const pbx::AlarmChanged& event);
    void on(driver::Ticks tick, const pbx::CallOffered& event);
    void on(driver::Ticks tick, const pbx::CallDelivered& event);
    void on(driver::Ticks tick, const pbx::IvrStarted& event);
    void on(driver::Ticks tick, const pbx::IvrEnded& event);
    void seen(driver::Ticks tick, const pbx::Device& device);
    VoicePortRow& port(pbx::VoicePortId id);

    SystemRow system_;
    std::map<pbx::SpanId, SpanRow> spans_;
    std::map<pbx::SpanId, std::deque<PerformanceRow>> performance_;
    std::map<pbx::SpanId, TestRow> tests_;
    std::map<std::uint16_t, driver::ClockStatus> clocks_;  // by board
    std::map<pbx::SpanId, driver::ClockSource> sources_;
    std::map<pbx::LineId, LineRow> lines_;
    std::map<pbx::LineId, QualityRow> qualities_;
    std::map<std::string, MailboxRow> mailboxes_;
    std::map<std::string, AlarmRow> alarms_;
    std::vector<VoicePortRow> ports_;  // by VoicePortId
};

}  // namespace acd
