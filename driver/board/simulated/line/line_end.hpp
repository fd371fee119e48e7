// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "driver/board/cable.hpp"
#include "driver/board/simulated/line/line_pair.hpp"

namespace driver {

// A board's end of a cable, with all that is wrong on the way (LineFaults). A perfect line costs
// nothing: milliseconds stay in the cable. Otherwise they are copied when they come, and changed in
// the cable before they go. Realtime thread.
//
//     office ─ from_far ─(waits: delay)─ to_center:   channels, bits ─► take()
//     office ◄ from_near ─(waits: delay)─ from_center: bits, channels ◄─ sent()
//                                          └─ what was said, for the hybrid's echo and the
//                                          D-channel's loop
template <class Millisecond>
class LineEnd {
  public:
    // `d_timeslot`: 0 if every timeslot is speech. What an earlier program left unread is thrown
    // away.
    LineEnd(Cable<Millisecond>& cable, Law law, std::uint8_t d_timeslot)
        : cable_(cable),
          d_place_(d_timeslot - LineOrder<Millisecond>::first),
          has_d_(d_timeslot != 0),
          law_(law),
          to_center_(law, d_timeslot, cable.trouble.to_center),
          from_center_(law, d_timeslot, cable.trouble.from_center) {
        cable_.from_far.skip_to_present();
    }

    // Once a tick, first of all: what is wrong with the line from now on.
    void obey() noexcept;
    // The millisecond that arrives; nullptr if none does. Valid until the next call.
    [[nodiscard]] const Millisecond* take() noexcept;
    // Where the next one goes; nullptr while the far end takes none.
    [[nodiscard]] Millisecond* next_to_write() noexcept {
        return cable_.from_near.next_to_write(held_);
    }
    void sent() noexcept;
    // Milliseconds that have arrived beyond the one taken.
    [[nodiscard]] std::size_t waiting() const noexcept;

    // The far end's clock, and the milliseconds it has sent by it; and ours.
    [[nodiscard]] std::int64_t gained_ns() const noexcept { return cable_.from_far.gained_ns(); }
    [[nodiscard]] std::uint64_t written() const noexcept { return cable_.from_far.written(); }
    void gain(std::int64_t ns) noexcept {
        if (ns != 0) cable_.from_near.gain(ns);
    }

  private:
    // Of the longest delays of both pairs and the hybrid, and a millisecond before it.
    static constexpr std::size_t remembered = 512;

    void use(const LineFaults& faults) noexcept;
    [[nodiscard]] bool arrives() const noexcept {
        return !faults_.swapped_pairs && !faults_.to_center.cut;
    }
    [[nodiscard]] bool leaves() const noexcept {
        return !faults_.swapped_pairs && !faults_.from_center.cut;
    }
    void damage(Millisecond& line) noexcept;
    void remember(const Millisecond& line) noexcept;

    Cable<Millisecond>& cable_;
    std::size_t d_place_;
    bool has_d_;
    Law law_;
    LineFaults faults_;
    bool takes_as_it_comes_{true};
    LinePair<Millisecond> to_center_;
    LinePair<Millisecond> from_center_;
    std::size_t held_{};     // sent, but under way for longer than no time
    Millisecond arrived_{};  // as it is after all that
    Chunk said_on_d_channel_;
    Hybrid hybrid_;
    std::size_t echo_delay_{};
    std::uint64_t said_ms_{};  // remembered since the hybrid lets something through
    std::array<Millisecond, remembered> said_{};
};

extern template class LineEnd<E1Millisecond>;
extern template class LineEnd<T1Millisecond>;

}  // namespace driver
