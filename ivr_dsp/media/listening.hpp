// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/law/law_kernel.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"

namespace ivr_dsp {

// Who hears whom, by name. A line that listens to a slot of the other law does so through its
// converter (G.711, one conversion on the way).
class Listening {
  public:
    Listening(const BusNumbering& numbering, const MediaPlan& plan, driver::Bus& bus)
        : numbering_(numbering),
          law_(plan.law),
          bus_(bus),
          laws_(bus.slots(), plan.law),
          wanted_(plan.lines.size(), BusNumbering::silence()),
          converted_(plan.lines.size(), driver::silence(plan.law)),
          converting_{ActiveSet(plan.lines.size()), ActiveSet(plan.lines.size())},
          side_by_side_(plan.lines.size() * driver::samples_per_tick),
          taken_over_(plan.lines.size()) {
        connect_everything(plan.lines);
    }

    // False if there is no such source or listener.
    bool listen(const driver::Listen& order) noexcept;
    [[nodiscard]] Law law_of(SlotId slot) const noexcept { return laws_[slot.value]; }
    [[nodiscard]] Law law_of_line(std::uint32_t line) const noexcept {
        return law_of(numbering_.line_slot(line));
    }

    // What talks there from now on does so in this law. Before anybody is told to listen to it.
    void talks_in(SlotId slot, Law law) noexcept { laws_[slot.value] = law; }

    // The line hears instead(line), whatever it is told to listen to, until it is given back.
    void take_over(std::uint32_t line) noexcept;
    void give_back(std::uint32_t line) noexcept;
    [[nodiscard]] Chunk& instead(std::uint32_t line) noexcept { return converted_[line]; }

    // Says what the converters heard; after everybody else has said where it talks.
    void convert() noexcept;

  private:
    void convert(Law law) noexcept;
    [[nodiscard]] ActiveSet& converting(Law law) noexcept {
        return converting_[static_cast<std::size_t>(law)];
    }
    void connect_everything(const std::vector<Law>& lines) noexcept;
    void connect_line(std::uint32_t line, SlotId slot) noexcept;
    void connect_seat(std::uint32_t seat, SlotId slot) noexcept;

    const BusNumbering& numbering_;
    Law law_;
    driver::Bus& bus_;
    std::vector<Law> laws_;         // by slot; a seat's follows its party
    std::vector<SlotId> wanted_;    // by line: what it listens to, perhaps through its converter
    std::vector<Chunk> converted_;  // by line
    std::array<ActiveSet, 2> converting_;  // lines, by their law
    std::vector<std::uint8_t>
        side_by_side_;  // what lines of one law are to hear: converted at once
    const LawKernel& law_kernel_ = law_kernel_of(best_isa());
    ActiveSet taken_over_;  // lines
};

}  // namespace ivr_dsp
