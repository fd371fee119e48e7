// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/bank/recording.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <samplerate.h>
#include <sndfile.h>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {
namespace {

using Samples = std::vector<float>;  // one channel, full scale is ±1

// A day at 8 kHz: what is longer is not a prompt.
constexpr sf_count_t most_frames = sf_count_t{86'400} * driver::samples_per_second;
constexpr int most_channels = 16;

driver::Error unusable(const std::filesystem::path& file, std::string_view why) {
    return {fmt::format("recording {}: {}: replace it by a WAV file or take it away", file.string(),
                        why)};
}

// Of so many channels, the first `wanted`.
Samples mixed(const Samples& interleaved, std::size_t channels, std::size_t wanted) {
    Samples one(interleaved.size() / channels);
    for (std::size_t i = 0; i < one.size(); ++i) {
        for (std::size_t channel = 0; channel < wanted; ++channel) {
            one[i] += interleaved[i * channels + channel] / static_cast<float>(wanted);
        }
    }
    return one;
}

// Piece by piece: a header may promise more than there is memory.
Samples read_mixed(SNDFILE& sound, const SF_INFO& info, std::size_t taken) {
    constexpr sf_count_t piece = 65'536;
    const auto channels = static_cast<std::size_t>(info.channels);
    Samples all;
    while (static_cast<sf_count_t>(all.size()) < info.frames) {
        Samples interleaved(static_cast<std::size_t>(piece) * channels);
        const sf_count_t wanted =
            std::min(piece, info.frames - static_cast<sf_count_t>(all.size()));
        const sf_count_t read = sf_readf_float(&sound, interleaved.data(), wanted);
        interleaved.resize(static_cast<std::size_t>(std::max<sf_count_t>(read, 0)) * channels);
        const Samples one = mixed(interleaved, channels, taken);
        all.insert(all.end(), one.begin(), one.end());
        if (read < wanted) break;
    }
    return all;
}

driver::Result<Samples> resampled(Samples samples, int rate, const std::filesystem::path& file) {
    if (rate == driver::samples_per_second || samples.empty()) return samples;
    const double ratio = static_cast<double>(driver::samples_per_second) / rate;
    if (rate < 1 || src_is_valid_ratio(ratio) == 0) {
        return unusable(file, "not a sample rate that makes sense");
    }
    Samples at_8_khz(
        static_cast<std::size_t>(std::ceil(static_cast<double>(samples.size()) * ratio)) + 1);
    SRC_DATA work{};
    work.data_in = samples.data();
    work.input_frames = static_cast<long>(samples.size());
    work.data_out = at_8_khz.data();
    work.output_frames = static_cast<long>(at_8_khz.size());
    work.src_ratio = ratio;
    const int failed = src_simple(&work, SRC_SINC_BEST_QUALITY, 1);
    if (failed != 0) return unusable(file, src_strerror(failed));
    at_8_khz.resize(static_cast<std::size_t>(work.output_frames_gen));
    return at_8_khz;
}

std::vector<Chunk> companded(const Samples& samples, Law law) {
    constexpr std::size_t per_chunk = driver::samples_per_tick;
    std::vector<Chunk> chunks((samples.size() + per_chunk - 1) / per_chunk, driver::silence(law));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const float scaled = std::clamp(samples[i] * 32768.0F, -32768.0F, 32767.0F);
        const auto sample = static_cast<std::int16_t>(std::lrint(scaled));
        chunks[i / per_chunk].octets[i % per_chunk] = octet_from(law, sample);
    }
    return chunks;
}

}  // namespace

driver::Result<std::vector<Chunk>> chunks_of_recording(const std::filesystem::path& file, Law law,
                                                       RecordedChannels wanted) {
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> sound(sf_open(file.c_str(), SFM_READ, &info),
                                                            &sf_close);
    if (sound == nullptr) return unusable(file, sf_strerror(nullptr));
    if (info.channels < 1 || info.channels > most_channels || info.frames < 0 ||
        info.frames > most_frames) {
        return unusable(file, "not a length or number of channels that makes sense");
    }
    const std::size_t taken =
        wanted == RecordedChannels::first ? 1 : static_cast<std::size_t>(info.channels);
    const Samples samples_read = read_mixed(*sound, info, taken);
    if (samples_read.size() != static_cast<std::size_t>(info.frames)) {
        return unusable(file, "shorter than its header says");
    }
    auto samples = resampled(samples_read, info.samplerate, file);
    if (!samples) return driver::Error{samples.error()};
    return companded(*samples, law);
}

}  // namespace ivr_dsp
