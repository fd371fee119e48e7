// SPDX-License-Identifier: GPL-2.0-or-later
// Boards that are an Ethernet port: where their spans are on the network.
#include <charconv>

#include <fmt/format.h>

#include "driver/board/packet/jitter_buffer.hpp"
#include "driver/board/packet/wire/tdmoe.hpp"
#include "tools/config/tables.hpp"

namespace tools {
namespace {

using driver::PacketFormat;

constexpr std::int64_t most_subaddress = 0x7FFF;

double in_seconds(driver::Ticks time) {
    return static_cast<double>(time.count()) / 1000;
}

// Empty: nothing is written, which is right where there is a fallback.
driver::MacAddress mac(Section& s, std::string_view key, bool required) {
    const std::string written = required ? s.text(key).value_or("") : s.text(key, "");
    if (written.empty()) return {};
    const auto address = driver::mac_address(written);
    if (address && !address->is_group() && *address) return *address;
    s.complain(key, "\"" + written + "\" is nobody's address: write it as 00:50:c2:01:02:03");
    return {};
}

driver::IpAddress ip(Section& s, std::string_view key) {
    const std::string written = s.text(key, "");
    const auto address = driver::ip_address(written);
    if (!address && !written.empty()) {
        s.complain(key, "\"" + written + "\" is no address: write it as 10.0.0.254");
    }
    return address.value_or(driver::IpAddress{});
}

driver::UdpEnd end(Section& s, std::string_view key) {
    const auto written = s.text(key);
    if (!written) return {};
    const auto colon = written->find(':');
    const auto address = driver::ip_address(std::string_view(*written).substr(0, colon));
    driver::UdpEnd end;
    if (address && colon != std::string::npos) {
        const char* const last = written->data() + written->size();
        const auto [stop, error] = std::from_chars(written->data() + colon + 1, last, end.port);
        if (error == std::errc() && stop == last && end.port != 0 && *address) {
            end.address = *address;
            return end;
        }
    }
    s.complain(key, "\"" + *written + "\" is no address and port: write them as 10.0.0.1:5000");
    return {};
}

std::string tdmoe_far(Section& s, driver::PacketSpanPlan& plan) {
    plan.tdmoe.far = mac(s, "far_mac", true);
    plan.signalling_words = s.yes("signalling_words", true);
    if (plan.format == PacketFormat::ethmf) {
        if (!plan.signalling_words) {
            s.complain("signalling_words",
                       "ethmf always has them, and dahdi_dynamic_ethmf refuses a span without: "
                       "remove it, or write format = \"eth\"");
        }
        return {};  // see check_groups()
    }
    plan.tdmoe.subaddress =
        static_cast<std::uint16_t>(s.number("subaddress", 0, most_subaddress, 0));
    return fmt::format("{}/{}", text_of(plan.tdmoe.far), plan.tdmoe.subaddress);
}

std::string udp_far(Section& s, driver::PacketSpanPlan& plan) {
    plan.udp.near = end(s, "near");
    plan.udp.far = end(s, "far");
    plan.udp.gateway = ip(s, "gateway");
    plan.udp.far_mac = mac(s, "far_mac", false);
    plan.udp.traffic_class = static_cast<std::uint8_t>(s.number("dscp", 0, 63, 46) << 2);
    plan.loss.missing = static_cast<std::uint8_t>(s.number("lost_after", 1, 15, 10));
    plan.loss.good = static_cast<std::uint8_t>(s.number("found_after", 1, 10, 2));
    return fmt::format("{}, port {} here", text_of(plan.udp.far.address), plan.udp.near.port);
}

}  // namespace

void Tables::packet(Section& s, BoardSettings& board) {
    board.device = s.text("device").value_or("");
    // What follows a comma is how DPDK shall make it.
    names_.there_is(Thing::device, board.device.substr(0, board.device.find(',')),
                    s.place("device"));
    if (s.has("stations")) {
        s.complain("stations",
                   "telephones cannot be plugged into an Ethernet port: move them to another "
                   "board");
    }
}

void Tables::packet(Section& s, const BoardSettings& board, SpanSettings& span) {
    driver::PacketSpanPlan& plan = span.packet;
    plan.format = s.choice("format", PacketFormat::eth, "eth, ethmf, satop or cesopsn");
    plan.is_t1 = span.kind == pbx::SpanKind::t1;
    if (plan.is_t1 && plan.format == PacketFormat::satop) {
        s.complain("format", "satop carries an e1 here: write eth or cesopsn, or line = \"e1\"");
    }
    if (plan.format != PacketFormat::satop && s.has("framing")) {
        s.complain("framing",
                   fmt::format("{} carries timeslots without their framing: remove it, or write "
                               "format = \"satop\"",
                               name_of(plan.format)));
    }
    const std::string far = plan.is_tdmoe() ? tdmoe_far(s, plan) : udp_far(s, plan);
    if (!far.empty()) {
        names_.there_is(Thing::far_end, far + " of " + board.device,
                        s.place(plan.is_tdmoe() ? "far_mac" : "far"));
    }
    plan.jitter = s.seconds("jitter", in_seconds(driver::JitterBuffer::least_depth),
                            in_seconds(driver::JitterBuffer::most_depth), plan.jitter);
}

// Spans of an ethmf group follow each other, and there is one of each MAC.
void Tables::check_groups(Section& s, const BoardSettings& board) const {
    std::vector<driver::MacAddress> groups;
    std::size_t in_group = 0;
    for (const SpanSettings& span : board.spans) {
        const bool is_in = span.packet.format == PacketFormat::ethmf;
        const bool goes_on = is_in && in_group > 0 && groups.back() == span.packet.tdmoe.far;
        in_group = goes_on ? in_group + 1 : is_in ? 1U : 0U;
        if (!is_in) continue;
        if (!goes_on && std::ranges::count(groups, span.packet.tdmoe.far) > 0) {
            s.complain("span", fmt::format("spans of the ethmf group of {} stand apart: write them "
                                           "one after the other",
                                           text_of(span.packet.tdmoe.far)));
        }
        if (!goes_on) groups.push_back(span.packet.tdmoe.far);
        if (in_group == driver::tdmoe_most_spans + 1) {
            s.complain("span",
                       fmt::format("the ethmf group of {} has more than {} spans: they "
                                   "would not fit a frame",
                                   text_of(span.packet.tdmoe.far), driver::tdmoe_most_spans));
        }
    }
}

}  // namespace tools
