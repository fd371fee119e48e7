// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/learn/recorded_tone.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "ivr_dsp/dsp/level.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {
namespace {

using Samples = std::span<const double>;

constexpr std::size_t samples_of_frame = 400;  // 50 ms, which parts tones 40 Hz apart
constexpr std::size_t samples_of_hop = 80;
constexpr double lowest_hz = 200;
constexpr double highest_hz = 2300;
constexpr double search_step_hz = 10;
constexpr double neighbour_hz = 35;
constexpr double least_dbm0 = -40;
constexpr double least_purity = 0.5;
constexpr double weakest_of_pair = 0.1;
constexpr std::size_t least_frames = 5;
constexpr std::size_t frames_of_click = 3;  // what is shorter is no sound and no pause

double hann(std::size_t place, std::size_t count) {
    return 0.5 - 0.5 * cosine_of((static_cast<double>(place) + 0.5) / static_cast<double>(count));
}

// Some samples, weighed by a Hann window.
class Weighed {
  public:
    explicit Weighed(Samples samples) : half_(static_cast<double>(samples.size()) / 2) {
        samples_.reserve(samples.size());
        double mean = 0;
        double sum = 0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double weight = hann(i, samples.size());
            samples_.push_back(samples[i] * weight);
            mean += samples_.back();
            sum += samples[i] * samples_.back();
        }
        total_ = sum / half_ - mean * mean / (half_ * half_);
    }
    // Mean square of everything but the mean.
    [[nodiscard]] double total() const { return total_; }
    // Mean square of the sine at `hz` (Goertzel).
    [[nodiscard]] double power_at(double hz) const {
        const double twice = 2 * cosine_of(hz / driver::samples_per_second);
        double last = 0;
        double before = 0;
        for (const double sample : samples_) {
            const double next = sample + twice * last - before;
            before = last;
            last = next;
        }
        const double square = last * last + before * before - twice * last * before;
        return 2 * square / (half_ * half_);
    }

  private:
    std::vector<double> samples_;
    double half_;
    double total_{};
};

struct Peak {
    double hz{};
    double power{};
};
// The strongest, by a rough search and a fine one; not within 35 Hz of the one that is known.
Peak strongest(const Weighed& samples, double known_hz) {
    Peak best;
    const auto look = [&](double hz) {
        if (std::abs(hz - known_hz) < neighbour_hz) return;
        const double power = samples.power_at(hz);
        if (power > best.power) best = {hz, power};
    };
    for (double hz = lowest_hz; hz <= highest_hz; hz += search_step_hz) look(hz);
    const double rough_hz = best.hz;
    for (double hz = rough_hz - 8; hz <= rough_hz + 8; hz += 1) look(hz);
    return best;
}

std::vector<double> linear(Law law, std::span<const Chunk> recording) {
    std::vector<double> samples;
    samples.reserve(recording.size() * driver::samples_per_tick);
    for (const Chunk& chunk : recording) {
        for (const std::int16_t sample : linear_from(law, chunk)) samples.push_back(sample);
    }
    return samples;
}

// The frequency that is strongest in most of the frames that are nearly nothing else, or with a
// second one.
std::optional<double> usual_hz(Law law, Samples samples) {
    std::map<long, std::size_t> votes;
    for (std::size_t at = 0; at + samples_of_frame <= samples.size(); at += 4 * samples_of_hop) {
        const Weighed frame(samples.subspan(at, samples_of_frame));
        const double total = frame.total();
        if (total <= 0 || dbm0_from_mean_square(law, total) < least_dbm0) continue;
        const Peak first = strongest(frame, 0);
        const Peak second = strongest(frame, first.hz);
        if (first.power + second.power < least_purity * total) continue;
        // The lower of a pair, so that both count for the same.
        const bool pair = second.power > weakest_of_pair * first.power;
        const double hz = pair ? std::min(first.hz, second.hz) : first.hz;
        ++votes[std::lround(hz / search_step_hz)];
    }
    long best = 0;
    std::size_t most = 0;
    for (const auto& [place, count] : votes) {
        const auto next = votes.find(place + 1);
        const std::size_t both = count + (next == votes.end() ? 0 : next->second);
        if (both > most) most = both, best = place;
    }
    if (most < 2) return std::nullopt;
    return static_cast<double>(best) * search_step_hz + search_step_hz / 2;
}

// Hertz to the half, by the longest stretch that has the tone.
Peak refined(const Weighed& samples, double near_hz) {
    Peak best;
    for (double hz = near_hz - 15; hz <= near_hz + 15; hz += 0.5) {
        const double power = samples.power_at(hz);
        if (power > best.power) best = {hz, power};
    }
    return best;
}

