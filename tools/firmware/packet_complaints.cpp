// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/packet_complaints.hpp"

#include <string_view>

#include <fmt/format.h>

namespace tools {
namespace {

std::string grown(const driver::PacketNews& now, const driver::PacketNews& told) {
    std::string text;
    const auto add = [&](std::string_view what, std::uint64_t count, std::uint64_t before) {
        if (count == before) return;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, count - before);
    };
    for (std::size_t i = 0; i < driver::refusals; ++i) {
        add(name_of(static_cast<driver::Refusal>(i)), now.refusals.of[i], told.refusals.of[i]);
    }
    add("not sent", now.port.not_sent, told.port.not_sent);
    add("no memory for", now.port.no_room, told.port.no_room);
    add("not fetched", now.port.missed, told.port.missed);
    return text;
}

}  // namespace

std::string PacketComplaints::due() {
    if (passes_ < passes_between) ++passes_;
    if (passes_ < passes_between) return {};
    std::string text = grown(latest_, told_);
    if (text.empty()) return {};
    told_ = latest_;
    passes_ = 0;
    return text;
}

}  // namespace tools
