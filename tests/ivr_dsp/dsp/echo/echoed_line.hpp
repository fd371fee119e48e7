// SPDX-License-Identifier: GPL-2.0-or-later
// A line with an echo on it: what it hears comes back through a hybrid, under what somebody there
// says. Both directions are companded, as on a trunk.
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <sndfile.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/level.hpp"

namespace support {

using Sound = std::vector<double>;  // 16-bit samples, 8 a millisecond

inline double power_of(const Sound& sound) {
    double sum = 0;
    for (const double sample : sound) sum += sample * sample;
    return sum / static_cast<double>(std::max<std::size_t>(1, sound.size()));
}
inline Sound at_level(Sound sound, double dbm0) {
    const double wanted = ivr_dsp::peak_from_dbm0(driver::Law::alaw, dbm0) / std::numbers::sqrt2;
    const double factor = wanted / std::sqrt(std::max(1e-9, power_of(sound)));
    for (double& sample : sound) sample = std::clamp(sample * factor, -32768.0, 32767.0);
    return sound;
}
inline std::size_t samples_of(double ms) {
    return static_cast<std::size_t>(std::lround(ms * 8));
}
inline Sound silence(double ms) {
    return Sound(samples_of(ms));
}
// White, or as dull as a one-pole filter makes it.
inline Sound noise(double dbm0, double ms, unsigned seed, double dull = 0) {
    std::mt19937 chance(seed);
    std::normal_distribution<> white;
    Sound sound(samples_of(ms));
    double last = 0;
    for (double& sample : sound) sample = last = dull * last + white(chance);
    return at_level(sound, dbm0);
}
inline Sound tones(const std::vector<double>& hz, double dbm0, double ms) {
    Sound sound(samples_of(ms));
    for (const double frequency : hz) {
        const double step = 2 * std::numbers::pi * frequency / 8000;
        for (std::size_t i = 0; i < sound.size(); ++i) {
            sound[i] += std::sin(step * static_cast<double>(i));
        }
    }
    return at_level(sound, dbm0);
}
// Recorded sentences one after the other, from the one of that number on; pauses between them cut.
inline Sound speech(double dbm0, double ms, std::size_t first) {
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::directory_iterator("/usr/share/asterisk/sounds/en_US_f_Allison")) {
        if (entry.path().extension() == ".wav") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    Sound sound;
    for (std::size_t next = first; sound.size() < samples_of(ms); ++next) {
        SF_INFO info{};
        SNDFILE* file = sf_open(files[next % files.size()].c_str(), SFM_READ, &info);
        Sound samples(static_cast<std::size_t>(info.frames));
        sf_readf_double(file, samples.data(), info.frames);
        sf_close(file);
        const auto loud = [](double sample) { return std::abs(sample) > 0.006; };
        const auto begin = std::find_if(samples.begin(), samples.end(), loud);
        const auto end = std::find_if(samples.rbegin(), samples.rend(), loud).base();
        if (begin < end) sound.insert(sound.end(), begin, end);
    }
    sound.resize(samples_of(ms));
    return at_level(sound, dbm0);
}
inline Sound both(Sound one, const Sound& other) {
    one.resize(std::max(one.size(), other.size()));
    for (std::size_t i = 0; i < other.size(); ++i) one[i] += other[i];
    return one;
}
inline Sound then(Sound one, const Sound& next) {
    one.insert(one.end(), next.begin(), next.end());
    return one;
}

// Impulse responses like those of hybrids: dying oscillations of several kinds, some with a second
// reflection; as weak as the echo return loss says, and late.
inline Sound hybrid(int kind, double loss_db, double delay_ms, std::size_t taps) {
    std::mt19937 chance(static_cast<unsigned>(kind));
    std::normal_distribution<> any;
    Sound path(taps);
    double energy = 0;
    for (std::size_t at = samples_of(delay_ms); at < taps; ++at) {
        const auto t = static_cast<double>(at - samples_of(delay_ms));
        const double late = t - 40;
        switch (kind % 4) {
            case 0:
                path[at] = std::exp(-t / 12) * std::cos(0.9 * t);
                break;
            case 1:
                path[at] = std::exp(-t / 20) * (std::cos(0.5 * t + 0.5) - 0.7 * std::cos(1.4 * t));
                break;
            case 2:
                path[at] = std::exp(-t / 15) * any(chance);
                break;
            default:
                path[at] = std::exp(-t / 8) * std::sin(1.1 * t + 0.4);
                if (late > 0) path[at] += 0.5 * std::exp(-late / 10) * std::cos(0.7 * late);
        }
        energy += path[at] * path[at];
    }
    const double factor = std::pow(10, -loss_db / 20) / std::sqrt(energy);
    for (double& tap : path) tap *= factor;
    return path;
}

class EchoedLine {
  public:
    driver::Law law = driver::Law::alaw;
    Sound path;
    Sound far;   // played to the line
    Sound near;  // said there
    driver::Chunk hears;
    driver::Chunk says;

    // The next millisecond, in `hears` and `says`.
    void next() {
        for (std::size_t i = 0; i < driver::samples_per_tick; ++i) {
            const std::size_t now = heard_.size();
            hears.octets[i] = octet(now < far.size() ? far[now] : 0);
            heard_.push_back(ivr_dsp::linear_from(law, hears.octets[i]));
            double sum = now < near.size() ? near[now] : 0;
            for (std::size_t k = 0; k < path.size() && k <= now; ++k) {
                sum += path[k] * heard_[now - k];
            }
            says.octets[i] = octet(sum);
        }
    }

  private:
    [[nodiscard]] std::uint8_t octet(double sample) const {
        const double limited = std::clamp(sample, -32768.0, 32767.0);
        return ivr_dsp::octet_from(law, static_cast<std::int16_t>(std::lround(limited)));
    }
    Sound heard_;
};

inline double power_of(driver::Law law, const driver::Chunk& chunk) {
    double sum = 0;
    for (const double sample : ivr_dsp::linear_from(law, chunk)) sum += sample * sample;
    return sum / driver::samples_per_tick;
}
inline double db(double power) {
    return 10 * std::log10(std::max(1e-3, power));
}

}  // namespace support
