// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>

#include "driver/board/board.hpp"
#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/media.hpp"
#include "ivr_dsp/media/tick_meter.hpp"

namespace ivr_dsp {

// One millisecond of everything audible, from the boards' receive memory to their transmit memory:
//
//     commands → boards receive → media talk → the bus copies → boards transmit
//
// Run by the realtime thread, which also owns all of it.
class AudioPath {
  public:
    // How often a TickHealth goes up.
    static constexpr std::uint64_t ticks_per_health = 10'000;

    // Line n of the media is line n of the boards. All must outlive the path.
    AudioPath(driver::Bus& bus, Media& media, std::span<driver::Board* const> boards,
              MediaQueues& queues) noexcept
        : bus_(bus), media_(media), boards_(boards), queues_(queues) {}

    void tick(driver::Ticks now) noexcept;
    // After tick(): how late it began and how long it took, by the caller's clock.
    void measured(std::uint32_t late_us, std::uint32_t work_us) noexcept {
        meter_.measured(late_us, work_us);
    }
    [[nodiscard]] const driver::TickHealth& health() const noexcept { return meter_.health(); }

  private:
    void report_health() noexcept;

    driver::Bus& bus_;
    Media& media_;
    std::span<driver::Board* const> boards_;
    MediaQueues& queues_;
    TickMeter meter_;
};

}  // namespace ivr_dsp
