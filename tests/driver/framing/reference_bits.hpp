// SPDX-License-Identifier: GPL-2.0-or-later
// A line as a row of bits, for the second opinion on framing: a reference that shares no code with
// driver/framing and works a bit at a time, by the words of G.704 and G.706.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace framing_test {

// The line's bits in the order of time, 0 or 1 each, by their number since the beginning. Those
// long dealt with may be forgotten.
class LineRow {
  public:
    void add(unsigned bit) { bits_.push_back(static_cast<std::uint8_t>(bit)); }
    [[nodiscard]] std::size_t end() const { return forgotten_ + bits_.size(); }
    [[nodiscard]] unsigned at(std::size_t number) const { return bits_.at(number - forgotten_); }
    void forget_before(std::size_t number) {
        constexpr std::size_t worthwhile = 1U << 16U;
        if (number < forgotten_ + worthwhile) return;
        bits_.erase(bits_.begin(),
                    bits_.begin() + static_cast<std::ptrdiff_t>(number - forgotten_));
        forgotten_ = number;
    }

  private:
    std::vector<std::uint8_t> bits_;
    std::size_t forgotten_{};
};

// The remainder of `bits`, first in time first, after as many zeros as the generator has degree;
// `generator` without its highest term.
inline unsigned remainder_of(const std::vector<std::uint8_t>& bits, unsigned degree,
                             unsigned generator) {
    const auto top = 1U << degree;
    unsigned rest = 0;
    const auto divide = [&](unsigned bit) {
        rest = rest * 2 + bit;
        if (rest >= top) rest = (rest - top) ^ generator;
    };
    for (const auto bit : bits) divide(bit);
    for (unsigned i = 0; i < degree; ++i) divide(0);
    return rest;
}

}  // namespace framing_test
