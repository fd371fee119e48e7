// SPDX-License-Identifier: GPL-2.0-or-later
// A far end that obeys layer 2 and says whatever it is told in layer 3: what no real exchange
// would.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "driver/board/board.hpp"
#include "pbx/signalling/plan.hpp"

namespace pbx_test {

class FarEnd {
  public:
    explicit FarEnd(pbx::Side side) : command_(side == pbx::Side::network ? 0x02 : 0x00) {}

    // Puts a message into the next I frame.
    void say(std::span<const std::uint8_t> message) {
        driver::Frame frame{};
        frame.octets = {command_, 0x01, static_cast<std::uint8_t>(sent_ << 1U),
                        static_cast<std::uint8_t>(received_ << 1U)};
        const std::size_t size = std::min(message.size(), frame.octets.size() - 4);
        std::copy_n(message.begin(), size, frame.octets.begin() + 4);
        frame.size = static_cast<std::uint16_t>(size + 4);
        sent_ = (sent_ + 1) % 128;
        to_product.push_back(frame);
    }

    // Acknowledges and answers what the product sent.
    void hear(const driver::Frame& frame) {
        if (frame.size < 3) return;
        const std::uint8_t control = frame.octets[2];
        if ((control & 0x01U) == 0) {
            received_ = (control / 2 + 1) % 128;
            supervise(command_, false);
            if (frame.size > 8) messages.push_back(frame.octets[8]);
        } else if ((control & 0x03U) == 0x01) {
            const bool asks = (frame.octets[0] & 0x02U) != (command_ & 0x02U) && frame.size == 4 &&
                              (frame.octets[3] & 0x01U) != 0;
            if (asks) supervise(static_cast<std::uint8_t>(command_ ^ 0x02U), true);
        } else if ((control & 0xEFU) == 0x6F) {  // SABME
            sent_ = received_ = 0;
            ++establishments;
            unnumbered(static_cast<std::uint8_t>(command_ ^ 0x02U), 0x73);
        }
    }

    std::deque<driver::Frame> to_product;
    std::vector<std::uint8_t> messages;  // types of those heard
    int establishments{};

  private:
    void supervise(std::uint8_t address, bool final) {
        driver::Frame frame{};
        frame.octets = {address, 0x01, 0x01,
                        static_cast<std::uint8_t>(received_ << 1U | (final ? 1U : 0U))};
        frame.size = 4;
        to_product.push_back(frame);
    }
    void unnumbered(std::uint8_t address, std::uint8_t control) {
        driver::Frame frame{};
        frame.octets = {address, 0x01, control};
        frame.size = 3;
        to_product.push_back(frame);
    }

    std::uint8_t command_;  // address octet of our commands
    unsigned sent_{};       // V(S)
    unsigned received_{};   // V(R)
};

}  // namespace pbx_test
