// SPDX-License-Identifier: GPL-2.0-or-later
// The center itself: start, clock, firmware, spans, alarms, answers to commands.
#pragma once

#include <string>

#include "driver/board/messages.hpp"
#include "pbx/journal/event_parts.hpp"

namespace pbx {

// The center began, or began again after an unclean stop of the machine (then with a new epoch).
struct SystemStarted {
    EVENT("system.started");
    std::uint64_t epoch{};
    std::string version;
    FIELDS(epoch, version)
};
struct SystemConfigured {
    EVENT("system.configured");
    std::string digest;
    std::uint32_t lines{};
    std::uint32_t voice_ports{};
    std::uint32_t agents{};
    std::uint32_t queues{};
    std::uint32_t fax_ports{};
    FIELDS(digest, lines, voice_ports, agents, queues, fax_ports)
};
// At the tick of this record UTC was `utc_us` microseconds after 1970.
struct SystemClock {
    EVENT("system.clock");
    std::int64_t utc_us{};
    FIELDS(utc_us)
};
// The firmware is with us, or has gone: then every call ends with cause 41.
struct FirmwareChanged {
    EVENT("system.firmware");
    bool present{};
    std::uint64_t epoch{};
    FIELDS(present, epoch)
};
struct SpanChanged {
    EVENT("span.status");
    driver::SpanStatus status;
    FIELDS(status)
};
// What a span's quarter of an hour has been like so far, or was. Told again under the same `since`
// while it grows.
struct SpanMeasured {
    EVENT("span.performance");
    driver::SpanPerformance quarter;
    FIELDS(quarter)
};
// What the test set of a span does and has counted.
struct SpanTested {
    EVENT("span.test");
    driver::SpanTest test;
    FIELDS(test)
};
// A clock has switched, or its frequency has changed.
struct ClockChanged {
    EVENT("clock.changed");
    driver::ClockStatus clock;
    FIELDS(clock)
};
// A span that may be a clock, or may not at present; how far it is off.
struct ClockSourceChanged {
    EVENT("clock.source");
    driver::ClockSource source;
    FIELDS(source)
};
struct LineServiceChanged {
    EVENT("line.service");
    Device device;
    bool in_service{};
    FIELDS(device, in_service)
};
struct HealthReported {
    EVENT("system.health");
    driver::TickHealth health;
    FIELDS(health)
};
// Something needs a person: "journal.space", "firmware.overload".
struct AlarmChanged {
    EVENT("system.alarm");
    Name alarm;
    bool active{};
    std::string text;
    FIELDS(alarm, active, text)
};

// How good a line is, because somebody asked.
struct LineMeasured {
    EVENT("line.quality");
    Device device;
    ivr_dsp::LineQuality quality;
    FIELDS(device, quality)
};

// The one answer to a host command. A repeated command id gets the stored answer again from the
// link, not a second effect.
struct CommandResult {
    EVENT("command.result");
    driver::Text<31> client;
    driver::Text<47> id;
    bool done{};
    std::string text;  // why not, or what else there is to say, for a person
    CallId call;       // made or touched, if any
    FIELDS(client, id, done, text, call)
};

}  // namespace pbx
