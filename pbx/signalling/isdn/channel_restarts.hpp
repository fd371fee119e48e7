// SPDX-License-Identifier: GPL-2.0-or-later
// RESTART, one channel at a time (Q.931 5.5).
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>

#include "driver/base/ticks.hpp"

namespace pbx {

// Which channels are to be brought back to idle at both ends, and which one is being asked for.
// Sends nothing itself: `next` says what to send.
class ChannelRestarts {
  public:
    explicit ChannelRestarts(driver::Ticks t316) : t316_(t316) {}

    void want(int timeslot) { wanted_.set(static_cast<std::size_t>(timeslot)); }
    // Likewise, and until that is done no call shall go out on the channel: the far end surely has
    // one there that we have given up.
    void insist(int timeslot) {
        want(timeslot);
        insisted_.set(static_cast<std::size_t>(timeslot));
    }
    // The channel carries a call, which both ends know. True if it was insisted on.
    bool drop(int timeslot) {
        wanted_.reset(static_cast<std::size_t>(timeslot));
        return release(timeslot);
    }
    [[nodiscard]] bool is_asking(int timeslot) const { return asking_ == timeslot; }
    // No call may go out there now.
    [[nodiscard]] bool holds(int timeslot) const {
        return is_asking(timeslot) || insisted_.test(static_cast<std::size_t>(timeslot));
    }

    // The channel for which RESTART has to be sent now: the next one, or the same a second time.
    std::optional<int> next(driver::Ticks now) {
        if (asking_ != 0 && now < deadline_) return std::nullopt;
        if (asking_ != 0 && ++tries_ > tries_limit) {
            // Some exchanges do not know RESTART. Their channels are good enough as they are.
            ++unanswered_;
            stop();
        }
        if (asking_ == 0) asking_ = take_highest();
        if (asking_ == 0) return std::nullopt;
        deadline_ = now + t316_;
        return asking_;
    }
    void acknowledged(int timeslot) {
        if (asking_ != timeslot) return;
        release(timeslot);
        done();
    }
    // The link is gone: begin again with the same channel when it is back.
    void link_lost() {
        if (asking_ != 0) want(asking_);
        done();
    }
    [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }

  private:
    static constexpr int tries_limit = 2;  // N316

    // The highest first: a far end that calls as soon as the link is up begins with the lowest.
    int take_highest() {
        for (std::size_t i = wanted_.size() - 1; i > 0; --i) {
            if (!wanted_.test(i)) continue;
            wanted_.reset(i);
            tries_ = 1;
            return static_cast<int>(i);
        }
        return 0;
    }
    bool release(int timeslot) {
        const bool was = insisted_.test(static_cast<std::size_t>(timeslot));
        insisted_.reset(static_cast<std::size_t>(timeslot));
        return was;
    }
    void done() { asking_ = 0; }
    void stop() {
        done();
        wanted_.reset();
        insisted_.reset();
    }

    driver::Ticks t316_;
    std::bitset<32> wanted_;
    std::bitset<32> insisted_;
    int asking_{};
    int tries_{};
    driver::Ticks deadline_{};
    std::uint64_t unanswered_{};
};

}  // namespace pbx
