// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/sound_writer.hpp"

#include <algorithm>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {
namespace {

// Handed over at once, of each channel: a tenth of a second.
constexpr std::size_t frames_at_once = 800;

int sndfile_format(const SoundFormat& format) {
    if (format.container == SoundContainer::opus) return SF_FORMAT_OGG | SF_FORMAT_OPUS;
    return SF_FORMAT_WAV | (format.law == Law::alaw ? SF_FORMAT_ALAW : SF_FORMAT_ULAW);
}

std::int16_t sum(std::int16_t one, std::int16_t other) {
    return static_cast<std::int16_t>(std::clamp(one + other, -32768, 32767));
}

}  // namespace

SF_VIRTUAL_IO SoundWriter::calls() {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* user) {
        return static_cast<sf_count_t>(static_cast<Place*>(user)->file->size());
    };
    io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
        auto& place = *static_cast<Place*>(user);
        const auto from = whence == SEEK_SET   ? std::uint64_t{0}
                          : whence == SEEK_CUR ? place.at
                                               : place.file->size();
        place.at = from + static_cast<std::uint64_t>(offset);
        return static_cast<sf_count_t>(place.at);
    };
    io.read = [](void*, sf_count_t, void*) -> sf_count_t { return 0; };
    io.write = [](const void* octets, sf_count_t size, void* user) {
        auto& place = *static_cast<Place*>(user);
        place.file->write(
            place.at, {static_cast<const std::uint8_t*>(octets), static_cast<std::size_t>(size)});
        place.at += static_cast<std::uint64_t>(size);
        return size;
    };
    io.tell = [](void* user) { return static_cast<sf_count_t>(static_cast<Place*>(user)->at); };
    return io;
}

SoundWriter::SoundWriter(StoredFile& file, const SoundFormat& format)
    : format_(format), place_(new Place{&file}), sound_(nullptr, sf_close) {
    SF_INFO info{};
    info.samplerate = driver::samples_per_second;
    info.channels = channels_of(format.layout);
    info.format = sndfile_format(format);
    SF_VIRTUAL_IO io = calls();
    sound_.reset(sf_open_virtual(&io, SFM_WRITE, &info, place_.get()));
    INVARIANT(sound_ != nullptr);  // it writes to memory, in formats it is built with
}

void SoundWriter::write(const driver::Chunk& says, const driver::Chunk& hears) {
    const bool stereo = format_.layout == SoundLayout::stereo;
    const bool alone = format_.layout == SoundLayout::says;
    for (std::size_t i = 0; i < says.octets.size(); ++i) {
        const std::uint8_t left = says.octets[i];
        const std::uint8_t right = hears.octets[i];
        if (format_.container == SoundContainer::wav && stereo) {
            octets_.insert(octets_.end(), {left, right});
            continue;
        }
        if (format_.container == SoundContainer::wav && alone) {
            octets_.push_back(left);
            continue;
        }
        const std::int16_t says_now = linear_from(format_.law, left);
        const std::int16_t hears_now = alone ? std::int16_t{0} : linear_from(format_.law, right);
        if (format_.container == SoundContainer::wav) {
            octets_.push_back(octet_from(format_.law, sum(says_now, hears_now)));
        } else if (stereo) {
            samples_.insert(samples_.end(), {says_now, hears_now});
        } else {
            samples_.push_back(sum(says_now, hears_now));
        }
    }
    if (octets_.size() + samples_.size() >= frames_at_once) hand_over();
}

void SoundWriter::hand_over() {
    // Memory takes all; what is beyond a WAV file's 4 GiB, three days, is nowhere.
    const auto octets = static_cast<sf_count_t>(octets_.size());
    if (octets > 0) sf_write_raw(sound_.get(), octets_.data(), octets);
    octets_.clear();
    const auto samples = static_cast<sf_count_t>(samples_.size());
    if (samples > 0) sf_write_short(sound_.get(), samples_.data(), samples);
    samples_.clear();
}

void SoundWriter::sync() {
    if (!sound_) return;
    hand_over();
    if (format_.container == SoundContainer::wav) {
        sf_command(sound_.get(), SFC_UPDATE_HEADER_NOW, nullptr, 0);
    }
}

void SoundWriter::close() {
    if (!sound_) return;
    hand_over();
    sound_.reset();
}

}  // namespace ivr_dsp
