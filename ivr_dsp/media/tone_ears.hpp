// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"

namespace ivr_dsp {

// Hears tones on each line that is told to listen for them. Lines of one network are heard in
// batches of sixteen; a batch without a line that listens costs nothing.
class ToneEars {
  public:
    ToneEars(const BusNumbering& numbering, const MediaPlan& plan,
             std::span<const HeardTones> tables, const driver::Bus& bus)
        : numbering_(numbering), bus_(bus), laws_(plan.lines) {
        places_.resize(plan.lines.size());
        legs_.resize(plan.lines.size());
        for (std::size_t table = 0; table < tables.size(); ++table) {
            std::size_t in_batch = lanes;
            for (std::uint32_t line = 0; line < plan.lines.size(); ++line) {
                const std::size_t its = line < plan.tone_tables.size() ? plan.tone_tables[line] : 0;
                if (its != table) continue;
                if (in_batch == lanes) {
                    batches_.emplace_back(tables[table]);
                    in_batch = 0;
                }
                places_[line] = {static_cast<std::uint32_t>(batches_.size()), in_batch};
                batches_.back().lines[in_batch++] = line;
            }
        }
    }

    // False if there is no such line, or no table for it.
    bool listen(const ListenForTones& order) noexcept;

    // Hears this millisecond; calls found(ToneHeard) for each tone that begins.
    template <class Found>
    void hear(Found&& found) noexcept {
        for (Batch& batch : batches_) {
            if (batch.listening == 0) continue;
            const Chunk* heard[lanes];
            for (std::size_t lane = 0; lane < lanes; ++lane) heard[lane] = heard_by(batch, lane);
            batch.ears.hear(heard, changes_);
            for (const ToneChange& change : changes_) {
                const driver::LegId leg = legs_[batch.lines[change.lane]];
                if (change.reversed) found(ToneHeard{leg, HeardTone::answer_reversed, 0});
                if (change.tone.began == no_tone) continue;
                const auto level = static_cast<std::int16_t>(std::lround(change.level_dbm0));
                found(ToneHeard{leg, batch.tones->meanings[change.tone.began], level});
            }
        }
    }

  private:
    static constexpr std::uint32_t nobody = 0xFFFFFFFFU;
    struct Place {
        std::uint32_t batch{};  // from 1; 0: none
        std::size_t lane{};
    };
    struct Batch {
        explicit Batch(const HeardTones& table) : tones(&table), ears(table.table, best_isa()) {
            lines.fill(nobody);
        }
        const HeardTones* tones;
        ToneListener ears;
        std::array<std::uint32_t, lanes> lines{};
        std::size_t listening{};  // lines
    };
    // Silence on a line that does not listen.
    [[nodiscard]] const Chunk* heard_by(const Batch& batch, std::size_t lane) const noexcept {
        const std::uint32_t line = batch.lines[lane];
        if (line == nobody || !legs_[line]) return &driver::alaw_silence;
        return &bus_.heard(numbering_.detector_port(line));
    }

    const BusNumbering& numbering_;
    const driver::Bus& bus_;
    std::vector<Law> laws_;            // by line
    std::vector<Place> places_;        // by line
    std::vector<driver::LegId> legs_;  // by line: for which it listens; 0 = it does not
    std::vector<Batch> batches_;
    ToneChanges changes_;
};

inline bool ToneEars::listen(const ListenForTones& order) noexcept {
    const std::uint32_t line = order.leg.line().value;
    if (line >= places_.size() || places_[line].batch == 0) return false;
    driver::LegId& leg = legs_[line];
    if (order.tones == (leg == order.leg)) return true;
    Batch& batch = batches_[places_[line].batch - 1];
    if (order.tones && !leg) ++batch.listening;
    if (!order.tones) --batch.listening;
    // Nothing heard before counts. Silence is that of A-law where nobody listens.
    batch.ears.reset(places_[line].lane, order.tones ? laws_[line] : Law::alaw);
    leg = order.tones ? order.leg : driver::LegId{};
    return true;
}

}  // namespace ivr_dsp
