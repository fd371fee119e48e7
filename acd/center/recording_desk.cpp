// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/recording_desk.hpp"

namespace acd {

using driver::Error;
using driver::LineId;
using driver::Result;
using ivr_dsp::RecordingEnd;

namespace {

constexpr std::string_view channels_alarm = "recording.channels";

TimerKey recording_timer(std::uint64_t recording) {
    return {TimerKind::recording_close, recording};
}

}  // namespace

const Contact* RecordingDesk::contact_on(LineId line) const {
    const pbx::Leg* leg = calls_.leg_on(line);
    const pbx::Call* call = leg == nullptr ? nullptr : calls_.call(leg->call);
    return call == nullptr ? nullptr : contacts_.find(call->contact);
}

RecordingDesk::Entry* RecordingDesk::on(LineId line) {
    for (Entry& entry : recordings_) {
        if (entry.second.device.line == line && !entry.second.stopping) return &entry;
    }
    return nullptr;
}

// One whose file is being closed still has its channel.
bool RecordingDesk::has_channel() const {
    return recordings_.size() < context_.config.recorders;
}

Result<void> RecordingDesk::start(LineId line) {
    const Contact* contact = contact_on(line);
    if (contact == nullptr) return Error{"the line has no call to record"};
    if (on(line) != nullptr) return Error{"the line is being recorded already"};
    if (!has_channel()) return Error{no_channel()};
    begin(*contact, line);
    return {};
}

std::string RecordingDesk::no_channel() {
    std::string text = "all " + std::to_string(context_.config.recorders) +
                       " recorder channels are in use: stop a recording, or raise channels in "
                       "[recording]";
    alarms_.raise(channels_alarm, {}, "a call is not recorded, for " + text);
    return text;
}

void RecordingDesk::look_at_channels() {
    if (has_channel()) alarms_.clear(channels_alarm, "a recorder channel is free again");
}

void RecordingDesk::start_for(const Contact& contact) {
    const LineId line = contact.caller.line();
    if (on(line) != nullptr) return;
    if (has_channel()) return begin(contact, line);
    (void)no_channel();
    const Entry refused{
        next_++, {contact.view, calls_.lines()[line].device, context_.now, true}
    };
    tell_end(refused, {refused.first, line, RecordingEnd::refused, {}, 0, {}});
}

void RecordingDesk::begin(const Contact& contact, LineId line) {
    const std::uint64_t number = next_++;
    const pbx::Device& device = calls_.lines()[line].device;
    recordings_[number] = {contact.view, device, context_.now, false};
    context_.after(recording_timer(number), longest);
    context_.orders.send(ivr_dsp::StartRecording{line, number});
    context_.tell(pbx::RecordingStarted{contact.view, calls_.leg_on(line)->call, device, number});
}

Result<void> RecordingDesk::stop(LineId line) {
    Entry* entry = on(line);
    if (entry == nullptr) return Error{"the line is not being recorded"};
    stop(*entry);
    return {};
}

void RecordingDesk::stop(Entry& entry) {
    entry.second.stopping = true;
    context_.orders.send(ivr_dsp::StopRecording{entry.first});
    context_.after(recording_timer(entry.first), closing);
}

void RecordingDesk::left(LineId line) {
    if (Entry* entry = on(line)) stop(*entry);
}

void RecordingDesk::tell_end(const Entry& entry, const ivr_dsp::Recorded& news) {
    context_.tell(pbx::RecordingEnded{entry.second.contact, entry.second.device, entry.first,
                                      news.end, news.lasted, news.gaps, news.missing});
}

void RecordingDesk::ended(const ivr_dsp::Recorded& news) {
    const auto found = recordings_.find(news.recording);
    if (found == recordings_.end()) return;  // told as late, or of another control
    context_.timers.cancel(recording_timer(news.recording));
    tell_end(*found, news);
    recordings_.erase(found);
    look_at_channels();
}

void RecordingDesk::due(TimerKey key) {
    const auto found = recordings_.find(key.owner);
    if (found == recordings_.end()) return;
    if (!found->second.stopping) return stop(*found);
    ivr_dsp::Recorded news{found->first, found->second.device.line, RecordingEnd::late, {}, 0, {}};
    news.lasted = context_.now - closing - found->second.since;
    ended(news);
}

void RecordingDesk::firmware_began() {
    const bool messages = !context_.config.voicemail.mailboxes.empty();
    if (context_.config.recorders > 0 || messages) context_.orders.send(ivr_dsp::StopRecording{0});
}

void RecordingDesk::firmware_lost() {
    while (!recordings_.empty()) {
        const auto& [number, recording] = *recordings_.begin();
        ended({number,
               recording.device.line,
               RecordingEnd::firmware_gone,
               context_.now - recording.since,
               0,
               {}});
    }
}

}  // namespace acd
