// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/invariant.hpp"
#include "driver/board/cable.hpp"
#include "driver/board/simulated/board_plan.hpp"
#include "driver/board/simulated/d_channel.hpp"
#include "driver/board/simulated/span_watch.hpp"
#include "driver/framing/e1_framing.hpp"
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
    virtual void receive(std::span<const Chunk*> talk, std::span<Chunk*> send,
                         FrameQueue& frames) noexcept = 0;
    virtual void transmit() noexcept = 0;
    [[nodiscard]] virtual std::size_t waiting() const noexcept = 0;

    [[nodiscard]] bool is_good() const noexcept { return watch_.is_good(); }
    // The status, if alarms have changed since it was last told, or counters have and a second went
    // by.
    [[nodiscard]] bool has_news(SpanStatus& status) noexcept;
    void told(const SpanStatus& status) noexcept;

    // Signalling thread.
    [[nodiscard]] bool send_frame(const Frame& frame) noexcept { return d_channel_.send(frame); }

  protected:
    SimulatedSpan(const SpanPlan& plan, std::size_t first_channel, AlarmTimes times)
        : watch_(times), id_(plan.id), law_(plan.law), first_channel_(first_channel) {
        told_.span = plan.id;
    }
    ~SimulatedSpan() = default;

    DChannel d_channel_;
    SpanWatch watch_;
    SpanId id_;
    Law law_;

  private:
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
    static constexpr std::uint8_t timeslots = 31;
    static constexpr AlarmTimes alarm_times = SpanWatch::e1_times;
    static constexpr std::size_t place(std::uint8_t timeslot) { return timeslot; }
    static void read(Reader& reader, const Millisecond& line) noexcept {
        reader.read(line.timeslot);
    }
    static void write(Writer& writer, Millisecond& line, bool remote_alarm) noexcept {
        writer.write(line.timeslot, {.remote_alarm = remote_alarm});
    }
};
struct T1Format {
    using Millisecond = T1Millisecond;
    using Reader = T1FrameReader;
    using Writer = T1FrameWriter;
    static constexpr std::uint8_t timeslots = 24;
    static constexpr AlarmTimes alarm_times = SpanWatch::t1_times;
    static constexpr std::size_t place(std::uint8_t timeslot) { return timeslot - 1U; }
    static void read(Reader& reader, const Millisecond& line) noexcept {
        reader.read(line.timeslot, line.framing);
    }
    static void write(Writer& writer, Millisecond& line, bool remote_alarm) noexcept {
        line.framing = writer.write(line.timeslot, {.remote_alarm = remote_alarm});
    }
};

template <class Format>
class SpanOf final : public SimulatedSpan {
  public:
    using Millisecond = typename Format::Millisecond;
    static constexpr std::uint8_t timeslots = Format::timeslots;

    SpanOf(const SpanPlan& plan, Cable<Millisecond>& cable, std::size_t first_channel)
        : SimulatedSpan(plan, first_channel, Format::alarm_times),
          cable_(cable),
          d_timeslot_(plan.d_timeslot) {
        INVARIANT(d_timeslot_ <= timeslots);
        cable_.from_far.skip_to_present();
    }

    [[nodiscard]] std::size_t channels() const noexcept override {
        return timeslots - (d_timeslot_ != 0 ? 1U : 0U);
    }
    void receive(std::span<const Chunk*> talk, std::span<Chunk*> send,
                 FrameQueue& frames) noexcept override;
    void transmit() noexcept override;
    [[nodiscard]] std::size_t waiting() const noexcept override {
        return cable_.from_far.waiting();
    }

  private:
    Cable<Millisecond>& cable_;
    std::uint8_t d_timeslot_;
    typename Format::Reader reader_;
    typename Format::Writer writer_;
    Millisecond*
        outgoing_{};  // in the cable, between receive and transmit; null if the cable is full
    Millisecond nowhere_{};  // what is sent while the cable is full
};

using E1Span = SpanOf<E1Format>;
using T1Span = SpanOf<T1Format>;
extern template class SpanOf<E1Format>;
extern template class SpanOf<T1Format>;

}  // namespace driver
