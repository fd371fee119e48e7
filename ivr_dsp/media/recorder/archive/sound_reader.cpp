// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/sound_reader.hpp"

#include <fmt/format.h>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

using driver::Error;
using driver::Result;

namespace {

// Four years of a line: what is longer no recorder wrote.
constexpr sf_count_t most_frames = sf_count_t{1} << 40U;
constexpr std::size_t frames_of_a_piece = 8192;

}  // namespace

SF_VIRTUAL_IO SoundReader::calls() {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* user) {
        return static_cast<sf_count_t>(static_cast<Place*>(user)->file.size());
    };
    io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
        auto& place = *static_cast<Place*>(user);
        const auto from = whence == SEEK_SET   ? std::uint64_t{0}
                          : whence == SEEK_CUR ? place.at
                                               : place.file.size();
        place.at = from + static_cast<std::uint64_t>(offset);
        return static_cast<sf_count_t>(place.at);
    };
    io.read = [](void* octets, sf_count_t size, void* user) {
        auto& place = *static_cast<Place*>(user);
        const std::size_t got = place.file.read(
            place.at, {static_cast<std::uint8_t*>(octets), static_cast<std::size_t>(size)});
        place.at += got;
        return static_cast<sf_count_t>(got);
    };
    io.write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
    io.tell = [](void* user) { return static_cast<sf_count_t>(static_cast<Place*>(user)->at); };
    return io;
}

Result<SoundReader> SoundReader::open(StoredReader file, const std::string& name) {
    SoundReader reader(std::move(file), name);
    SF_VIRTUAL_IO io = calls();
    reader.sound_.reset(sf_open_virtual(&io, SFM_READ, &reader.info_, reader.place_.get()));
    if (!reader.sound_) return Error{fmt::format("{}: {}", name, sf_strerror(nullptr))};
    if (reader.info_.frames < 0 || reader.info_.frames > most_frames) {
        return reader.damaged(fmt::format("its head speaks of {} samples", reader.info_.frames));
    }
    return reader;
}

Error SoundReader::damaged(std::string_view what) const {
    return {fmt::format("{}: {}: damaged: put back a copy of it, or remove it", name_, what)};
}

driver::Ticks SoundReader::lasts() const {
    return driver::Ticks{info_.frames * 1000 / std::max(info_.samplerate, 1)};
}

// Piece by piece: the head may speak of more than there is memory.
Result<std::vector<std::uint8_t>> SoundReader::octets(driver::Law law) {
    const int own = law == driver::Law::alaw ? SF_FORMAT_ALAW : SF_FORMAT_ULAW;
    const bool as_they_are = info_.channels == 1 && (info_.format & SF_FORMAT_SUBMASK) == own;
    const auto channels = static_cast<std::size_t>(info_.channels);
    std::vector<std::uint8_t> octets;
    std::vector<std::uint8_t> piece(frames_of_a_piece);
    std::vector<std::int16_t> samples(as_they_are ? 0 : frames_of_a_piece * channels);
    for (;;) {
        constexpr auto most = static_cast<sf_count_t>(frames_of_a_piece);
        const sf_count_t got = as_they_are ? sf_read_raw(sound_.get(), piece.data(), most)
                                           : sf_readf_short(sound_.get(), samples.data(), most);
        if (got <= 0) break;
        const auto count = static_cast<std::size_t>(got);
        for (std::size_t i = 0; !as_they_are && i < count; ++i) {
            piece[i] = octet_from(law, samples[i * channels]);
        }
        octets.insert(octets.end(), piece.begin(), piece.begin() + got);
    }
    if (octets.size() != static_cast<std::size_t>(info_.frames)) {
        return damaged(fmt::format("its head speaks of {} samples, {} are there", info_.frames,
                                   octets.size()));
    }
    return octets;
}

Result<void> SoundReader::export_to(const std::filesystem::path& file) {
    const int kind = info_.format & SF_FORMAT_SUBMASK;
    const bool as_they_are = (info_.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV &&
                             (kind == SF_FORMAT_ALAW || kind == SF_FORMAT_ULAW);
    SF_INFO info = info_;
    if (!as_they_are) info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> out(sf_open(file.c_str(), SFM_WRITE, &info),
                                                          sf_close);
    if (!out) return Error{fmt::format("{}: {}", file.string(), sf_strerror(nullptr))};
    const sf_count_t channels = info.channels;
    std::vector<std::int16_t> some(frames_of_a_piece * static_cast<std::size_t>(channels));
    constexpr auto most = static_cast<sf_count_t>(frames_of_a_piece);
    for (;;) {
        // Octets of a frame that is not all there are left out.
        const sf_count_t got =
            as_they_are ? sf_read_raw(sound_.get(), some.data(), most * channels) / channels
                        : sf_readf_short(sound_.get(), some.data(), most);
        if (got <= 0) return {};
        const sf_count_t put = as_they_are
                                   ? sf_write_raw(out.get(), some.data(), got * channels) / channels
                                   : sf_writef_short(out.get(), some.data(), got);
        if (put != got) return Error{fmt::format("{}: {}", file.string(), sf_strerror(out.get()))};
    }
}

}  // namespace ivr_dsp
