// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <thread>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/recorder/recorder_worker.hpp"
#include "tools/config/settings.hpp"
#include "tools/firmware/firmware.hpp"

namespace tools {

// Error: the key cannot be used; then nothing may be recorded, for it would not be sealed.
driver::Result<ivr_dsp::RecorderPlan> recorder_plan(const Settings& settings);

// The recorder's worker in a thread of its own, which a disk may make wait.
class RecorderThread {
  public:
    // `done`: the last tick that is over. Both outlive it.
    RecorderThread(ivr_dsp::RecorderPlan plan, Firmware& firmware,
                   const std::atomic<std::int64_t>& done);
    // The ticks have stopped: closes what is being recorded.
    ~RecorderThread();
    RecorderThread(const RecorderThread&) = delete;
    RecorderThread& operator=(const RecorderThread&) = delete;

  private:
    [[nodiscard]] ivr_dsp::RecorderWorker::Mark now() const;
    void run();

    ivr_dsp::RecorderWorker worker_;
    const std::atomic<std::int64_t>& done_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace tools
