// SPDX-License-Identifier: GPL-2.0-or-later
// The elastic store between the line's clock and ours (G.823 §B, G.822): frames are written as the
// line brings them and read as we need them. When the clocks have drifted apart by its size, one
// frame is left out or said twice: a controlled slip. Alignment, which is found before the store,
// stays.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"

namespace driver {

// Running counts.
struct Slips {
    std::uint32_t deleted{};   // frames left out: the line is faster than we are
    std::uint32_t repeated{};  // frames said twice: it is slower
    [[nodiscard]] std::uint32_t total() const noexcept { return deleted + repeated; }
    friend bool operator==(const Slips&, const Slips&) = default;
};

// Payload of an E1 (32 timeslots) or T1 (24). `frames` is what may wait: two, as in framer chips,
// where one frame is written and one read in turn; more where a tick brings several at once. Starts
// half full. After a slip the clocks must drift a whole frame back before the next one: wander does
// not slip to and fro.
template <std::size_t timeslots, std::size_t frames = 2>
class ElasticStore {
    static_assert(frames >= 2 && frames % 2 == 0);

  public:
    // Frame `k` of a millisecond as it came.
    void write(std::span<const Chunk, timeslots> millisecond, std::size_t k) noexcept {
        if (waiting_ == frames) {
            ++slips_.deleted;
            next_ = (next_ + 1) % frames;
            --waiting_;
        }
        Frame& frame = frames_[(next_ + waiting_) % frames];
        for (std::size_t t = 0; t < timeslots; ++t) frame[t] = millisecond[t].octets[k];
        ++waiting_;
    }
    // Frame `k` of a millisecond that is to be filled.
    void read(std::span<Chunk, timeslots> millisecond, std::size_t k) noexcept {
        if (waiting_ == 0) {
            ++slips_.repeated;
        } else {
            last_ = frames_[next_];
            next_ = (next_ + 1) % frames;
            --waiting_;
        }
        for (std::size_t t = 0; t < timeslots; ++t) millisecond[t].octets[k] = last_[t];
    }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    [[nodiscard]] const Slips& slips() const noexcept { return slips_; }

  private:
    using Frame = std::array<std::uint8_t, timeslots>;
    static constexpr Frame idle = [] {
        Frame frame{};
        frame.fill(0xFF);
        return frame;
    }();
    static constexpr std::array<Frame, frames> all_idle = [] {
        std::array<Frame, frames> all{};
        all.fill(idle);
        return all;
    }();

    std::array<Frame, frames> frames_{all_idle};
    Frame last_{idle};  // the frame read last
    std::size_t next_{};
    std::size_t waiting_{frames / 2};
    Slips slips_;
};

}  // namespace driver
