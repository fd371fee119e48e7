// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/pci_boards.hpp"

#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "driver/base/log.hpp"

namespace tools {
namespace {

using driver::PciTrouble;

constexpr std::uint32_t late_told_every = 10'000;  // ticks

constexpr const char* meaning(PciTrouble trouble) {
    switch (trouble) {
        case PciTrouble::none:
            return "works";
        case PciTrouble::starting:
            return "is brought up";
        case PciTrouble::all_ones:
            return "does not answer: every register reads as ones. It has fallen off the bus: look "
                   "at its slot, riser and power";
        case PciTrouble::unknown_version:
            return "says a version that nobody knows: not touched";
        case PciTrouble::stalled:
            return "has stopped its DMA: it is started again";
    }
    return "";
}

// A card of four spans stands for one that could not be opened.
driver::Te4Card any_card() {
    return {.name = "no board", .spans = 4, .generation = 5, .express = false};
}

}  // namespace

driver::Board& PciBoards::add(std::size_t number, const BoardSettings& board,
                              driver::PciBoardPlan plan) {
    const driver::KernelFiles files;
    One one;
    one.name = fmt::format("board {}", number);
    driver::Registers* registers = &nothing_;
    driver::DmaMemory memory = nowhere_.dma();
    plan.card = any_card();
    std::string why;
    if (auto device = driver::choose_pci_device(files, board.device); !device) {
        plan.kept_out = driver::BoardTrouble::missing;
        why = device.error();
    } else if (device->card->spans < board.spans.size()) {
        plan.kept_out = driver::BoardTrouble::wrong_setup;
        why = fmt::format("{} at {} has {} connectors, the configuration {} spans: remove some",
                          device->card->name, device->address, device->card->spans,
                          board.spans.size());
    } else if (auto card = driver::open_card(*device, files); !card) {
        const bool is_ours = bool(driver::way_to(*device, files));
        plan.kept_out = is_ours ? driver::BoardTrouble::refused : driver::BoardTrouble::held;
        why = card.error();
    } else {
        plan.card = *device->card;
        registers = &(*card)->registers();
        memory = (*card)->memory();
        one.name = fmt::format("board {} ({} at {})", number, plan.card.name, device->address);
        one.is_there = true;
        cards_.push_back(std::move(*card));
    }
    auto& opened = boards_.emplace_back(plan, *registers, memory);
    one.board = &opened;
    if (one.is_there) {
        opened.bring_up(
            [](std::uint32_t us) { std::this_thread::sleep_for(std::chrono::microseconds(us)); });
        const PciTrouble trouble = opened.trouble();
        const bool works = trouble == PciTrouble::none;
        if (works) driver::log_info("firmware", "{} {}", one.name, meaning(trouble));
        if (!works) driver::log_error("firmware", "{} {}", one.name, meaning(trouble));
    } else {
        driver::log_error("firmware", "{} is out: {}", one.name, why);
    }
    one.told = opened.trouble();
    all_.push_back(one);
    return opened;
}

driver::Board& PciBoards::add_model(std::size_t number, driver::PciBoardPlan plan,
                                    const std::vector<driver::SpanCable>& cables) {
    plan.card = any_card();
    driver::Te4ModelPlan model;
    for (std::size_t i = 0; i < plan.spans.size(); ++i) {
        model.lines.push_back({cables[i], plan.spans[i].law, plan.spans[i].d_timeslot});
    }
    auto& board = models_.emplace_back(plan, model);
    all_.push_back({.name = fmt::format("board {} (a model)", number),
                    .board = &board,
                    .told = board.trouble(),
                    .late_told = 0,
                    .is_there = true,
                    .ticks = 0});
    return board;
}

void PciBoards::tell() {
    for (One& one : all_) {
        if (one.is_there) tell(one);
    }
}

void PciBoards::tell(One& one) {
    const PciTrouble trouble = one.board->trouble();
    if (trouble != one.told && trouble != PciTrouble::starting) {
        one.told = trouble;
        if (trouble == PciTrouble::none) {
            driver::log_info("firmware", "{} works again", one.name);
        } else {
            driver::log_error("firmware", "{} {}", one.name, meaning(trouble));
        }
    }
    if (++one.ticks % late_told_every != 0) return;
    const std::uint32_t late = one.board->late_polls();
    if (late == one.late_told) return;
    driver::log_warning("firmware",
                        "{}: {} ticks came too late to be sent: raise send_ahead, or free this "
                        "machine of other work",
                        one.name, late - one.late_told);
    one.late_told = late;
}

}  // namespace tools
