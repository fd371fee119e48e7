// SPDX-License-Identifier: GPL-2.0-or-later
// What the signalling thread must know about its lines, as configured. Immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/signalling/messages.hpp"

namespace pbx {

using namespace std::chrono_literals;

// ── ISDN ────────────────────────────────────────────────────────────────────────────────────────

ENUM(SpanKind, e1, t1)
ENUM(SwitchType, euroisdn, ni2)
ENUM(Side, user, network)

// Supervision of calls (Q.931 9.1, 9.2). libpri runs T303, T305, T308 and T313 by itself and T309
// with the value given here; the others are ours because libpri has none.
struct IsdnTimers {
    driver::Ticks t301{180s};  // ALERTING received → CONNECT
    driver::Ticks t302{15s};   // overlap receiving: since the last digit
    driver::Ticks t304{30s};   // overlap sending: since SETUP ACKNOWLEDGE
    driver::Ticks t309{30s};   // an answered call outlives its data link by this (6 … 90 s)
    driver::Ticks t310{60s};   // CALL PROCEEDING received → ALERTING or CONNECT
    driver::Ticks t316{120s};  // RESTART → RESTART ACKNOWLEDGE; sent twice
    driver::Ticks clearing_limit{60s};  // we hung up and libpri has not finished: forget the call
};

struct BChannel {
    driver::LineId line;
    std::uint8_t timeslot{};
};

struct SpanPlan {
    driver::SpanId span;
    SpanKind kind{};
    SwitchType switch_type{};
    Side side{};
    std::uint8_t d_timeslot{16};
    driver::Law law{};
    std::vector<BChannel> channels;
    // The far end may send the called number in pieces. Otherwise a SETUP holds all of it.
    bool overlap_receiving{};
    // Numbers received in pieces are complete at this length; 0: only T302 or the far end can tell.
    std::uint8_t called_digits{};
    // RESTART every idle channel when the link first comes up: a firmware that died leaves calls at
    // the far end which a quick re-establishment does not clear (Q.921 5.7.1 tells layer 3
    // nothing).
    bool restart_at_start{true};
    // Calls end when LOS, LOF, AIS or RAI has lasted so long. The least that Q.931 table 9-1 allows
    // T309, by which calls outlive their data link: who hears nothing for longer hangs up. It is
    // more than the second the board waits to see a failure over, and the 2.5 s after which older
    // equipment begins to call it one (T1.403).
    driver::Ticks release_after{6s};
    IsdnTimers timers;
};

// ── analog stations ─────────────────────────────────────────────────────────────────────────────

struct StationPlan {
    driver::LineId line;
    driver::Number number;
    CallerIdStandard caller_id{};
};

// How pulses make a digit: n pulses are n and ten are 0; one more than n (Sweden); ten less n (New
// Zealand).
ENUM(PulseCode, standard, one_more, ten_less)

// How long the loop is open, told apart: dial pulse below flash_min, recall from flash_min to
// flash_max, hung up beyond.
struct HookTimes {
    driver::Ticks noise{15};  // shorter openings are contact bounce
    driver::Ticks flash_min{80};
    driver::Ticks flash_max{200};
    driver::Ticks inter_digit{
        250};  // loop closed this long after the last pulse: the digit is done
    PulseCode pulses{};
};

// Ring voltage: on, off, and for a double ring once more on, off.
struct RingCadence {
    driver::Ticks on{1000};
    driver::Ticks off{4000};
    driver::Ticks second_on{};
    driver::Ticks second_off{};
};

struct AnalogTimes {
    HookTimes hook;
    RingCadence ring;
    CallerIdStandard caller_id{};  // what telephones of the country understand
};

// Times usual in a country (ISO 3166 code, capital letters); nothing for a country not in the list.
std::optional<AnalogTimes> analog_times(std::string_view country);

// ── the whole ───────────────────────────────────────────────────────────────────────────────────

// A PIN, and what control, which never has it, calls it: "2001:****", with a star for each digit.
struct NamedPin {
    std::string name;
    std::string pin;
};

struct SignallingPlan {
    std::uint64_t firmware_epoch{};
    std::uint64_t configuration{};  // digest of the line plan, compared with control's
    std::uint16_t voice_ports{};
    std::vector<SpanPlan> spans;
    std::vector<StationPlan> stations;
    std::vector<NamedPin> pins;
    AnalogTimes analog;
    // An incoming call that nobody attached could answer is cleared with cause 41 after this time:
    // before the far exchange's T310 (10 s in a network) does it with a worse cause.
    driver::Ticks offer_limit{8s};
};

}  // namespace pbx
