// SPDX-License-Identifier: GPL-2.0-or-later
// HDLC on a span's D timeslot, done by libosmocore (ISO 3309: flags, zero insertion, FCS-16).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "driver/base/chunk.hpp"

namespace tools::office {

class DChannel {
  public:
    using Octets = std::vector<std::uint8_t>;  // address to last octet, no FCS

    DChannel();
    DChannel(DChannel&&) noexcept;
    DChannel& operator=(DChannel&&) noexcept;
    ~DChannel();

    // Queues a frame. When 64 wait already the oldest is dropped and counted: Q.921 repeats it.
    void send(std::span<const std::uint8_t> frame);
    // The next millisecond of the timeslot.
    [[nodiscard]] driver::Chunk speak();
    void hear(const driver::Chunk& chunk);
    // The next whole frame that was heard.
    [[nodiscard]] std::optional<Octets> next();
    [[nodiscard]] bool waiting() const { return !received_.empty(); }
    // The line was cut: a frame cut in two is no frame.
    void lost();

    [[nodiscard]] std::uint32_t bad_frames() const { return bad_frames_; }
    [[nodiscard]] std::uint32_t dropped() const { return dropped_; }

  private:
    static constexpr std::size_t most_waiting = 64;
    static constexpr int longest = 512;  // octets

    struct Coder;
    std::unique_ptr<Coder> coder_;
    std::deque<Octets> to_send_;
    std::size_t sent_octets_{};  // of the first of to_send_
    std::array<std::uint8_t, longest> receiving_{};
    std::deque<Octets> received_;
    bool heard_one_{};
    std::uint32_t bad_frames_{};
    std::uint32_t dropped_{};
};

}  // namespace tools::office
