// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/recorders.hpp"

#include <cstdlib>

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

using driver::Ticks;

bool Recorders::start(const StartRecording& order) noexcept {
    Recording one;
    one.facts.recording = order.recording;
    one.facts.line = order.line;
    return start(one);
}

bool Recorders::start(const LeaveMessage& order) noexcept {
    if (!order.mailbox) return false;
    Recording one;
    one.facts = {order.message, order.line, {}, {}, order.mailbox, order.caller, order.shortest};
    one.longest = order.longest;
    one.final_silence = order.final_silence;
    return start(one);
}

bool Recorders::start(const Recording& recording) noexcept {
    const std::uint32_t line = recording.facts.line.value;
    if (recording.facts.recording == 0 || line >= laws_.size()) return false;
    for (std::uint32_t at = 0; at < count_; ++at) {
        if (busy_.contains(at)) continue;
        recordings_[at] = recording;
        recordings_[at].facts.law = laws_[line];
        busy_.insert(at);
        return true;
    }
    return false;
}

bool Recorders::stop(const StopRecording& order) noexcept {
    bool any = order.recording == 0;
    for (std::size_t i = 0; i < busy_.size(); ++i) {
        Recording& one = recordings_[busy_[i]];
        if (order.recording != 0 && one.facts.recording != order.recording) continue;
        one.stopping = true;
        any = true;
    }
    return any;
}

void Recorders::hear(Ticks now) noexcept {
    for (std::size_t i = 0; i < busy_.size(); ++i) hear(busy_[i], now);
}

void Recorders::hear(std::uint32_t at, Ticks now) noexcept {
    Recording& one = recordings_[at];
    RecorderChannel& channel = channels_[at];
    if (!one.begun) {
        one.begun = true;
        one.facts.begun = now;
        channel.begin(one.facts);
    }
    if (channel.state() != RecorderChannel::State::recording) return;
    if (one.stopping) return channel.end(now, one.spoken);
    const std::uint32_t line = one.facts.line.value;
    RecordedMoment moment{bus_.heard(numbering_.detector_port(line)),
                          bus_.heard(BusNumbering::line_port(line)), now, false};
    if (privacy_.types(line) || privacy_.hears(line)) {
        moment.secret = true;
        moment.says = moment.hears = driver::silence(one.facts.law);
    }
    channel.write(moment);
    if (one.facts.mailbox) listen(one, moment.says, now);
}

// A message ends with the speaker's last word, or when it is long enough.
void Recorders::listen(Recording& message, const driver::Chunk& says, Ticks now) noexcept {
    int sum = 0;
    for (const std::uint8_t octet : says.octets) {
        sum += std::abs(int{linear_from(message.facts.law, octet)});
    }
    const bool speaks = sum > silence_below * static_cast<int>(driver::samples_per_tick);
    message.silent = speaks ? Ticks{} : message.silent + Ticks{1};
    if (speaks) ++message.spoken;
    const Ticks lasts = now + Ticks{1} - message.facts.begun;
    const bool is_silent =
        message.final_silence > Ticks{} && message.silent >= message.final_silence;
    if (is_silent || lasts >= message.longest) message.stopping = true;
}

}  // namespace ivr_dsp
