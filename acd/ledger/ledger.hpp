// SPDX-License-Identifier: GPL-2.0-or-later
// The center as its journal tells it: who waits, who talks, what was counted. Pure: the same
// records give the same ledger. Snapshots, wallboards and reports are made from it.
#pragma once

#include <cstdint>
#include <vector>

#include "acd/ledger/agent_book.hpp"
#include "acd/ledger/call_book.hpp"
#include "acd/ledger/fax_book.hpp"
#include "acd/ledger/plant_book.hpp"
#include "acd/ledger/queue_book.hpp"
#include "acd/ledger/timeline.hpp"

namespace acd {

class Ledger {
  public:
    explicit Ledger(const ServiceGoal& goal = {}) : queues_(goal) {}

    // The next out record. Numbers rise; a record that was already applied is ignored.
    void apply(std::uint64_t number, driver::Ticks tick, const pbx::Event& event);

    [[nodiscard]] std::uint64_t last_number() const { return last_number_; }
    [[nodiscard]] driver::Ticks last_tick() const { return last_tick_; }
    [[nodiscard]] const Timeline& timeline() const { return timeline_; }

    [[nodiscard]] const SystemRow& system() const { return plant_.system(); }
    [[nodiscard]] std::vector<SpanRow> spans() const;
    [[nodiscard]] std::vector<PerformanceRow> performance() const { return plant_.performance(); }
    [[nodiscard]] const std::map<pbx::SpanId, TestRow>& tests() const { return plant_.tests(); }
    [[nodiscard]] std::vector<ClockRow> clocks() const { return plant_.clocks(); }
    [[nodiscard]] std::vector<LineRow> lines() const;
    [[nodiscard]] const std::map<pbx::LineId, QualityRow>& qualities() const {
        return plant_.qualities();
    }
    [[nodiscard]] const std::map<std::string, MailboxRow>& mailboxes() const {
        return plant_.mailboxes();
    }
    [[nodiscard]] std::vector<AlarmRow> alarms() const;
    [[nodiscard]] const std::vector<VoicePortRow>& ports() const { return plant_.ports(); }
    [[nodiscard]] std::vector<QueueRow> queues() const { return queues_.rows(last_tick_); }
    [[nodiscard]] QueueRow queue(std::string_view name) const {
        return queues_.row(name, last_tick_);
    }
    [[nodiscard]] std::vector<AgentRow> agents() const { return agents_.rows(); }
    [[nodiscard]] AgentRow agent(std::string_view name) const { return agents_.row(name); }
    [[nodiscard]] const std::map<pbx::ContactId, ContactRow>& contacts() const {
        return calls_.contacts();
    }
    [[nodiscard]] const std::map<pbx::CallId, CallRow>& calls() const { return calls_.calls(); }

    [[nodiscard]] std::vector<FaxRow> faxes() const { return faxes_.faxes(); }
    [[nodiscard]] const std::vector<FaxPortRow>& fax_ports() const { return faxes_.ports(); }

  private:
    void begin_epoch(const pbx::SystemStarted& event);

    Timeline timeline_;
    QueueBook queues_;
    AgentBook agents_;
    CallBook calls_;
    PlantBook plant_;
    FaxBook faxes_;
    std::uint64_t last_number_{};
    driver::Ticks last_tick_{};
};

}  // namespace acd
