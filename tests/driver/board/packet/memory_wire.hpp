// SPDX-License-Identifier: GPL-2.0-or-later
// A piece of Ethernet in memory: two ports, and whatever a test does to the frames between them.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "driver/board/packet/port.hpp"

namespace packet_test {

using Frame = std::vector<std::uint8_t>;

// The machine's clock, moved by the test.
struct VirtualClock {
    std::int64_t ns{1'000'000'000};
};

class MemoryPort final : public driver::Port {
  public:
    static constexpr std::size_t rooms = 256;

    MemoryPort(driver::MacAddress address, VirtualClock& clock)
        : clock_(clock), address_(address), memory_(std::make_unique<Room[]>(rooms)) {
        for (std::size_t i = 0; i < rooms; ++i) free_.push_back(&memory_[i]);
    }

    [[nodiscard]] driver::MacAddress address() const noexcept override { return address_; }
    [[nodiscard]] std::span<const driver::Octets> receive() noexcept override {
        holding_.clear();
        views_.clear();
        while (!arrived.empty() && views_.size() < burst) {
            holding_.push_back(std::move(arrived.front()));
            arrived.pop_front();
            views_.emplace_back(holding_.back());
        }
        counts_.received += views_.size();
        return views_;
    }
    [[nodiscard]] driver::FrameRoom room() noexcept override {
        if (free_.empty() || starved) {
            ++counts_.no_room;
            return {};
        }
        Room* const room = free_.back();
        free_.pop_back();
        return {room->octets.data(), room};
    }
    void send(std::span<const driver::OutgoingFrame> frames) noexcept override {
        for (const driver::OutgoingFrame& frame : frames) {
            const std::uint8_t* const first = frame.room.begin + frame.first;
            if (frame.size > 0) sent.emplace_back(first, first + frame.size);
            if (frame.size > 0) ++counts_.sent;
            free_.push_back(static_cast<Room*>(frame.room.handle));
        }
    }
    [[nodiscard]] std::int64_t now_ns() const noexcept override { return clock_.ns; }
    [[nodiscard]] driver::PortCounts counts() const noexcept override { return counts_; }
    [[nodiscard]] std::size_t rooms_left() const { return free_.size(); }

    std::deque<Frame> arrived;  // to be received
    std::vector<Frame> sent;
    bool starved{};  // has no memory for frames

  private:
    struct Room {
        alignas(64) std::array<std::uint8_t, driver::FrameRoom::octets> octets{};
    };
    VirtualClock& clock_;
    driver::MacAddress address_;
    std::unique_ptr<Room[]> memory_;
    std::vector<Room*> free_;
    std::deque<Frame> holding_;
    std::vector<driver::Octets> views_;
    driver::PortCounts counts_;
};

}  // namespace packet_test
