// SPDX-License-Identifier: GPL-2.0-or-later
// Station message detail recording: one line per call on a serial line or in a file. No standard
// says how the line looks; ours has 132 fixed columns and a checksum, or is CSV with a header (RFC
// 4180).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "pbx/journal/events.hpp"

namespace host_bridge {

// In the meaning Nortel gave these letters.
enum class SmdrKind : char {
    normal = 'N',
    transferred = 'X',
    abandoned = 'B',  // or busied
    time_mark = 'T',  // once an hour: the line and the clock are alive
};

struct SmdrRecord {
    SmdrKind kind{};
    std::uint64_t sequence{};  // counts every record of the link, from 1
    std::int64_t start_utc_us{};
    std::chrono::minutes utc_offset{};  // of the local time printed
    driver::Ticks duration{};           // of the conversation, with an agent or with the IVR
    driver::Ticks rang{};
    driver::Ticks queued{};
    char direction{'I'};  // I in, O out, L from a station of our own
    std::string trunk;    // span/timeslot
    std::string station;  // or V and the IVR port
    std::string ani;
    std::string dnis;
    std::string agent;
    std::string queue;
    unsigned cause{};  // Q.850
    std::uint64_t contact{};
};

SmdrRecord smdr_of(const pbx::ContactEnded& event);
SmdrRecord smdr_time_mark(std::int64_t utc_us);

// 132 columns and CR LF, 7-bit ASCII; what does not fit loses its front (numbers) or its end
// (names).
std::string smdr_line(const SmdrRecord& record);

extern const std::string_view smdr_csv_header;
std::string smdr_csv(const SmdrRecord& record);

// CRC-16 of V.41 and X.25: polynomial 1021h, bits reflected, FFFFh at start and end.
std::uint16_t crc16(std::string_view octets);

}  // namespace host_bridge
