// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/quality/line_care.hpp"

namespace ivr_dsp {

bool LineCare::call(const LineInCall& order) noexcept {
    if (order.line.value >= places_.size()) return false;
    const Place place = places_[order.line.value];
    LineBatch& batch = batches_[place.batch];
    order.in_call ? batch.begin_call(place.lane) : batch.end_call(place.lane);
    return true;
}

std::optional<LineQuality> LineCare::ask(const AskLineQuality& order) noexcept {
    if (order.line.value >= places_.size()) return std::nullopt;
    const Place place = places_[order.line.value];
    LineBatch& batch = batches_[place.batch];
    batch.ask(place.lane);
    LineQuality quality;
    quality.line = order.line;
    quality.question = order.question;
    batch.report(place.lane, quality);
    return quality;
}

void LineCare::clean() noexcept {
    for (LineBatch& batch : batches_) {
        if (batch.works()) clean(batch);
    }
}

void LineCare::clean(LineBatch& batch) noexcept {
    const Chunk* says[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        says[lane] = batch.works(lane) ? &bus_.heard(numbering_.detector_port(batch.line(lane)))
                                       : &batch.silence(lane);
    }
    batch.hear(says);
    for (std::size_t lane = 0; lane < batch.count(); ++lane) {
        if (!batch.cancels(lane)) continue;
        bus_.talk(numbering_.line_slot(batch.line(lane)), &batch.clean(lane));
    }
}

void LineCare::remember_sent() noexcept {
    for (LineBatch& batch : batches_) {
        if (!batch.works()) continue;
        for (std::size_t lane = 0; lane < batch.count(); ++lane) {
            const PortId port = BusNumbering::line_port(batch.line(lane));
            if (batch.works(lane)) batch.sent(lane, bus_.heard(port));
        }
    }
}

}  // namespace ivr_dsp
