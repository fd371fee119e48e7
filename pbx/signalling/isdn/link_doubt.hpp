// SPDX-License-Identifier: GPL-2.0-or-later
// Whether our own frames come back on a D-channel, or the far end believes to have our side. Layer
// 2 cannot see it: a SABME of a network looks like any other network's, and our own poll that comes
// back like the far end's answer (Q.921 3.3.2), so a looped link that was up stays up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "driver/board/board.hpp"
#include "driver/board/messages.hpp"
#include "pbx/signalling/plan.hpp"

namespace pbx {

// In doubt a probe is sent: an unnumbered frame to a terminal that does not exist, which every far
// end discards in silence (Q.921 2.9), with a number of its own. If it comes back, there is a loop.
// In doubt is who hears a SABME as it would send it itself; and who has for half a minute heard
// nothing but what it had said before.
class LinkDoubt {
  public:
    static constexpr driver::Ticks answer_within{800};
    static constexpr driver::Ticks quiet_for{30'000};
    // A link that does not come up is tried again within so long.
    static constexpr driver::Ticks forgotten_after{15'000};

    LinkDoubt(driver::SpanId span, Side side) : span_(span), side_(side) {}

    void sent(const driver::Frame& frame);
    void received(const driver::Frame& frame, driver::Ticks now);
    // Once a tick: the probe, when there is one to be sent.
    [[nodiscard]] std::optional<driver::Frame> probe(driver::Ticks now);
    [[nodiscard]] driver::LinkTrouble trouble() const { return trouble_; }

  private:
    static constexpr std::uint8_t misses_to_end = 3;  // probes in a row that did not come back

    [[nodiscard]] bool is_own_command(const driver::Frame& frame) const;
    [[nodiscard]] bool is_probe(const driver::Frame& frame) const;
    [[nodiscard]] bool is_due(driver::Ticks now) const;
    void judge(driver::Ticks now);

    driver::SpanId span_;
    Side side_;
    driver::LinkTrouble trouble_{};
    driver::Frame last_sent_{};            // without information
    std::optional<driver::Ticks> own_at_;  // a command as of our own
    driver::Ticks other_at_{};             // something came that was not ours
    bool copies_{};                        // and only copies since
    std::optional<driver::Ticks> probed_at_;
    bool waits_{};     // for the probe
    bool returned_{};  // it has come back
    std::uint8_t misses_{};
    std::uint32_t number_{};  // of the last probe
};

}  // namespace pbx
