// SPDX-License-Identifier: GPL-2.0-or-later
// What the firmware's signalling thread runs: lines that speak on one side, control's mailboxes on
// the other.
//
//     boards ─ frames, hooks, alarms ─► IsdnSpan, Stations ─► LineTable ─► up ─► control
//     boards ◄─ frames, ring voltage ── IsdnSpan, Stations ◄──────────── down ◄─ control
//     realtime ◄─ listen, play, digits ─────── MediaQueues ◄──────────── down
#pragma once

#include <concepts>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "driver/board/board.hpp"
#include "driver/board/clock/clocks.hpp"
#include "ivr_dsp/media/queues.hpp"
#include "pbx/signalling/analog/stations.hpp"
#include "pbx/signalling/due_queue.hpp"
#include "pbx/signalling/isdn/isdn_span.hpp"
#include "pbx/signalling/line_table.hpp"
#include "pbx/signalling/messages.hpp"
#include "pbx/signalling/plan.hpp"
#include "pbx/signalling/trace/trace_ring.hpp"
#include "pbx/signalling/up_post.hpp"

namespace pbx {

struct SignallingCounters {
    std::uint64_t down_gaps{};     // commands missing between two numbers
    std::uint64_t down_repeats{};  // numbers seen before: ignored
    std::uint64_t misdirected{};   // commands for lines we do not have, or senseless in their phase
    std::uint64_t foreign_frames{};  // of spans that are not ours
    std::uint64_t stray_played{};    // of voice ports beyond the plan
    std::uint64_t offers_expired{};  // nobody attached within the offer limit
    std::uint64_t attachments{};
    // Of media, such as tones and outcomes of recordings, that nobody was there to be told.
    std::uint64_t lost_news{};
    std::uint64_t lost_message_orders{};  // nobody looks after mailboxes, or too slowly
};

// Attaching. `control_generation` in the arena is 0 until the first control attaches; even: the
// generation of the control that is attached; odd: nobody. Control attaches by storing the next
// even number, and posts nothing until it has met Attached. Firmware stores the next odd number
// when control's socket hangs up (control_left). On every new even number firmware first carries
// out all that is left in the down mailbox (the commands a dead control had already journalled),
// and then posts Attached with the number of the last command done. Messages from before may lie in
// the up mailbox in front of it; their numbers go on without a gap.
//
// While nobody is attached nothing is posted: states collapse into the last one, digits beyond 16 a
// line are lost and counted, calls go on, D-channels stay up, incoming calls get CALL PROCEEDING
// and wait as `offered` for the plan's offer_limit before they are cleared with cause 41.
class Signalling {
  public:
    // Everything referred to outlives this. Sends the first SABME of each span with the first pass.
    Signalling(const SignallingPlan& plan, std::span<driver::Board* const> boards,
               ivr_dsp::MediaQueues& media, FirmwareArena& arena);
    Signalling(const Signalling&) = delete;
    Signalling& operator=(const Signalling&) = delete;

    // Once a tick or more, with the tick the realtime thread has completed. In virtual time it
    // moves libpri's clock (set_virtual_time).
    void pass(Ticks now);

    // Control's socket hung up.
    void control_left();

    // From now on every frame of a D-channel is written there, both directions. It outlives this.
    void record_frames(TraceRing& ring) { trace_ = &ring; }
    // From now on control is told of these clocks. They outlive this.
    void tell_clocks(driver::Clocks& clocks) { clocks_ = &clocks; }

    [[nodiscard]] const LineTable& lines() const { return lines_; }
    [[nodiscard]] const SignallingCounters& counters() const { return counters_; }
    [[nodiscard]] std::deque<IsdnSpan>& spans() { return spans_; }
    [[nodiscard]] const Stations& stations() const { return stations_; }

  private:
    static constexpr std::size_t commands_per_pass = 1024;

