// SPDX-License-Identifier: GPL-2.0-or-later
// A test tape: sounds one after the other, recorded in a law. Its tones are made here, with the C
// library's sine, and not by the product's generators.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/dtmf_detectors.hpp"

namespace support {

// How somebody presses a key.
struct Press {
    double ms = 50;
    double low_dbm0 = -10;
    double high_dbm0 = -10;
    double low_off = 0;  // share of the frequency: 0.015 is 1.5 % too high
    double high_off = 0;
    double off_hz = 0;  // and so much higher, both
};

class Tape {
  public:
    static constexpr std::string_view keys = "123A456B789C*0#D";
    static constexpr double low_hz[] = {697, 770, 852, 941};
    static constexpr double high_hz[] = {1209, 1336, 1477, 1633};
    // Peak of a 0 dBm0 sine: 3.14 dB (A-law) or 3.17 dB (µ-law) below overload.
    static double peak_of(double dbm0, driver::Law law = driver::Law::alaw) {
        const double overload = law == driver::Law::alaw ? 32768 : 32636;
        const double below_db = law == driver::Law::alaw ? 3.14 : 3.17;
        return overload * std::pow(10, (dbm0 - below_db) / 20);
    }

    explicit Tape(driver::Law law, unsigned seed = 1) : law_(law), chance_(seed) {}

    Tape& pause(double ms) {
        samples_.resize(samples_.size() + samples_of(ms));
        return *this;
    }
    // A pause that ends anywhere within a chunk or a look of the detector.
    Tape& pause_about(double ms) {
        return pause(ms + std::uniform_real_distribution<>(0, 8)(chance_));
    }
    Tape& key(char key, const Press& press) {
        const auto place = keys.find(key);
        sines(
            {
                {low_hz[place / 4] * (1 + press.low_off) + press.off_hz,   press.low_dbm0 },
                {high_hz[place % 4] * (1 + press.high_off) + press.off_hz, press.high_dbm0}
        },
            press.ms);
        return *this;
    }
    // swing: louder and quieter by `depth`, so many times a second. reversal_ms: its phase turns by
    // half so often.
    struct Sine {
        double hz, dbm0;
        double swing_hz = 0;
        double depth = 0;
        double reversal_ms = 0;
    };
    Tape& sines(const std::vector<Sine>& sines, double ms) {
        std::uniform_real_distribution<> any_phase(0, 2 * std::numbers::pi);
        const std::size_t start = samples_.size();
        pause(ms);
        for (const Sine& sine : sines) {
            const double phase = any_phase(chance_);
            const double turn = 2 * std::numbers::pi / 8000;
            const double peak = peak_of(sine.dbm0, law_);
            for (std::size_t i = start; i < samples_.size(); ++i) {
                const auto at = turn * static_cast<double>(i - start);
                const double swung = 1 + sine.depth * std::sin(sine.swing_hz * at);
                samples_[i] +=
                    turned(sine, i - start) * peak * swung * std::sin(sine.hz * at + phase);
            }
        }
        return *this;
    }
    // Sines over the whole tape.
    Tape& beside(const std::vector<Sine>& all) {
        Tape other(law_, static_cast<unsigned>(chance_()));
        other.sines(all, ms());
        for (std::size_t i = 0; i < samples_.size(); ++i) samples_[i] += other.samples_[i];
        return *this;
    }
    // What is on the tape once more, later and so much stronger.
    Tape& with_echo(double later_ms, double db) {
        const std::size_t later = samples_of(later_ms);
        const double factor = std::pow(10, db / 20);
        for (std::size_t i = samples_.size(); i-- > later;) {
            samples_[i] += factor * samples_[i - later];
        }
        return *this;
    }
    // White noise over the whole tape.
    Tape& with_noise(double dbm0) {
        std::normal_distribution<> noise(0, peak_of(dbm0, law_) / std::numbers::sqrt2);
        for (double& sample : samples_) sample += noise(chance_);
        return *this;
    }

    [[nodiscard]] std::vector<driver::Chunk> chunks() const {
        std::vector<driver::Chunk> all;
        for (std::size_t at = 0; at + 8 <= samples_.size(); at += 8) {
            ivr_dsp::LinearChunk linear{};
            for (std::size_t i = 0; i < 8; ++i) {
                const double limited = std::clamp(samples_[at + i], -32768.0, 32767.0);
                linear[i] = static_cast<std::int16_t>(std::lround(limited));
            }
            all.push_back(ivr_dsp::chunk_from(law_, linear));
        }
        return all;
    }
    [[nodiscard]] driver::Law law() const { return law_; }
    [[nodiscard]] double ms() const { return static_cast<double>(samples_.size()) / 8; }

  private:
    static std::size_t samples_of(double ms) {
        return static_cast<std::size_t>(std::lround(ms * 8));
    }
    static double turned(const Sine& sine, std::size_t sample) {
        if (sine.reversal_ms == 0) return 1;
        return sample / samples_of(sine.reversal_ms) % 2 == 0 ? 1 : -1;
    }

    driver::Law law_;
    std::mt19937 chance_;
    std::vector<double> samples_;
};

// One detector, as most tests need it: channel 0 of a batch whose other channels are silent.
class OneDetector {
  public:
    explicit OneDetector(driver::Law law, const ivr_dsp::DtmfRules& rules = {},
                         ivr_dsp::Isa isa = ivr_dsp::best_isa())
        : detectors_(1, rules, isa) {
        detectors_.reset(0, law);
        heard_.fill(&driver::alaw_silence);
    }
    ivr_dsp::DtmfChange hear(const driver::Chunk& chunk, driver::Ticks now) {
        ivr_dsp::DtmfChange found;
        heard_[0] = &chunk;
        detectors_.hear(0, heard_.data(), now,
                        [&](std::size_t, const auto& change) { found = change; });
        return found;
    }

  private:
    ivr_dsp::DtmfDetectors detectors_;
    std::array<const driver::Chunk*, ivr_dsp::lanes> heard_;
};

// Everything a detector reports on a tape.
inline std::vector<ivr_dsp::DtmfChange> changes_on(const Tape& tape,
                                                   const ivr_dsp::DtmfRules& rules = {}) {
    OneDetector detector(tape.law(), rules);
    std::vector<ivr_dsp::DtmfChange> changes;
    driver::Ticks now{0};
    for (const auto& chunk : tape.chunks()) {
        if (const auto change = detector.hear(chunk, now)) changes.push_back(change);
        ++now;
    }
    return changes;
}

// The digits a detector hears on a tape.
inline std::string digits_on(const Tape& tape, const ivr_dsp::DtmfRules& rules = {}) {
    std::string digits;
    for (const auto& change : changes_on(tape, rules)) {
        if (change.began != 0) digits += change.began;
    }
    return digits;
}

}  // namespace support
