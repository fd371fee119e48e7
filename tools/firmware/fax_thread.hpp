// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <thread>

#include "ivr_dsp/media/fax/fax_worker.hpp"
#include "tools/config/settings.hpp"

namespace tools {

ivr_dsp::FaxPlan fax_plan(const Settings& settings);

// The worker of faxes in a thread of its own, which files may make wait.
class FaxThread {
  public:
    // `done`: the last tick that is over. Both outlive it.
    FaxThread(ivr_dsp::FaxPlan plan, std::span<ivr_dsp::FaxChannel> channels,
              const std::atomic<std::int64_t>& done);
    // The ticks have stopped: every fax is over.
    ~FaxThread();
    FaxThread(const FaxThread&) = delete;
    FaxThread& operator=(const FaxThread&) = delete;

  private:
    [[nodiscard]] driver::Ticks now() const;
    void run();

    ivr_dsp::FaxWorker worker_;
    const std::atomic<std::int64_t>& done_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace tools
