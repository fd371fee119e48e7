// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/companding.hpp"

namespace ivr_dsp {

// Tells sound from silence on one channel: frames of 10 ms against the quietest that were heard of
// late. What is 10 dB above those, and not weaker than -45 dBm0, is sound. Realtime.
class SoundActivity {
  public:
    explicit SoundActivity(Law law) noexcept : law_(law) {}

    // Call every tick. True when a frame is over.
    bool hear(const Chunk& chunk) noexcept;
    // That frame had a sound.
    [[nodiscard]] bool active() const noexcept { return active_; }

    static constexpr int frame_ticks = 10;

  private:
    void judge(float power) noexcept;

    Law law_;
    int ticks_{};
    float energy_{};
    float floor_{};  // power of the quietest frames
    bool has_floor_{};
    bool active_{};
};

}  // namespace ivr_dsp
