// SPDX-License-Identifier: GPL-2.0-or-later
// Frequency shift keying at 1200 bit/s, octets with a start and a stop bit, as caller
// identification has it (Bell 202 or ITU-T V.23). One channel.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

ENUM(FskStandard, bell202, v23)

struct FskFrequencies {
    double mark_hz;   // ones
    double space_hz;  // zeros
};
constexpr FskFrequencies frequencies_of(FskStandard standard) {
    return standard == FskStandard::bell202 ? FskFrequencies{1200, 2200}
                                            : FskFrequencies{1300, 2100};
}
inline constexpr int fsk_bits_per_second = 1200;

// How a message is introduced (ETS 300 659-1, TR-NWT-000030): on-hook and call waiting.
struct FskIntroduction {
    int seizure_bits = 300;  // zeros and ones in turn
    int mark_bits = 180;
};
inline constexpr FskIntroduction on_hook_introduction{};
inline constexpr FskIntroduction call_waiting_introduction{.seizure_bits = 0, .mark_bits = 80};

// Sends one message. The octets must outlive it.
class FskSender {
  public:
    FskSender(Law law, FskStandard standard, FskIntroduction introduction,
              std::span<const std::uint8_t> octets) noexcept;
    // False when the last bit has been sent; then next() is silence.
    [[nodiscard]] bool busy() const noexcept { return bit_ < bits_; }
    Chunk next() noexcept;

  private:
    [[nodiscard]] bool bit(int number) const noexcept;

    Law law_;
    FskFrequencies frequencies_;
    FskIntroduction introduction_;
    std::span<const std::uint8_t> octets_;
    double peak_;
    int bits_;
    int bit_{};
    int clock_{};     // of a bit, in 8000ths of bits_per_second
    double turns_{};  // [0, 1)
};

// Hears octets: two correlators, of a bit's length; bits are sampled in their middle, as the start
// bit and every edge since say, and octets without a stop bit are left out.
class FskReceiver {
  public:
    FskReceiver(Law law, FskStandard standard) noexcept;

    // Octets that are complete with this chunk: one at most, as each takes 8.3 ms.
    struct Heard {
        bool octet_there{};
        std::uint8_t octet{};
        bool carrier{};
    };
    Heard hear(const Chunk& chunk) noexcept;

  private:
    static constexpr std::size_t window = 7;  // samples: a bit is 6.7
    struct Phasor {
        float re{};
        float im{};
    };
    struct Correlator {
        std::array<Phasor, window> past{};
        std::array<Phasor, 80> wave{};  // of all frequencies here: whole periods
        float amplitude(float sample, std::size_t number, std::size_t place) noexcept;
    };
    static void tune(Correlator& correlator, double hz) noexcept;
    void take_bit(bool one, Heard& heard) noexcept;
    bool hear_sample(float sample) noexcept;

    Law law_;
    Correlator mark_;
    Correlator space_;
    std::array<float, window> energies_{};
    std::array<float, 3> leads_{};  // of mark over space, in the last samples
    std::size_t place_{};
    std::size_t number_{};
    bool level_{true};  // what the line says now: true is mark
    int bit_clock_{};   // in 1200ths of a sample, until the next bit is sampled
    int bits_left_{};   // of an octet; 0: waits for a start bit
    std::uint8_t octet_{};
};

}  // namespace ivr_dsp
