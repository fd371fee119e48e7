// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "driver/base/chunk.hpp"

namespace tools {

// Level of one direction of a line over a while, in dBm0 (0 dBm0: the digital milliwatt of G.711).
class LevelMeter {
  public:
    // What is nothing at all reads as this.
    static constexpr double lowest_dbm0 = -99;

    explicit LevelMeter(driver::Law law) : law_(law) {}

    void hear(const driver::Chunk& chunk);
    [[nodiscard]] double rms_dbm0() const;
    // Of a sine with the highest sample as its peak.
    [[nodiscard]] double peak_dbm0() const;
    void begin_anew() { *this = LevelMeter(law_); }

  private:
    driver::Law law_;
    double squares_{};
    int samples_{};
    int peak_{};
};

// "-13.0 dBm0, peak -10.2" and a bar of so many columns, from -60 to 3 dBm0.
std::string text_of(const LevelMeter& meter, std::size_t bar_columns);

}  // namespace tools
