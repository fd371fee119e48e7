// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/conferences.hpp"

#include <algorithm>

#include "ivr_dsp/dsp/mix.hpp"

namespace ivr_dsp {

void Conferences::seats_changed(std::uint32_t conference) noexcept {
    bool anybody = false;
    for (std::uint32_t i = 0; i < driver::conference_seats; ++i) {
        anybody = anybody || !is_empty(BusNumbering::seat(conference, i));
    }
    if (anybody) {
        meeting_.insert(conference);
        return;
    }
    meeting_.erase(conference);
    mix(conference);  // once more: silence
}

void Conferences::talk() noexcept {
    for (std::size_t i = 0; i < meeting_.size(); ++i) mix(meeting_[i]);
}

void Conferences::mix(std::uint32_t conference) noexcept {
    Speakers speakers{};
    Mix all;
    const std::uint32_t first = BusNumbering::seat(conference, 0);
    for (std::uint32_t i = 0; i < speakers.size(); ++i) {
        if (is_empty(first + i)) continue;
        const PortId port = numbering_.seat_port(first + i);
        speakers[i] = linear_from(listening_.law_of(bus_.hears(port)), bus_.heard(port));
        all.add(speakers[i]);
    }
    for (std::uint32_t i = 0; i < speakers.size(); ++i) {
        const Law law = listening_.law_of(numbering_.seat_slot(first + i));
        said_[first + i] = chunk_from(law, all.without(speakers[i]));
    }
}

}  // namespace ivr_dsp
