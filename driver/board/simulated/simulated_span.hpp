// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/invariant.hpp"
#include "driver/board/board.hpp"
#include "driver/board/cable.hpp"
#include "driver/board/simulated/board_plan.hpp"
#include "driver/board/simulated/d_channel.hpp"
#include "driver/board/simulated/line/line_end.hpp"
#include "driver/board/simulated/remote_loop.hpp"
#include "driver/board/simulated/span_meter.hpp"
#include "driver/board/simulated/span_watch.hpp"
#include "driver/board/simulated/test_set.hpp"
#include "driver/framing/e1_framing.hpp"
#include "driver/framing/elastic_store.hpp"
#include "driver/framing/t1_framing.hpp"

namespace driver {

// One span of a simulated board, E1 or T1. All but `send_frame` is the realtime thread's.
class SimulatedSpan {
  public:
    [[nodiscard]] SpanId id() const noexcept { return id_; }
    // Its channels among the board's: where the first is, and how many.
    [[nodiscard]] std::size_t first_channel() const noexcept { return first_channel_; }
    [[nodiscard]] virtual std::size_t channels() const noexcept = 0;

    // Takes a millisecond from the cable; see Board::receive.
    virtual void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                         FrameQueue& frames) noexcept = 0;
    virtual void transmit() noexcept = 0;
    [[nodiscard]] virtual LineClock clock() const noexcept = 0;
    void run_by(const BusClock& clock) noexcept { bus_clock_ = clock; }

    // Its board is not in its slot, or is again. Before receive().
    void pull(bool out) noexcept;
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

    // Signalling thread.
    [[nodiscard]] bool send_frame(const Frame& frame) noexcept { return d_channel_.send(frame); }

  protected:
    // What E1 and T1 differ in, for their common half.
    struct Kind {
        AlarmTimes times;
        std::uint8_t first_timeslot{};  // of a millisecond's chunks
    };
    SimulatedSpan(const SpanPlan& plan, std::uint32_t second_of_day, std::size_t first_channel,
                  const Kind& kind)
        : watch_(plan.alarm_times.value_or(kind.times)),
          tests_(plan.id, kind.first_timeslot),
          id_(plan.id),
          law_(plan.law),
          starts_within_(starts_within(plan.alarm_times.value_or(kind.times))),
          meter_(second_of_day, plan.ses_threshold),
          first_channel_(first_channel) {
        told_.span = plan.id;
    }
    ~SimulatedSpan() = default;

    // The board is there: what has come may be taken, and something sent.
    [[nodiscard]] bool is_in() const noexcept { return !out_; }
    void measure(Ticks now, const SpanErrors& errors, const FrameDefects& frames,
                 PathFormat format) noexcept;

    DChannel d_channel_;
    SpanWatch watch_;
    TestSet tests_;
    ElasticStore store_;
    BusClock bus_clock_;
    SpanId id_;
    Law law_;

  private:
    [[nodiscard]] SpanStatus counted() const noexcept;

    // A board that was put in needs so long at most to see what is wrong with its lines; until then
    // it is not there yet. What is wrong is seen within half a second, and told when it has lasted.
    static constexpr Ticks starts_within(AlarmTimes times) {
        return std::max(Ticks{3s}, std::max(times.declare, times.clear) + 500ms);
    }

    bool out_{};
    bool no_board_{};
    Ticks starting_for_{};
    Ticks starts_within_;
    SpanMeter meter_;
    SpanErrors errors_;
    std::size_t first_channel_;
    SpanStatus told_{};
    Ticks since_told_{};
};

