// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"

namespace driver {

// The elastic store of network equipment, slipped when it is told to: the timeslots' frames wait in
// it while framing goes round it.
template <std::size_t timeslots>
class SlipStore {
  public:
    static constexpr std::size_t room = 256;     // frames
    static constexpr std::size_t half_full = 8;  // what it is filled with before it can delete
    static constexpr std::size_t fullest = room - std::size_t{2} * samples_per_tick;

    // `slips`: where the count stands; each step up deletes a frame, each step down repeats one.
    // 0: the store is taken out of the way.
    void use(std::int32_t slips) noexcept {
        if (slips == 0) waiting_ = 0;
        pending_ = slips == 0 ? 0 : pending_ + slips - told_;
        told_ = slips;
    }
    [[nodiscard]] bool changes() const noexcept { return told_ != 0; }

    // Writes a millisecond's frames and reads as many; at most one slip, in its middle.
    void pass(std::span<Chunk, timeslots> millisecond) noexcept {
        for (std::size_t k = 0; k < samples_per_tick; ++k) {
            for (std::size_t t = 0; t < timeslots; ++t) {
                frames_[(written_ + k) % room][t] = millisecond[t].octets[k];
            }
        }
        for (std::size_t k = 0; k < samples_per_tick; ++k) {
            if (k == samples_per_tick / 2) slip();
            const Frame& frame = frames_[(written_ + room + k - waiting_) % room];
            for (std::size_t t = 0; t < timeslots; ++t) millisecond[t].octets[k] = frame[t];
        }
        written_ += samples_per_tick;
    }

  private:
    using Frame = std::array<std::uint8_t, timeslots>;

    void slip() noexcept {
        if (pending_ > 0) {
            if (waiting_ == 0) waiting_ = half_full;
            --waiting_;
            --pending_;
        } else if (pending_ < 0) {
            if (waiting_ == fullest) waiting_ = half_full;
            ++waiting_;
            ++pending_;
        }
    }

    std::array<Frame, room> frames_{};
    std::size_t written_{};
    std::size_t waiting_{};   // frames between writing and reading
    std::int32_t pending_{};  // slips to be made
    std::int32_t told_{};
};

}  // namespace driver
