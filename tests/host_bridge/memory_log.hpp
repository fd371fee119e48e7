// SPDX-License-Identifier: GPL-2.0-or-later
// A journal in memory, and an inbox with a control behind it that can be taken away.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host_bridge/event_log.hpp"
#include "host_bridge/inbox.hpp"
#include "host_bridge/moment.hpp"

namespace host_bridge {

using namespace std::chrono_literals;

class MemoryLog final : public EventLog {
  public:
    static constexpr std::int64_t began_us = 1'772'600'767'890'000;  // 2026-03-04 05:06:07.890 UTC

    // `epoch` 0: nothing at all is in the journal yet.
    explicit MemoryLog(std::uint64_t epoch = 1) {
        if (epoch == 0) return;
        tell(pbx::SystemStarted{epoch, "test"});
        tell(pbx::SystemClock{began_us});
    }

    void tell(const pbx::Event& event) { records_.push_back({++last_, now, event}); }
    void pass(driver::Ticks time) { now += time; }
    [[nodiscard]] std::uint64_t last() const { return last_; }
    // UTC now, as the journal's clock has it.
    [[nodiscard]] Moment moment() const { return {now, began_us + now.count() * 1000}; }
    // As when old segments are deleted.
    void forget_before(std::uint64_t number) {
        while (!records_.empty() && records_.front().number < number) records_.pop_front();
    }
    // As when the machine stops before the last records have reached the disk.
    void lose_after(std::uint64_t number) {
        while (!records_.empty() && records_.back().number > number) records_.pop_back();
        last_ = number;
    }
    std::unique_ptr<EventSource> open(std::uint64_t from) override {
        return std::make_unique<Source>(records_, from);
    }
    void done_with(std::string_view reader, std::uint64_t, std::uint64_t number) override {
        positions[std::string(reader)] = number;
    }

    driver::Ticks now{0};
    std::map<std::string, std::uint64_t> positions;

  private:
    class Source final : public EventSource {
      public:
        Source(const std::deque<OutRecord>& records, std::uint64_t from)
            : records_(records), from_(from) {}
        const OutRecord* next(std::uint64_t up_to) override {
            const auto found = std::ranges::lower_bound(records_, from_, {}, &OutRecord::number);
            if (found == records_.end() || found->number > up_to) return nullptr;
            from_ = found->number + 1;
            return &*found;
        }
        void seek(std::uint64_t number) override { from_ = number; }

      private:
        const std::deque<OutRecord>& records_;
        std::uint64_t from_;
    };

    std::deque<OutRecord> records_;
    std::uint64_t last_{};
};

class TestInbox final : public Inbox {
  public:
    bool post(const pbx::HostCommand& command) override {
        if (life == 0 || posted.size() >= room) return false;
        posted.push_back(command);
        return true;
    }
    std::uint64_t control_life() const override { return life; }

    std::uint64_t life{1};
    std::size_t room{100};
    std::vector<pbx::HostCommand> posted;
};

}  // namespace host_bridge
