// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes, as control speaks of them: part of ivr_dsp/media/messages.hpp. Crosses border 1.
#pragma once

#include <cstdint>

#include "driver/base/fields.hpp"
#include "driver/base/ids.hpp"
#include "driver/base/text.hpp"
#include "driver/base/ticks.hpp"
#include "driver/bus/messages.hpp"

namespace ivr_dsp {

ENUM(FaxDirection, receive, send)

// Down: a fax runs on this port with the line, which is told to listen to the port, too. Control
// knows numbers: the worker writes what is received to in/FAX.tiff, and sends out/DOCUMENT.tiff.
// Answered by one FaxEnded. `only_check`: no line yet; whether the file could be sent or written.
struct StartFax {
    driver::FaxPortId port;
    driver::LineId line;
    FaxDirection direction{};
    bool only_check{};
    std::uint64_t fax{};  // not 0
    std::uint64_t document{};
    FIELDS(port, line, direction, only_check, fax, document)
};

// Down: the fax's line has gone, or somebody gave it up. 0: all are over, whoever ordered them.
struct StopFax {
    std::uint64_t fax{};
    FIELDS(fax)
};

// good: every page came over, and both ends know. checked: nothing is in the way. no_fax: nobody
// at the far end speaks T.30 (its T0, T1). dropped: the call ended before the fax did.
// incompatible: the far end's machine cannot do it. poor_line: it does not carry even 2400 bit/s.
// protocol: what T.30 gives up for besides. file: what is to be sent is not there, or is no fax.
// disk: what is received could not be written. refused: there is no such port or line, or it is
// busy. Only control says: stopped, as somebody asked; not_reached, the call was not answered;
// firmware_gone; late, no answer came.
ENUM(FaxEnd, good, checked, no_fax, dropped, incompatible, poor_line, protocol, file, disk, refused,
     stopped, not_reached, firmware_gone, late)

// Up: what came of a fax.
struct FaxEnded {
    std::uint64_t fax{};
    driver::FaxPortId port;
    FaxEnd end{};
    bool error_correction{};  // by T.30 Annex A
    std::uint32_t pages{};    // sent or received; of a file that is checked, those in it
    std::uint32_t bits_per_second{};
    std::uint32_t missing_ms{};  // of sound, either way, that a slow worker cost
    driver::Ticks lasted{};
    driver::Text<20> station;  // what the far end's machine calls itself
    driver::Text<47> text;     // why not, in words
    FIELDS(fax, port, end, error_correction, pages, bits_per_second, missing_ms, lasted, station,
           text)
};

}  // namespace ivr_dsp
