// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "driver/board/line_faults.hpp"
#include "driver/board/simulated/line/chance.hpp"

namespace driver {

// Says which bits of a line are wrong: random ones, each independent of all others, and bursts.
//
//     errors.begin_millisecond(2048);
//     while (const auto bit = errors.next()) flip(*bit);
class BitErrors {
  public:
    void use(const PairFaults& faults, std::uint64_t seed) noexcept;
    [[nodiscard]] bool any() const noexcept { return wrong_bits_ != 0 || bursts_.every_ms != 0; }

    // The next `bits` of the line are about to go by.
    void begin_millisecond(std::size_t bits) noexcept;
    // The next of them that is wrong, in their order; each at most once.
    [[nodiscard]] std::optional<std::size_t> next() noexcept;

  private:
    [[nodiscard]] std::uint64_t draw_distance() noexcept;
    void begin_burst() noexcept;
    [[nodiscard]] std::size_t next_in_burst() noexcept;
    [[nodiscard]] std::size_t next_at_random() noexcept;

    std::uint32_t wrong_bits_{};
    ErrorBursts bursts_{};
    Chance chance_{0};
    // q to the power of 1, 2, 4 … as fractions of 2^64: q is the chance that a bit is right.
    std::array<std::uint64_t, 36> powers_{};
    std::size_t bits_{};           // of this millisecond
    std::size_t burst_at_{};       // where in it the burst goes on
    std::size_t burst_end_{};      // and ends
    std::size_t burst_begin_{};    // random errors keep out of it
    std::uint32_t burst_left_{};   // bits of the burst after this millisecond
    std::uint32_t to_burst_ms_{};  // milliseconds until one begins
    std::uint64_t to_wrong_{};     // from the beginning of the millisecond to the next wrong bit
    std::size_t burst_bit_{};      // found, not told yet; bits_: there is none
    std::size_t random_bit_{};     // likewise
};

}  // namespace driver
