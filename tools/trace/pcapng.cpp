// SPDX-License-Identifier: GPL-2.0-or-later
// Blocks have a type, a length, contents in units of four octets, options, and the length again.
#include "tools/trace/pcapng.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tools/program/version.hpp"

namespace tools::trace {

namespace {

enum BlockType : std::uint32_t { section = 0x0A0D0D0A, interface = 1, enhanced_packet = 6 };
enum Option : std::uint16_t { end_of_options = 0, packet_flags = 2, if_name = 2, application = 4 };

constexpr std::uint32_t byte_order_magic = 0x1A2B3C4D;
// LINKTYPE_LINUX_LAPD: before the frame stands who sent it and which side we are. The plain
// LINKTYPE_LAPD (203) lacks that, and without it nobody can tell commands from responses.
constexpr std::uint16_t link_type = 177;

// Numbers in the order of the machine's octets would do; these are always little-endian.
void put(std::string& to, std::uint64_t value, int octets) {
    for (int i = 0; i < octets; ++i) to += static_cast<char>(value >> (8 * i) & 0xFFU);
}
void put_big_endian(std::string& to, std::uint16_t value) {
    to += static_cast<char>(value >> 8U);
    to += static_cast<char>(value & 0xFFU);
}

void pad(std::string& to) {
    to.append((4 - to.size() % 4) % 4, '\0');
}

void put_option(std::string& to, Option code, std::string_view value) {
    put(to, code, 2);
    put(to, value.size(), 2);
    to += value;
    pad(to);
}

std::string block(BlockType type, std::string contents) {
    pad(contents);
    std::string all;
    const std::uint64_t length = contents.size() + 12;
    put(all, type, 4);
    put(all, length, 4);
    all += contents;
    put(all, length, 4);
    return all;
}

std::string interface_block(std::uint16_t span) {
    std::string contents;
    put(contents, link_type, 2);
    put(contents, 0, 2);
    put(contents, 0, 4);  // frames are never cut
    put_option(contents, if_name, fmt::format("span {}", span));
    put(contents, end_of_options, 4);
    return block(interface, contents);
}

// What link type 177 has before the frame, 16 octets, numbers big-endian.
std::string pseudo_header(const pbx::TraceRecord& record) {
    constexpr std::uint16_t to_us = 0;
    constexpr std::uint16_t outgoing = 4;
    constexpr std::uint16_t arphrd_lapd = 8445;
    constexpr std::uint16_t protocol_lapd = 0x0030;
    std::string header;
    put_big_endian(header, record.direction == pbx::TraceDirection::sent ? outgoing : to_us);
    put_big_endian(header, arphrd_lapd);
    put_big_endian(header, 1);  // octets used of the address
    header += static_cast<char>(record.side == pbx::Side::network ? 1 : 0);
    header.append(7, '\0');
    put_big_endian(header, protocol_lapd);
    return header;
}

}  // namespace

std::string Pcapng::beginning() {
    std::string contents;
    put(contents, byte_order_magic, 4);
    put(contents, 1, 2);  // version 1.0
    put(contents, 0, 2);
    put(contents, ~std::uint64_t{0}, 8);  // how long the section is nobody knows yet
    put_option(contents, application, fmt::format("Trunkline {}", version));
    put(contents, end_of_options, 4);
    return block(section, contents);
}

std::string Pcapng::frame(const pbx::TraceRecord& record) {
    std::string octets;
    auto found = std::ranges::find(spans_, record.span.value);
    if (found == spans_.end()) {
        octets = interface_block(record.span.value);
        found = spans_.insert(spans_.end(), record.span.value);
    }
    std::string packet = pseudo_header(record);
    packet.append(record.view().begin(), record.view().end());

    std::string contents;
    const auto time = static_cast<std::uint64_t>(record.utc_us);  // microseconds: the default
    put(contents, static_cast<std::uint64_t>(found - spans_.begin()), 4);
    put(contents, time >> 32U, 4);
    put(contents, time & 0xFFFFFFFFU, 4);
    put(contents, packet.size(), 4);
    put(contents, packet.size(), 4);
    contents += packet;
    pad(contents);
    std::string direction;
    put(direction, record.direction == pbx::TraceDirection::sent ? 2 : 1, 4);
    put_option(contents, packet_flags, direction);
    put(contents, end_of_options, 4);
    return octets + block(enhanced_packet, contents);
}

}  // namespace tools::trace
