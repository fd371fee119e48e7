// SPDX-License-Identifier: GPL-2.0-or-later
// The calls of one span: which B-channel carries which, how long each may take, and what to do when
// the D-channel goes and comes back. Between the DChannel (libpri) and the LineTable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "driver/board/messages.hpp"
#include "pbx/signalling/isdn/call_states.hpp"
#include "pbx/signalling/isdn/channel_restarts.hpp"
#include "pbx/signalling/isdn/d_channel.hpp"
#include "pbx/signalling/line_protocol.hpp"
#include "pbx/signalling/line_table.hpp"

namespace pbx {

struct IsdnSpanCounters {
    std::uint64_t refused_busy{};    // causes 34, 44, 82
    std::uint64_t refused_bearer{};  // 65, 88
    std::uint64_t glare_lost{};      // our call gave way to the network's
    std::uint64_t glare_won{};       // we are the network
    std::uint64_t surprises{};       // messages the state has no row for
    std::uint64_t timeouts{};        // of our own supervision
    std::uint64_t moved{};           // the far end wanted another channel than the one we asked for
    std::uint64_t vanished{};        // calls libpri had forgotten in silence
    std::uint64_t audits{};
    std::uint64_t restarts_unanswered{};
    std::uint64_t failures{};    // of the span
    std::uint64_t calls_lost{};  // to failures that lasted longer than release_after
};

// Four rules of its own:
//
// Failure. While the span has LOS, LOF, AIS or RAI its lines are out of service. A failure that
// lasts longer than the plan's release_after ends its calls with cause 27, without a word to the
// far end, which would not hear it: the channels are restarted when the span is well again, and
// until then no call goes out on them.
//
// Audit. libpri can leave a call up when the far end cleared it during a silence of the D-channel
// (a quick re-establishment tells layer 3 nothing). So whenever the link comes back or is reset,
// the state of every call is announced, which a far end that does not know the call answers with
// clearing; and every channel whose call we ended without the far end's consent is restarted.
//
// Doubt. A link that is up, but looped, is not up: nobody is at its far end (LinkDoubt).
//
// Glare. The network's call wins (Q.931 5.7): as the user we give up our own and take the
// network's; as the network we refuse the user's with cause 44, or give it another channel if it
// would take one.
class IsdnSpan final : public LineProtocol, private IsdnEvents {
  public:
    IsdnSpan(const SpanPlan& plan, std::uint16_t index, LineTable& lines, DueQueue& due);

    // ── the board ──────────────────────────────────────────────────────────────────────────────
    void receive(const driver::Frame& frame, Ticks now);
    [[nodiscard]] DChannel& channel() { return channel_; }
    void board_status(const driver::SpanStatus& status, Ticks now);
    // Timers, audit, restarts. At least once a tick, and after everything else of the pass.
    void run(Ticks now);

    // ── control ────────────────────────────────────────────────────────────────────────────────
    void dial(const Dial& dial, Ticks now) override;
    void alert(LineId line, Ticks now) override;
    void answer(LineId line, Ticks now) override;
    void release(LineId line, Cause cause, Ticks now) override;

    [[nodiscard]] const SpanPlan& plan() const { return plan_; }
    [[nodiscard]] const driver::SpanStatus& status() const { return status_; }
    [[nodiscard]] CallState state(int timeslot) const {
        return slots_.at(index_of(timeslot)).state;
    }
    [[nodiscard]] IsdnSpanCounters counters() const;

  private:
    static constexpr std::size_t timeslots = 32;
    static constexpr Ticks check_period{1000};  // for calls libpri forgot in silence

    struct Slot {
        std::optional<LineId> line;  // nothing: not a B-channel
        CallState state{};
        DChannel::Call call{};
        int prefix{};  // interface identifier to repeat
        Ticks deadline{};
        bool blocked{};               // by the far end's SERVICE
        std::optional<Dial> waiting;  // goes out when the call before has cleared
    };
    struct Choice {
        int timeslot{};
        Cause refusal{};
    };

    static std::size_t index_of(int timeslot) { return static_cast<std::size_t>(timeslot); }
    Slot& slot(int timeslot) { return slots_.at(index_of(timeslot)); }
    int timeslot_of(LineId line) const;
    Slot* slot_with(DChannel::Call call);
    int timeslot_of(const Slot& slot) const { return static_cast<int>(&slot - slots_.data()); }
    int encoded(const Slot& slot) const { return slot.prefix | timeslot_of(slot); }

    // what the far end does (isdn_span_events.cpp)
    void happened(const IsdnEvent& event) override;
    void about_link(const IsdnEvent& event);
    void about_channel(const IsdnEvent& event);
    void offered(const IsdnEvent& event);
    void more_digits(Slot& slot, const IsdnEvent& event);
    void about_call(Slot& slot, const IsdnEvent& event);
    void outgoing_progress(Slot& slot, const IsdnEvent& event);
    [[nodiscard]] Choice choose(const IsdnEvent& offer) const;
    [[nodiscard]] bool can_take(const Slot& slot) const;
    [[nodiscard]] Choice any_other(Cause if_none) const;
    void refuse(const IsdnEvent& offer, Cause cause);

    bool step(Slot& slot, CallStep step);
    [[nodiscard]] Ticks limit_of(CallState state) const;
    void start(Slot& slot, const Dial& dial);
    void number_complete(Slot& slot);
    void hang_up(Slot& slot, Cause cause);
    void over(Slot& slot);
    void expired(Slot& slot);
    void supervise();
    void audit();
    void restart_next();
    void reset(Slot& slot, Cause cause);
    void release_calls();
    void refresh_service();
    void refresh_link();

    SpanPlan plan_;
    std::uint16_t index_;
    LineTable& lines_;
    DueQueue& due_;
    std::array<Slot, timeslots> slots_{};
    ChannelRestarts restarts_;
    driver::SpanStatus status_;
    Ticks now_{};
    Ticks next_check_{};
    std::optional<Ticks> release_at_;  // the span has failed: its calls end at this time
    bool link_has_been_up_{};
    bool audit_due_{};
    IsdnSpanCounters counters_;
    DChannel channel_;  // last: its events need all of the above
};

}  // namespace pbx
