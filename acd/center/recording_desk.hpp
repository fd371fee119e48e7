// SPDX-License-Identifier: GPL-2.0-or-later
// What is recorded: a line, from the order on until its call leaves it, or it is stopped. The sound
// never comes here; the firmware says what became of its file.
#pragma once

#include <algorithm>
#include <map>

#include "acd/center/alarms.hpp"
#include "acd/center/contacts.hpp"
#include "pbx/call/call_model.hpp"
#include "pbx/journal/records.hpp"

namespace acd {

class RecordingDesk {
  public:
    // Longer ones are stopped: a WAV file has room for three days.
    static constexpr Ticks longest{86'400'000};
    // A stopped recording whose file is not closed by then is told as `late`: its disk may hang.
    static constexpr Ticks closing{30'000};

    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        Alarms& alarms;
    };
    RecordingDesk(Context& context, const Neighbours& neighbours)
        : context_(context),
          contacts_(neighbours.contacts),
          calls_(neighbours.calls),
          alarms_(neighbours.alarms) {}

    // Errors: the line has no call, is recorded already, or no channel is free.
    driver::Result<void> start(driver::LineId line);
    // As the queue's configuration has it: what cannot be recorded is told as an event.
    void start_for(const Contact& contact);
    // Error: the line is not recorded.
    driver::Result<void> stop(driver::LineId line);
    // The line's call has left it.
    void left(driver::LineId line);

    // ── what the firmware says ──
    void ended(const ivr_dsp::Recorded& news);
    // It does not know our recordings, nor we its.
    void firmware_began();
    void firmware_lost();
    void due(TimerKey timer);
    // There may be more channels now.
    void configured() { look_at_channels(); }

    [[nodiscard]] bool at_rest() const { return recordings_.empty(); }
    void begin_at(std::uint64_t recording) { next_ = recording; }
    [[nodiscard]] std::uint64_t next_id() const { return next_; }
    // For a message that is left: no recording has its number.
    [[nodiscard]] std::uint64_t take_number() { return next_++; }
    // There is something of this number already.
    void is_taken(std::uint64_t number) { next_ = std::max(next_, number + 1); }

  private:
    struct Recording {
        pbx::ContactView contact;
        pbx::Device device;
        Ticks since{};
        bool stopping{};
    };
    using Entry = std::map<std::uint64_t, Recording>::value_type;

    [[nodiscard]] const Contact* contact_on(driver::LineId line) const;
    [[nodiscard]] Entry* on(driver::LineId line);
    [[nodiscard]] bool has_channel() const;
    // Raises the alarm: a recording finds no channel.
    std::string no_channel();
    void look_at_channels();
    void begin(const Contact& contact, driver::LineId line);
    void stop(Entry& entry);
    void tell_end(const Entry& entry, const ivr_dsp::Recorded& news);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    Alarms& alarms_;
    std::map<std::uint64_t, Recording> recordings_;  // by number
    std::uint64_t next_{1};
};

}  // namespace acd
