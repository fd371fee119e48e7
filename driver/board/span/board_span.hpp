// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/invariant.hpp"
#include "driver/board/board.hpp"
#include "driver/board/span/channel_bits.hpp"
#include "driver/board/span/d_channel.hpp"
#include "driver/board/span/span_meter.hpp"
#include "driver/board/span/span_plan.hpp"
#include "driver/board/span/span_watch.hpp"
#include "driver/board/span/test_set.hpp"
#include "driver/framing/elastic_store.hpp"

namespace driver {

// One span of any board: its D-channel, alarms, counters and test set. Who derives from it brings
// the milliseconds. All but `send_frame` is the realtime thread's.
class BoardSpan {
  public:
    [[nodiscard]] SpanId id() const noexcept { return id_; }
    // Its channels among the board's: where the first is, and how many.
    [[nodiscard]] std::size_t first_channel() const noexcept { return first_channel_; }
    [[nodiscard]] std::size_t channels() const noexcept {
        return form_.timeslots - (d_timeslot_ != 0 ? 1U : 0U) - (cas_timeslot() != 0 ? 1U : 0U);
    }
    // Among the board's; timeslots count from 1.
    [[nodiscard]] std::size_t channel_of(std::uint8_t timeslot) const noexcept;
    [[nodiscard]] bool is_channel(std::uint8_t timeslot) const noexcept {
        return timeslot != d_timeslot_ && timeslot != cas_timeslot();
    }

    // Takes a millisecond from the line; see Board::receive. A D-channel's frames go to `frames`.
    virtual void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                         FrameQueue& frames) noexcept = 0;
    virtual void transmit() noexcept = 0;
    [[nodiscard]] virtual LineClock clock() const noexcept = 0;
    void run_by(const BusClock& clock) noexcept { bus_clock_ = clock; }

    // Its board is not in its slot, or is again (none). Before receive(), every millisecond.
    void pull(BoardTrouble why) noexcept;
    // The status, if alarms have changed since it was last told, or counters have and a second went
    // by.
    [[nodiscard]] bool has_news(SpanStatus& status) noexcept;
    void told(const SpanStatus& status) noexcept;
    // A quarter of an hour that has changed, or is over.
    [[nodiscard]] bool has_news(SpanPerformance& quarter) noexcept;
    void told(const SpanPerformance& quarter) noexcept { meter_.told(quarter); }
    void test(const SpanOrder& order) noexcept { tests_.obey(order); }
    [[nodiscard]] bool has_news(SpanTest& test) noexcept { return tests_.has_news(test); }
    void told(const SpanTest& test) noexcept { tests_.told(test); }
    // A timeslot whose signalling bits have changed; 0: none.
    [[nodiscard]] std::uint8_t has_news_bits() const noexcept { return bits_.changed(); }
    [[nodiscard]] Abcd heard_bits(std::uint8_t timeslot) const noexcept {
        return bits_.heard(timeslot);
    }
    void told_bits(std::uint8_t timeslot, Abcd bits) noexcept { bits_.told(timeslot, bits); }

    // Signalling thread.
    [[nodiscard]] bool carries_bits() const noexcept { return cas_; }
    void say_bits(std::uint8_t timeslot, Abcd bits) noexcept { bits_.say(timeslot, bits); }
    [[nodiscard]] bool send_frame(const Frame& frame) noexcept { return d_channel_.send(frame); }

  protected:
    BoardSpan(const SpanPlan& plan, const SpanForm& form, std::uint32_t second_of_day,
              std::size_t first_channel)
        : watch_(plan.alarm_times.value_or(form.alarm_times)),
          tests_(plan.id, form.first_timeslot),
          id_(plan.id),
          law_(plan.law),
          form_(form),
          d_timeslot_(plan.d_timeslot),
          cas_(plan.cas),
          starts_within_(starts_within(plan.alarm_times.value_or(form.alarm_times))),
          meter_(second_of_day, plan.ses_threshold),
          first_channel_(first_channel) {
        INVARIANT(d_timeslot_ <= form.timeslots);
        INVARIANT(d_timeslot_ == 0 || d_timeslot_ != cas_timeslot());
        told_.span = plan.id;
    }
    ~BoardSpan() = default;

    // The board is there: what has come may be taken, and something sent.
    [[nodiscard]] bool is_in() const noexcept { return !out_; }
    // That signalling bits have taken; 0: none.
    [[nodiscard]] std::uint8_t cas_timeslot() const noexcept {
        return cas_ ? form_.cas_timeslot : std::uint8_t{0};
    }
    // Points every channel at its chunk of a millisecond; `heard` is null: at silence.
    void connect(std::span<const Chunk*> talk, std::span<Chunk*> send, const Chunk* heard,
                 Chunk* out) const noexcept;
    // What this millisecond was like; `frames` as last seen. After watch_.update().
    void measure(Ticks now, const SpanErrors& errors, const FrameDefects& frames,
                 PathFormat format) noexcept;

    DChannel d_channel_;
    ChannelBits bits_;
    SpanWatch watch_;
    TestSet tests_;
    Slips slips_;  // controlled ones, ever
    BusClock bus_clock_;
    SpanId id_;
    Law law_;
    SpanForm form_;
    std::uint8_t d_timeslot_;
    bool cas_;

  private:
    [[nodiscard]] SpanStatus counted() const noexcept;

    // A board that was put in needs so long at most to see what is wrong with its lines; until then
    // it is not there yet. What is wrong is seen within half a second, and told when it has lasted.
    static constexpr Ticks starts_within(AlarmTimes times) {
        return std::max(Ticks{3s}, std::max(times.declare, times.clear) + 500ms);
    }

    bool out_{};
    bool no_board_{};
    BoardTrouble board_trouble_{};
    Ticks starting_for_{};
    Ticks starts_within_;
    SpanMeter meter_;
    SpanErrors errors_;
    std::size_t first_channel_;
    SpanStatus told_{};
    Ticks since_told_{};
};

}  // namespace driver
