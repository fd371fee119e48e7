// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/dtmf_detectors.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/queues.hpp"

namespace ivr_dsp {

// Hears DTMF digits on each line that is told to listen for them. Lines are heard in batches of
// sixteen; a batch without a line that listens costs nothing.
class DigitDetectors {
  public:
    DigitDetectors(const BusNumbering& numbering, const MediaPlan& plan, const driver::Bus& bus)
        : numbering_(numbering),
          bus_(bus),
          laws_(plan.lines),
          detectors_(plan.lines.size(), plan.dtmf),
          listening_in_batch_(detectors_.batches()),
          listening_(plan.lines.size()),
          secret_(plan.lines.size()) {}

    // False if there is no such line. A detector begins anew; a second order to listen changes only
    // whether it is secret.
    bool listen(const ListenForDigits& order) noexcept;
    [[nodiscard]] bool is_secret(std::uint32_t line) const noexcept {
        return secret_.contains(line);
    }
    [[nodiscard]] const ActiveSet& secrets() const noexcept { return secret_; }

    // Hears this millisecond of the lines; calls found(line, digit) for each digit that begins.
    template <class Found>
    void hear(driver::Ticks now, Found&& found) noexcept {
        for (std::size_t batch = 0; batch < listening_in_batch_.size(); ++batch) {
            if (listening_in_batch_[batch] == 0) continue;
            const Chunk* heard[lanes];
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                heard[lane] = heard_on(static_cast<std::uint32_t>(lanes * batch + lane));
            }
            detectors_.hear(batch, heard, now, [&](std::size_t line, const DtmfChange& change) {
                if (change.began != 0) found(static_cast<std::uint32_t>(line), change.began);
            });
        }
    }

  private:
    // Silence on a line that does not listen.
    [[nodiscard]] const Chunk* heard_on(std::uint32_t line) const noexcept {
        if (line >= laws_.size()) return &driver::alaw_silence;
        if (!listening_.contains(line)) return &driver::silence(laws_[line]);
        return &bus_.heard(numbering_.detector_port(line));
    }

    const BusNumbering& numbering_;
    const driver::Bus& bus_;
    std::vector<Law> laws_;  // by line
    DtmfDetectors detectors_;
    std::vector<std::uint8_t> listening_in_batch_;  // how many lines
    ActiveSet listening_;                           // lines
    ActiveSet secret_;                              // lines
};

inline bool DigitDetectors::listen(const ListenForDigits& order) noexcept {
    const std::uint32_t line = order.line.value;
    if (line >= laws_.size()) return false;
    secret_.erase(line);
    if (order.on && order.secret) secret_.insert(line);
    if (order.on == listening_.contains(line)) return true;
    detectors_.reset(line, laws_[line]);
    if (order.on) {
        listening_.insert(line);
        ++listening_in_batch_[line / lanes];
    } else {
        listening_.erase(line);
        --listening_in_batch_[line / lanes];
    }
    return true;
}

}  // namespace ivr_dsp
