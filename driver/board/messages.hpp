// SPDX-License-Identifier: GPL-2.0-or-later
// What a board tells control. Crosses border 1; carried by pbx/signalling/messages.hpp.
#pragma once

#include <cstdint>
#include <variant>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "driver/framing/patterns/test_pattern.hpp"

namespace driver {

// What the frames of a D-channel say about a link that does not come up: our own ones come back, or
// the far end speaks as if it had our side of the link (Q.921: both network, or both user).
ENUM(LinkTrouble, none, looped, same_side)

// Why a span has no board: a person has pulled it out; the kernel's driver or DPDK is not there;
// this user may not; there is no such board, span or interface; another program or driver has it;
// it is not set up as the configuration says; the system refuses it; it was taken away while it
// worked; it reads as ones; it says a version nobody knows; its DMA stands still; it has just been
// found.
ENUM(BoardTrouble, none, pulled, no_driver, not_allowed, missing, held, wrong_setup, refused,
     taken_away, no_answer, unknown_version, stalled, starting)

// What is wrong with a line, by the names of G.775; of several the one that explains the others.
ENUM(SpanDefect, none, los, ais, lof)

// Defects and failures of one span as G.775 and T1.231 name them, and its D-channel's state.
struct SpanStatus {
    SpanId span;
    bool no_board{};               // the board is not in its slot: nothing else is known
    BoardTrouble board_trouble{};  // while there is none
    bool loss_of_signal{};
    bool loss_of_frame{};
    bool alarm_indication{};     // AIS, all ones from the far end
    bool remote_alarm{};         // RAI: the far end does not hear us
    bool signalling_up{};        // Q.921 link established
    LinkTrouble link_trouble{};  // while it is not; filled in by signalling like signalling_up
    // Since the firmware started:
    std::uint32_t slips{};           // all: controlled ones, and milliseconds that did not come
    std::uint32_t bad_frames{};      // D-channel: wrong FCS, abort, length; or not fetched in time
    std::uint32_t crc_errors{};      // E1 with CRC-4: submultiframes; T1 ESF: superframes
    std::uint32_t framing_errors{};  // alignment signals received wrong
    std::uint32_t far_end_errors{};  // as it tells: E1 by E bits; T1 ESF by reports, at least
    // Controlled slips, by frames (G.823): our clock is slower than the line's, or faster.
    std::uint32_t frames_deleted{};
    std::uint32_t frames_repeated{};
    FIELDS(span, no_board, board_trouble, loss_of_signal, loss_of_frame, alarm_indication,
           remote_alarm, signalling_up, link_trouble, slips, bad_frames, crc_errors, framing_errors,
           far_end_errors, frames_deleted, frames_repeated)
    friend bool operator==(const SpanStatus&, const SpanStatus&) = default;
    // Speech does not pass, in one direction at least.
    [[nodiscard]] bool failed() const {
        return no_board || loss_of_signal || loss_of_frame || alarm_indication || remote_alarm;
    }
    [[nodiscard]] bool usable() const { return !failed() && signalling_up; }
};

// What a span was like in one quarter of an hour of the clock, by the definitions of RFC 4805 and
// G.826. Told again while it grows, at most once a second; the last time when every second of it is
// decided: available or not.
struct SpanPerformance {
    SpanId span;
    Ticks since{};                    // the quarter began, or the firmware started within it
    bool over{};                      // told for the last time
    std::uint32_t seconds{};          // measured and decided
    std::uint32_t errored_seconds{};  // ES
    std::uint32_t severely_errored_seconds{};  // SES
    std::uint32_t unavailable_seconds{};       // UAS: only these count in unavailable time
    std::uint32_t framing_seconds{};           // SEFS
    std::uint32_t slip_seconds{};              // CSS
    std::uint64_t path_violations{};           // PCV: CRC and framing errors
    std::uint64_t background_block_errors{};   // BBE
    FIELDS(span, since, over, seconds, errored_seconds, severely_errored_seconds,
           unavailable_seconds, framing_seconds, slip_seconds, path_violations,
           background_block_errors)
    friend bool operator==(const SpanPerformance&, const SpanPerformance&) = default;
};

// ── a technician's test set, within the board ───────────────────────────────────────────────────

// Where a span is closed to a loop. local: what we send is what we receive. line: what the far end
// sends goes back to it, frames and all. payload: its timeslots go back in frames of ours. remote,
// remote_payload: the far end of a T1 is asked by code to make a line or payload loop (T1.403 §9.3,
// §9.4), and by code to end it.
ENUM(SpanLoop, none, local, line, payload, remote, remote_payload)

// Loop a span (none: no longer). It ends by itself after `lasts`, whoever has died meanwhile.
struct LoopSpan {
    SpanId span;
    SpanLoop loop{};
    Ticks lasts{};
    FIELDS(span, loop, lasts)
};
// A bit error ratio test (BERT): send a pattern in these timeslots (bit t is timeslot t, from 1)
// and compare what comes back with it. It ends after `lasts`; 0 ends the one that runs.
struct MeasureSpan {
    SpanId span;
    TestPattern pattern{};
    std::uint32_t timeslots{};
    Ticks lasts{};
    FIELDS(span, pattern, timeslots, lasts)
};
// Send so many bits of the pattern wrong, one each millisecond.
struct InjectErrors {
    SpanId span;
    std::uint32_t bits{};
    FIELDS(span, bits)
};
using SpanOrder = std::variant<LoopSpan, MeasureSpan, InjectErrors>;

// What the test set of a span is doing, and has counted. Told when that changes, at most once a
// second while it measures, and when it ends.
struct SpanTest {
    SpanId span;
    SpanLoop loop{};
    Ticks loop_left{};
    bool measuring{};
    TestPattern pattern{};
    std::uint32_t timeslots{};
    Ticks left{};
    bool found{};          // the pattern comes back
    bool inverted{};       // with zeros for ones
    std::uint64_t bits{};  // compared
    std::uint64_t errors{};
    std::uint32_t losses{};    // times the pattern was lost
    std::uint32_t injected{};  // bits sent wrong on purpose
    FIELDS(span, loop, loop_left, measuring, pattern, timeslots, left, found, inverted, bits,
           errors, losses, injected)
    friend bool operator==(const SpanTest&, const SpanTest&) = default;
};

// ── clocks ──────────────────────────────────────────────────────────────────────────────────────

// locked: follows a line. holdover: none is left, it goes on as the last one did. free_run: it has
// never had one, and runs by its own oscillator.
ENUM(ClockState, free_run, locked, holdover)
// Why it is as it is: the first source was found; the source failed; a better one is good again.
ENUM(ClockReason, start, los, ais, lof, restored)

// The clock of a board, and of the boards that share it: a clock domain. Told when it switches, and
// when its frequency has changed, at most once in ten seconds.
struct ClockStatus {
    std::uint16_t board{};    // the configuration's first is 1
    bool runs_bus{};          // all boards slip against this one
    std::uint16_t sources{};  // it may follow; none: it runs by itself
    ClockState state{};
    SpanId source;  // followed; in hold-over the last one
    Ticks since{};
    ClockReason reason{};
    std::uint32_t switches{};   // since the firmware started
    std::int32_t offset_ppb{};  // against a nominal clock; 1 ppm is 1000
    FIELDS(board, runs_bus, sources, state, source, since, reason, switches, offset_ppb)
    friend bool operator==(const ClockStatus&, const ClockStatus&) = default;
};
// A span as a source of clock. Told likewise.
struct ClockSource {
    SpanId span;
    std::uint16_t board{};     // whose clock it may give
    std::uint16_t priority{};  // 1 is the first choice; 0: never
    SpanDefect defect{};
    bool ready{};               // good for the time to restore
    Ticks since{};              // good or not
    bool measured{};            // the rest is known
    std::int32_t offset_ppb{};  // against a nominal clock
    std::int32_t drift_ppb{};   // against the bus's: 125 ppm is a slip a second
    FIELDS(span, board, priority, defect, ready, since, measured, offset_ppb, drift_ppb)
    friend bool operator==(const ClockSource&, const ClockSource&) = default;
};

// How punctual the tick was. Late ticks are caught up, never dropped.
struct TickHealth {
    std::uint64_t ticks{};
    std::uint64_t late_ticks{};  // ticks that began over 1 ms after their time
    std::uint32_t longest_late_ms{};
    std::uint32_t longest_work_us{};  // of one tick
    FIELDS(ticks, late_ticks, longest_late_ms, longest_work_us)
};

}  // namespace driver
