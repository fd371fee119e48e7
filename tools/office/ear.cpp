// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/ear.hpp"

#include <algorithm>
#include <cstdlib>

namespace tools::office {
namespace {

constexpr int whisper = 256;  // peak below which nothing is told apart, about -36 dBm0
// Energy of eight samples below which a recording counts as quiet there.
constexpr std::int64_t quiet_energy = std::int64_t{8} * 100 * 100;
constexpr std::uint32_t recording_confirmed = 32;  // loud milliseconds that agree
constexpr std::uint32_t talker_confirmed = 8;
constexpr std::ptrdiff_t most_sounds = 4096;  // per line and call

Heard heard_as(SoundKind kind) {
    switch (kind) {
        case SoundKind::prompt:
            return Heard::prompt;
        case SoundKind::music:
            return Heard::music;
        case SoundKind::talker:
            return Heard::talker;
    }
    return Heard::prompt;
}

}  // namespace

Ear::Ear(const Soundbook& book, const TonePlan& tones, Law law)
    : book_(&book), linear_(&book.linear(law)), tones_(tones) {
    explained_.fill(true);
}

const Sound* Ear::now() const {
    return sounds_.empty() || sounds_.back().over ? nullptr : &sounds_.back();
}

void Ear::hear(const Chunk& chunk, Ticks now) {
    Samples samples;
    int peak = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = (*linear_)[chunk.octets[i]];
        peak = std::max(peak, std::abs(int{samples[i]}));
    }
    forget_oldest(samples);
    quiet_ = peak < whisper ? quiet_ + Ticks(1) : Ticks(0);
    explained_[newest_] = peak < whisper;
    follow(samples, now);
    search(chunk, now);
    choose(now);
    follow_tone(samples, now);
}

// What has fallen out of memory without being recognised was an unknown sound.
void Ear::forget_oldest(const Samples& samples) {
    newest_ = (newest_ + 1) % memory;
    if (!explained_[newest_]) ++unknown_;
    heard_[newest_] = samples;
}

// ── recordings and talkers ──────────────────────────────────────────────────────────────────────

// Normalised correlation of a millisecond with the recording at sample `at`. Where the recording is
// quiet, anything quiet agrees.
Ear::Agreement Ear::compare(const Samples& heard, const Guess& guess, std::int64_t at) const {
    const auto recording = book_->samples(guess.sound);
    const std::int64_t length = book_->length(guess.sound);
    if (book_->kind(guess.sound) == SoundKind::talker) at = (at % length + length) % length;
    const auto size = static_cast<std::int64_t>(recording.size());
    std::int64_t both = 0;
    std::int64_t ours = 0;
    std::int64_t theirs = 0;
    for (std::int64_t i = 0; i < driver::samples_per_tick; ++i) {
        const bool inside = at + i >= 0 && at + i < size;
        const std::int64_t known = inside ? recording[static_cast<std::size_t>(at + i)] : 0;
        const std::int64_t sample = heard[static_cast<std::size_t>(i)];
        both += known * sample;
        ours += sample * sample;
        theirs += known * known;
    }
    if (theirs < quiet_energy) return ours < 16 * quiet_energy ? Agreement::quiet : Agreement::none;
    // Silence is a steady 8 in A-law and would go well with the crest of any slow wave.
    if (ours * 64 < theirs) return Agreement::none;
    // A coefficient of at least 0.99: companding twice leaves 0.997, another voice seldom 0.95.
    const auto alike = static_cast<double>(both);
    const auto needed = 0.98 * static_cast<double>(ours) * static_cast<double>(theirs);
    return both > 0 && alike * alike >= needed ? Agreement::loud : Agreement::none;
}

bool Ear::confirmed(const Guess& guess) const {
    const bool talker = book_->kind(guess.sound) == SoundKind::talker;
    return guess.loud >= (talker ? talker_confirmed : recording_confirmed);
}

bool Ear::at_end(const Guess& guess) const {
    return book_->kind(guess.sound) != SoundKind::talker &&
           guess.next >= std::int64_t{book_->after_loud(guess.sound)};
}

// A recording that ended so long ago that choose() has seen it.
bool Ear::is_past(const Guess& guess) const {
    return book_->kind(guess.sound) != SoundKind::talker &&
           guess.next > std::int64_t{book_->length(guess.sound)} + driver::samples_per_tick;
}

// How long a hole may be before the sound counts as over.
Ticks Ear::patience(const Guess& guess) const {
    return book_->kind(guess.sound) == SoundKind::talker ? Ticks(250) : Ticks(100);
}

// Compares the new millisecond with every place it may come from, and drops what it cannot be. Only
// the sound that has been recognised may have holes.
void Ear::follow(const Samples& samples, Ticks now) {
    std::size_t kept = 0;
    agreed_ = false;
    for (std::size_t i = 0; i < guess_count_; ++i) {
        Guess guess = guesses_[i];
        const auto agreement = compare(samples, guess, guess.next);
        guess.next += driver::samples_per_tick;
        // After a hole, silence alone does not prove that the sound goes on.
        const bool unproved = agreement == Agreement::quiet && guess.missing > Ticks(0);
        if (agreement == Agreement::none || unproved) {
            guess.missing += Ticks(1);
            if (!guess.chosen || is_past(guess)) continue;
            if (guess.missing > patience(guess)) {
                end(guess);
                continue;
            }
        } else {
            if (is_past(guess)) continue;
            agree(guess, agreement, now);
        }
        guesses_[kept++] = guess;
    }
    guess_count_ = kept;
}

