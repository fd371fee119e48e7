// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/conference/conference.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/listening.hpp"
#include "ivr_dsp/media/numbering.hpp"

namespace ivr_dsp {

// Conferences: each seat hears one party and talks the sum of all the others. A seat that hears
// silence is empty; who listens to it hears everybody.
class Conferences {
  public:
    // Between two looks at who speaks in a conference: nobody is told more often.
    static constexpr driver::Ticks look{256};

    // `level_dbm0`: what everybody's voice is brought to, if any.
    Conferences(const BusNumbering& numbering, const Listening& listening, driver::Bus& bus,
                std::optional<float> level_dbm0)
        : numbering_(numbering),
          listening_(listening),
          bus_(bus),
          levelled_(level_dbm0.has_value()),
          seat_at_(numbering.seats()),
          place_of_(numbering.seats(), nowhere),
          next_(numbering.seats()),
          told_(numbering.counts().conferences.count),
          meeting_(numbering.counts().conferences.count),
          mixing_(numbering.counts().conferences.count) {
        const driver::ConferenceRooms rooms = numbering.counts().conferences;
        LevelControl::Settings levels;
        levels.target_dbm0 = level_dbm0.value_or(levels.target_dbm0);
        rooms_.reserve(rooms.count);
        for (std::uint32_t i = 0; i < rooms.count; ++i) {
            rooms_.emplace_back(rooms.seats, best_isa(), levels);
            talk_from(i);
        }
    }

    // After somebody sat down, left, or another took his seat: whoever sits there now just talks.
    void seat_changed(std::uint32_t conference, std::uint32_t seat) noexcept;
    // False if there is no such seat, or a coach's party does not sit there.
    [[nodiscard]] bool set(const SetSeat& order) noexcept;
    // Who speaks now; nobody where nobody sits. There must be such a seat.
    [[nodiscard]] bool speaks(std::uint32_t conference, std::uint32_t seat) const noexcept {
        const std::uint16_t place = place_of_[numbering_.seat(conference, seat)];
        return place != nowhere && rooms_[conference].speaks(place);
    }
    // Mixes; after everybody else has said where it talks.
    void talk() noexcept;
    // Calls tell(SpeakersChanged) for conferences whose speakers have changed; one whose news finds
    // no room (false) is told next time.
    template <class Tell>
    void tell_speakers(driver::Ticks now, Tell&& tell) noexcept;

  private:
    static constexpr std::uint16_t nowhere = 0xFFFF;

    [[nodiscard]] bool is_empty(std::uint32_t seat) const noexcept {
        return bus_.hears(numbering_.seat_port(seat)) == BusNumbering::silence();
    }
    void leave(std::uint32_t conference, std::uint32_t seat) noexcept;
    // Tells the bus where each seat talks, which changes only when somebody comes or goes.
    void talk_from(std::uint32_t conference) noexcept;
    Conference& heard(std::uint32_t conference) noexcept;
    [[nodiscard]] bool can_coach(const SetSeat& order) const noexcept;
    [[nodiscard]] ConferencePart part_of(std::uint32_t conference,
                                         const ConferencePart& by_seat) const noexcept;
    [[nodiscard]] SpeakersChanged speakers(std::uint32_t conference) const noexcept;

    const BusNumbering& numbering_;
    const Listening& listening_;
    driver::Bus& bus_;
    bool levelled_;
    std::vector<Conference> rooms_;
    std::vector<std::uint8_t> seat_at_;    // within its conference, by conference and place
    std::vector<std::uint16_t> place_of_;  // by seat
    std::vector<ConferencePart> next_;     // by seat: of who sits down next
    struct Told {
        SpeakersChanged speakers{};
        bool is_known{};  // else somebody has come or gone since
    };
    std::vector<Told> told_;           // by conference
    ActiveSet meeting_;                // conferences with somebody in them
    std::vector<Conference*> mixing_;  // for talk() alone
};

template <class Tell>
void Conferences::tell_speakers(driver::Ticks now, Tell&& tell) noexcept {
    for (std::size_t i = 0; i < meeting_.size(); ++i) {
        const std::uint32_t conference = meeting_[i];
        if ((now.count() + conference) % look.count() != 0) continue;
        const SpeakersChanged news = speakers(conference);
        Told& told = told_[conference];
        if (told.is_known && news.seats == told.speakers.seats) continue;
        if (tell(news)) told = {news, true};
    }
}

}  // namespace ivr_dsp
