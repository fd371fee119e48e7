// SPDX-License-Identifier: GPL-2.0-or-later
// Prompts, tones and digits, as control speaks of them. Crosses border 1.
#pragma once

#include <array>
#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"
#include "driver/bus/messages.hpp"

namespace ivr_dsp {

// Call-progress tones every country has (ITU-T E.180); frequencies and cadence come from the tone
// plan the firmware loaded. Each is one slot of the bus that anybody may listen to.
ENUM(Tone, dial, recall_dial, ringback, busy, congestion, special_information, call_waiting,
     confirm)
inline constexpr std::size_t tone_count = 8;
constexpr driver::Source tone(Tone tone) {
    return {driver::SourceKind::tone, 0, static_cast<std::uint16_t>(tone)};
}
constexpr driver::Source music(std::uint16_t stream) {
    return {driver::SourceKind::music, 0, stream};
}

// One recorded piece. `generation` names the compiled bank it was looked up in: after a reload the
// firmware refuses clips of a generation it no longer holds instead of playing something else.
struct Clip {
    std::uint16_t generation{};
    std::uint16_t index{};
    FIELDS(generation, index)
    friend bool operator==(const Clip&, const Clip&) = default;
};

inline constexpr std::size_t clips_per_play = 16;

// Down: plays the first `count` clips on a voice port, in place of what it plays, or after it when
// `append`. Answered by one Played per `play`, also when it was replaced or stopped.
struct Play {
    driver::VoicePortId port;
    std::uint32_t play{};  // control's number for this order, rising per port
    bool append{};
    std::uint8_t count{};
    std::array<Clip, clips_per_play> clips{};
    FIELDS(port, play, append, count, clips)
};

// Down: the voice port falls silent. Answered by Played with whole = false if something played.
struct StopPlay {
    driver::VoicePortId port;
    FIELDS(port)
};

// Down: detect DTMF on this line from now on, or stop. `secret`: what is dialled is nobody's
// business, taps of this line neither hear nor show it.
struct ListenForDigits {
    driver::LineId line;
    bool on{};
    bool secret{};
    FIELDS(line, on, secret)
};

// ── a technician's instruments, on one line each ────────────────────────────────────────────────

// Down: what the line says and hears goes to a free tap for so long, under this number, by which
// whoever wants it will find it. `lasts` 0 ends the tap of that number.
struct TapLine {
    driver::LineId line;
    std::uint64_t tap{};  // not 0
    driver::Ticks lasts{};
    FIELDS(line, tap, lasts)
};

// milliwatt: the digital milliwatt of G.711. sine: `hz` at `level_dbm0`. sweep: 300 to 3400 Hz in
// steps of 100, a quarter of a second each, again and again.
ENUM(TestTone, milliwatt, sine, sweep)

// Down: the line hears this tone for so long, in place of what it listens to. `lasts` 0 ends it.
struct SendTone {
    driver::LineId line;
    TestTone tone{};
    std::uint16_t hz{};
    std::int16_t level_dbm0{};
    driver::Ticks lasts{};
    FIELDS(line, tone, hz, level_dbm0, lasts)
};

// Down: the line hears these digits (DTMF), in place of what it listens to.
struct SendDigits {
    driver::LineId line;
    driver::Text<31> digits;  // 0-9 * # A-D
    FIELDS(line, digits)
};

// Up: an order to play is over. `whole` when every clip was said to its end.
struct Played {
    driver::VoicePortId port;
    std::uint32_t play{};
    bool whole{};
    std::uint32_t heard_ms{};
    FIELDS(port, play, whole, heard_ms)
};

}  // namespace ivr_dsp
