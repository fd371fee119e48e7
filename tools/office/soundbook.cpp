// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/soundbook.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "tools/office/speech.hpp"
#include "tools/office/wav_file.hpp"

namespace tools::office {
namespace {

constexpr std::uint32_t signature_length = 4096;  // samples until a talker's signature repeats
constexpr std::int16_t signature_level = 1000;    // about -24 dBm0: a quiet talker
constexpr int whisper = 256;                      // about -36 dBm0 peak
constexpr unsigned bucket_bits = 20;
// A window found in more places than this tells nothing: a steady tone, a hum.
constexpr std::size_t places_per_landmark = 6;

// Scrambles so that every bit of the result depends on all signs (the finisher of splitmix64).
constexpr std::uint64_t hash_of(Signs signs) {
    signs = (signs ^ (signs >> 30U)) * 0xBF58476D1CE4E5B9U;
    signs = (signs ^ (signs >> 27U)) * 0x94D049BB133111EBU;
    return signs ^ (signs >> 31U);
}

bool is_loud(std::int16_t sample) {
    return std::abs(int{sample}) >= whisper;
}

// Plus or minus for each sample of a talker's signature, from nothing but the talker's number.
bool signature_sign(TalkerId talker, std::uint32_t at) {
    const auto word =
        hash_of((std::uint64_t{talker.value} << 32U | (at / 64)) + 0x9E3779B97F4A7C15U);
    return (word >> (at % 64) & 1U) != 0;
}

}  // namespace

bool is_landmark(Signs signs) {
    const auto crossings = std::popcount((signs ^ (signs << 1U)) >> 1U);
    return crossings >= 4 && hash_of(signs) % 16 == 0;
}

Soundbook::Soundbook() {
    for (unsigned octet = 0; octet < 256; ++octet) {
        alaw_[octet] = to_linear(driver::Law::alaw, static_cast<std::uint8_t>(octet));
        ulaw_[octet] = to_linear(driver::Law::ulaw, static_cast<std::uint8_t>(octet));
    }
}

driver::Result<Soundbook> Soundbook::read(const SoundSources& sources) {
    Soundbook book;
    if (auto read = book.read_directory(sources.prompts, SoundKind::prompt); !read) {
        return driver::Error{read.error()};
    }
    if (auto read = book.read_directory(sources.music, SoundKind::music); !read) {
        return driver::Error{read.error()};
    }
    book.first_talker_ = static_cast<std::uint32_t>(book.sounds_.size());
    book.talkers_ = sources.talkers;
    for (std::uint32_t talker = 0; talker < sources.talkers; ++talker) book.add_talker({talker});
    book.build_index();
    return book;
}

driver::Result<void> Soundbook::read_directory(const std::filesystem::path& directory,
                                               SoundKind kind) {
    if (directory.empty()) return {};
    const auto files = wav_files_below(directory);
    if (!files) return driver::Error{files.error()};
    for (const auto& file : *files) {
        const auto samples = read_wav(file);
        if (!samples) return driver::Error{samples.error()};
        auto name = file.lexically_relative(directory).replace_extension().generic_string();
        add({.kind = kind, .name = std::move(name)}, *samples);
    }
    return {};
}

void Soundbook::add(Entry entry, std::span<const std::int16_t> samples) {
    const SoundId sound{static_cast<std::uint32_t>(sounds_.size())};
    entry.begin = samples_.size();
    entry.length = static_cast<std::uint32_t>(samples.size());
    const auto first = std::find_if(samples.begin(), samples.end(), is_loud);
    const auto last = std::find_if(samples.rbegin(), samples.rend(), is_loud);
    entry.first_loud = static_cast<std::uint32_t>(first - samples.begin());
    entry.after_loud = static_cast<std::uint32_t>(samples.rend() - last);
    samples_.insert(samples_.end(), samples.begin(), samples.end());
    by_name_.emplace(entry.name, sound);
    sounds_.push_back(std::move(entry));
    collect_landmarks(sound);
}

void Soundbook::add_talker(TalkerId talker) {
    std::vector<std::int16_t> samples(signature_length);
    for (std::uint32_t at = 0; at < signature_length; ++at) {
        samples[at] = signature_sign(talker, at) ? signature_level : -signature_level;
    }
    add({.kind = SoundKind::talker,
         .name = fmt::format("talker {}", talker.value),
         .talker = talker.value},
        samples);
    samples_.insert(samples_.end(), samples.begin(), samples.begin() + driver::samples_per_tick);
}

// A talker's signature goes round: its first windows reach back over its end.
void Soundbook::collect_landmarks(SoundId sound) {
    const auto& entry = sounds_[sound.value];
    const auto recorded = std::span(samples_).subspan(entry.begin, entry.length);
    Signs signs = 0;
    const auto take = [&](std::uint32_t at) {
        signs = signs << 1U | (recorded[at] >= 0 ? 1U : 0U);
    };
    const auto keep = [&](std::uint32_t at) {
        if (is_landmark(signs))
            landmarks_.push_back({
                hash_of(signs), {sound, at + 1}
            });
    };
    std::uint32_t at = 0;
    for (; at < std::min(63U, entry.length); ++at) take(at);
    for (; at < entry.length; ++at) {
        take(at);
        keep(at);
    }
    if (entry.kind != SoundKind::talker) return;
    for (at = 0; at < 63; ++at) {
        take(at);
        keep(at);
    }
}

void Soundbook::build_index() {
    std::sort(landmarks_.begin(), landmarks_.end(), [](const Landmark& a, const Landmark& b) {
        return std::tie(a.hash, a.place.sound, a.place.next) <
               std::tie(b.hash, b.place.sound, b.place.next);
    });
    for (auto from = landmarks_.begin(); from != landmarks_.end();) {
        const auto to = std::find_if(from, landmarks_.end(),
                                     [&](const Landmark& one) { return one.hash != from->hash; });
        if (static_cast<std::size_t>(to - from) <= places_per_landmark) {
            for (auto one = from; one != to; ++one) {
                hashes_.push_back(one->hash);
                places_.push_back(one->place);
            }
        }
        from = to;
    }
    landmarks_ = {};
    buckets_.assign((std::size_t{1} << bucket_bits) + 1, 0);
    for (const auto hash : hashes_) ++buckets_[(hash >> (64 - bucket_bits)) + 1];
    for (std::size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
}

std::span<const Soundbook::Place> Soundbook::places(Signs signs) const {
    if (!is_landmark(signs)) return {};
    const auto hash = hash_of(signs);
    const auto bucket = hash >> (64 - bucket_bits);
    std::uint32_t from = buckets_[bucket];
    const std::uint32_t end = buckets_[bucket + 1];
    while (from < end && hashes_[from] != hash) ++from;
    std::uint32_t to = from;
    while (to < end && hashes_[to] == hash) ++to;
    return std::span(places_).subspan(from, to - from);
}

std::span<const std::int16_t> Soundbook::samples(SoundId sound) const {
    const auto& entry = sounds_[sound.value];
    const std::size_t more = entry.kind == SoundKind::talker ? driver::samples_per_tick : 0;
    return std::span(samples_).subspan(entry.begin, entry.length + more);
}

std::uint32_t Soundbook::first_loud(SoundId sound) const {
    return sounds_[sound.value].first_loud;
}
std::uint32_t Soundbook::after_loud(SoundId sound) const {
    return sounds_[sound.value].after_loud;
}

std::optional<SoundId> Soundbook::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return std::nullopt;
    return found->second;
}

SoundId Soundbook::talker_sound(TalkerId talker) const {
    INVARIANT(talker.value < talkers_);
    return {first_talker_ + talker.value};
}

bool Soundbook::same_sound(SoundId a, SoundId b) const {
    if (a == b) return true;
    if (kind(a) != kind(b) || length(a) != length(b)) return false;
    const auto one = samples(a);
    const auto other = samples(b);
    double both = 0;
    double ones = 0;
    double others = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        both += double{1} * one[i] * other[i];
        ones += double{1} * one[i] * one[i];
        others += double{1} * other[i] * other[i];
    }
    return both > 0 && both * both >= 0.99 * ones * others;
}

const std::array<std::int16_t, 256>& Soundbook::linear(driver::Law law) const {
    return law == driver::Law::alaw ? alaw_ : ulaw_;
}

driver::Chunk Soundbook::signature(TalkerId talker, driver::Law law, std::uint64_t at) const {
    const auto plus = from_linear(law, signature_level);
    const auto minus = from_linear(law, -signature_level);
    const auto said = samples(talker_sound(talker));
    driver::Chunk chunk;
    for (std::size_t i = 0; i < chunk.octets.size(); ++i) {
        chunk.octets[i] = said[at % signature_length + i] > 0 ? plus : minus;
    }
    return chunk;
}

}  // namespace tools::office
