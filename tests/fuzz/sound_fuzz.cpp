// SPDX-License-Identifier: GPL-2.0-or-later
// What a disk may give back of a recording: any octets as a sound, Ogg pages whose check sums are
// right whatever they say, and sealed files in which something was changed or cut off.
#include <algorithm>
#include <optional>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/media/recorder/archive/sound_reader.hpp"
#include "ivr_dsp/media/recorder/archive/sound_writer.hpp"
#include "tests/ivr_dsp/media/recorder/ogg.hpp"
#include "tests/support/fuzz.hpp"
#include "tests/support/memory_file.hpp"

namespace {

using driver::Law;
using ivr_dsp::Octets;
using ivr_dsp::RecordingKey;
using ivr_dsp::SoundContainer;
using ivr_dsp::SoundLayout;
using ivr_dsp::SoundReader;
using ivr_dsp::StoredReader;
using support::MemoryFile;

// What an input is for: its first octet.
enum class Reader : std::uint8_t { sound, summed_ogg, sealed };
constexpr std::size_t readers = 3;

RecordingKey key_of(std::uint8_t octet) {
    RecordingKey key;
    key.octets.fill(octet);
    return key;
}
const RecordingKey its_key = key_of(7);
const RecordingKey another_key = key_of(8);

bool names(std::string_view text, std::string_view what) {
    return text.find(what) != std::string_view::npos;
}

std::string all_of(StoredReader& reader) {
    std::string all;
    std::array<std::uint8_t, 5000> some{};
    while (const std::size_t got = reader.read(all.size(), some)) {
        all.append(reinterpret_cast<const char*>(some.data()), got);
    }
    INVARIANT(all.size() <= reader.size());
    return all;
}

// ── sounds ──────────────────────────────────────────────────────────────────────────────────────

std::optional<SoundReader> sound_in(const MemoryFile& file, const RecordingKey* key) {
    auto stored = StoredReader::open(file.path(), key);
    if (!stored) return std::nullopt;
    auto sound = SoundReader::open(std::move(*stored), "message 7");
    if (sound) return std::move(*sound);
    INVARIANT(sound.error().starts_with("message 7: "));
    return std::nullopt;
}

// 120 ms of Opus can be told by an octet, at 48,000 samples a second.
constexpr std::size_t most_samples_an_octet = 5760;

std::optional<Octets> octets_in(SoundReader& sound, std::size_t file_size) {
    const bool is_wav = (sound.info().format & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV;
    INVARIANT(sound.lasts() >= driver::Ticks{});
    auto octets = sound.octets(Law::alaw);
    if (!octets) {
        INVARIANT(octets.error().starts_with("message 7: its head speaks of ") &&
                  names(octets.error(), "put back a copy"));
        return std::nullopt;
    }
    INVARIANT(octets->size() == static_cast<std::size_t>(sound.info().frames));
    INVARIANT(octets->size() <= file_size * (is_wav ? 1 : most_samples_an_octet));
    return std::move(*octets);
}

int read_sound(const std::string& input) {
    const MemoryFile file(input);
    auto sound = sound_in(file, nullptr);
    if (!sound) return -1;
    const SF_INFO info = sound->info();
    const auto octets = octets_in(*sound, input.size());
    if (!octets) return -1;
    const std::string text(octets->begin(), octets->end());
    // As they are in the file.
    const bool as_they_are = info.format == (SF_FORMAT_WAV | SF_FORMAT_ALAW) && info.channels == 1;
    INVARIANT(!as_they_are || names(input, text));

    const MemoryFile exported;
    auto again = sound_in(file, nullptr);
    INVARIANT(again && again->export_to(exported.path()));
    const auto out = sound_in(exported, nullptr);
    INVARIANT(out && out->info().frames == info.frames && out->info().channels == info.channels);
    return 0;
}

// ── sealed files ────────────────────────────────────────────────────────────────────────────────

// Seven octets that say what happens to the file: where an octet is changed, by what, and where
// it is cut off (the highest bit: nowhere).
constexpr std::size_t harm_octets = 7;
struct Harm {
    std::size_t at;
    std::uint8_t by;
    std::size_t cut;

    explicit Harm(std::string_view input)
        : at(number(input.substr(0, 3))),
          by(static_cast<std::uint8_t>(input[3])),
          cut(number(input.substr(4, 3))) {}
    static std::size_t number(std::string_view octets) {
        std::size_t value = 0;
        for (const char octet : octets) value = value << 8U | static_cast<std::uint8_t>(octet);
        return value;
    }
    void come_to(std::string& stored) const {
        stored[at % stored.size()] = static_cast<char>(stored[at % stored.size()] ^ by);
        if ((cut & 0x80'0000U) == 0) stored.resize(cut % (stored.size() + 1));
    }
};

std::string sealed(const std::string& content) {
    const MemoryFile file;
    ivr_dsp::StoredFile stored(file.path(), &its_key);
    stored.append({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
    INVARIANT(stored.finish());
    return file.octets();
}

void is_read_whole(const MemoryFile& file, const std::string& content) {
    auto reader = StoredReader::open(file.path(), &its_key);
    INVARIANT(reader && reader->verify() && reader->size() == content.size());
    INVARIANT(all_of(*reader) == content);
    const auto without = StoredReader::open(file.path(), nullptr);
    INVARIANT(!without && names(without.error(), "name the key"));
    const auto other = StoredReader::open(file.path(), &another_key);
    INVARIANT(!other && names(other.error(), "another key"));
}

// Neither is taken for whole, nor gives anything that was not sealed there.
void is_found_out(const MemoryFile& file, const std::string& content) {
    auto reader = StoredReader::open(file.path(), &its_key);
    const auto verified = reader ? reader->verify() : driver::Error{reader.error()};
    INVARIANT(!verified && names(verified.error(), file.path().string()));
    INVARIANT(!reader || names(verified.error(), "is not what was sealed"));
    INVARIANT(!reader || content.starts_with(all_of(*reader)));
    auto begun = StoredReader::open(file.path(), &its_key, StoredReader::Expected::begun);
    INVARIANT(!begun || (begun->size() <= content.size() && content.starts_with(all_of(*begun))));
}

bool has_a_head(const std::string& stored) {
    return stored.size() >= ivr_dsp::Sealing::head_octets && stored.starts_with("TLsealed");
}

int read_sealed(const std::string& input) {
    if (input.size() < harm_octets) return -1;
    const Harm harm(std::string_view(input).substr(0, harm_octets));
    const std::string sound = input.substr(harm_octets);
    // Every other one is of several blocks; the sound ends where it ended.
    std::string content = sound;
    if (harm.at % 2 == 1) content.resize(2 * ivr_dsp::block_octets + sound.size(), 'x');
    const std::string stored = sealed(content);
    std::string harmed = stored;
    harm.come_to(harmed);
    const MemoryFile file(harmed);
    if (harmed == stored) {
        is_read_whole(file, content);
        const MemoryFile plain(content);
        auto from_plain = sound_in(plain, nullptr);
        auto from_sealed = sound_in(file, &its_key);
        INVARIANT(from_plain.has_value() == from_sealed.has_value());
        if (!from_plain) return -1;
        INVARIANT(octets_in(*from_plain, content.size()) ==
                  octets_in(*from_sealed, content.size()));
        return 0;
    }
    if (has_a_head(harmed)) {
        is_found_out(file, content);
    } else {
        INVARIANT(!sound_in(file, &its_key));
    }
    return -1;
}

// ── samples ─────────────────────────────────────────────────────────────────────────────────────

std::string written(const ivr_dsp::SoundFormat& format, int ms) {
    const MemoryFile file;
    ivr_dsp::StoredFile stored(file.path(), nullptr);
    ivr_dsp::SoundWriter writer(stored, format);
    for (int i = 0; i < ms; ++i) {
        writer.write(driver::filled(static_cast<std::uint8_t>(i * 37)), driver::filled(0xD5));
    }
    writer.close();
    INVARIANT(stored.finish());
    std::string octets = file.octets();
    // libsndfile numbers a stream by chance; samples are always the same.
    for (std::size_t at = 0; support::ogg_page(octets, at) > 0;
         at += support::ogg_page(octets, at)) {
        support::put_number(octets, at + 14, 1, 4);
    }
    support::make_ogg_sums_right(octets);
    return octets;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return -1;
    std::string input(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (static_cast<Reader>(data[0] % readers)) {
        case Reader::sound:
            return read_sound(input);
        case Reader::summed_ogg:
            support::make_ogg_sums_right(input);
            return read_sound(input);
        case Reader::sealed:
            return read_sealed(input);
    }
    return -1;
}

std::vector<std::string> fuzz::samples() {
    std::vector<std::string> samples;
    const auto add = [&samples](const ivr_dsp::SoundFormat& format, int ms) {
        const std::string sound = written(format, ms);
        const bool is_ogg = format.container == SoundContainer::opus;
        samples.push_back(static_cast<char>(is_ogg ? Reader::summed_ogg : Reader::sound) + sound);
        for (const char at : {'\0', '\1'}) {
            // Behind its end libsndfile finds no Ogg any more.
            if (is_ogg && at == 1) continue;
            samples.push_back(static_cast<char>(Reader::sealed) +
                              std::string{0, 0, at, 0, '\x80', 0, 0} + sound);
        }
    };
    add({SoundContainer::wav, SoundLayout::says, Law::alaw}, 100);
    add({SoundContainer::wav, SoundLayout::stereo, Law::ulaw}, 30);
    add({SoundContainer::wav, SoundLayout::mixed, Law::alaw}, 0);
    add({SoundContainer::opus, SoundLayout::says, Law::alaw}, 60);
    add({SoundContainer::opus, SoundLayout::stereo, Law::ulaw}, 2100);
    return samples;
}
