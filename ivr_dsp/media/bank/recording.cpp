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

driver::Error unusable(const std::filesystem::path& file, std::string_view why) {
    return {fmt::format("recording {}: {}: replace it by a WAV file or take it away", file.string(),
                        why)};
}

Samples mixed(const Samples& interleaved, std::size_t channels) {
    Samples one(interleaved.size() / channels);
    for (std::size_t i = 0; i < one.size(); ++i) {
        for (std::size_t channel = 0; channel < channels; ++channel) {
            one[i] += interleaved[i * channels + channel] / static_cast<float>(channels);
        }
    }
    return one;
}

driver::Result<Samples> resampled(Samples samples, int rate, const std::filesystem::path& file) {
    if (rate == driver::samples_per_second || samples.empty()) return samples;
    const double ratio = static_cast<double>(driver::samples_per_second) / rate;
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

driver::Result<std::vector<Chunk>> chunks_of_recording(const std::filesystem::path& file, Law law) {
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> sound(sf_open(file.c_str(), SFM_READ, &info),
                                                            &sf_close);
    if (sound == nullptr) return unusable(file, sf_strerror(nullptr));
    if (info.channels < 1 || info.frames < 0 || info.frames > most_frames) {
        return unusable(file, "not a length or number of channels that makes sense");
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    Samples interleaved(static_cast<std::size_t>(info.frames) * channels);
    if (sf_readf_float(sound.get(), interleaved.data(), info.frames) != info.frames) {
        return unusable(file, "shorter than its header says");
    }
    auto samples = resampled(mixed(interleaved, channels), info.samplerate, file);
    if (!samples) return driver::Error{samples.error()};
    return companded(*samples, law);
}

}  // namespace ivr_dsp
