// SPDX-License-Identifier: GPL-2.0-or-later
// One record as it stands in a segment: a frame, the encoded record, and zeros up to a multiple of
// eight octets. The check sum covers all of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/journal/events.hpp"
#include "pbx/journal/records.hpp"

namespace pbx {

enum class RecordKind : std::uint8_t { in = 1, out = 2 };

// A record somewhere in a mapped segment. `payload` points there.
struct Record {
    RecordKind kind{};
    std::uint8_t type{};     // which alternative of In or Event
    std::uint64_t number{};  // counted per kind, from 1, gapless
    driver::Ticks tick{};
    std::span<const std::byte> payload;
};

// The record's content. Error if its octets are not what this version writes.
driver::Result<In> in_of(const Record& record);
driver::Result<Event> event_of(const Record& record);
// "call.offered" for an event, "FromFirmware" for what came in; "?" for an unknown type.
std::string_view name_of(const Record& record);

// Digest of all that decides what the octets mean: a journal of another layout is recognised.
std::uint64_t journal_layout();

// ── in a segment ────────────────────────────────────────────────────────────────────────────────

struct Frame {
    std::uint32_t check;  // CRC-32C of payload and padding, then of the members below as they stand
    std::uint32_t size;   // of the payload, in octets
    std::uint64_t number;
    std::int64_t tick;
    RecordKind kind;
    std::uint8_t type;
    std::array<std::uint8_t, 6> zero;
};
static_assert(sizeof(Frame) == 32);

// What a record with such a payload occupies.
constexpr std::size_t record_octets(std::size_t payload) {
    return (sizeof(Frame) + payload + 7) / 8 * 8;
}

// Puts frame and padding around a payload that stands at its place already.
void frame_record(std::byte* at, const Record& record);

// `blank`: nothing has been written here yet. `damaged`: not what was written.
enum class Found { record, blank, damaged };
// Looks at the record `octets` begin with; `size` becomes what it occupies. Never reads past the
// end.
Found read_record(std::span<const std::byte> octets, Record& record, std::size_t& size);

}  // namespace pbx
