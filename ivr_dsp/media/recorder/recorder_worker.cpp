// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/recorder_worker.hpp"

#include <fmt/format.h>

#include "driver/base/log.hpp"

namespace ivr_dsp {

namespace {

using State = RecorderChannel::State;

constexpr Ticks recovery_again{10'000};
constexpr int closing_pieces = 4;  // in a pass

}  // namespace

RecorderWorker::RecorderWorker(RecorderPlan plan, std::span<RecorderChannel> channels,
                               MessageQueues& messages, std::span<MessageSeat> seats)
    : plan_(std::move(plan)),
      channels_(channels),
      messages_({plan_.mailboxes, key(), plan_.law}, messages, seats),
      jobs_(channels.size()) {
    places_.reserve(1 + plan_.mailboxes.size());
    places_.push_back({Archive(plan_.directory), Ticks{}});
    for (const fs::path& mailbox : plan_.mailboxes) places_.push_back({Archive(mailbox), Ticks{}});
}

void RecorderWorker::pass(const Mark& now) {
    for (Place& place : places_) look_after(place, now.tick);
    messages_.pass(now.tick);
    for (std::size_t i = 0; i < channels_.size(); ++i) serve(i, now);
}

// Before the first recording of this firmware is entered, those of the one before are.
void RecorderWorker::look_after(Place& place, Ticks now) const {
    if (!place.recovery_due || now < *place.recovery_due) return;
    const bool first = *place.recovery_due == Ticks{};
    place.recovery_due.reset();
    std::error_code ignored;
    if (!fs::exists(place.archive.directory(), ignored)) return;
    const auto closed = recover(place.archive, key());
    if (!closed) {
        if (!place.archive.open()) place.recovery_due = now + recovery_again;
        if (first) driver::log_error("recorder", "{}", closed.error());
    } else if (*closed > 0) {
        driver::log_warning("recorder", "{} recordings that were left open are closed", *closed);
    }
}

void RecorderWorker::serve(std::size_t at, const Mark& now) {
    RecorderChannel& channel = channels_[at];
    Job& job = jobs_[at];
    const State state = channel.state();  // before draining: what comes after it ended is nothing
    if (state != State::recording && state != State::ended) return;
    if (!job.file) begin(job, channel, now);
    drain(job, channel, now.tick);
    if (state == State::ended) return close(job, channel, now.tick);
    if (now.tick - job.flushed >= flush_every) flush(job, now.tick);
}

void RecorderWorker::begin(Job& job, const RecorderChannel& channel, const Mark& now) {
    const RecordingFacts& facts = channel.facts();
    SidecarBegin begin;
    begin.recording = facts.recording;
    begin.line = facts.line.value < plan_.lines.size() ? plan_.lines[facts.line.value]
                                                       : fmt::format("{}", facts.line.value);
    begin.start_tick = facts.begun;
    begin.start_utc_us = now.utc_us - (now.tick - facts.begun).count() * 1000;
    begin.format = {plan_.container, plan_.layout, facts.law};
    begin.sealed = plan_.key.has_value();
    begin.caller = facts.caller.view();
    const std::size_t mailbox = facts.mailbox.value;
    if (mailbox > 0) begin.format = {SoundContainer::wav, SoundLayout::says, facts.law};
    Archive& archive = places_[mailbox < places_.size() ? mailbox : 0].archive;
    static_cast<void>(archive.open());  // whatever is wrong, flush() says it
    job.file.emplace(archive, std::move(begin), key());
    job.flushed = now.tick - flush_every;  // what it is, is on the disk soon
    job.refused = job.ending = false;
}

void RecorderWorker::drain(Job& job, RecorderChannel& channel, Ticks now) {
    RecordedMoment moment;
    for (std::uint64_t taken = 0; taken < RecorderChannel::capacity; ++taken) {
        if (!channel.next(moment)) return;
        if (job.file->is_full()) flush(job, now);
        job.file->take(moment);
    }
}

void RecorderWorker::flush(Job& job, Ticks now) {
    if (job.refused && now - job.asked < ask_again) return;
    job.asked = job.flushed = now;
    const auto done = job.file->flush();
    if (!done && !job.refused) {
        driver::log_error("recorder", "{}: gaps are marked; make room, or bring the disk back",
                          done.error());
    }
    if (done && job.refused) {
        driver::log_warning("recorder", "{} is written again", job.file->audio());
    }
    job.refused = !done;
}

void RecorderWorker::close(Job& job, RecorderChannel& channel, Ticks now) {
    if (!job.ending) {
        job.file->end(channel.ended_at());
        job.ending = true;
        job.refused = false;
    }
    if (channel.spoken() < channel.facts().shortest) {
        job.file->discard();
        return closed(job, channel, RecordingEnd::stopped);
    }
    if (job.refused && now - job.asked < ask_again) return;
    for (int piece = 0; piece < closing_pieces; ++piece) {
        const auto done = job.file->close_some();
        if (done && !*done) continue;
        if (done) {
            if (const MailboxId to = channel.facts().mailbox) messages_.left(to, job.file->name());
            return closed(job, channel, RecordingEnd::stopped);
        }
        job.refused = true;
        job.asked = now;
        if (now - channel.ended_at() < closing_lasts) return;
        driver::log_error("recorder", "{} is left open: {}; the next start closes it",
                          job.file->audio(), done.error());
        return closed(job, channel, RecordingEnd::disk);
    }
}

void RecorderWorker::closed(Job& job, RecorderChannel& channel, RecordingEnd end) {
    channel.close(job.file->outcome(end));
    job.file.reset();
}

// The realtime thread has stopped.
void RecorderWorker::finish(const Mark& now) {
    for (std::size_t i = 0; i < channels_.size(); ++i) {
        RecorderChannel& channel = channels_[i];
        if (channel.state() == State::recording) channel.end(Ticks{});
        for (int again = 0; again < 1000 && channel.state() == State::ended; ++again) {
            serve(i, now);
            if (jobs_[i].refused) break;
        }
    }
}

}  // namespace ivr_dsp
