// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/quality/line_batch.hpp"
#include "ivr_dsp/media/queues.hpp"

namespace ivr_dsp {

// What every line says, without the echo of what it has heard; and how good the line is. Everybody
// who listens to a line with a canceller hears its clean side. Lines are worked on in batches of
// sixteen with the same tail; a batch without a call, or whose lines have no canceller, costs
// nothing until somebody asks. Realtime thread.
class LineCare {
  public:
    LineCare(const BusNumbering& numbering, const MediaPlan& plan, driver::Bus& bus)
        : numbering_(numbering), bus_(bus), answer_tone_(told_tones), places_(plan.lines.size()) {
        // A batch refers to answer_tone_ and must not move.
        batches_.reserve(plan.lines.size() / lanes + 1 + all_echo_tails.size());
        place_lines(plan, std::nullopt);
        for (const EchoTail tail : all_echo_tails) place_lines(plan, tail);
    }

    // False if there is no such line.
    bool call(const LineInCall& order) noexcept;
    // Nothing if there is no such line.
    [[nodiscard]] std::optional<LineQuality> ask(const AskLineQuality& order) noexcept;

    // After the boards have received, before anybody listens: the lines talk from here.
    void clean() noexcept;
    // After every slot was told where it talks: what the lines will hear of this tick, whose echo
    // comes back in a later one.
    void remember_sent() noexcept;

  private:
    struct Place {
        std::uint32_t batch{};
        std::uint32_t lane{};
    };
    static constexpr KnownTone told_tones[] = {
        modem_tones()[static_cast<std::size_t>(ModemTone::answer)]};

    void place_lines(const MediaPlan& plan, std::optional<EchoTail> tail) {
        bool open = false;  // the last batch is one of these
        for (std::uint32_t line = 0; line < plan.lines.size(); ++line) {
            const bool any = line < plan.echo_tails.size();
            if ((any ? plan.echo_tails[line] : std::nullopt) != tail) continue;
            if (!open || batches_.back().is_full()) batches_.emplace_back(tail, answer_tone_);
            open = true;
            places_[line] = {
                static_cast<std::uint32_t>(batches_.size() - 1),
                static_cast<std::uint32_t>(batches_.back().add(line, plan.lines[line]))};
        }
    }
    void clean(LineBatch& batch) noexcept;

    const BusNumbering& numbering_;
    driver::Bus& bus_;
    const ToneTable answer_tone_;
    std::vector<LineBatch> batches_;
    std::vector<Place> places_;  // by line
};

}  // namespace ivr_dsp