void Ear::agree(Guess& guess, Agreement agreement, Ticks now) {
    guess.missed += guess.missing;
    guess.missing = Ticks(0);
    guess.until = now;
    if (agreement == Agreement::loud) ++guess.loud;
    if (!guess.chosen) return;
    explained_[newest_] = true;
    agreed_ = agreement == Agreement::loud;
}

void Ear::search(const Chunk& chunk, Ticks now) {
    for (std::size_t i = 0; i < chunk.octets.size(); ++i) {
        // In both laws the first bit is the sign, and set means positive.
        signs_ = signs_ << 1U | chunk.octets[i] >> 7U;
        if (agreed_) continue;
        for (const auto& place : book_->places(signs_)) consider(place, i + 1, now);
    }
}

bool Ear::known_already(SoundId sound, std::int64_t next) const {
    const std::int64_t length = book_->length(sound);
    const bool round = book_->kind(sound) == SoundKind::talker;
    return std::any_of(
        guesses_.begin(), guesses_.begin() + static_cast<std::ptrdiff_t>(guess_count_),
        [&](const Guess& guess) {
            const auto apart = guess.next - next;
            return guess.sound == sound && (round ? apart % length == 0 : apart == 0);
        });
}

// The signs just heard stand at `place`, `after` samples into the newest millisecond.
void Ear::consider(const Soundbook::Place& place, std::size_t after, Ticks now) {
    const std::int64_t here = std::int64_t{place.next} - static_cast<std::int64_t>(after);
    const std::int64_t next = here + driver::samples_per_tick;
    if (guess_count_ == most_guesses || known_already(place.sound, next)) return;
    Guess guess{.sound = place.sound, .next = next};
    listen_back(guess, here, now);
    if (guess.loud > 0) guesses_[guess_count_++] = guess;
}

// How far back the agreement reaches. `here`: where in the recording the newest millisecond begins.
void Ear::listen_back(Guess& guess, std::int64_t here, Ticks now) const {
    const bool round = book_->kind(guess.sound) == SoundKind::talker;
    std::int64_t at = here;
    Ticks back{0};
    for (std::size_t slot = newest_; back < Ticks(memory - 1);
         slot = (slot + memory - 1) % memory) {
        if (!round && at + driver::samples_per_tick <= 0) break;
        const auto agreement = compare(heard_[slot], guess, at);
        if (agreement == Agreement::none) break;
        if (agreement == Agreement::loud) ++guess.loud;
        guess.begun = at;
        guess.from = now - back;
        back += Ticks(1);
        at -= driver::samples_per_tick;
    }
    guess.until = now;
}

// Which of the confirmed guesses is the sound that is heard.
void Ear::choose(Ticks now) {
    Guess* chosen = nullptr;
    Guess* better = nullptr;
    for (std::size_t i = 0; i < guess_count_; ++i) {
        auto& guess = guesses_[i];
        if (guess.chosen) {
            chosen = &guess;
        } else if (confirmed(guess) && guess.until == now && !at_end(guess)) {
            if (better == nullptr || guess.from < better->from) better = &guess;
        }
    }
    if (chosen != nullptr) {
        sounds_.back().until = chosen->until;
        sounds_.back().missed = chosen->missed;
        if (!at_end(*chosen) && (chosen->until == now || better == nullptr)) return;
        end(*chosen);
    }
    if (better != nullptr) begin(*better);
}

void Ear::begin(Guess& guess) {
    if (in_tone_) sounds_.back().over = true;
    in_tone_ = false;
    tones_.reset();
    guess.chosen = following_ = true;
    for (Ticks back{0}; back <= guess.until - guess.from && back < Ticks(memory);
         back += Ticks(1)) {
        explained_[(newest_ + memory - static_cast<std::size_t>(back.count())) % memory] = true;
    }
    remember({.what = heard_as(book_->kind(guess.sound)),
              .sound = guess.sound,
              .from = guess.from,
              .until = guess.until,
              .missed = guess.missed});
}

void Ear::remember(const Sound& sound) {
    if (std::ssize(sounds_) >= most_sounds) {
        constexpr auto half = most_sounds / 2;
        sounds_.erase(sounds_.begin(), sounds_.begin() + half);
        forgotten_ += half;
    }
    sounds_.push_back(sound);
}

void Ear::end(Guess& guess) {
    auto& sound = sounds_.back();
    const auto first_loud = std::int64_t{book_->first_loud(sound.sound)};
    sound.over = true;
    sound.whole = sound.what == Heard::prompt && at_end(guess) &&
                  guess.begun <= first_loud + driver::samples_per_tick;
    guess.chosen = following_ = false;
}

void Ear::close() {
    for (std::size_t i = 0; i < guess_count_; ++i) {
        if (guesses_[i].chosen) end(guesses_[i]);
    }
    if (in_tone_) sounds_.back().over = true;
    in_tone_ = false;
    tones_.reset();
    guess_count_ = 0;
}

// ── tones ───────────────────────────────────────────────────────────────────────────────────────

void Ear::follow_tone(const Samples& samples, Ticks now) {
    if (following_) return;
    tones_.hear(samples, now);
    if (tones_.sounds_like_tone()) explained_[newest_] = true;
    const auto tone = tones_.tone();
    if (in_tone_ && tone == sounds_.back().tone) {
        sounds_.back().until = now;
        return;
    }
    if (in_tone_) sounds_.back().over = true;
    in_tone_ = tone.has_value();
    if (!tone) return;
    remember(
        {.what = Heard::tone, .sound = {}, .tone = *tone, .from = tones_.since(), .until = now});
}

}  // namespace tools::office
