// SPDX-License-Identifier: GPL-2.0-or-later
// Any octets on a D-channel, told in words. The first octet chooses who sends and the language.
// What the trace calls sound is walked again by simpler rules.
#include <algorithm>
#include <string_view>

#include "driver/base/invariant.hpp"
#include "tests/support/fuzz.hpp"
#include "tools/trace/show.hpp"

using namespace std::string_view_literals;
using tools::trace::Decoded;
using tools::trace::Item;

namespace {

// Every field lies within the frame, and within what it is part of.
void check_places(const std::vector<Item>& items, std::size_t from, std::size_t to) {
    for (const Item& item : items) {
        INVARIANT(item.at >= from && item.size > 0 && item.at + item.size <= to);
        INVARIANT(!item.name.empty());
        check_places(item.inside, item.at, item.at + item.size);
    }
}

// No octet of a sound frame is left out.
void check_whole(const std::vector<Item>& items, std::size_t size) {
    std::size_t at = 0;
    for (const Item& item : items) {
        INVARIANT(item.at == at);
        at += item.size;
    }
    INVARIANT(at == size);
}

// Of a sound message with a call reference of two octets: the lengths of its elements fill it.
void check_lengths(std::span<const std::uint8_t> frame) {
    constexpr std::size_t elements_at = 9;
    const bool is_message = frame.size() >= elements_at && (frame[2] & 1U) == 0 && frame[0] < 4 &&
                            frame[4] == 8 && frame[5] == 2;
    if (!is_message) return;
    std::size_t at = elements_at;
    while (at < frame.size()) {
        if ((frame[at] & 0x80U) == 0) {
            INVARIANT(at + 1 < frame.size());
            at += 1U + frame[at + 1];
        }
        ++at;
    }
    INVARIANT(at == frame.size());
}

void check_text(std::string_view text) {
    INVARIANT(std::ranges::none_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return -1;
    pbx::TraceRecord record;
    record.side = (data[0] & 1U) != 0 ? pbx::Side::network : pbx::Side::user;
    record.direction =
        (data[0] & 2U) != 0 ? pbx::TraceDirection::sent : pbx::TraceDirection::received;
    const auto language =
        (data[0] & 4U) != 0 ? tools::trace::Language::zh : tools::trace::Language::en;
    record.size = static_cast<std::uint16_t>(std::min(size - 1, record.octets.size()));
    std::copy_n(data + 1, record.size, record.octets.begin());

    const Decoded decoded = tools::trace::decode(record, language);
    check_places(decoded.items, 0, record.size);
    check_text(tools::trace::line_of(record, decoded, language));
    (void)tools::trace::tree_of(record, decoded);
    check_text(tools::trace::json_of(record, decoded));
    // Longer than any frame: as it might come from elsewhere.
    (void)tools::trace::decode({data + 1, size - 1}, {}, language);
    if (!decoded.wrong.empty()) return -1;
    INVARIANT(!decoded.frame.empty());
    check_whole(decoded.items, record.size);
    check_lengths(record.view());
    return 0;
}

std::vector<std::string> fuzz::samples() {
    constexpr std::string_view frames[] = {
        "\x02\x01\x7F"sv,
        "\x00\x01\x73"sv,
        "\x02\x01\x01\x0B"sv,
        "\x00\x01\x87\x3F\x00\x04\x06\x01"sv,
        "\xFE\xFF\x03\x0F\x12\x34\x02\x81"sv,
        "\x02\x01\x00\x00\x08\x02\x00\x07\x05\x04\x03\x80\x90\xA3\x18\x03\xA9\x83\x81\x6C\x06\x21"
        "\x81"
        "1001\x70\x05\x81"
        "2000\x7D\x02\x91\x81\x7C\x03\x80\x90\xA3\xA1"sv,
        "\x02\x01\x00\x00\x08\x02\x00\x09\x05\x04\x04\x88\x18\x84\xA1\x18\x06\xA9\x93\x80\x00\x00"
        "\x02\x1E\x02\x82\x83\x28\x06\xB1"
        "Alice\x74\x06\x21\x01\x8F"
        "123\x7E\x04\x04uui"sv,
        "\x02\x01\x00\x00\x08\x02\x00\x09\x62\x1C\x08\x9F\x8B\x01\x00\xA1\x03\x02\x01"sv,
        "\x02\x01\x00\x00\x08\x02\x00\x07\x45\x08\x03\x01\x81\x90\x1E\x02\x81\x88\x27\x01\xF9"sv,
        "\x02\x01\x00\x00\x08\x02\x80\x07\x7D\x08\x02\x81\x9E\x14\x01\x0A\x34\x01\x04"sv,
        "\x02\x01\x00\x00\x08\x02\x00\x00\x46\x18\x04\xA9\x83\x01\x82\x79\x01\x80"sv,
        "\x02\x01\x00\x00\x43\x02\x00\x00\x07\x01\x01\xC0\x18\x03\xA9\x83\x81"sv,
        "\x02\x01\x00\x00\x08\x02\x00\x07\x7B\x2C\x02*1\x29\x05\x1A\x01\x02\x03\x04\x96\x31\x01\x02"
        "\x6D\x03\x80\x50\x31"sv,
    };
    std::vector<std::string> all;
    for (const std::string_view frame : frames) {
        for (const char who : {'\0', '\4'}) all.push_back(who + std::string(frame));
    }
    return all;
}
