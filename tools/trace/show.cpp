// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trace/show.hpp"

#include <array>
#include <ctime>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/trace/teller.hpp"
#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t us_per_s = 1'000'000;
constexpr std::size_t octets_per_row = 8;

struct Instant {
    std::time_t second{};
    int ms{};
};

Instant instant_of(std::int64_t utc_us) {
    std::int64_t second = utc_us / us_per_s;
    std::int64_t rest = utc_us % us_per_s;
    if (rest < 0) {
        rest += us_per_s;
        --second;
    }
    return {static_cast<std::time_t>(second), static_cast<int>(rest / 1000)};
}

std::string formatted(const char* format, const std::tm& parts) {
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

std::string rfc_3339(std::int64_t utc_us) {
    const Instant instant = instant_of(utc_us);
    std::tm parts{};
    gmtime_r(&instant.second, &parts);
    return fmt::format("{}.{:03}Z", formatted("%Y-%m-%dT%H:%M:%S", parts), instant.ms);
}

std::string all_hex(Octets octets) {
    std::string text;
    for (const std::uint8_t octet : octets) text += fmt::format("{:02X}", octet);
    return text;
}

// Octets longer than a row are cut here, because those inside have rows of their own.
void add_rows(std::string& text, const Octets frame, const Item& item, std::size_t depth) {
    const Octets octets = frame.subspan(item.at, item.size);
    std::string hex = hex_of(octets.first(std::min(octets.size(), octets_per_row)));
    // "…" is one column and three octets.
    const std::size_t width = 3 * octets_per_row + (octets.size() > octets_per_row ? 2 : 0);
    if (octets.size() > octets_per_row) hex += "…";
    text += fmt::format("{:>7}  {:<{}} {:{}}{}{}{}\n", item.at, hex, width, "", depth * 2,
                        item.name, item.value.empty() ? "" : ": ", item.value);
    for (const Item& inner : item.inside) add_rows(text, frame, inner, depth + 1);
}

Json json_fields(const std::vector<Item>& items) {
    Json all = Json::array();
    for (const Item& item : items) {
        Json one{
            {"at",    item.at   },
            {"size",  item.size },
            {"name",  item.name },
            {"value", item.value}
        };
        if (!item.inside.empty()) one["fields"] = json_fields(item.inside);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

Decoded decode(const pbx::TraceRecord& record, Language language) {
    const Sender sender{.from_network = record.is_from_network(),
                        .sent_by_us = record.direction == pbx::TraceDirection::sent};
    return decode(record.view(), sender, language);
}

std::string time_of_day(std::int64_t utc_us) {
    const Instant instant = instant_of(utc_us);
    std::tm parts{};
    localtime_r(&instant.second, &parts);
    return fmt::format("{}.{:03}", formatted("%H:%M:%S", parts), instant.ms);
}

std::string line_of(const pbx::TraceRecord& record, const Decoded& decoded, Language language) {
    const bool is_sent = record.direction == pbx::TraceDirection::sent;
    const auto name =
        decoded.name().empty() ? words::no_frame.in(language) : std::string_view(decoded.name());
    std::string text =
        fmt::format("{}  {}  {}  {}", time_of_day(record.utc_us),
                    fmt::format(fmt::runtime(words::span.in(language)), record.span.value),
                    (is_sent ? words::sent : words::received).in(language), name);
    // What goes on with punctuation follows at once.
    if (!decoded.summary.empty()) text += " " + decoded.summary;
    std::string wrong;
    for (const std::string& sentence : decoded.wrong) {
        wrong += (wrong.empty() ? "" : "; ") + sentence;
    }
    if (!wrong.empty()) text += fmt::format(" [{}{}]", words::malformed.in(language), wrong);
    return text;
}

std::string tree_of(const pbx::TraceRecord& record, const Decoded& decoded) {
    std::string text;
    for (const Item& item : decoded.items) add_rows(text, record.view(), item, 0);
    return text;
}

std::string json_of(const pbx::TraceRecord& record, const Decoded& decoded) {
    const Json json{
        {"number",    record.number             },
        {"time",      rfc_3339(record.utc_us)   },
        {"tick",      record.at.count()         },
        {"span",      record.span.value         },
        {"direction", name_of(record.direction) },
        {"side",      name_of(record.side)      },
        {"frame",     decoded.frame             },
        {"message",   decoded.message           },
        {"summary",   decoded.summary           },
        {"octets",    all_hex(record.view())    },
        {"malformed", decoded.wrong             },
        {"fields",    json_fields(decoded.items)}
    };
    return json.dump();
}

}  // namespace tools::trace
