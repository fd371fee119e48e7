// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/board/board.hpp"
#include "driver/board/cable.hpp"
#include "driver/board/simulated/board_plan.hpp"
#include "driver/board/simulated/line/line_end.hpp"
#include "driver/board/simulated/remote_loop.hpp"
#include "driver/board/span/board_span.hpp"
#include "driver/board/span/line_bits.hpp"
#include "driver/board/span/performance_reports.hpp"
#include "driver/framing/e1_framing.hpp"
#include "driver/framing/elastic_store.hpp"
#include "driver/framing/t1_framing.hpp"

namespace driver {

// What differs between E1 and T1. Timeslots count from 1 in both; `place` is where a timeslot is in
// the millisecond.
struct E1Format {
    using Millisecond = E1Millisecond;
    using Reader = E1FrameReader;
    using Writer = E1FrameWriter;
    using Bits = E1LineBits;
    using Loop = NoRemoteLoop;
    using Reports = NoPerformanceReports;
    static constexpr SpanForm form = e1_form;
    static constexpr std::size_t place(std::uint8_t timeslot) { return timeslot; }
    static Reader reader(const SpanPlan& plan) { return Reader({.crc4 = plan.crc4}); }
    static Writer writer(const SpanPlan& plan) { return Writer(plan.crc4 != E1Crc4::off); }
    static Bits bits(const SpanPlan& /*plan*/) { return {}; }
    static void read(Reader& reader, const Millisecond& line) noexcept {
        reader.read(line.timeslot);
    }
    static void read(Bits& bits, const Millisecond& line, const Reader& frames) noexcept {
        if (frames.defects().out_of_frame) {
            bits.lose_frame();
        } else {
            bits.read(line.timeslot[form.cas_timeslot]);
        }
    }
    static void write(Bits& bits, Millisecond& line, const SpanSignalling& said,
                      const Writer& /*frames*/) noexcept {
        bits.write(line.timeslot[form.cas_timeslot], said);
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
    using Bits = T1LineBits;
    using Loop = RemoteLoop;
    using Reports = PerformanceReports;
    static constexpr SpanForm form = t1_form;
    static constexpr std::size_t place(std::uint8_t timeslot) { return timeslot - 1U; }
    static Reader reader(const SpanPlan& plan) { return Reader({.framing = plan.framing}); }
    static Writer writer(const SpanPlan& plan) { return Writer(plan.framing); }
    static Bits bits(const SpanPlan& plan) { return Bits(plan.framing); }
    static void read(Reader& reader, const Millisecond& line) noexcept {
        reader.read(line.timeslot, line.framing);
    }
    static void read(Bits& bits, const Millisecond& line, const Reader& frames) noexcept {
        bits.read(line.timeslot, frames.first_frame());
    }
    static void write(Bits& bits, Millisecond& line, const SpanSignalling& said,
                      const Writer& frames) noexcept {
        bits.write(line.timeslot, said, frames.frame());
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

// A span of a simulated board.
template <class Format>
class SpanOf final : public BoardSpan {
  public:
    using Millisecond = typename Format::Millisecond;
    static constexpr SpanForm form = Format::form;

    SpanOf(const SimulatedSpanPlan& plan, std::uint32_t second_of_day, Cable<Millisecond>& cable,
           std::size_t first_channel)
        : BoardSpan(plan, form, second_of_day, first_channel),
          line_(cable, plan.law, plan.d_timeslot != 0 ? plan.d_timeslot : cas_timeslot()),
          plan_(plan),
          reader_(Format::reader(plan)),
          writer_(Format::writer(plan)),
          line_bits_(Format::bits(plan)),
          remote_loop_(plan),
          reports_(plan) {}

    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                 FrameQueue& frames) noexcept override;
    void transmit() noexcept override;
    [[nodiscard]] LineClock clock() const noexcept override;

  private:
    [[nodiscard]] const Millisecond* arrive() noexcept;
    [[nodiscard]] bool take(bool reads) noexcept;
    [[nodiscard]] bool begin() noexcept;
    void read(const Millisecond& line) noexcept;
    void judge(Ticks now) noexcept;
    [[nodiscard]] const Millisecond* stored() noexcept;
    void pass_on() noexcept;
    void send(Millisecond& out) noexcept;

    LineEnd<Millisecond> line_;
    SimulatedSpanPlan plan_;
    ElasticStore store_;
    typename Format::Reader reader_;
    typename Format::Writer writer_;
    typename Format::Bits line_bits_;
    // What the store has of the line: the last millisecond, in the cable, and the one before it if
    // ours begins there.
    const Millisecond* present_{};  // null: the store waits for the line to begin
    Millisecond previous_{};
    Millisecond shifted_{};
    bool taken_{};  // a millisecond of the line, in this tick
    unsigned first_frame_{ElasticStore::frames_of_tick};
    std::int64_t sent_gained_ns_{};  // of our clock, as told to the far end
    typename Format::Loop remote_loop_;
    typename Format::Reports reports_;
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
