// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/support/mutation.hpp"

#include <algorithm>
#include <array>

#include "driver/base/invariant.hpp"

namespace fuzz {
namespace {

// SplitMix64: passes the usual tests, and neighbouring seeds give unrelated numbers.
class Chance {
  public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }
    // 0 … limit-1; 0 when limit is 0.
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : next() % limit; }
    char octet() { return static_cast<char>(next() & 0xFFU); }

  private:
    std::uint64_t state_;
};

// Values at which readers of lengths, signs, quotes and lines go wrong.
constexpr std::array<unsigned char, 18> awkward{0,   1,   2,   0x1F, 0x20, '"', '\\', '<',  '>',
                                                '&', ':', '-', '\r', '\n', '9', 0x7F, 0x80, 0xFF};

void set_octet(std::string& input, Chance& chance) {
    if (input.empty()) return;
    const std::size_t at = chance.below(input.size());
    switch (chance.below(3)) {
        case 0:
            input[at] = static_cast<char>(awkward[chance.below(awkward.size())]);
            break;
        case 1:
            input[at] = chance.octet();
            break;
        default:
            input[at] = static_cast<char>(input[at] ^ (1 << chance.below(8)));
            break;
    }
}

void remove_some(std::string& input, Chance& chance) {
    const std::size_t at = chance.below(input.size());
    input.erase(at, 1 + chance.below(16));
}

void repeat_some(std::string& input, Chance& chance) {
    const std::size_t from = chance.below(input.size());
    const std::string piece = input.substr(from, 1 + chance.below(32));
    const std::size_t times = 1 + chance.below(chance.below(8) == 0 ? 200 : 3);
    const std::size_t at = chance.below(input.size() + 1);
    for (std::size_t i = 0; i < times && input.size() < longest_input; ++i) input.insert(at, piece);
}

void insert_noise(std::string& input, Chance& chance) {
    std::string noise(1 + chance.below(12), '\0');
    for (char& octet : noise) octet = chance.octet();
    input.insert(chance.below(input.size() + 1), noise);
}

void change(std::string& input, std::span<const std::string> samples, Chance& chance) {
    switch (chance.below(7)) {
        case 0:
            remove_some(input, chance);
            break;
        case 1:
            repeat_some(input, chance);
            break;
        case 2:
            insert_noise(input, chance);
            break;
        case 3:
            input.resize(chance.below(input.size() + 1));
            break;
        case 4: {  // the end of another sample
            const std::string& other = samples[chance.below(samples.size())];
            input.resize(chance.below(input.size() + 1));
            input += other.substr(chance.below(other.size()));
            break;
        }
        default:
            set_octet(input, chance);
            break;
    }
}

}  // namespace

std::string broken_input(std::span<const std::string> samples, std::uint64_t seed,
                         std::uint64_t run) {
    INVARIANT(!samples.empty());
    Chance chance(Chance(seed).next() + run);
    std::string input;
    if (chance.below(32) == 0) {
        input.resize(chance.below(256));
        for (char& octet : input) octet = chance.octet();
        return input;
    }
    input = samples[chance.below(samples.size())];
    const std::size_t changes = 1 + chance.below(1 + chance.below(8));  // few more often than many
    for (std::size_t i = 0; i < changes; ++i) change(input, samples, chance);
    input.resize(std::min(input.size(), longest_input));
    return input;
}

}  // namespace fuzz
