// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/recorder_thread.hpp"

#include "tools/config/plans.hpp"
#include "tools/program/program.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

constexpr std::int64_t pass_every_ns = 50'000'000;

}  // namespace

Result<ivr_dsp::RecorderPlan> recorder_plan(const Settings& settings) {
    ivr_dsp::RecorderPlan plan;
    plan.directory = settings.recording.directory;
    plan.container = settings.recording.format;
    plan.layout = settings.recording.layout;
    if (!settings.recording.key_file.empty()) {
        auto key = ivr_dsp::read_key(settings.recording.key_file);
        if (!key) return Error{key.error()};
        plan.key = *key;
    }
    plan.law = settings.law;
    for (const acd::MailboxConfig& mailbox : settings.voicemail.mailboxes) {
        plan.mailboxes.push_back(settings.mailbox(mailbox));
    }
    const pbx::LineBook lines = line_book(settings);
    plan.lines.reserve(lines.all().size());
    for (const pbx::Line& line : lines.all()) {
        plan.lines.push_back(line.is_station() ? std::string(line.device.station.view())
                                               : std::to_string(line.device.span.value) + "/" +
                                                     std::to_string(line.device.timeslot));
    }
    return plan;
}

RecorderThread::RecorderThread(ivr_dsp::RecorderPlan plan, Firmware& firmware,
                               const std::atomic<std::int64_t>& done)
    : worker_(std::move(plan), firmware.recorder_channels(), firmware.message_queues(),
              firmware.message_seats()),
      done_(done),
      thread_([this] { run(); }) {}

RecorderThread::~RecorderThread() {
    stop_ = true;
    thread_.join();
    worker_.finish(now());
}

ivr_dsp::RecorderWorker::Mark RecorderThread::now() const {
    // Acquire: what the tick left in the rings is there before its number.
    return {driver::Ticks{done_.load(std::memory_order_acquire)}, utc_us()};
}

void RecorderThread::run() {
    while (!stop_) {
        worker_.pass(now());
        sleep_until_ns(machine_ns() + pass_every_ns);
    }
}

}  // namespace tools
