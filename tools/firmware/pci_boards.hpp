// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "driver/board/pci/model/modelled_board.hpp"
#include "driver/board/pci/open/opened_card.hpp"
#include "driver/board/pci/pci_board.hpp"
#include "tools/config/settings.hpp"

namespace tools {

// The PCI boards of a configuration. One that cannot be opened is out, and the log says why: the
// others go on.
class PciBoards {
  public:
    // The next one of the configuration; `number`: counted from 1 there. It stays where it is.
    driver::Board& add(std::size_t number, const BoardSettings& board, driver::PciBoardPlan plan);
    // The model of one; cables in the order of its spans.
    driver::Board& add_model(std::size_t number, driver::PciBoardPlan plan,
                             const std::vector<driver::SpanCable>& cables);
    // Signalling thread: trouble, and its end, and late ticks go to the log.
    void tell();

  private:
    // What a board reads as that is not there.
    class NoRegisters final : public driver::Registers {
      public:
        [[nodiscard]] std::uint32_t read(std::uint32_t /*offset*/) noexcept override {
            return driver::all_ones_read;
        }
        void write(std::uint32_t /*offset*/, std::uint32_t /*value*/) noexcept override {}
    };
    class OpenedBoard final : public driver::PciBoard {
      public:
        using PciBoard::PciBoard;
    };
    struct One {
        std::string name;
        driver::PciBoard* board{};
        driver::PciTrouble told{};
        std::uint32_t late_told{};
        bool is_there{};
        std::uint32_t ticks{};
    };
    static void tell(One& one);

    NoRegisters nothing_;
    driver::ModelMemory nowhere_;
    std::deque<std::unique_ptr<driver::OpenedCard>> cards_;  // end after their boards
    std::deque<OpenedBoard> boards_;
    std::deque<driver::ModelledBoard> models_;
    std::deque<One> all_;
};

}  // namespace tools
