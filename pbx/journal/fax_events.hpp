// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes that come in, and those that wait to be sent.
#pragma once

#include "pbx/journal/event_parts.hpp"

namespace pbx {

using StationName = driver::Text<20>;  // T.30 5.3.6.2.4: what a fax machine calls itself
using FaxText = driver::Text<47>;      // what went wrong, in words

// Somebody has ordered it: out/DOCUMENT.tiff goes to that number.
struct FaxQueued {
    EVENT("fax.queued");
    std::uint64_t fax{};
    Number number;
    std::uint64_t document{};
    std::uint8_t tries{};  // at most
    FIELDS(fax, number, document, tries)
};
// The call is up, and a fax runs on it.
struct FaxStarted {
    EVENT("fax.started");
    ContactView contact;
    CallId call;
    Device device;
    std::uint64_t fax{};
    driver::FaxPortId port;
    ivr_dsp::FaxDirection direction{};
    FIELDS(contact, call, device, fax, port, direction)
};
// What came of one that was to be received. All of it is in/FAX.tiff if it ended well; else what
// came before is in/FAX.part, if anything did.
struct FaxReceived {
    EVENT("fax.received");
    ContactView contact;
    Device device;
    std::uint64_t fax{};
    Name box;  // as the destination fax:BOX has it
    ivr_dsp::FaxEnd end{};
    std::uint32_t pages{};
    StationName station;
    std::uint32_t bits_per_second{};
    bool error_correction{};
    std::uint32_t missing_ms{};
    Ticks lasted{};
    FaxText text;
    FIELDS(contact, device, fax, box, end, pages, station, bits_per_second, error_correction,
           missing_ms, lasted, text)
};
// It did not come over, and will be tried again after so long. `cause`: of the call, if
// not_reached.
struct FaxTried {
    EVENT("fax.tried");
    std::uint64_t fax{};
    Number number;
    ivr_dsp::FaxEnd end{};
    Cause cause{};
    FaxText text;
    std::uint32_t pages{};  // that did come over
    std::uint8_t tried{};   // so often by now
    Ticks again{};
    FIELDS(fax, number, end, cause, text, pages, tried, again)
};
struct FaxSent {
    EVENT("fax.sent");
    ContactView contact;
    std::uint64_t fax{};
    Number number;
    std::uint64_t document{};
    std::uint32_t pages{};
    StationName station;
    std::uint32_t bits_per_second{};
    bool error_correction{};
    std::uint32_t missing_ms{};
    Ticks lasted{};
    std::uint8_t tried{};
    FIELDS(contact, fax, number, document, pages, station, bits_per_second, error_correction,
           missing_ms, lasted, tried)
};
// It will not be tried any more.
struct FaxFailed {
    EVENT("fax.failed");
    std::uint64_t fax{};
    Number number;
    std::uint64_t document{};
    ivr_dsp::FaxEnd end{};
    Cause cause{};
    FaxText text;
    std::uint32_t pages{};
    std::uint8_t tried{};
    FIELDS(fax, number, document, end, cause, text, pages, tried)
};

}  // namespace pbx
