// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/board/pci/model/te4_model.hpp"
#include "driver/board/pci/pci_board.hpp"

namespace driver {

// Memory of this process, for a board and its model.
class ModelMemory final : public BusMemory {
  public:
    static constexpr std::uint32_t address = 0x0010'0000;

    [[nodiscard]] std::uint8_t* at(std::uint32_t bus, std::size_t octets) noexcept override {
        const bool is_there = bus >= address && bus - address + octets <= Te4Dma::memory_octets;
        return is_there ? first() + (bus - address) : nullptr;
    }
    [[nodiscard]] DmaMemory dma() noexcept {
        return {
            {first(), Te4Dma::memory_octets},
            address
        };
    }

  private:
    [[nodiscard]] std::uint8_t* first() noexcept {
        return reinterpret_cast<std::uint8_t*>(memory_.data());
    }
    std::vector<std::uint64_t> memory_ = std::vector<std::uint64_t>(Te4Dma::memory_octets / 8);
};

// What must be there before the board is.
struct ModelParts {
    explicit ModelParts(const Te4ModelPlan& plan) : model(plan, memory) {}
    ModelMemory memory;
    Te4Model model;
};

// A PCI board that is the model on cables: demo and training. The bus's clock is the board's, so
// what its lines say of time is what their cables say.
class ModelledBoard final : private ModelParts, public PciBoard {
  public:
    ModelledBoard(const PciBoardPlan& plan, const Te4ModelPlan& model_plan)
        : ModelParts(model_plan),
          PciBoard(plan, ModelParts::model, ModelParts::memory.dma()),
          lines_(model_plan.lines) {
        bring_up([](std::uint32_t /*microseconds*/) {});
    }

    void receive(Ticks now, std::span<const Chunk*> talk,
                 std::span<Chunk*> send) noexcept override {
        model.tick_at(gained_ns_);
        PciBoard::receive(now, talk, send);
    }
    void run_by(const BusClock& clock) noexcept override {
        gained_ns_ = clock.gained_ns;
        PciBoard::run_by({clock.gained_ns, SpanId{}});
    }
    [[nodiscard]] std::optional<LineClock> line_clock(SpanId span) const noexcept override {
        auto clock = PciBoard::line_clock(span);
        for (std::size_t i = 0; clock && i < lines_.size(); ++i) {
            if (spans()[i]->id() != span) continue;
            std::visit(
                [&](const auto* cable) {
                    clock->gained_ns = cable->from_far.gained_ns();
                    clock->brought = cable->from_far.written();
                    clock->waiting = cable->from_far.waiting();
                },
                lines_[i].cable);
        }
        return clock;
    }
    [[nodiscard]] Te4Model& card() noexcept { return model; }

  private:
    std::vector<Te4ModelPlan::Line> lines_;
    std::int64_t gained_ns_{};
};

}  // namespace driver
