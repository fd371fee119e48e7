// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/board/simulated/board_plan.hpp"
#include "driver/board/span/performance_reports.hpp"
#include "driver/framing/loop_codes.hpp"
#include "driver/framing/t1_data_link.hpp"
#include "driver/framing/t1_framing.hpp"

namespace driver {

// Loops by code, both ways: asks a T1's far end for one, and makes one here when it asks. ESF:
// codes on the data link (T1.403 §9.4.1), for line and payload; SF: in-band codes in all channels
// (§9.3), for line only.
class RemoteLoop {
  public:
    // Ten times at least; more, for a line that is tested may be a bad one.
    static constexpr std::uint16_t code_times = 25;
    // Five seconds at least.
    static constexpr Ticks in_band_lasts = 6s;
    // Our own code may still come back from a loop that is being ended.
    static constexpr Ticks echo_lasts = 500ms;

    explicit RemoteLoop(const SpanPlan& plan) noexcept
        : in_band_(plan.framing == T1Framing::sf), answers_(plan.answers_loop_codes) {}

    // A millisecond goes by; `loop` is the test set's. A remote one that it begins or ends is asked
    // for, or no longer.
    void tick(SpanLoop loop) noexcept;
    // What came, in frame. The loop the far end asks for in this millisecond; none: ends it.
    [[nodiscard]] std::optional<SpanLoop> hear(std::span<const Chunk, t1_timeslots> millisecond,
                                               const T1FrameReader& reader) noexcept;
    // Overwrites all channels while an in-band code is sent.
    void say(std::span<Chunk, t1_timeslots> millisecond) noexcept;
    // For T1Overhead: a code, else a report, else flags.
    [[nodiscard]] std::uint8_t data_link() noexcept;
    // Tells what is due, unless a code or a report is under way. The reports stay where they are:
    // they keep what is being sent.
    void tell(PerformanceReports& reports) noexcept;

  private:
    void send(T1Code code, LoopCode in_band) noexcept;
    [[nodiscard]] std::optional<SpanLoop> asked_in_band(
        std::span<const Chunk, t1_timeslots> millisecond) noexcept;
    [[nodiscard]] std::optional<SpanLoop> asked_by(T1Code code) const noexcept;

    bool in_band_;
    bool answers_;
    SpanLoop asked_{};      // of the far end, by us
    SpanLoop answering_{};  // to the far end
    Ticks sending_left_{};
    Ticks deaf_for_{};
    T1DataLinkWriter link_;
    LoopCodeWriter channels_{line_loop_up};
    std::optional<T1Code> last_heard_;
    LoopCodeReader up_{line_loop_up};
    LoopCodeReader down_{line_loop_down};
};

// An E1 has no such codes (G.704).
class NoRemoteLoop {
  public:
    explicit NoRemoteLoop(const SpanPlan& /*plan*/) noexcept {}
    void tick(SpanLoop /*loop*/) noexcept {}
    template <class Millisecond, class Reader>
    [[nodiscard]] std::optional<SpanLoop> hear(const Millisecond& /*line*/,
                                               const Reader& /*reader*/) noexcept {
        return std::nullopt;
    }
    template <class Millisecond>
    void say(Millisecond& /*line*/) noexcept {}
    [[nodiscard]] std::uint8_t data_link() noexcept { return 0xF; }
    void tell(NoPerformanceReports& /*reports*/) noexcept {}
};

}  // namespace driver
