// SPDX-License-Identifier: GPL-2.0-or-later
// What somebody on a line hears, in words: which prompt, music, tone, and which talker. Fed with
// one chunk per millisecond; needs no clock of its own and no knowledge of what was meant to be
// played.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/fields.hpp"
#include "driver/base/ticks.hpp"
#include "tools/office/soundbook.hpp"
#include "tools/office/tones.hpp"

namespace tools::office {

using driver::Chunk;
using driver::Law;
using driver::Ticks;

ENUM(Heard, prompt, music, talker, tone)

// One stretch of one sound.
struct Sound {
    Heard what{};
    SoundId sound;   // of a prompt, music or talker
    Tone tone{};     // of a tone
    Ticks from{};    // the first millisecond heard
    Ticks until{};   // the last
    Ticks missed{};  // of the time between: holes of up to a quarter of a second
    bool over{};
    bool whole{};  // a prompt that was heard from its beginning to its end

    [[nodiscard]] Ticks heard() const { return until - from + Ticks(1) - missed; }
};

class Ear {
  public:
    Ear(const Soundbook& book, const TonePlan& tones, Law law);

    // The next millisecond of the line, which arrived at `now`.
    void hear(const Chunk& chunk, Ticks now);
    // The line is gone: what was being heard is over.
    void close();

    // All that was recognised, in order of time. Only the last may still go on. The oldest of very
    // many are forgotten.
    [[nodiscard]] std::span<const Sound> sounds() const { return sounds_; }
    [[nodiscard]] std::size_t forgotten() const { return forgotten_; }
    // What is being heard now; nothing while it is silent or not (yet) recognised.
    [[nodiscard]] const Sound* now() const;
    // Milliseconds of sound that stayed unrecognised.
    [[nodiscard]] Ticks unknown() const { return unknown_; }
    // Milliseconds since the line was last louder than a whisper.
    [[nodiscard]] Ticks quiet() const { return quiet_; }

  private:
    static constexpr std::size_t memory = 512;      // milliseconds an ear can hear back
    static constexpr std::size_t most_guesses = 8;  // places the sound may come from
    using Samples = std::array<std::int16_t, driver::samples_per_tick>;
    enum class Agreement { none, quiet, loud };

    // A place in a recording that may be what is heard.
    struct Guess {
        SoundId sound;
        std::int64_t next{};   // in the recording: the sample that belongs to the next chunk
        std::int64_t begun{};  // where in the recording the agreement began
        Ticks from{};
        Ticks until{};
        std::uint32_t loud{};  // milliseconds that agreed and were not quiet
        Ticks missed{};
        Ticks missing{};  // since the last agreement
        bool chosen{};    // it is the last of sounds_, which goes on
    };

    void follow(const Samples& samples, Ticks now);
    void agree(Guess& guess, Agreement agreement, Ticks now);
    void search(const Chunk& chunk, Ticks now);
    void consider(const Soundbook::Place& place, std::size_t after, Ticks now);
    void listen_back(Guess& guess, std::int64_t here, Ticks now) const;
    [[nodiscard]] bool known_already(SoundId sound, std::int64_t next) const;
    void choose(Ticks now);
    void begin(Guess& guess);
    void end(Guess& guess);
    void follow_tone(const Samples& samples, Ticks now);
    void forget_oldest(const Samples& samples);
    void remember(const Sound& sound);

    [[nodiscard]] Agreement compare(const Samples& heard, const Guess& guess,
                                    std::int64_t at) const;
    [[nodiscard]] bool confirmed(const Guess& guess) const;
    [[nodiscard]] bool at_end(const Guess& guess) const;
    [[nodiscard]] bool is_past(const Guess& guess) const;
    [[nodiscard]] Ticks patience(const Guess& guess) const;

    const Soundbook* book_;
    const std::array<std::int16_t, 256>* linear_;
    ToneEar tones_;
    Signs signs_{};
    std::array<Samples, memory> heard_{};
    std::array<bool, memory> explained_{};
    std::size_t newest_{};  // in heard_
    std::array<Guess, most_guesses> guesses_{};
    std::size_t guess_count_{};
    bool following_{};  // one of them is chosen
    bool agreed_{};     // and agreed with the newest millisecond
    std::vector<Sound> sounds_;
    std::size_t forgotten_{};
    bool in_tone_{};  // the last of sounds_ is a tone that goes on
    Ticks unknown_{};
    Ticks quiet_{};
};

}  // namespace tools::office
