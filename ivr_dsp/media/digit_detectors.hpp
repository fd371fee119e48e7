// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/dtmf_detector.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/queues.hpp"

namespace ivr_dsp {

// A DTMF detector for each line that is told to listen for digits.
class DigitDetectors {
  public:
    DigitDetectors(const BusNumbering& numbering, const MediaPlan& plan, const driver::Bus& bus)
        : numbering_(numbering),
          bus_(bus),
          laws_(plan.lines),
          listening_(plan.lines.size()),
          secret_(plan.lines.size()) {
        detectors_.reserve(laws_.size());
        for (const Law law : laws_) detectors_.emplace_back(law);
    }

    // False if there is no such line. A detector begins anew; a second order to listen changes only
    // whether it is secret.
    bool listen(const ListenForDigits& order) noexcept;
    [[nodiscard]] bool is_secret(std::uint32_t line) const noexcept {
        return secret_.contains(line);
    }

    // Hears this millisecond of the lines; calls found(line, digit) for each digit that begins.
    template <class Found>
    void hear(driver::Ticks now, Found&& found) noexcept {
        for (std::size_t i = 0; i < listening_.size(); ++i) {
            const std::uint32_t line = listening_[i];
            const Chunk& chunk = bus_.heard(numbering_.detector_port(line));
            const DtmfChange change = detectors_[line].hear(chunk, now);
            if (change.began != 0) found(line, change.began);
        }
    }

  private:
    const BusNumbering& numbering_;
    const driver::Bus& bus_;
    std::vector<Law> laws_;                // by line
    std::vector<DtmfDetector> detectors_;  // by line
    ActiveSet listening_;                  // lines
    ActiveSet secret_;                     // lines
};

inline bool DigitDetectors::listen(const ListenForDigits& order) noexcept {
    const std::uint32_t line = order.line.value;
    if (line >= detectors_.size()) return false;
    secret_.erase(line);
    if (order.on && order.secret) secret_.insert(line);
    if (!order.on) {
        listening_.erase(line);
    } else if (!listening_.contains(line)) {
        detectors_[line] = DtmfDetector(laws_[line]);
        listening_.insert(line);
    }
    return true;
}

}  // namespace ivr_dsp