    // what the world does
    void look_for_control(Ticks now);
    void read_boards(Ticks now);
    void read_media(Ticks now);
    void keep(const ivr_dsp::MediaEvent& event, Ticks now);
    void give_up_offers(Ticks now);
    void send_frames(Ticks now);
    void trace(const driver::Frame& frame, TraceDirection direction, const IsdnSpan& span,
               Ticks now);
    [[nodiscard]] IsdnSpan* span(driver::SpanId id);
    [[nodiscard]] bool attached() const { return generation_ != 0 && generation_ % 2 == 0; }

    // what control asks (signalling_commands.cpp)
    void take_commands(std::size_t limit, Ticks now);
    [[nodiscard]] bool room_for_effects();
    [[nodiscard]] bool obeyed(const driver::SpanOrder& order);
    void carry_out(const Down& down, Ticks now);
    void carry_out(const Dial& dial, Ticks now);
    void carry_out(const Alert& alert, Ticks now);
    void carry_out(const Answer& answer, Ticks now);
    void carry_out(const Release& release, Ticks now);
    void carry_out(const AskReport& ask, Ticks now);
    void carry_out(const SetLamp& lamp, Ticks now);
    void carry_out(const ivr_dsp::TakeSecret& order, Ticks now);
    void carry_out(const ivr_dsp::SendCallerId& order, Ticks now);
    template <class TestOrder>
    requires std::constructible_from<driver::SpanOrder, TestOrder>
    void carry_out(const TestOrder& order, Ticks now);
    template <class MessageOrder>
    requires std::constructible_from<ivr_dsp::MessageOrder, MessageOrder>
    void carry_out(const MessageOrder& order, Ticks now);
    template <class MediaOrder>
    void carry_out(const MediaOrder& order, Ticks now);
    [[nodiscard]] LineProtocol* protocol(LineId line);
    [[nodiscard]] bool is_offered(LegId leg);

    // what control is told (signalling_news.cpp)
    void post_due(Ticks now);
    [[nodiscard]] bool post(Due due, Ticks now);
    [[nodiscard]] bool post_measurements(Ticks now);
    [[nodiscard]] static std::optional<UpBody> next_measurement(driver::Board& board);
    [[nodiscard]] bool post_clocks(Ticks now);
    [[nodiscard]] bool post_happened();
    [[nodiscard]] bool post_speakers();
    [[nodiscard]] bool post_messages(Ticks now);

    SignallingPlan plan_;
    std::vector<driver::Board*> boards_;
    ivr_dsp::MediaQueues* media_;
    FirmwareArena* arena_;
    driver::Clocks* clocks_{};  // nullptr: there is none to tell of
    TraceRing* trace_{};        // nullptr: nobody wants to know

    DueQueue due_;
    UpPost up_;
    std::optional<UpBody> measured_;               // found no room in control's mailbox
    std::optional<UpBody> clock_news_;             // likewise
    std::optional<UpBody> message_news_;           // likewise
    std::optional<driver::SpanOrder> test_order_;  // found no room at its board
    LineTable lines_;
    std::deque<IsdnSpan> spans_;
    std::vector<driver::Board*> span_board_;  // by position in spans_
    Stations stations_;
    std::vector<LineProtocol*> protocols_;  // by line; nullptr: nobody speaks for it

    struct LastPlayed {
        bool any{};
        ivr_dsp::Played played;
        Ticks at{};
    };
    std::vector<LastPlayed> played_;  // by voice port
    static constexpr std::size_t most_happened = 1024;
    struct Happened {
        Ticks at{};
        UpBody what;
    };
    std::deque<Happened> happened_;  // control does not know of it yet
    struct LastSpeakers {
        ivr_dsp::SpeakersChanged news;
        Ticks at{};
    };
    std::map<std::uint16_t, LastSpeakers> speakers_;  // by conference; control does not know yet
    driver::TickHealth health_;

    std::uint64_t generation_{};
    bool attaching_{};  // Attached has still to be posted
    Ticks detached_since_{};
    std::uint64_t last_command_{};
    std::uint32_t report_{};  // number of the last AskReport
    SignallingCounters counters_;
};

}  // namespace pbx
