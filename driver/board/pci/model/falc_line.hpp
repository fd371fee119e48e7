// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>

#include "driver/board/cable.hpp"
#include "driver/board/pci/model/falc_port.hpp"
#include "driver/board/pci/model/line_framers.hpp"
#include "driver/board/simulated/line/line_end.hpp"
#include "driver/framing/elastic_store.hpp"
#include "driver/framing/loop_codes.hpp"

namespace driver {

// A port on its cable. Receives through the framer's elastic store: two frames, slips by one.
template <class Framer>
class FalcLine final : public FalcPort {
  public:
    using Millisecond = typename Framer::Millisecond;
    // A pair without pulses is LOS at once; but the far end is a program, and holes of programs are
    // no news of the line.
    static constexpr unsigned silence_is_loss_ms = 100;

    FalcLine(Cable<Millisecond>& cable, Law law, std::uint8_t d_timeslot)
        : line_(cable, law, d_timeslot) {
        FalcLine::framing_changed();
    }

    void receive(const BoardTime& time, SystemTimeslots system) noexcept override;
    void transmit(const BoardTime& time, ConstSystemTimeslots system) noexcept override;
    [[nodiscard]] bool is_e1() const noexcept override;
    [[nodiscard]] std::int64_t line_gained_ns() const noexcept override {
        return line_.gained_ns();
    }

  protected:
    void framing_changed() noexcept override;
    void resync() noexcept override { framer_.lose(); }
    void signalling_written(unsigned place, std::uint8_t value) noexcept override {
        framer_.say(place, value);
    }

  private:
    [[nodiscard]] bool fits() const noexcept;
    [[nodiscard]] std::size_t system_place(unsigned timeslot) const noexcept;
    [[nodiscard]] const Millisecond* arrive(const BoardTime& time) noexcept;
    [[nodiscard]] bool take(const BoardTime& time) noexcept;
    [[nodiscard]] bool begin(std::int64_t ahead_ns, std::int64_t board_gained_ns) noexcept;
    [[nodiscard]] const Millisecond* stored() noexcept;
    void tell_status(bool arrived) noexcept;
    void tell_signalling(const Millisecond& line) noexcept;
    void fill(Millisecond& out, ConstSystemTimeslots system) noexcept;
    [[nodiscard]] bool in_alarm() const noexcept;

    LineEnd<Millisecond> line_;
    Framer framer_;
    ElasticStore store_;
    const Millisecond* present_{};
    Millisecond previous_{};
    Millisecond shifted_{};
    Millisecond looped_{};  // what we sent last, or received
    bool loop_is_full_{};
    unsigned first_frame_{ElasticStore::frames_of_tick};
    unsigned silent_ms_{silence_is_loss_ms};
    Slips told_slips_;
    std::int64_t sent_gained_ns_{};
    LoopCodeWriter up_{line_loop_up};
    LoopCodeWriter down_{line_loop_down};
};

extern template class FalcLine<E1Framer>;
extern template class FalcLine<T1Framer>;

}  // namespace driver
