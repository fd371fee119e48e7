// SPDX-License-Identifier: GPL-2.0-or-later
// The boards of a configuration, each made as its kind needs.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "driver/board/board.hpp"
#include "driver/board/dahdi/dahdi_board.hpp"
#include "driver/board/dahdi/dahdi_keeper.hpp"
#include "driver/board/simulated/simulated_board.hpp"
#include "tools/config/settings.hpp"
#include "tools/firmware/packet_boards.hpp"
#include "tools/firmware/pci_boards.hpp"

namespace tools {

// What the connectors of simulated and modelled boards are joined to, in the order of the
// configuration. Whoever made the cables keeps them for as long as the boards live.
struct FirmwareCables {
    std::vector<driver::SpanCable> spans;
    std::vector<driver::LoopCable*> stations;
};

class Boards {
  public:
    // Before the program has other threads. A board that cannot be opened is out, and the log says
    // why: the others go on. `epoch`: the firmware's.
    Boards(const Settings& settings, const FirmwareCables& cables, std::uint64_t epoch);
    Boards(const Boards&) = delete;
    Boards& operator=(const Boards&) = delete;

    // In the order of the configuration.
    [[nodiscard]] const std::vector<driver::Board*>& all() const { return all_; }
    // Takes a simulated board out of its slot (counted from 0 in the configuration), or puts it in
    // again. Others are pulled by hand: false.
    bool pull(std::size_t board, bool out) noexcept;
    // Signalling thread, after each tick: what boards have to say to the log.
    void tell() {
        packet_.tell();
        pci_.tell();
    }

  private:
    std::unique_ptr<driver::Eal> eal_;  // ends last
    std::vector<driver::Board*> all_;
    std::deque<driver::SimulatedBoard> simulated_;
    PacketBoards packet_;
    PciBoards pci_;
    // The keeper stops first.
    struct Dahdi {
        explicit Dahdi(const driver::DahdiPlan& plan) : board(plan), keeper(plan, board.links()) {}
        driver::DahdiBoard board;
        driver::DahdiKeeper keeper;
    };
    std::deque<Dahdi> dahdi_;
};

}  // namespace tools
