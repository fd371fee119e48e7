// SPDX-License-Identifier: GPL-2.0-or-later
// Which slot and which port of the bus belongs to what.
//
//     slots   0        silence, in the system's law
//             lines · tones · music streams · voice ports · conference seats · converters ·
//             fax ports
//             last     silence, in the other law
//     ports   lines (the bus's transmit ports) · detectors, one a line · converters, one a line ·
//             conference seats
//
// Seats are counted conference by conference. Line n's converter hears what line n listens to and
// says it in line n's law.
#pragma once

#include <cstdint>
#include <optional>

#include "driver/base/ids.hpp"
#include "driver/bus/messages.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

using driver::LineId;
using driver::PortId;
using driver::SlotId;
using driver::VoicePortId;

struct BusCounts {
    std::uint32_t lines{};
    std::uint32_t music_streams{};
    std::uint32_t voice_ports{};
    driver::ConferenceRooms conferences;
    std::uint32_t fax_ports{};
};

class BusNumbering {
  public:
    explicit constexpr BusNumbering(const BusCounts& counts) : counts_(counts) {}

    [[nodiscard]] constexpr const BusCounts& counts() const { return counts_; }
    // What to make the bus with.
    [[nodiscard]] constexpr std::uint32_t slots() const { return other_silence().value + 1; }
    [[nodiscard]] constexpr std::uint32_t transmit_ports() const { return counts_.lines; }
    [[nodiscard]] constexpr std::uint32_t media_ports() const {
        return 2 * counts_.lines + seats();
    }

    [[nodiscard]] static constexpr SlotId silence() { return {0}; }
    [[nodiscard]] constexpr SlotId line_slot(std::uint32_t line) const { return {1 + line}; }
    [[nodiscard]] constexpr SlotId tone_slot(std::uint32_t tone) const {
        return {1 + counts_.lines + tone};
    }
    [[nodiscard]] constexpr SlotId music_slot(std::uint32_t stream) const {
        return tone_slot(tone_count + stream);
    }
    [[nodiscard]] constexpr SlotId voice_slot(std::uint32_t port) const {
        return music_slot(counts_.music_streams + port);
    }
    [[nodiscard]] constexpr SlotId seat_slot(std::uint32_t seat) const {
        return voice_slot(counts_.voice_ports + seat);
    }
    [[nodiscard]] constexpr SlotId converter_slot(std::uint32_t line) const {
        return seat_slot(seats() + line);
    }
    [[nodiscard]] constexpr SlotId fax_slot(std::uint32_t port) const {
        return converter_slot(counts_.lines + port);
    }
    [[nodiscard]] constexpr SlotId other_silence() const { return fax_slot(counts_.fax_ports); }

    [[nodiscard]] static constexpr PortId line_port(std::uint32_t line) { return {line}; }
    [[nodiscard]] constexpr PortId detector_port(std::uint32_t line) const {
        return {counts_.lines + line};
    }
    [[nodiscard]] constexpr PortId converter_port(std::uint32_t line) const {
        return {2 * counts_.lines + line};
    }
    [[nodiscard]] constexpr PortId seat_port(std::uint32_t seat) const {
        return {3 * counts_.lines + seat};
    }
    // Of all conferences together.
    [[nodiscard]] constexpr std::uint32_t seats() const {
        return std::uint32_t{counts_.conferences.count} * counts_.conferences.seats;
    }
    [[nodiscard]] constexpr std::uint32_t seat(std::uint32_t conference, std::uint32_t seat) const {
        return conference * counts_.conferences.seats + seat;
    }
    [[nodiscard]] constexpr bool is_seat(std::uint32_t conference, std::uint32_t seat) const {
        return conference < counts_.conferences.count && seat < counts_.conferences.seats;
    }

    // Nothing if there is no such line, tone, stream, voice port or seat.
    [[nodiscard]] std::optional<SlotId> slot_of(const driver::Source& source) const noexcept;

  private:
    BusCounts counts_;
};

}  // namespace ivr_dsp
