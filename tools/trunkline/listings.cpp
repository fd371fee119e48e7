// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/listings.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

namespace tools {

using host_bridge::Json;

namespace {

struct Column {
    std::string title;
    std::string path;  // JSON pointer into the item
};
using Columns = std::vector<Column>;

const std::map<std::string, Columns>& columns() {
    static const std::map<std::string, Columns> all{
        {"system",
         {{"VERSION", "/version"},
          {"EPOCH", "/epoch"},
          {"FIRMWARE", "/firmwarePresent"},
          {"LINES", "/lines"},
          {"IVR PORTS", "/voicePorts"},
          {"LATE TICKS", "/health/lateTicks"},
          {"LATEST MS", "/health/longestLateMs"}}                                              },
        {"span",
         {{"SPAN", "/status/span"},
          {"USABLE", "/usable"},
          {"LOS", "/status/lossOfSignal"},
          {"LOF", "/status/lossOfFrame"},
          {"AIS", "/status/alarmIndication"},
          {"RAI", "/status/remoteAlarm"},
          {"D-CHANNEL", "/status/signallingUp"},
          {"SLIPS", "/status/slips"},
          {"BAD FRAMES", "/status/badFrames"}}                                                 },
        {"line",    {{"LINE", "/device/name"}, {"IN SERVICE", "/inService"}, {"CALL", "/call"}}},
        {"port",    {{"IVR PORT", "/port"}, {"CONTACT", "/contact"}, {"MENU", "/menu"}}        },
        {"alarm",   {{"ALARM", "/alarm"}, {"ACTIVE", "/active"}, {"TEXT", "/text"}}            },
        {"queue",
         {{"QUEUE", "/queue"},
          {"WAITING", "/waiting"},
          {"OFFERED", "/offered"},
          {"ANSWERED", "/answered"},
          {"ABANDONED", "/abandoned"},
          {"LEFT", "/left"}}                                                                   },
        {"agent",
         {{"AGENT", "/agent"},
          {"STATION", "/station"},
          {"STATE", "/state"},
          {"REASON", "/reason"},
          {"CONTACT", "/contact"},
          {"HANDLED", "/handled"}}                                                             },
        {"contact",
         {{"CONTACT", "/contact/contact"},
          {"ANI", "/contact/ani"},
          {"DNIS", "/contact/dnis"},
          {"CALL", "/call"},
          {"QUEUE", "/queue"},
          {"AGENT", "/agent"}}                                                                 },
        {"call",    {{"CALL", "/call"}, {"CONTACT", "/contact"}, {"PARTIES", "/parties"}}      },
        {"link",
         {{"LINK", "/name"},
          {"DIALECT", "/dialect"},
          {"PEER", "/peer"},
          {"STATE", "/state"},
          {"BEHIND", "/behind"},
          {"SENT", "/sent"},
          {"TROUBLE", "/trouble"},
          {"TEXT", "/text"}}                                                                   },
    };
    return all;
}

std::string cell(const Json& item, const std::string& path) {
    const Json::json_pointer pointer(path);
    if (!item.contains(pointer)) return "-";
    const Json& value = item[pointer];
    if (value.is_null()) return "-";
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_string()) return value.get<std::string>().empty() ? "-" : value.get<std::string>();
    if (value.is_array()) {
        std::string joined;
        for (const Json& one : value) {
            const Json& name =
                one.is_object() && one.contains("device") ? one["device"]["name"] : one;
            joined += (joined.empty() ? "" : " ") +
                      (name.is_string() ? name.get<std::string>() : name.dump());
        }
        return joined.empty() ? "-" : joined;
    }
    return value.dump();
}

// Every member of the item itself, for listings without a table of their own.
Columns plain_columns(const Json& items) {
    Columns all;
    if (items.empty() || !items.front().is_object()) return all;
    for (const auto& [key, value] : items.front().items()) {
        std::string title = key;
        std::ranges::transform(title, title.begin(),
                               [](unsigned char c) { return std::toupper(c); });
        all.push_back({title, "/" + key});
    }
    return all;
}

}  // namespace

void print_listing(const std::string& listing, const Json& items) {
    const auto known = columns().find(listing);
    const Columns shown = known == columns().end() ? plain_columns(items) : known->second;
    std::vector<std::size_t> widths;
    for (const Column& column : shown) {
        std::size_t width = column.title.size();
        for (const Json& item : items) width = std::max(width, cell(item, column.path).size());
        widths.push_back(width);
    }
    const auto print = [&](auto&& text_of) {
        std::string line;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            line += fmt::format("{:<{}}  ", text_of(shown[i]), widths[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        fmt::print("{}\n", line);
    };
    print([](const Column& column) { return column.title; });
    for (const Json& item : items) {
        print([&](const Column& column) { return cell(item, column.path); });
    }
}

}  // namespace tools
