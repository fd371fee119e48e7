// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/line/speech_path.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace driver {
namespace {

constexpr double milliwatt_rms = 16'141;  // 0 dBm0 of A-law; µ-law is 0.03 dB from it
constexpr std::size_t taps = 8;
constexpr std::array<double, taps> hybrid_response{0.051,  0.203,  0.915,  0.254,
                                                   -0.203, -0.102, -0.051, -0.02};

double gain_of(int db) noexcept {
    return std::pow(10.0, db / 20.0);
}

std::uint8_t alaw_of(int sample) noexcept {
    const bool negative = sample < 0;
    const auto magnitude = static_cast<unsigned>(negative ? ~sample : sample);
    unsigned code = magnitude >> 4U;
    if (magnitude >= 256) {
        const auto segment = static_cast<unsigned>(std::bit_width(magnitude)) - 8;
        code = segment << 4U | (magnitude >> (segment + 3) & 0xFU);
    }
    return static_cast<std::uint8_t>((code | (negative ? 0U : 0x80U)) ^ 0x55U);
}

int linear_of_alaw(std::uint8_t octet) noexcept {
    const unsigned code = octet ^ 0x55U;
    const unsigned segment = code >> 4U & 7U;
    const unsigned step = (code & 0xFU) << 4U;
    const auto magnitude =
        static_cast<int>(segment == 0 ? step + 8 : (step + 0x108) << (segment - 1));
    return (code & 0x80U) != 0 ? magnitude : -magnitude;
}

constexpr unsigned ulaw_bias = 0x84;

std::uint8_t ulaw_of(int sample) noexcept {
    const bool negative = sample < 0;
    const unsigned magnitude =
        static_cast<unsigned>(std::min(negative ? -sample : sample, 32'635)) + ulaw_bias;
    const auto segment = static_cast<unsigned>(std::bit_width(magnitude)) - 8;
    const unsigned code = segment << 4U | (magnitude >> (segment + 3) & 0xFU);
    return static_cast<std::uint8_t>(~(code | (negative ? 0x80U : 0U)));
}

int linear_of_ulaw(std::uint8_t octet) noexcept {
    const unsigned code = ~octet & 0xFFU;
    const unsigned segment = code >> 4U & 7U;
    const auto magnitude =
        static_cast<int>((((code & 0xFU) << 3U) + ulaw_bias) << segment) - int{ulaw_bias};
    return (code & 0x80U) != 0 ? -magnitude : magnitude;
}

}  // namespace

std::int16_t to_linear(Law law, std::uint8_t octet) noexcept {
    return static_cast<std::int16_t>(law == Law::alaw ? linear_of_alaw(octet)
                                                      : linear_of_ulaw(octet));
}

std::uint8_t from_linear(Law law, double sample) noexcept {
    const int rounded = static_cast<int>(std::floor(std::clamp(sample, -32768.0, 32767.0) + 0.5));
    const int limited = std::min(rounded, 32'767);
    return law == Law::alaw ? alaw_of(limited) : ulaw_of(limited);
}

void SpeechPath::use(const PairFaults& faults, std::uint64_t seed) noexcept {
    const auto level = std::clamp(faults.level_db, PairFaults::least_db, PairFaults::most_db);
    gain_ = level == 0 ? 1 : gain_of(level);
    // Four evenly distributed numbers have the variance of a third of 65,536 squared.
    noise_ = faults.noise_dbm0 <= PairFaults::no_noise_dbm0
                 ? 0
                 : milliwatt_rms * gain_of(faults.noise_dbm0) * std::sqrt(3.0) / 65'536;
    chance_ = Chance(seed);
}

void SpeechPath::pass(Chunk& chunk, const SpeechSamples& added) noexcept {
    for (std::size_t i = 0; i < added.size(); ++i) {
        double sample = gain_ * (to_linear(law_, chunk.octets[i]) + added[i]);
        if (noise_ != 0) {
            const std::uint64_t drawn = chance_.next();
            const auto sum = static_cast<std::int64_t>((drawn & 0xFFFF) + (drawn >> 16U & 0xFFFF) +
                                                       (drawn >> 32U & 0xFFFF) + (drawn >> 48U));
            sample += noise_ * static_cast<double>(sum - 131'070);
        }
        chunk.octets[i] = from_linear(law_, sample);
    }
}

void Hybrid::use(const HybridEcho& echo) noexcept {
    gain_ = echo.loss_db >= HybridEcho::no_echo_db ? 0 : gain_of(-int{echo.loss_db});
}

SpeechSamples Hybrid::echo_of(Law law, const Chunk& before, const Chunk& now) const noexcept {
    std::array<double, std::size_t{2} * samples_per_tick> said{};
    for (std::size_t i = 0; i < samples_per_tick; ++i) {
        said[i] = to_linear(law, before.octets[i]);
        said[samples_per_tick + i] = to_linear(law, now.octets[i]);
    }
    SpeechSamples echo{};
    for (std::size_t i = 0; i < echo.size(); ++i) {
        for (std::size_t tap = 0; tap < taps; ++tap) {
            echo[i] += gain_ * hybrid_response[tap] * said[samples_per_tick + i - tap];
        }
    }
    return echo;
}

}  // namespace driver
