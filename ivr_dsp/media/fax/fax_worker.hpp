// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ivr_dsp/media/fax/fax_channel.hpp"
#include "ivr_dsp/media/fax/fax_session.hpp"

namespace ivr_dsp {

struct FaxPlan {
    std::filesystem::path directory;  // with in and out below it
    std::string station;              // what our machine calls itself
    std::string header;               // above each page that is sent
    bool error_correction{true};
    // With less room on the disk nothing is received: pages are confirmed one by one, so each must
    // find room when it comes.
    std::uintmax_t least_free_octets{std::uintmax_t{16} << 20U};
};

// Runs T.30 on what the fax ports hear. In a thread of its own, because files may make it wait;
// the realtime thread never does.
//
//     out/DOCUMENT.tiff   put there to be sent; stays
//     in/FAX.part         is being received; or as far as it came
//     in/FAX.tiff         was received whole, and is on the disk
class FaxWorker {
  public:
    // How often a pass is due: what a port says waits FaxChannel::delay_ms for it.
    static constexpr driver::Ticks pass_every{10};

    // The channels outlive it.
    FaxWorker(FaxPlan plan, std::span<FaxChannel> channels);

    void pass(driver::Ticks now);
    // The realtime thread has stopped: every fax is over.
    void finish(driver::Ticks now);

  private:
    struct Job {
        std::unique_ptr<FaxSession> session;
        driver::Ticks disk_seen{};  // when its room was looked at last
        std::uint64_t lingers{};    // ms that are still to be said after it is over
        bool over{};
        std::optional<FaxEnd> instead{};  // of what T.30 says it ended with
    };
    void serve(std::size_t at, driver::Ticks now);
    void check(FaxChannel& channel) const;
    [[nodiscard]] bool begin(Job& job, FaxChannel& channel, driver::Ticks now);
    void run(Job& job, FaxChannel& channel);
    void watch_disk(Job& job, const FaxChannel& channel, driver::Ticks now) const;
    static void hang_up(Job& job, driver::Law law);
    void close(Job& job, FaxChannel& channel);
    // Error: the file is not on the disk as it should be.
    [[nodiscard]] driver::Result<void> keep(const FaxReport& report, std::uint64_t fax) const;
    [[nodiscard]] driver::Result<void> make_room(std::uint64_t fax) const;
    [[nodiscard]] std::filesystem::path to_send(const FaxChannel& channel) const;
    [[nodiscard]] std::filesystem::path received(std::uint64_t fax, const char* ending) const;

    FaxPlan plan_;
    std::span<FaxChannel> channels_;
    std::vector<Job> jobs_;  // by channel
};

}  // namespace ivr_dsp
