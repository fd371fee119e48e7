// SPDX-License-Identifier: GPL-2.0-or-later
// Equipment that changes what timeslots carry sends frames of its own. Instead of making them anew
// the CRC bits are corrected by what has changed: remainders are linear. So what was wrong before
// is still wrong.
#pragma once

#include <cstdint>

#include "driver/board/cable.hpp"
#include "driver/framing/t1_framing.hpp"

namespace driver {

// E1: C bits of G.704 §2.3.3, if there is a CRC-4 multiframe. A millisecond is a submultiframe.
class E1CrcKeeper {
  public:
    // The millisecond as it came, before it is changed.
    void before(const E1Millisecond& line) noexcept;
    // It has been changed.
    void after(E1Millisecond& line) noexcept;

  private:
    std::uint8_t came_{};        // CRC of this millisecond as it came
    std::uint8_t difference_{};  // of the CRCs of the one before, as it came and as it left
    std::uint8_t multiframe_{};  // whether the last two looked like one with CRC-4, newest lowest
};

// T1: CRC-6 of an ESF (G.704 §2.1.3.1.2), once its superframe is found.
class T1CrcKeeper {
  public:
    void before(const T1Millisecond& line) noexcept;
    void after(T1Millisecond& line) noexcept;

  private:
    T1FrameReader reader_{T1ReaderOptions{.framing = T1Framing::esf}};
    Chunk came_;                 // what each frame adds to its superframe's CRC
    std::uint8_t in_{};          // CRC of the present superframe so far, as it came
    std::uint8_t out_{};         // and as it leaves
    std::uint8_t difference_{};  // of those of the one before
};

}  // namespace driver
