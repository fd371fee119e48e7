// SPDX-License-Identifier: GPL-2.0-or-later
// Every sound the office can know when it hears it: recorded prompts, music, and the signatures of
// its own talkers. Read once, then never changed; ears refer to it.
//
// A sound is found by the signs of 64 samples in a row: companding by either law, conversion
// between them and any gain leave signs alone. Whether it really is that sound is then decided by
// correlation (ear.hpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/result.hpp"

namespace tools::office {

enum class SoundKind : std::uint8_t { prompt, music, talker };
using SoundId = driver::Id<struct SoundTag, std::uint32_t>;    // position in the book
using TalkerId = driver::Id<struct TalkerTag, std::uint32_t>;  // who of the office talks, from 0

// What to read. A directory that is not given contributes nothing.
struct SoundSources {
    std::filesystem::path prompts;  // every .wav below, named relative to it: "digits/7"
    std::filesystem::path music;    // likewise
    std::uint32_t talkers = 512;    // signatures for TalkerId 0 … talkers-1
};

// The last 64 signs, newest in bit 0; a set bit is a sample ≥ 0.
using Signs = std::uint64_t;
// Whether these 64 signs may stand in the index: one window in 16, and lively enough to tell
// anything.
[[nodiscard]] bool is_landmark(Signs signs);

class Soundbook {
  public:
    struct Place {
        SoundId sound;
        std::uint32_t next{};  // the sample after the 64
    };

    // Errors name the file: "prompts/x.wav: 16 bit, 8000 Hz, one channel needed: convert it".
    static driver::Result<Soundbook> read(const SoundSources& sources);

    [[nodiscard]] std::size_t size() const { return sounds_.size(); }
    [[nodiscard]] SoundKind kind(SoundId sound) const { return sounds_[sound.value].kind; }
    [[nodiscard]] const std::string& name(SoundId sound) const { return sounds_[sound.value].name; }
    // Samples at 8 kHz; a talker's go round, so eight more follow the last.
    [[nodiscard]] std::span<const std::int16_t> samples(SoundId sound) const;
    [[nodiscard]] std::uint32_t length(SoundId sound) const { return sounds_[sound.value].length; }
    // Where the sound rises above a whisper for the first and last time, in samples.
    [[nodiscard]] std::uint32_t first_loud(SoundId sound) const;
    [[nodiscard]] std::uint32_t after_loud(SoundId sound) const;

    [[nodiscard]] std::optional<SoundId> find(std::string_view name) const;
    [[nodiscard]] SoundId talker_sound(TalkerId talker) const;
    [[nodiscard]] TalkerId talker(SoundId sound) const { return {sounds_[sound.value].talker}; }
    [[nodiscard]] std::uint32_t talkers() const { return talkers_; }
    // Some recordings are in the packages twice, under two names: no ear can tell them apart.
    [[nodiscard]] bool same_sound(SoundId a, SoundId b) const;

    // Where these signs occur; empty unless is_landmark(signs).
    [[nodiscard]] std::span<const Place> places(Signs signs) const;

    // G.711, computed by spandsp.
    [[nodiscard]] const std::array<std::int16_t, 256>& linear(driver::Law law) const;
    // What talker says in the millisecond that begins at sample `at` of its signature.
    [[nodiscard]] driver::Chunk signature(TalkerId talker, driver::Law law, std::uint64_t at) const;

  private:
    struct Entry {
        SoundKind kind{};
        std::string name;
        std::uint32_t talker{};
        std::size_t begin{};  // in samples_
        std::uint32_t length{};
        std::uint32_t first_loud{};
        std::uint32_t after_loud{};
    };
    struct Landmark {
        std::uint64_t hash{};
        Place place;
    };

    Soundbook();
    driver::Result<void> read_directory(const std::filesystem::path& directory, SoundKind kind);
    void add(Entry entry, std::span<const std::int16_t> samples);
    void add_talker(TalkerId talker);
    void collect_landmarks(SoundId sound);
    void build_index();

    std::vector<Entry> sounds_;
    std::vector<std::int16_t> samples_;
    std::map<std::string, SoundId, std::less<>> by_name_;
    std::uint32_t talkers_{};
    std::uint32_t first_talker_{};
    std::vector<Landmark> landmarks_;     // while reading
    std::vector<std::uint64_t> hashes_;   // in order
    std::vector<Place> places_;           // of hashes_
    std::vector<std::uint32_t> buckets_;  // by the top bits of the hash: first in hashes_
    std::array<std::int16_t, 256> alaw_{};
    std::array<std::int16_t, 256> ulaw_{};
};

}  // namespace tools::office
