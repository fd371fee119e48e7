// SPDX-License-Identifier: GPL-2.0-or-later
// The analog telephones of one house.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "driver/base/state_table.hpp"
#include "driver/board/board.hpp"
#include "ivr_dsp/media/queues.hpp"
#include "pbx/signalling/analog/hook_reader.hpp"
#include "pbx/signalling/analog/ringer.hpp"
#include "pbx/signalling/line_protocol.hpp"
#include "pbx/signalling/line_table.hpp"

namespace pbx {

// left_off_hook: control has let go, or had no use for the caller, and the handset still lies
// beside; nothing happens on this line until it is put back.
ENUM(StationState, on_hook, ringing, in_use, left_off_hook)
ENUM(StationStep, ring, stop_ringing, lifted, turned_away, released, hung_up)

inline constexpr auto station_steps = driver::state_table<StationState, StationStep>({
    {StationState::on_hook,       StationStep::ring,         StationState::ringing      },
    {StationState::on_hook,       StationStep::lifted,       StationState::in_use       },
    {StationState::on_hook,       StationStep::turned_away,  StationState::left_off_hook},
    {StationState::ringing,       StationStep::lifted,       StationState::in_use       },
    {StationState::ringing,       StationStep::stop_ringing, StationState::on_hook      },
    {StationState::in_use,        StationStep::released,     StationState::left_off_hook},
    {StationState::in_use,        StationStep::hung_up,      StationState::on_hook      },
    {StationState::left_off_hook, StationStep::hung_up,      StationState::on_hook      },
});
static_assert(station_steps.has_one_answer_each());
static_assert(station_steps.all_reach(StationState::on_hook));

// Lifting offers a leg without a number: control gives dial tone and collects digits, which come as
// Digit from tones or pulses. A station rings when dialled, at once and whatever the number.
// Between its first and second ring the telephone is told who calls; while it rests, whether a
// message waits.
// Control connects the tones after a release itself; the line is free again when the handset is
// back.
class Stations final : public LineProtocol {
  public:
    // A station and the board it hangs on. `board` outlives this.
    struct Place {
        StationPlan plan;
        driver::Board* board{};
    };

    // Sound is asked of `media`. `epoch`: UTC of the first pass in microseconds, for the time of
    // a call.
    Stations(std::span<const Place> places, const AnalogTimes& times, std::uint64_t epoch,
             LineTable& lines, ivr_dsp::MediaQueues& media);

    [[nodiscard]] bool has(LineId line) const;
    void hook(const driver::HookChange& change, Ticks now);
    // Ring cadence, hang-ups and pulses that have become certain. Once a tick.
    void run(Ticks now);

    void dial(const Dial& dial, Ticks now) override;
    void alert(LineId line, Ticks now) override;
    void answer(LineId line, Ticks now) override;
    void release(LineId line, Cause cause, Ticks now) override;
    // As soon as the telephone rests, unless it understands no FSK.
    void set_lamp(const SetLamp& lamp);

    // A technician's, to any line: dated, and heard by a telephone that rests, too.
    void identify(const ivr_dsp::SendCallerId& order, Ticks now);

    [[nodiscard]] StationState state(LineId line) const;
    [[nodiscard]] std::uint64_t turned_away() const { return turned_away_; }

  private:
    struct Station {
        Place place;
        StationState state{};
        HookReader hook;
        Ringer ringer;
        Dial caller;                      // whom it rings for
        bool identified{};                // the telephone is told, or has been
        std::optional<bool> lamp{};       // as it shall be; nothing: control has not said
        std::optional<bool> lamp_told{};  // as the telephone has it
        std::optional<Ticks> telling{};   // since when it is being told; only while it rests
        Ticks rests_since{};
    };

    Station& at(LineId line);
    [[nodiscard]] const Station& at(LineId line) const;
    static bool step(Station& station, StationStep step);
    void understand(Station& station, const HookNewsList& news, Ticks now);
    void lifted(Station& station, Ticks now);
    void identify(Station& station, Ticks now);
    void light(Station& station, Ticks now);
    void stop_telling(Station& station);

    AnalogTimes times_;
    std::uint64_t epoch_;
    std::optional<Ticks> began_;  // the first pass
    LineTable& lines_;
    ivr_dsp::MediaQueues& media_;
    std::vector<Station> stations_;
    std::vector<std::uint32_t> index_;  // by line: place in stations_ plus one
    std::uint64_t turned_away_{};       // lifted while control still held the calls before
};

}  // namespace pbx
