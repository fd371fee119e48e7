// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "driver/base/chunk.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/dsp/dtmf_kernel.hpp"
#include "ivr_dsp/dsp/dtmf_rules.hpp"

namespace ivr_dsp {

// At most one digit of a channel begins and one ends in a tick; both when one follows the other
// without a pause.
struct DtmfChange {
    char began{};  // 0-9 * # A-D, or 0
    char ended{};
    driver::Ticks at{};  // the tick in which it was decided
    float level_dbm0{};  // of both tones of the digit that began
    float twist_db{};    // its high tone over its low tone
    explicit operator bool() const { return began != 0 || ended != 0; }
};

// Finds DTMF digits on many channels by ITU-T Q.24: 40 ms make a digit and 23 ms do not; 40 ms of
// pause part two and 10 ms do not; frequency, level and twist as the rules say. Channels come in
// batches of sixteen, which are heard side by side. Realtime: only construction allocates.
class DtmfDetectors {
  public:
    explicit DtmfDetectors(std::size_t channels, const DtmfRules& rules = {}, Isa isa = best_isa())
        : kernel_(dtmf_kernel_of(isa)),
          limits_(limits_of(rules)),
          batches_((channels + lanes - 1) / lanes),
          heard_(batches_.size()),
          ticks_(batches_.size()) {
        begin();
    }

    // The channel begins anew. Others do not notice.
    void reset(std::size_t channel, driver::Law law) noexcept;

    // A tick of one batch: `heard` are its sixteen channels' chunks; a channel nobody listens to
    // hears silence. Calls told(channel, DtmfChange). A digit begins 28-40 ms after its first
    // sample, 34 on the average, and ends 24-38 ms after its last. Batches look in turn, so that
    // every tick costs the same.
    template <class Told>
    void hear(std::size_t batch, const driver::Chunk* const* heard, driver::Ticks now,
              Told&& told) noexcept {
        driver::Chunk* kept = heard_[batch].chunks[ticks_[batch]];
#pragma GCC unroll 16
        for (std::size_t lane = 0; lane < lanes; ++lane) kept[lane] = *heard[lane];
        if (++ticks_[batch] < dtmf_ticks_per_look || !look(batch)) return;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            if (const DtmfChange change = change_of(batches_[batch], lane, now)) {
                told(lanes * batch + lane, change);
            }
        }
    }

    [[nodiscard]] std::size_t batches() const noexcept {
        return batches_.size();
    }

  private:
    static DtmfLimits limits_of(const DtmfRules& rules) noexcept;
    void begin() noexcept;
    bool look(std::size_t batch) noexcept;
    [[nodiscard]] DtmfChange change_of(const DtmfLanes& batch, std::size_t lane,
                                       driver::Ticks now) const noexcept;

    const DtmfKernel& kernel_;
    DtmfLimits limits_;
    std::vector<DtmfLanes> batches_;
    std::vector<DtmfHeard> heard_;     // by batch; apart, as they are written in every tick
    std::vector<std::uint8_t> ticks_;  // since the last look, by batch
    DtmfFound found_{};
};

}  // namespace ivr_dsp
