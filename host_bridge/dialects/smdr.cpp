// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/smdr.hpp"

#include <algorithm>
#include <ctime>
#include <initializer_list>

#include <fmt/format.h>

namespace host_bridge {

namespace {

constexpr std::size_t columns = 132;
constexpr std::size_t checksum_column = 129;

// Columns count from 1, as in the layout's description.
class Line {
  public:
    Line() : text_(columns, ' ') {}
    void put(std::size_t column, std::string_view what) {
        std::ranges::copy(what, text_.begin() + static_cast<std::ptrdiff_t>(column - 1));
    }
    // Left in its room, cut at the end.
    void name(std::size_t column, std::size_t room, std::string_view what) {
        put(column, ascii(what.substr(0, std::min(room, what.size()))));
    }
    // Left in its room, its last digits kept.
    void number(std::size_t column, std::size_t room, std::string_view what) {
        put(column, ascii(what.substr(what.size() - std::min(room, what.size()))));
    }
    // Right in its room, zeros in front; the largest that fits when too large.
    void count(std::size_t column, std::size_t room, std::uint64_t what) {
        const std::string digits = fmt::format("{:0{}}", what, room);
        put(column, digits.size() > room ? std::string(room, '9') : digits);
    }
    std::string finish() {
        const std::string_view summed(text_.data(), checksum_column - 2);
        put(checksum_column, fmt::format("{:04X}", crc16(summed)));
        return text_ + "\r\n";
    }

  private:
    static std::string ascii(std::string_view text) {
        std::string plain(text);
        std::ranges::replace_if(
            plain, [](char c) { return c < 0x20 || c > 0x7E; }, '?');
        return plain;
    }
    std::string text_;
};

std::uint64_t seconds(driver::Ticks ticks) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(ticks.count(), 0)) / 1000;
}

std::string clock_time(driver::Ticks ticks) {
    const std::uint64_t all = std::min<std::uint64_t>(seconds(ticks), 359'999);
    return fmt::format("{:02}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
}

std::string local_time(const SmdrRecord& record) {
    std::tm local{};
    const std::time_t when =
        record.start_utc_us / 1'000'000 + std::chrono::seconds(record.utc_offset).count();
    if (gmtime_r(&when, &local) == nullptr) local = {};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", local.tm_year + 1900,
                       local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec);
}

std::string offset_text(std::chrono::minutes offset) {
    const auto minutes = std::abs(offset.count());
    return fmt::format("UTC{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', minutes / 60,
                       minutes % 60);
}

SmdrKind kind_of(const pbx::ContactEnded& event) {
    switch (event.outcome) {
        case pbx::ContactOutcome::answered:
            return event.transfers > 0 ? SmdrKind::transferred : SmdrKind::normal;
        case pbx::ContactOutcome::self_service:
            return SmdrKind::normal;
        case pbx::ContactOutcome::abandoned:
        case pbx::ContactOutcome::left_queue:
        case pbx::ContactOutcome::refused:
        case pbx::ContactOutcome::failed:
            return SmdrKind::abandoned;
    }
    return SmdrKind::abandoned;
}

std::string quoted_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string out = "\"";
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

}  // namespace

SmdrRecord smdr_of(const pbx::ContactEnded& event) {
    SmdrRecord record;
    record.kind = kind_of(event);
    record.rang = event.rang;
    record.queued = event.queued;
    const bool by_station = event.device.span.value == 0;
    record.direction = event.outgoing ? 'O' : by_station ? 'L' : 'I';
    if (!by_station) {
        record.trunk = fmt::format("{:02}/{:02}", event.device.span.value, event.device.timeslot);
    }
    const bool talked_to_ivr = event.station.empty() && event.had_ivr;
    record.duration = talked_to_ivr ? event.ivr : event.talked;
    record.station =
        talked_to_ivr ? fmt::format("V{:05}", event.port.value) : std::string(event.station.view());
    record.ani = event.contact.ani;
    record.dnis = event.contact.dnis;
    record.agent = event.agent;
    record.queue = event.queue;
    record.cause = static_cast<unsigned>(event.cause);
    record.contact = event.contact.contact.value;
    return record;
}

SmdrRecord smdr_time_mark(std::int64_t utc_us) {
    SmdrRecord record;
    record.kind = SmdrKind::time_mark;
    record.start_utc_us = utc_us;
    return record;
}

std::string smdr_line(const SmdrRecord& record) {
    Line line;
    line.put(1, std::string(1, static_cast<char>(record.kind)));
    line.count(3, 8, record.sequence % 100'000'000);
    line.put(12, local_time(record));
    if (record.kind == SmdrKind::time_mark) {
        line.put(70, offset_text(record.utc_offset));
        return line.finish();
    }
    line.put(32, clock_time(record.duration));
    line.count(41, 5, seconds(record.rang));
    line.count(47, 5, seconds(record.queued));
    line.put(53, std::string(1, record.direction));
    line.name(55, 7, record.trunk);
    line.number(63, 6, record.station);
    line.number(70, 16, record.ani);
    line.number(87, 16, record.dnis);
    line.name(104, 6, record.agent);
    line.name(111, 4, record.queue);
    line.count(116, 3, record.cause);
    line.put(120, fmt::format("{:08X}", record.contact & 0xFFFFFFFFU));
    return line.finish();
}

const std::string_view smdr_csv_header =
    "kind,sequence,start,utc_offset,duration,ring_s,queue_s,direction,trunk,station,ani,dnis,agent,"
    "queue,cause,contact\r\n";

std::string smdr_csv(const SmdrRecord& record) {
    return fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", static_cast<char>(record.kind),
        record.sequence, local_time(record), offset_text(record.utc_offset),
        clock_time(record.duration), seconds(record.rang), seconds(record.queued), record.direction,
        quoted_field(record.trunk), quoted_field(record.station), quoted_field(record.ani),
        quoted_field(record.dnis), quoted_field(record.agent), quoted_field(record.queue),
        record.cause, record.contact);
}

std::uint16_t crc16(std::string_view octets) {
    unsigned crc = 0xFFFF;
    for (const char octet : octets) {
        crc ^= static_cast<unsigned char>(octet);
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0x8408U : crc >> 1U;
    }
    return static_cast<std::uint16_t>(crc ^ 0xFFFFU);
}

}  // namespace host_bridge
