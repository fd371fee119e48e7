// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "driver/board/packet/dpdk/ethdev_port.hpp"
#include "driver/board/packet/packet_board.hpp"
#include "tools/firmware/packet_complaints.hpp"

namespace tools {

// The packet boards of a configuration and their ports. One whose port cannot be opened is out, and
// the log says why: the others go on.
class PacketBoards {
  public:
    // The next one of the configuration; `number`: counted from 1 there. It stays where it is.
    // `eal` outlives it; without, the board is out.
    driver::Board& add(driver::Eal* eal, std::size_t number, const std::string& device,
                       driver::PacketBoardPlan plan);
    // Signalling thread: who sends what nobody takes goes to the log.
    void tell();

  private:
    struct One {
        One(std::string its_name, std::unique_ptr<driver::EthdevPort> its_port,
            const driver::PacketBoardPlan& plan)
            : name(std::move(its_name)), port(std::move(its_port)), board(plan, port.get()) {}
        std::string name;
        std::unique_ptr<driver::EthdevPort> port;
        driver::PacketBoard board;
        PacketComplaints complaints;
    };
    static void tell(One& one);

    std::deque<One> boards_;
};

}  // namespace tools
