// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/board/line_faults.hpp"
#include "driver/board/simulated/line/chance.hpp"

namespace driver {

using SpeechSamples = std::array<double, samples_per_tick>;

// G.711 in linear samples of 16 bits.
[[nodiscard]] std::int16_t to_linear(Law law, std::uint8_t octet) noexcept;
[[nodiscard]] std::uint8_t from_linear(Law law, double sample) noexcept;

// Gain and noise of one direction.
class SpeechPath {
  public:
    explicit SpeechPath(Law law) noexcept : law_(law) {}
    void use(const PairFaults& faults, std::uint64_t seed) noexcept;
    [[nodiscard]] bool changes() const noexcept { return gain_ != 1 || noise_ != 0; }
    // One channel's millisecond; `added` before the gain.
    void pass(Chunk& chunk, const SpeechSamples& added) noexcept;

  private:
    Law law_;
    double gain_{1};
    double noise_{};  // of four evenly distributed numbers of 16 bits
    Chance chance_{0};
};

// What a hybrid lets through from its transmit to its receive side. Its loss is that of white
// noise; higher frequencies come back weaker, as from a real loop.
class Hybrid {
  public:
    void use(const HybridEcho& echo) noexcept;
    [[nodiscard]] bool lets_through() const noexcept { return gain_ != 0; }
    // Of what was said in this millisecond and the one before it.
    [[nodiscard]] SpeechSamples echo_of(Law law, const Chunk& before,
                                        const Chunk& now) const noexcept;

  private:
    double gain_{};
};

}  // namespace driver
