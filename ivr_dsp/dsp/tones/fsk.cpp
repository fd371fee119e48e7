// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/fsk.hpp"

#include <cmath>

#include "ivr_dsp/dsp/level.hpp"
#include "ivr_dsp/dsp/sine.hpp"

namespace ivr_dsp {
namespace {

constexpr double sent_dbm0 = -13.5;
constexpr int bits_of_octet = 10;
constexpr int stop_bits_at_end = 10;
// Nothing weaker is listened to; what is asked for is -30 dBm0.
constexpr double least_dbm0 = -40;
constexpr int clocks_of_bit = driver::samples_per_second;
constexpr int clocks_of_sample = fsk_bits_per_second;
constexpr int edge_weight = 4;  // an edge out of time moves the clock by a quarter of that

}  // namespace

FskSender::FskSender(Law law, FskStandard standard, FskIntroduction introduction,
                     std::span<const std::uint8_t> octets) noexcept
    : law_(law),
      frequencies_(frequencies_of(standard)),
      introduction_(introduction),
      octets_(octets),
      peak_(peak_from_dbm0(law, sent_dbm0)),
      bits_(introduction.seizure_bits + introduction.mark_bits +
            bits_of_octet * static_cast<int>(octets.size()) + stop_bits_at_end) {}

bool FskSender::bit(int number) const noexcept {
    if (number < introduction_.seizure_bits) return number % 2 != 0;
    number -= introduction_.seizure_bits + introduction_.mark_bits;
    if (number < 0) return true;
    const auto octet = static_cast<std::size_t>(number / bits_of_octet);
    const int in_octet = number % bits_of_octet;
    if (octet >= octets_.size() || in_octet == bits_of_octet - 1) return true;
    return in_octet != 0 && ((octets_[octet] >> static_cast<unsigned>(in_octet - 1)) & 1U) != 0;
}

Chunk FskSender::next() noexcept {
    LinearChunk samples{};
    for (auto& sample : samples) {
        if (!busy()) break;
        sample = static_cast<std::int16_t>(std::lround(peak_ * sine_of(turns_)));
        const double hz = bit(bit_) ? frequencies_.mark_hz : frequencies_.space_hz;
        turns_ += hz / driver::samples_per_second;
        turns_ -= std::floor(turns_);
        clock_ += clocks_of_sample;
        if (clock_ >= clocks_of_bit) {
            clock_ -= clocks_of_bit;
            ++bit_;
        }
    }
    return chunk_from(law_, samples);
}

FskReceiver::FskReceiver(Law law, FskStandard standard) noexcept : law_(law) {
    tune(mark_, frequencies_of(standard).mark_hz);
    tune(space_, frequencies_of(standard).space_hz);
}

void FskReceiver::tune(Correlator& correlator, double hz) noexcept {
    for (std::size_t i = 0; i < correlator.wave.size(); ++i) {
        const double turns = hz * static_cast<double>(i) / driver::samples_per_second;
        correlator.wave[i] = {static_cast<float>(cosine_of(turns)),
                              static_cast<float>(sine_of(turns))};
    }
}

// Summed anew with each sample: a running sum of floats would drift.
float FskReceiver::Correlator::amplitude(float sample, std::size_t number,
                                         std::size_t place) noexcept {
    const Phasor& turn = wave[number];
    past[place] = {sample * turn.re, sample * turn.im};
    Phasor sum;
    for (const Phasor& one : past) {
        sum.re += one.re;
        sum.im += one.im;
    }
    return std::sqrt(sum.re * sum.re + sum.im * sum.im);
}

// True if there is a carrier.
bool FskReceiver::hear_sample(float sample) noexcept {
    const float mark = mark_.amplitude(sample, number_, place_);
    const float space = space_.amplitude(sample, number_, place_);
    energies_[place_] = sample * sample;
    place_ = (place_ + 1) % window;
    number_ = (number_ + 1) % mark_.wave.size();
    float energy = 0;
    for (const float one : energies_) energy += one;
    leads_ = {leads_[1], leads_[2], mark - space};
    level_ = leads_[0] + leads_[1] + leads_[2] >= 0;
    const double least = peak_from_dbm0(law_, least_dbm0);
    return energy > static_cast<float>(least * least / 2) * static_cast<float>(window);
}

void FskReceiver::take_bit(bool one, Heard& heard) noexcept {
    --bits_left_;
    if (bits_left_ == bits_of_octet - 1) {  // the start bit: was it one?
        if (one) bits_left_ = 0;
        return;
    }
    if (bits_left_ > 0) {
        octet_ = static_cast<std::uint8_t>((octet_ >> 1U) | (one ? 0x80U : 0U));
        return;
    }
    if (!one) return;
    heard.octet_there = true;
    heard.octet = octet_;
}

FskReceiver::Heard FskReceiver::hear(const Chunk& chunk) noexcept {
    Heard heard;
    for (const std::int16_t sample : linear_from(law_, chunk)) {
        const bool was_mark = level_;
        heard.carrier = hear_sample(sample);
        if (!heard.carrier) {
            bits_left_ = 0;
            continue;
        }
        if (bits_left_ == 0) {
            if (was_mark && !level_) {
                bits_left_ = bits_of_octet;
                bit_clock_ = clocks_of_bit / 2;
            }
            continue;
        }
        // Every edge says where the bits' middles are; noise moves one by a sample or two.
        if (was_mark != level_) bit_clock_ -= (bit_clock_ - clocks_of_bit / 2) / edge_weight;
        bit_clock_ -= clocks_of_sample;
        if (bit_clock_ > 0) continue;
        bit_clock_ += clocks_of_bit;
        take_bit(level_, heard);
    }
    return heard;
}

}  // namespace ivr_dsp
