// SPDX-License-Identifier: GPL-2.0-or-later
// Prompts, tones and digits, as control speaks of them. Crosses border 1.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"
#include "driver/bus/messages.hpp"
#include "ivr_dsp/dsp/analysis/call_party.hpp"
#include "ivr_dsp/dsp/conference/conference_part.hpp"
#include "ivr_dsp/dsp/tones/caller_id.hpp"
#include "ivr_dsp/dsp/tones/two_of_six.hpp"
#include "ivr_dsp/media/fax/messages.hpp"       // IWYU pragma: export
#include "ivr_dsp/media/recorder/messages.hpp"  // IWYU pragma: export

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
// business, taps of this line neither hear nor show it. Control sends TakeSecret for that.
struct ListenForDigits {
    driver::LineId line;
    bool on{};
    bool secret{};
    FIELDS(line, on, secret)
};

inline constexpr std::size_t most_secret_keys = 32;
inline constexpr std::size_t texts_per_secret = 3;
// What control hears instead of a key that is secret.
inline constexpr char secret_key = '?';

// Down: what this line, which is listened to for digits, types from now on is secret, or no longer:
// taps and recordings get silence, and control a `secret_key` for each digit, with which of the
// `expected` texts the last keys are. An empty one never is.
struct TakeSecret {
    driver::LineId line;
    bool on{};
    std::array<driver::Text<most_secret_keys>, texts_per_secret> expected{};
    FIELDS(line, on, expected)
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

// milliwatt: the digital milliwatt of G.711. sine: `hz` at `level_dbm0`. sweep: gliding from 300 to
// 3400 Hz in 8 seconds, again and again. noise: white. answer: 2100 Hz, its phase turned every 450
// ms, by which echo cancellers on the way disable themselves (G.168, 7).
ENUM(TestTone, milliwatt, sine, sweep, noise, answer)

// Down: the line hears this tone for so long, in place of what it listens to. `lasts` 0 ends it.
struct SendTone {
    driver::LineId line;
    TestTone tone{};
    std::uint16_t hz{};
    std::int16_t level_dbm0{};
    driver::Ticks lasts{};
    FIELDS(line, tone, hz, level_dbm0, lasts)
};

// What digits are sent by: keys, or register signals between exchanges (R1 of Q.320, MFC-R2 of
// Q.440).
ENUM(DigitCode, dtmf, r1, r2_forward, r2_backward)
constexpr std::optional<SixTones> register_signals_of(DigitCode code) {
    switch (code) {
        case DigitCode::dtmf:
            break;
        case DigitCode::r1:
            return SixTones::r1;
        case DigitCode::r2_forward:
            return SixTones::r2_forward;
        case DigitCode::r2_backward:
            return SixTones::r2_backward;
    }
    return std::nullopt;
}
constexpr std::string_view digits_of(DigitCode code) {
    const auto signals = register_signals_of(code);
    return signals ? signs_of(*signals) : "0123456789*#ABCD";
}

// Down: the line hears these digits, in place of what it listens to.
struct SendDigits {
    driver::LineId line;
    driver::Text<31> digits;  // of digits_of(code)
    DigitCode code{};
    FIELDS(line, digits, code)
};

// Down: the line hears who calls (by FSK), in place of what it listens to. A SendTone that lasts
// nothing ends it.
struct SendCallerId {
    driver::LineId line;
    FskStandard standard{};
    CallerIdForm form{CallerIdForm::mdmf};
    bool in_call{};         // to a telephone in conversation: the call waiting alert comes first
    driver::Text<8> time;   // MMDDhhmm, local; empty: the firmware's clock
    driver::Number number;  // empty: not known, or withheld
    driver::DisplayName name;
    bool withheld{};
    FIELDS(line, standard, form, in_call, time, number, name, withheld)
};

// Down: what the party at this seat does in its conference, until somebody else sits there. Of an
// empty seat: what the next to sit down does there, from the first sample on; without it he just
// talks. `part.coached` is a seat.
struct SetSeat {
    std::uint16_t conference{};
    std::uint8_t seat{};
    ConferencePart part;
    FIELDS(conference, seat, part)
};

// Up: who speaks in a conference, as it is now, a bit for each seat. Told when it changes, at most
// once in `Conferences::look`; who is muted or only listens does not speak.
struct SpeakersChanged {
    static constexpr std::size_t words = (driver::ConferenceRooms::most_seats + 63) / 64;

