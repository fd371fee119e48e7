// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace driver {

// The far end's clock, found from when its packets come (RFC 4553 §8: adaptive). A network delays,
// it never hastens: of the packets of a second the least delayed one tells the time. A second-order
// loop follows those: `phase` and `rate`, against the machine's clock.
class ArrivalClock {
  public:
    static constexpr std::int64_t second_ns = 1'000'000'000;
    static constexpr std::int64_t tick_ns = 1'000'000;
    // A far end without hardware may be 10 ‰ off; what is beyond shows as slips.
    static constexpr std::int64_t most_rate_ppb = 10'000'000;

    // Packet `number` of the far end's milliseconds has come.
    void arrived(std::int64_t number, std::int64_t now_ns) noexcept {
        if (!begun_) begin(number, now_ns);
        const std::int64_t ahead = (number - first_) * tick_ns - (now_ns - begun_ns_);
        best_ = any_ ? std::max(best_, ahead) : ahead;
        any_ = true;
        if (now_ns - second_began_ns_ >= second_ns) end_second(now_ns);
    }
    // The far end is silent, or has begun another series: what is known of its rate stays.
    void interrupted() noexcept {
        kept_ns_ = gained_ns_;
        begun_ = false;
    }
    // How far the far end's clock has run ahead of the machine's since it was first heard.
    [[nodiscard]] std::int64_t gained_ns(std::int64_t now_ns) const noexcept {
        if (!begun_) return kept_ns_;
        const std::int64_t since_ms = (now_ns - at_ns_) / tick_ns;
        return kept_ns_ + phase_ns_ - first_phase_ns_ + rate_ppb_ * since_ms / 1000;
    }
    // A rate is known: it may be followed.
    [[nodiscard]] bool is_steady() const noexcept { return begun_ && seconds_ >= 3; }

  private:
    void begin(std::int64_t number, std::int64_t now_ns) noexcept {
        begun_ = true;
        first_ = number;
        begun_ns_ = second_began_ns_ = at_ns_ = now_ns;
        phase_ns_ = first_phase_ns_ = 0;
        any_ = false;
        seconds_ = 0;
    }
    void end_second(std::int64_t now_ns) noexcept {
        const std::int64_t passed_ns = now_ns - at_ns_;
        const std::int64_t expected = phase_ns_ + rate_ppb_ * (passed_ns / tick_ns) / 1000;
        const std::int64_t error = best_ - expected;
        if (seconds_ == 0) {  // how much the first packets were delayed is known only now
            phase_ns_ = first_phase_ns_ = best_;
        } else if (seconds_ == 1) {
            rate_ppb_ = error * second_ns / std::max(passed_ns, second_ns) + rate_ppb_;
            phase_ns_ = best_;
        } else {
            // Quick at first, then narrow: 0.4 rad/s, later 0.1.
            const std::int64_t slow = seconds_ < 20 ? 1 : 4;
            phase_ns_ = expected + error / (2 * slow);
            rate_ppb_ += error / (8 * slow * slow);
        }
        rate_ppb_ = std::clamp(rate_ppb_, -most_rate_ppb, most_rate_ppb);
        at_ns_ = second_began_ns_ = now_ns;
        any_ = false;
        ++seconds_;
        gained_ns_ = gained_ns(now_ns);
    }

    bool begun_{};
    bool any_{};
    std::int64_t first_{};
    std::int64_t begun_ns_{};
    std::int64_t second_began_ns_{};
    std::int64_t best_{};   // ahead of the machine's clock, of this second
    std::int64_t at_ns_{};  // when phase_ns_ was so
    std::int64_t phase_ns_{};
    std::int64_t first_phase_ns_{};
    std::int64_t rate_ppb_{};
    std::int64_t seconds_{};
    std::int64_t gained_ns_{};
    std::int64_t kept_ns_{};  // of before it was interrupted
};

}  // namespace driver