// What differs between E1 and T1. Timeslots count from 1 in both; `place` is where a timeslot is in
// the millisecond.
struct E1Format {
    using Millisecond = E1Millisecond;
    using Reader = E1FrameReader;
    using Writer = E1FrameWriter;
    using Loop = NoRemoteLoop;
    static constexpr std::uint8_t timeslots = 31;
    static constexpr std::uint8_t first_timeslot = 0;
    static constexpr AlarmTimes alarm_times = e1_alarm_times;
    static constexpr std::size_t place(std::uint8_t timeslot) { return timeslot; }
    static Reader reader(const SpanPlan& plan) { return Reader({.crc4 = plan.crc4}); }
    static Writer writer(const SpanPlan& plan) { return Writer(plan.crc4 != E1Crc4::off); }
    static void read(Reader& reader, const Millisecond& line) noexcept {
        reader.read(line.timeslot);
    }
    // What goes out answers what came in.
    static void write(Writer& writer, Millisecond& line, bool remote_alarm, const Reader& answers,
                      std::uint8_t /*data_link*/ = 0xF) noexcept {
        writer.write(line.timeslot, {.remote_alarm = remote_alarm, .e_bits = answers.e_bits()});
    }
    static SpanErrors errors(const Reader& reader) noexcept {
        const E1Counts counts = reader.counts();
        return {counts.crc_errors, counts.fas_errors, counts.far_end_errors,
                counts.losses_of_frame};
    }
    static PathFormat path(const Reader& reader, const SpanPlan& plan) noexcept {
        const bool crc4 =
            plan.crc4 == E1Crc4::on || reader.multiframe().state() == E1Multiframe::State::aligned;
        return crc4 ? PathFormat::e1_crc4 : PathFormat::e1_without_crc;
    }
};
struct T1Format {
    using Millisecond = T1Millisecond;
    using Reader = T1FrameReader;
    using Writer = T1FrameWriter;
    using Loop = RemoteLoop;
    static constexpr std::uint8_t timeslots = 24;
    static constexpr std::uint8_t first_timeslot = 1;
    static constexpr AlarmTimes alarm_times = t1_alarm_times;
    static constexpr std::size_t place(std::uint8_t timeslot) { return timeslot - 1U; }
    static Reader reader(const SpanPlan& plan) { return Reader({.framing = plan.framing}); }
    static Writer writer(const SpanPlan& plan) { return Writer(plan.framing); }
    static void read(Reader& reader, const Millisecond& line) noexcept {
        reader.read(line.timeslot, line.framing);
    }
    static void write(Writer& writer, Millisecond& line, bool remote_alarm,
                      const Reader& /*answers*/, std::uint8_t data_link = 0xF) noexcept {
        line.framing =
            writer.write(line.timeslot, {.remote_alarm = remote_alarm, .data_link = data_link});
    }
    static SpanErrors errors(const Reader& reader) noexcept {
        const T1Counts counts = reader.counts();
        return {counts.crc_errors, counts.framing_errors, 0, counts.losses_of_frame};
    }
    static PathFormat path(const Reader& /*reader*/, const SpanPlan& plan) noexcept {
        return plan.framing == T1Framing::esf ? PathFormat::t1_esf : PathFormat::t1_sf;
    }
};

template <class Format>
class SpanOf final : public SimulatedSpan {
  public:
    using Millisecond = typename Format::Millisecond;
    static constexpr std::uint8_t timeslots = Format::timeslots;

    SpanOf(const SpanPlan& plan, std::uint32_t second_of_day, Cable<Millisecond>& cable,
           std::size_t first_channel)
        : SimulatedSpan(plan, second_of_day, first_channel,
                        {Format::alarm_times, Format::first_timeslot}),
          line_(cable, plan.law, plan.d_timeslot),
          plan_(plan),
          d_timeslot_(plan.d_timeslot),
          reader_(Format::reader(plan)),
          writer_(Format::writer(plan)),
          remote_loop_(plan) {
        INVARIANT(d_timeslot_ <= timeslots);
    }

    [[nodiscard]] std::size_t channels() const noexcept override {
        return timeslots - (d_timeslot_ != 0 ? 1U : 0U);
    }
    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                 FrameQueue& frames) noexcept override;
    void transmit() noexcept override;
    [[nodiscard]] LineClock clock() const noexcept override;

  private:
    [[nodiscard]] const Millisecond* arrive() noexcept;
    [[nodiscard]] bool take(bool read) noexcept;
    [[nodiscard]] bool begin() noexcept;
    [[nodiscard]] const Millisecond* stored() noexcept;
    void pass_on() noexcept;
    void send(Millisecond& out) noexcept;

    LineEnd<Millisecond> line_;
    SpanPlan plan_;
    std::uint8_t d_timeslot_;
    typename Format::Reader reader_;
    typename Format::Writer writer_;
    // What the store has of the line: the last millisecond, in the cable, and the one before it if
    // ours begins there.
    const Millisecond* present_{};  // null: the store waits for the line to begin
    Millisecond previous_{};
    Millisecond shifted_{};
    bool taken_{};  // a millisecond of the line, in this tick
    unsigned first_frame_{ElasticStore::frames_of_tick};
    std::int64_t sent_gained_ns_{};  // of our clock, as told to the far end
    typename Format::Loop remote_loop_;
    Millisecond*
        outgoing_{};  // in the cable, between receive and transmit; null if the cable is full
    Millisecond nowhere_{};  // what is sent while the cable is full
    // In a loop: what goes round, in either direction.
    Millisecond looped_{};
    bool loop_is_full_{};
};

using E1Span = SpanOf<E1Format>;
using T1Span = SpanOf<T1Format>;
extern template class SpanOf<E1Format>;
extern template class SpanOf<T1Format>;

}  // namespace driver
