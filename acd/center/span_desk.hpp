// SPDX-License-Identifier: GPL-2.0-or-later
// What spans say about themselves becomes alarms.
#pragma once

#include <map>
#include <string>

#include "acd/center/alarms.hpp"
#include "acd/center/context.hpp"

namespace acd {

// What is wrong with a span: defects by their names of G.775, its D-channel (Q.921), and counts
// above the limit an hour. And what explains some of these: its board is gone, its D-channel is
// looped, both ends of it have the same side.
ENUM(SpanTrouble, los, lof, ais, rai, d_channel, slips, bad_frames, board, looped, side)

// Raises the alarms "span.1.los", "span.1.d_channel" and so on, one of each, and takes them back.
//
// A defect is an alarm at once, for the board has made sure of it; a remote alarm, which boards
// pass on as it comes, after half a second (what board drivers usually wait); a lost D-channel when
// the line is good and one whole attempt to establish it, T200 times N200 + 1, has failed. An alarm
// is over as soon as its trouble is, but not within `calm` after a new firmware has come: its
// boards need that long to see what is wrong.
//
// Slips and bad frames are counted in hours, the first of which begins with the first of them: more
// than the limit is an alarm, an hour with no more than half of it ends it.
class SpanDesk {
  public:
    static constexpr Ticks remote_alarm_lasts{500};
    static constexpr Ticks link_attempt{4'000};
    static constexpr Ticks calm{5'000};
    static constexpr Ticks hour{3'600'000};

    SpanDesk(Context& context, Alarms& alarms) : context_(context), alarms_(alarms) {}

    void changed(const driver::SpanStatus& status);
    void due(TimerKey timer);
    void firmware_began();
    void firmware_lost();
    // Spans that are no more have no alarms.
    void configured();

    // No alarm is about to be raised or to end.
    [[nodiscard]] bool at_rest() const { return !context_.timers.any(TimerKind::span_trouble); }
    void remember(pbx::Rested& rested) const;
    void recall(const pbx::Rested& rested);

  private:
    using Counted = pbx::RestingSpan::Counted;
    struct Watched {
        driver::SpanStatus status;
        bool known{};  // by the firmware that is here now
        Counted slips;
        Counted bad_frames;
    };

    void look(const Watched& span, SpanTrouble trouble);
    void settle(const Watched& span, SpanTrouble trouble);
    void count(Watched& span, SpanTrouble trouble, std::uint32_t total);
    void hour_over(Watched& span, SpanTrouble trouble);
    [[nodiscard]] bool has(const Watched& span, SpanTrouble trouble) const;
    [[nodiscard]] std::uint32_t limit(driver::SpanId span, SpanTrouble trouble) const;
    void raise(driver::SpanId span, SpanTrouble trouble);
    void clear(driver::SpanId span, SpanTrouble trouble, std::string_view why);

    Context& context_;
    Alarms& alarms_;
    std::map<driver::SpanId, Watched> spans_;
    Ticks calm_until_{};
};

}  // namespace acd
