// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/audio_path.hpp"

namespace ivr_dsp {

void AudioPath::tick(driver::Ticks now) noexcept {
    media_.take_commands();
    for (driver::Board* board : boards_) {
        const auto channels = board->channels();
        if (channels.empty()) continue;
        const std::uint32_t first = channels.front().line.value;
        board->receive(now, bus_.talkers(media_.numbering().line_slot(first), channels.size()),
                       bus_.senders(BusNumbering::line_port(first), channels.size()));
    }
    media_.talk(now);
    bus_.copy();
    for (driver::Board* board : boards_) board->transmit(now);
    meter_.ticked();
    report_health();
}

// Not worth waiting for room: the next one says the same and more.
void AudioPath::report_health() noexcept {
    if (health().ticks % ticks_per_health != 0) return;
    static_cast<void>(queues_.events.post(health()));
}

}  // namespace ivr_dsp
