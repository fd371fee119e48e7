// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/voice_port.hpp"

#include "driver/base/invariant.hpp"

namespace ivr_dsp {

void VoicePort::add(const PlayOrder& order) noexcept {
    INVARIANT(!full());
    orders_[(first_ + waiting_) % most_orders] = order;
    if (++waiting_ == 1) begin_present();
}

void VoicePort::fetched(Sound message) noexcept {
    orders_[first_].clips[0] = message;
    orders_[first_].fetched = true;
    skip_said_clips();
}

const Chunk* VoicePort::next() noexcept {
    const Chunk* chunk = &present().clips[clip_][chunk_];
    ++chunk_;
    ++heard_ms_;
    skip_said_clips();
    return chunk;
}

Played VoicePort::finish(driver::VoicePortId me) noexcept {
    INVARIANT(!idle());
    const Played played{me, present().play, at_end(), heard_ms_};
    first_ = (first_ + 1) % most_orders;
    --waiting_;
    if (!idle()) begin_present();
    return played;
}

void VoicePort::begin_present() noexcept {
    clip_ = 0;
    chunk_ = 0;
    heard_ms_ = 0;
    skip_said_clips();
}

// Also steps over empty clips.
void VoicePort::skip_said_clips() noexcept {
    while (!awaits_message() && !at_end() && chunk_ == present().clips[clip_].size()) {
        ++clip_;
        chunk_ = 0;
    }
}

}  // namespace ivr_dsp
