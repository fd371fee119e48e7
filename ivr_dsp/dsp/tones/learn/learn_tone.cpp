// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/learn/learn_tone.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

#include "ivr_dsp/dsp/tones/learn/recorded_tone.hpp"

namespace ivr_dsp {
namespace {

constexpr double continuous_ms = 2000;
constexpr std::size_t most_sounds = 4;  // in a cycle
constexpr double alike_hz = 8;

// How long sounds and pauses of a cycle are, and how much they differ: 0 is not at all, 1 a
// quarter.
struct Cycle {
    std::vector<double> turns_ms;  // empty: the tone goes on
    double difference{};
};

double slack_ms(double length_ms) {
    return length_ms * 0.15 + 20;
}

// If cycles of `count` turns repeat: their means.
std::optional<Cycle> cycle_of(std::span<const double> turns, std::size_t count) {
    if (turns.size() < count + 2) return std::nullopt;
    Cycle cycle;
    double differences = 0;
    for (std::size_t place = 0; place < count; ++place) {
        double sum = 0;
        double most = 0;
        double least = 1e9;
        std::size_t times = 0;
        for (std::size_t i = place; i < turns.size(); i += count) {
            sum += turns[i];
            most = std::max(most, turns[i]);
            least = std::min(least, turns[i]);
            ++times;
        }
        const double mean = sum / static_cast<double>(times);
        if (most - least > slack_ms(mean)) return std::nullopt;
        cycle.turns_ms.push_back(mean);
        differences += (most - least) / (mean / 4);
    }
    cycle.difference = differences / static_cast<double>(count);
    // The longest pause is the end of a cycle.
    std::size_t longest = 1;
    for (std::size_t pause = 3; pause < count; pause += 2) {
        if (cycle.turns_ms[pause] > cycle.turns_ms[longest]) longest = pause;
    }
    std::rotate(cycle.turns_ms.begin(),
                cycle.turns_ms.begin() + static_cast<std::ptrdiff_t>((longest + 1) % count),
                cycle.turns_ms.end());
    return cycle;
}

std::optional<Cycle> cycle_in(const RecordedTone& tone) {
    std::span<const double> turns(tone.turns_ms);
    const double longest = *std::max_element(turns.begin(), turns.end());
    if (turns.size() <= 2 && turns[0] >= continuous_ms) return Cycle{};
    if (tone.cut_at_start && turns.size() > 2) turns = turns.subspan(2);
    turns = turns.first(turns.size() - 1);  // the last is cut, or goes on after the recording
    for (std::size_t sounds = 1; sounds <= most_sounds; ++sounds) {
        if (auto cycle = cycle_of(turns, 2 * sounds)) return cycle;
    }
    const bool goes_on = longest >= continuous_ms && turns.size() <= 2;
    return goes_on ? std::optional(Cycle{}) : std::nullopt;
}

struct Learned {
    RecordedTone tone;
    Cycle cycle;
};

bool alike(const Learned& one, const Learned& other) {
    if (one.tone.frequencies.size() != other.tone.frequencies.size() ||
        one.cycle.turns_ms.size() != other.cycle.turns_ms.size()) {
        return false;
    }
    for (std::size_t i = 0; i < one.tone.frequencies.size(); ++i) {
        const double apart = one.tone.frequencies[i].hz - other.tone.frequencies[i].hz;
        if (std::abs(apart) > alike_hz) return false;
    }
    for (std::size_t i = 0; i < one.cycle.turns_ms.size(); ++i) {
        const double apart = one.cycle.turns_ms[i] - other.cycle.turns_ms[i];
        if (std::abs(apart) > slack_ms(one.cycle.turns_ms[i])) return false;
    }
    return true;
}

template <class Value>
double mean_of(const std::vector<const Learned*>& all, Value&& value) {
    double sum = 0;
    for (const Learned* one : all) sum += value(*one);
    return sum / static_cast<double>(all.size());
}

Sine sine_of_all(const std::vector<const Learned*>& all, std::size_t place) {
    if (place >= all[0]->tone.frequencies.size()) return {};
    const auto at = [place](const Learned& one) { return one.tone.frequencies[place]; };
    return {static_cast<unsigned>(std::lround(mean_of(all, [&](auto& one) { return at(one).hz; }))),
            mean_of(all, [&](auto& one) { return at(one).level_dbm0; })};
}

LearnedTone agreed(const std::vector<const Learned*>& all, std::size_t recordings) {
    LearnedTone learned;
    const Sine first = sine_of_all(all, 0);
    const Sine second = sine_of_all(all, 1);
    const std::size_t count = all[0]->cycle.turns_ms.size();
    for (std::size_t place = 0; place < count; ++place) {
        const double ms =
            mean_of(all, [place](const Learned& one) { return one.cycle.turns_ms[place]; });
        const driver::Ticks lasts{std::lround(ms / 10) * 10};
        learned.cycle.push_back(place % 2 == 0 ? ToneStep{first, second, lasts}
                                               : ToneStep{{}, {}, lasts});
    }
    if (count == 0) learned.cycle.push_back({first, second, driver::Ticks{1000}});
    const double purity = mean_of(all, [](const Learned& one) { return one.tone.purity; });
    const double steady = 1 - mean_of(all, [](const Learned& one) { return one.cycle.difference; });
    const double agreement = static_cast<double>(all.size()) / static_cast<double>(recordings);
    learned.confidence = std::max(0.0, std::min({purity, steady, agreement}));
    return learned;
}

}  // namespace

driver::Result<LearnedTone> learn_tone(Law law, std::span<const std::vector<Chunk>> recordings) {
    if (recordings.empty()) return driver::Error{"no recording to learn a tone from"};
    std::vector<Learned> found;
    std::string last_error;
    for (std::size_t i = 0; i < recordings.size(); ++i) {
        const std::string name = "recording " + std::to_string(i + 1);
        auto tone = tone_in(law, recordings[i]);
        if (!tone) {
            last_error = name + ": no steady tone of 200 to 2300 Hz: record the tone itself";
            continue;
        }
        const auto cycle = cycle_in(*tone);
        if (cycle) {
            found.push_back({*tone, *cycle});
        } else {
            last_error = name + ": its tone does not repeat: record two cycles at least";
        }
    }
    std::vector<const Learned*> most;
    for (const Learned& one : found) {
        std::vector<const Learned*> same;
        for (const Learned& other : found) {
            if (alike(one, other)) same.push_back(&other);
        }
        if (same.size() > most.size()) most = same;
    }
    if (most.empty()) return driver::Error{last_error};
    return agreed(most, recordings.size());
}

}  // namespace ivr_dsp