    std::uint16_t conference{};
    std::array<std::uint64_t, words> seats{};
    FIELDS(conference, seats)

    [[nodiscard]] constexpr bool speaks(std::size_t seat) const {
        return (seats[seat / 64] >> seat % 64 & 1U) != 0;
    }
    constexpr void add(std::size_t seat) { seats[seat / 64] |= std::uint64_t{1} << seat % 64; }
};

// ── tones, and who has answered ─────────────────────────────────────────────────────────────────

// Tones of exchanges (E.180), and those by which fax machines and modems call and answer: cng 1100
// Hz (T.30), modem_calling 1300 Hz (V.25), answer 2100 Hz, answer_reversed the same turning its
// phase (a modem, or a fax faster than 14400 bit/s), bell_answer 2225 Hz.
ENUM(HeardTone, dial, ringback, busy, congestion, special_information, cng, modem_calling, answer,
     answer_reversed, bell_answer)

// Down: listen to what the leg's line says, from now on, for tones, and for who has answered. Both
// off: no longer. An order about a leg that is not the line's last one changes nothing.
struct ListenForTones {
    driver::LegId leg;
    bool tones{};
    bool party{};
    FIELDS(leg, tones, party)
};

// Up: a tone has begun and lasted long enough to be sure: two cycles, as a rule.
struct ToneHeard {
    driver::LegId leg;
    HeardTone tone{};
    std::int16_t level_dbm0{};  // 0 for answer_reversed
    FIELDS(leg, tone, level_dbm0)
};
// Up: who has answered. Once for each order to listen for it.
struct PartyHeard {
    driver::LegId leg;
    CallParty party{};
    std::uint8_t confidence_percent{};  // so many of a hundred such verdicts are right
    driver::Ticks after{};              // the order
    FIELDS(leg, party, confidence_percent, after)
};
// Up: an answering machine has beeped, and can be spoken to.
struct BeepHeard {
    driver::LegId leg;
    driver::Ticks after{};  // the order
    FIELDS(leg, after)
};

// ── how good a line is ──────────────────────────────────────────────────────────────────────────

// Down: how good is this line? Answered by one LineQuality. A line that is not measured anyhow is
// from now on, for a minute after the last question.
struct AskLineQuality {
    driver::LineId line;
    std::uint64_t question{};  // the asker's number for it
    FIELDS(line, question)
};

// One way of a line, since it is measured.
struct WayQuality {
    static constexpr std::int16_t nothing = -990;  // a level that is none

    std::int16_t level_tenths_dbm0{nothing};   // of the last 20 ms
    std::int16_t speech_tenths_dbm0{nothing};  // of the last seconds of voice
    std::int16_t offset{};                     // DC, in 16-bit linear samples
    std::uint32_t clipped_samples{};           // at the law's largest code
    std::uint32_t voice_ms{};                  // with voice
    std::uint32_t sound_ms{};                  // with anything above -60 dBm0
    FIELDS(level_tenths_dbm0, speech_tenths_dbm0, offset, clipped_samples, voice_ms, sound_ms)
};

// off: the line has none. idle: no call. cancels. disabled: by a modem's tone, until both sides
// have been silent for 250 ms or the call is over (G.168, 7).
ENUM(EchoState, off, idle, cancels, disabled)

// What is heard on one side only: five seconds of voice, and nothing at all the other way.
ENUM(OneWayAudio, no, nothing_from_line, nothing_to_line)

// Up: a line in its present call, or since somebody began to ask.
struct LineQuality {
    driver::LineId line;
    std::uint64_t question{};
    driver::Ticks measured{};
    bool in_call{};
    EchoState canceller{};
    std::uint16_t tail_ms{};
    bool echo_found{};  // if not, what follows means nothing
    std::int16_t erle_tenths_db{};
    std::int16_t return_loss_tenths_db{};
    std::uint32_t echo_delay_us{};
    std::int16_t background_tenths_dbm0{WayQuality::nothing};  // noise in what the line says
    WayQuality says;  // levels without its echo; offset and clipping as the line brings them
    WayQuality hears;
    OneWayAudio one_way{};
    FIELDS(line, question, measured, in_call, canceller, tail_ms, echo_found, erle_tenths_db,
           return_loss_tenths_db, echo_delay_us, background_tenths_dbm0, says, hears, one_way)
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
