// SPDX-License-Identifier: GPL-2.0-or-later
// Records that tell their own number, so that a test sees a lost, doubled or torn one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pbx/journal/codec.hpp"
#include "pbx/journal/journal.hpp"
#include "pbx/journal/reader.hpp"

namespace numbered {

// The n-th event; of many sizes.
inline pbx::Event event(std::uint64_t n) {
    pbx::CommandResult result;
    result.client = "tester";
    result.id = std::to_string(n);
    result.done = n % 2 == 0;
    result.text = std::string(n % 301, static_cast<char>('a' + n % 26));
    result.call = driver::CallId{n * 0x9E3779B97F4A7C15U};
    return result;
}
// The n-th message of the firmware.
inline pbx::In message(std::uint64_t n) {
    const driver::LegId leg =
        driver::LegId::incoming(driver::LineId{7}, static_cast<std::uint32_t>(n));
    return pbx::FromFirmware{
        n, pbx::Digit{leg, static_cast<char>('0' + n % 10)}
    };
}
inline driver::Ticks tick(std::uint64_t n) {
    return driver::Ticks(static_cast<std::int64_t>(n) * 3);
}

template <class Variant>
std::vector<std::byte> payload_of(const Variant& record) {
    std::vector<std::byte> octets;
    std::visit(
        [&octets](const auto& one) {
            octets.resize(pbx::encoded_size(one));
            pbx::encode(one, octets.data());
        },
        record);
    return octets;
}

// Whether `record` is the one of its number and kind, octet for octet.
inline bool is_right(const pbx::Record& record) {
    const bool in = record.kind == pbx::RecordKind::in;
    const auto octets = in ? payload_of(message(record.number)) : payload_of(event(record.number));
    return record.tick == tick(record.number) &&
           std::equal(octets.begin(), octets.end(), record.payload.begin(), record.payload.end());
}

// Appends the next event, or message.
inline std::uint64_t append_event(pbx::Writer& writer) {
    const std::uint64_t n = writer.last_out() + 1;
    return writer.append(tick(n), event(n));
}
inline std::uint64_t append_message(pbx::Writer& writer) {
    const std::uint64_t n = writer.last_in() + 1;
    return writer.append(tick(n), message(n));
}
// A message with two events, `count` times: what a center does.
inline void append_calls(pbx::Writer& writer, int count) {
    for (; count > 0; --count) {
        append_message(writer);
        append_event(writer);
        append_event(writer);
    }
}

// Reads to the end. What was read, and whether all were right and in order.
struct ReadUp {
    std::uint64_t in{};
    std::uint64_t out{};
    bool right{true};
    pbx::Reader::Next last{};
};
inline ReadUp read_up(pbx::Reader& reader) {
    ReadUp read;
    pbx::Record record;
    while ((read.last = reader.next(record)) == pbx::Reader::Next::record) {
        read.right = read.right && is_right(record);
        ++(record.kind == pbx::RecordKind::in ? read.in : read.out);
    }
    return read;
}

}  // namespace numbered
