// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cmath>

namespace ivr_dsp {

// Brings somebody's speech to a wanted level (automatic gain control): as one who turns a knob now
// and then, not with every word. It listens only while there is speech, follows the level of the
// last seconds of it, leaves it alone while it is near enough, and is slow.
class LevelControl {
  public:
    struct Settings {
        float target_dbm0 = -19;
        float most_gain_db = 12;
        float most_loss_db = 12;
    };

    LevelControl() noexcept : LevelControl(Settings{}) {}
    explicit LevelControl(const Settings& settings) noexcept
        : target_(mean_square_of(settings.target_dbm0)),
          most_(factor_of(settings.most_gain_db)),
          least_(factor_of(-settings.most_loss_db)) {}

    // Every Talker::look. The mean square of what was said, in samples of 14 bits.
    void hear(float mean_square, bool is_speech) noexcept;
    // What to multiply samples by.
    [[nodiscard]] float gain() const noexcept { return gain_; }

    static float factor_of(float db) noexcept { return std::pow(10.0F, db / 20); }
    // Of 0 dBm0: half the square of a quarter of G.711's milliwatt's peak.
    static float mean_square_of(float dbm0) noexcept {
        return 0.5F * 5684 * 5684 * std::pow(10.0F, dbm0 / 10);
    }

  private:
    float target_;
    float most_;
    float least_;
    float speech_{};  // mean square
    float heard_{};   // looks at speech, up to those it remembers
    float gain_{1};
    bool turning_{};
};

}  // namespace ivr_dsp
