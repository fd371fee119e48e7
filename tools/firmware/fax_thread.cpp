// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/fax_thread.hpp"

#include "tools/program/program.hpp"

namespace tools {

ivr_dsp::FaxPlan fax_plan(const Settings& settings) {
    ivr_dsp::FaxPlan plan;
    plan.directory = settings.fax.directory;
    plan.station = settings.fax.station;
    plan.header = settings.fax.header;
    plan.error_correction = settings.fax.error_correction;
    return plan;
}

FaxThread::FaxThread(ivr_dsp::FaxPlan plan, std::span<ivr_dsp::FaxChannel> channels,
                     const std::atomic<std::int64_t>& done)
    : worker_(std::move(plan), channels), done_(done), thread_([this] { run(); }) {}

FaxThread::~FaxThread() {
    stop_ = true;
    thread_.join();
    worker_.finish(now());
}

driver::Ticks FaxThread::now() const {
    // Acquire: what the tick left in the rings is there before its number.
    return driver::Ticks{done_.load(std::memory_order_acquire)};
}

void FaxThread::run() {
    constexpr std::int64_t pass_every_ns = ivr_dsp::FaxWorker::pass_every.count() * 1'000'000;
    std::int64_t next = machine_ns();
    while (!stop_) {
        worker_.pass(now());
        next = std::max(next + pass_every_ns, machine_ns());
        sleep_until_ns(next);
    }
}

}  // namespace tools
