// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/record.hpp"

#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "driver/base/fields.hpp"
#include "pbx/journal/codec.hpp"
#include "pbx/journal/crc32c.hpp"

namespace pbx {
namespace {

std::uint32_t check_of(const Frame& frame, std::span<const std::byte> padded_payload) {
    // The payload was written in small pieces: by the time the frame is summed up, they have
    // settled.
    return crc32c(std::as_bytes(std::span(&frame, 1)).subspan(sizeof frame.check),
                  crc32c(padded_payload));
}

template <class T>
constexpr std::string_view record_name() {
    if constexpr (requires { std::string_view(T::name); }) {
        return T::name;
    } else {
        return driver::type_name<T>();
    }
}

template <class Variant, std::size_t... At>
std::string_view name_at(std::size_t index, std::index_sequence<At...>) {
    constexpr std::array names{record_name<std::variant_alternative_t<At, Variant>>()...};
    return index < names.size() ? names[index] : "?";
}

template <class Variant>
std::string_view name_at(std::size_t index) {
    return name_at<Variant>(index, std::make_index_sequence<std::variant_size_v<Variant>>());
}

template <class Variant>
driver::Result<Variant> content_of(const Record& record) {
    Variant content;
    if (decode_alternative(record.payload, record.type, content)) return content;
    return driver::Error{
        fmt::format("{} record {} ({}): {} octets that this version does not write",
                    record.kind == RecordKind::in ? "in" : "out", record.number, name_of(record),
                    record.payload.size())};
}

}  // namespace

driver::Result<In> in_of(const Record& record) {
    return content_of<In>(record);
}
driver::Result<Event> event_of(const Record& record) {
    return content_of<Event>(record);
}

std::string_view name_of(const Record& record) {
    return record.kind == RecordKind::in ? name_at<In>(record.type) : name_at<Event>(record.type);
}

std::uint64_t journal_layout() {
    constexpr std::uint64_t codec_version = 1;
    return driver::layout_digest<Event>(
        driver::layout_digest<In>(driver::digest_of(codec_version, sizeof(Frame))));
}

void frame_record(std::byte* at, const Record& record) {
    const std::size_t whole = record_octets(record.payload.size());
    const std::size_t unpadded = sizeof(Frame) + record.payload.size();
    if (whole > unpadded) std::memset(at + unpadded, 0, whole - unpadded);
    Frame frame{};
    frame.size = static_cast<std::uint32_t>(record.payload.size());
    frame.number = record.number;
    frame.tick = record.tick.count();
    frame.kind = record.kind;
    frame.type = record.type;
    frame.check = check_of(frame, {at + sizeof frame, whole - sizeof frame});
    std::memcpy(at, &frame, sizeof frame);
}

Found read_record(std::span<const std::byte> octets, Record& record, std::size_t& size) {
    Frame frame{};
    if (octets.size() < sizeof frame) return Found::blank;
    std::memcpy(&frame, octets.data(), sizeof frame);
    if (frame.number == 0) {
        return frame.check == 0 && frame.size == 0 ? Found::blank : Found::damaged;
    }
    size = record_octets(frame.size);
    if (size > octets.size()) return Found::damaged;
    if (check_of(frame, octets.subspan(sizeof frame, size - sizeof frame)) != frame.check) {
        return Found::damaged;
    }
    if (frame.kind != RecordKind::in && frame.kind != RecordKind::out) return Found::damaged;
    record = {frame.kind, frame.type, frame.number, driver::Ticks(frame.tick),
              octets.subspan(sizeof frame, frame.size)};
    return Found::record;
}

}  // namespace pbx
