// SPDX-License-Identifier: GPL-2.0-or-later
// Frames as text, JSON and a capture file.
#include <nlohmann/json.hpp>

#include "tests/tools/trace/traced.hpp"
#include "tools/trace/pcapng.hpp"
#include "tools/trace/show.hpp"

#include <CppUTest/TestHarness.h>

using namespace traced;

namespace {

pbx::TraceRecord record(const char* hex, std::uint16_t span) {
    pbx::TraceRecord one;
    one.number = 7;
    one.at = driver::Ticks{1234};
    one.utc_us = 1'767'225'600'123'000;  // 2026-01-01
    one.span = driver::SpanId{span};
    const auto all = octets(hex);
    std::ranges::copy(all, one.octets.begin());
    one.size = static_cast<std::uint16_t>(all.size());
    return one;
}

std::uint32_t number_at(const std::string& file, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i > 0; --i) {
        value = value << 8U | static_cast<std::uint8_t>(file.at(at + i - 1));
    }
    return value;
}

// The types of a file's blocks, each of which must begin and end with its length.
std::vector<std::uint32_t> blocks_of(const std::string& file) {
    std::vector<std::uint32_t> types;
    for (std::size_t at = 0; at < file.size();) {
        const std::uint32_t length = number_at(file, at + 4);
        CHECK(length >= 12 && length % 4 == 0 && at + length <= file.size());
        LONGS_EQUAL(length, number_at(file, at + length - 4));
        types.push_back(number_at(file, at));
        at += length;
    }
    return types;
}

}  // namespace

TEST_GROUP(Capture) {
    pbx::TraceRecord sabme = record("02 01 7F", 3);
};

TEST(Capture, a_line_has_span_direction_name_and_what_is_malformed) {
    const auto line = [&](Language language) {
        return tools::trace::line_of(sabme, tools::trace::decode(sabme, language), language)
            .substr(12);  // the time is by this machine's clock
    };
    STRCMP_EQUAL("  span 3  in   SABME P", line(Language::en).c_str());
    STRCMP_EQUAL("  中继 3  收  SABME P", line(Language::zh).c_str());
    sabme.direction = pbx::TraceDirection::sent;
    STRCMP_EQUAL("  span 3  out  SABME F [malformed: SABME cannot be a response]",
                 line(Language::en).c_str());
    sabme.size = 2;
    STRCMP_EQUAL("  span 3  out  not a frame [malformed: 2 octets are no frame, 3 are the least]",
                 line(Language::en).c_str());
}

TEST(Capture, the_tree_has_octets_beside_words) {
    STRCMP_EQUAL(
        "      0  02 01                    address: SAPI 0 (call control), TEI 0, command\n"
        "      2  7F                       control: SABME P\n",
        tools::trace::tree_of(sabme, tools::trace::decode(sabme, Language::en)).c_str());
}

TEST(Capture, json_tells_all_of_it) {
    const auto decoded = tools::trace::decode(sabme, Language::en);
    const auto json = nlohmann::json::parse(tools::trace::json_of(sabme, decoded));
    CHECK(json.at("time") == "2026-01-01T00:00:00.123Z" && json.at("tick") == 1234);
    CHECK(json.at("number") == 7 && json.at("span") == 3);
    CHECK(json.at("direction") == "received" && json.at("side") == "user");
    CHECK(json.at("frame") == "SABME" && json.at("message") == "");
    CHECK(json.at("octets") == "02017F" && json.at("malformed").empty());
    CHECK(json.at("fields").at(1).at("value") == "SABME P");
}

TEST(Capture, a_file_describes_each_span_once_before_its_first_frame) {
    tools::trace::Pcapng capture;
    std::string file = tools::trace::Pcapng::beginning();
    file += capture.frame(sabme);
    file += capture.frame(record("00 01 73", 5));
    file += capture.frame(record("00 01 01 02 00", 3));
    const std::vector<std::uint32_t> expected{0x0A0D0D0A, 1, 6, 1, 6, 6};
    CHECK(expected == blocks_of(file));
    CHECK(file.find("span 3") != std::string::npos && file.find("span 5") != std::string::npos);
}
