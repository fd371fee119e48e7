// SPDX-License-Identifier: GPL-2.0-or-later
// What says something that is no voice of the office: a fax machine, an answering machine, an
// exchange that says by tone what becomes of a call. Sines of its own, recordings from the book.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/office/soundbook.hpp"

namespace tools::office {

// One sound and how long it lasts. Neither hertz nor recording: silence.
struct Piece {
    std::vector<std::uint16_t> hertz{};  // one, or two that sound together
    std::string recording{};             // as in the sound package
    driver::Ticks lasts{};               // of a recording: 0 is all of it
    int level_dbm0 = -13;                // of each frequency
};

[[nodiscard]] inline Piece tone(std::vector<std::uint16_t> hertz, driver::Ticks lasts) {
    return {.hertz = std::move(hertz), .lasts = lasts};
}
[[nodiscard]] inline Piece pause(driver::Ticks lasts) {
    return {.lasts = lasts};
}
[[nodiscard]] inline Piece recording(std::string name, driver::Ticks lasts = driver::Ticks{0}) {
    return {.recording = std::move(name), .lasts = lasts};
}

class Playback {
  public:
    void play(std::vector<Piece> pieces, bool again);
    void stop() { pieces_.clear(); }
    [[nodiscard]] bool busy() const { return piece_ < pieces_.size(); }
    // The next millisecond; it must be busy.
    [[nodiscard]] driver::Chunk speak(const Soundbook& book, driver::Law law);

  private:
    [[nodiscard]] std::int64_t length_of(const Soundbook& book, const Piece& piece) const;
    [[nodiscard]] static std::int16_t sample(const Soundbook& book, const Piece& piece,
                                             std::int64_t at);

    std::vector<Piece> pieces_;
    bool again_{};
    std::size_t piece_{};
    std::int64_t at_{};  // sample of the piece
};

}  // namespace tools::office
