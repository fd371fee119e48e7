// SPDX-License-Identifier: GPL-2.0-or-later
// A traced frame as text.
#pragma once

#include <string>

#include "pbx/signalling/trace/trace_record.hpp"
#include "tools/trace/decoded.hpp"

namespace tools::trace {

Decoded decode(const pbx::TraceRecord& record, Language language);

// "08:20:01.123", by this machine's clock.
std::string time_of_day(std::int64_t utc_us);

// One line: time, span, direction, name, what it is about, what is malformed. No end of line.
std::string line_of(const pbx::TraceRecord& record, const Decoded& decoded, Language language);
// Below that line, one field a line with its octets.
std::string tree_of(const pbx::TraceRecord& record, const Decoded& decoded);
// All of it as one JSON object on one line: number, time (RFC 3339), tick, span, direction, side,
// frame, message, summary, octets (hex), malformed (an array, empty if all is right), fields (at,
// size, name, value, fields).
std::string json_of(const pbx::TraceRecord& record, const Decoded& decoded);

}  // namespace tools::trace