// What sounds besides `hz` in most of the frames that have it. At an edge of a sound its spectrum
// is wide, and looks like more tones for a moment.
std::optional<double> second_hz(Law law, Samples samples, double hz) {
    std::vector<double> seconds;
    std::size_t frames = 0;
    for (std::size_t at = 0; at + samples_of_frame <= samples.size(); at += 4 * samples_of_hop) {
        const Weighed frame(samples.subspan(at, samples_of_frame));
        // Silence of an exchange is one octet again and again, whose offset leaks everywhere.
        if (dbm0_from_mean_square(law, std::max(frame.total(), 1e-9)) < least_dbm0) continue;
        const double first = frame.power_at(hz);
        if (first < weakest_of_pair * frame.total()) continue;
        const Peak second = strongest(frame, hz);
        if (first + second.power < 0.8 * frame.total()) continue;
        ++frames;
        if (second.power > weakest_of_pair * first) seconds.push_back(second.hz);
    }
    if (2 * seconds.size() <= frames) return std::nullopt;
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return *middle;
}

// Of every hop: does the frame in whose middle it is have the tone?
std::vector<bool> sounding(Law law, Samples samples, const std::vector<double>& hz) {
    std::vector<bool> sounds;
    for (std::size_t at = 0; at + samples_of_frame <= samples.size(); at += samples_of_hop) {
        const Weighed frame(samples.subspan(at, samples_of_frame));
        const double total = frame.total();
        double tone = 0;
        for (const double one : hz) tone += frame.power_at(one);
        sounds.push_back(total > 0 && dbm0_from_mean_square(law, total) >= least_dbm0 &&
                         tone >= least_purity * total);
    }
    return sounds;
}

struct Stretch {
    std::size_t first{};
    std::size_t count{};
    bool sounds{};
};
// Shorter ones than a click belong to what is around them.
std::vector<Stretch> stretches_of(const std::vector<bool>& sounds) {
    std::vector<Stretch> all;
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        if (all.empty() || all.back().sounds != sounds[i]) all.push_back({i, 0, sounds[i]});
        ++all.back().count;
    }
    std::vector<Stretch> kept;
    for (const Stretch& one : all) {
        const bool click = one.count < frames_of_click && !kept.empty();
        if (click || (!kept.empty() && kept.back().sounds == one.sounds)) {
            kept.back().count += one.count;
        } else {
            kept.push_back(one);
        }
    }
    return kept;
}

Samples longest_sound(Samples samples, const std::vector<bool>& sounds) {
    Stretch longest;
    for (const Stretch& one : stretches_of(sounds)) {
        if (one.sounds && one.count > longest.count) longest = one;
    }
    if (longest.count < least_frames) return {};
    const std::size_t count = std::min<std::size_t>(longest.count * samples_of_hop, 4000);
    const std::size_t first = longest.first * samples_of_hop + samples_of_frame / 2;
    return samples.subspan(first, std::min(count, samples.size() - first));
}

}  // namespace

std::optional<RecordedTone> tone_in(Law law, std::span<const Chunk> recording) {
    const std::vector<double> all = linear(law, recording);
    const Samples samples(all);
    const auto usual = usual_hz(law, samples);
    if (!usual) return std::nullopt;
    std::vector<double> hz{*usual};
    if (const auto second = second_hz(law, samples, *usual)) hz.push_back(*second);
    const Samples sound = longest_sound(samples, sounding(law, samples, hz));
    if (sound.empty()) return std::nullopt;
    const Weighed weighed(sound);
    RecordedTone tone;
    double sum = 0;
    for (double& one : hz) {
        const Peak peak = refined(weighed, one);
        one = peak.hz;
        sum += peak.power;
        tone.frequencies.push_back({peak.hz, dbm0_from_mean_square(law, peak.power)});
    }
    std::sort(tone.frequencies.begin(), tone.frequencies.end(),
              [](const auto& one, const auto& other) { return one.hz < other.hz; });
    tone.purity = std::min(1.0, sum / weighed.total());
    const auto stretches = stretches_of(sounding(law, samples, hz));
    for (const Stretch& one : stretches) {
        if (tone.turns_ms.empty() && !one.sounds) continue;
        if (tone.turns_ms.empty()) tone.cut_at_start = one.first == 0;
        tone.turns_ms.push_back(static_cast<double>(one.count * samples_of_hop) / 8);
    }
    return tone;
}

}  // namespace ivr_dsp
