// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "driver/board/packet/packet_board.hpp"

namespace tools {

// What a packet board has refused, or could not send, as lines for the log: at once, but no more
// often than every ten seconds. Nothing stays untold.
class PacketComplaints {
  public:
    static constexpr std::uint32_t passes_between = 10'000;  // milliseconds

    void hear(const driver::PacketNews& news) { latest_ = news; }
    // Once a pass: what has been added since it was last told ("late 3, stranger 17"). Empty:
    // nothing, or too soon.
    [[nodiscard]] std::string due();

  private:
    driver::PacketNews told_;
    driver::PacketNews latest_;
    std::uint32_t passes_{passes_between};
};

}  // namespace tools
