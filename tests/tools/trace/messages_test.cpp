// SPDX-License-Identifier: GPL-2.0-or-later
// What the trace says of sound frames. The octets are those of a call between two ends of libpri.
#include "tests/tools/trace/traced.hpp"

#include <CppUTest/TestHarness.h>

using namespace traced;

namespace {

constexpr const char* call_setup =
    "00 01 00 00 08 02 00 01 05 04 03 80 90 A3 18 03 A9 83 81 6C 06 21 81 31 30 30 31 "
    "70 05 81 32 30 30 30 A1";

// The information elements of a SETUP from the network.
std::string offer(const std::string& elements) {
    return "02 01 00 00 08 02 00 05 05 04 03 80 90 A3 " + elements;
}
std::string network(const std::string& message) {
    return told(from_network("02 01 00 00 08 02 80 05 " + message));
}

}  // namespace

TEST_GROUP(Messages){static void says(const char* expected, const Decoded& decoded){
    STRCMP_EQUAL(expected, told(decoded).c_str());
}
static void says(const char* expected, const std::string& text) {
    STRCMP_EQUAL(expected, text.c_str());
}
}
;

TEST(Messages, a_link_comes_up_is_polled_and_goes_down) {
    says("SABME P", from_user("00 01 7F"));
    says("SABME P", from_network("02 01 7F"));
    says("UA F", from_user("02 01 73"));
    says("UA F", from_network("00 01 73"));
    says("DISC P", from_user("00 01 53"));
    says("DM F", from_network("00 01 1F"));
    says("RR N(R) 5 P", from_user("00 01 01 0B"));
    says("RR N(R) 5 F", from_network("00 01 01 0B"));
    says("RNR N(R) 2", from_network("00 01 05 04"));
    says("REJ N(R) 1", from_user("02 01 09 02"));
    says("XID", from_user("00 01 AF 82 80"));
    says("FRMR control field undefined", from_network("00 01 87 3F 00 04 06 01"));
    says("I N(S) 3 N(R) 2 P", from_network("02 01 06 05"));
}

TEST(Messages, teis_are_asked_for_and_given) {
    says("UI TEI management: identity request, Ri 4660, Ai 127",
         from_user("FC FF 03 0F 12 34 01 FF"));
    says("UI TEI management: identity assigned, Ri 4660, Ai 64",
         from_network("FE FF 03 0F 12 34 02 81"));
}

TEST(Messages, a_call_from_setup_to_release_complete) {
    says("SETUP cr 1 ours → channel 1, from 1001 to 2000", from_user(call_setup));
    says("CALL PROCEEDING cr 1 ours → channel 1",
         from_network("02 01 00 02 08 02 80 01 02 18 03 A9 83 81"));
    says("ALERTING cr 1 ours: progress 8 (in-band information available)",
         from_network("02 01 02 02 08 02 80 01 01 1E 02 81 88"));
    says("CONNECT cr 1 ours → channel 1",
         from_network("02 01 04 02 08 02 80 01 07 18 03 A9 83 81"));
    says("CONNECT ACKNOWLEDGE cr 1 ours", from_user("00 01 02 06 08 02 00 01 0F"));
    says("DISCONNECT cr 1 ours: cause 16 (normal call clearing)",
         from_user("00 01 04 06 08 02 00 01 45 08 02 81 90"));
    says("RELEASE cr 1 ours: cause 16 (normal call clearing)",
         from_network("02 01 06 06 08 02 80 01 4D 08 02 81 90"));
    says("RELEASE COMPLETE cr 1 ours: cause 16 (normal call clearing)",
         from_user("00 01 06 08 08 02 00 01 5A 08 02 81 90"));
}

TEST(Messages, calls_of_the_far_end_are_not_ours) {
    says("SETUP cr 5 → channel 3, from 0301234567 to 8001",
         from_network(offer("18 03 A9 83 83 6C 0C 21 81 30 33 30 31 32 33 34 35 36 37 "
                            "70 05 81 38 30 30 31")));
    says("STATUS ENQUIRY cr 5", from_user("00 01 00 00 08 02 80 05 75"));
}

TEST(Messages, restart_service_and_status) {
    says("RESTART all calls → channel 5, indicated channels",
         from_user("00 01 08 08 08 02 00 00 46 18 03 A9 83 85 79 01 80"));
    says("RESTART ACKNOWLEDGE all calls: all interfaces",
         from_network("02 01 08 0A 08 02 80 00 4E 79 01 87"));
    says("SERVICE all calls → channel 1, out of service",
         from_network("02 01 00 00 43 02 00 00 07 01 01 C2 18 03 A9 83 81"));
    says("SERVICE ACKNOWLEDGE all calls: in service",
         from_network("02 01 00 00 03 02 00 00 07 01 01 C0"));
    says("STATUS cr 5 ours: cause 30 (response to STATUS ENQUIRY), state 10 (active)",
         network("7D 08 02 81 9E 14 01 0A"));
}

TEST(Messages, what_else_a_call_may_tell) {
    says("INFORMATION cr 5 ours: to 34", network("7B 70 03 81 33 34"));
    says("INFORMATION cr 5 ours: keypad *21#", network("7B 2C 04 2A 32 31 23"));
    says("NOTIFY cr 5 ours: remote hold", network("6E 27 01 F9"));
    says("CONNECT cr 5 ours: connected 2000", network("07 4C 06 21 81 32 30 30 30"));
    says("CONNECT cr 5 ours: display \"Alice\"", network("07 28 06 B1 41 6C 69 63 65"));
    says("ALERTING cr 5 ours: redirected by 12", network("01 74 05 21 01 8F 31 32"));
    says("FACILITY cr 5 ours", network("62 1C 05 91 A1 03 02 01"));
    says("FACILITY no call", from_network("02 01 00 00 08 00 62 1C 03 91 A1 00"));
    says("HOLD cr 5 ours", network("24"));
    says("CONGESTION CONTROL cr 5 ours", network("79 BF"));
    says("SETUP cr 5: unrestricted digital",
         from_network("02 01 00 00 08 02 00 05 05 04 02 88 90"));
}

TEST(Messages, channels_however_they_are_written) {
    const auto channel = [](const char* element) { return told(from_network(offer(element))); };
    says("SETUP cr 5 → channel 1 preferred", channel("18 03 A1 83 81"));
    says("SETUP cr 5 → any channel", channel("18 01 A3"));
    says("SETUP cr 5 → no channel", channel("18 01 A0"));
    says("SETUP cr 5 → the D-channel", channel("18 01 AC"));
    says("SETUP cr 5 → channel 5", channel("18 04 E9 82 83 85"));
    says("SETUP cr 5 → B1", channel("18 01 89"));
    says("SETUP cr 5 → B2", channel("18 01 8A"));
    says("SETUP cr 5 → channel 1+2", channel("18 04 A9 83 01 82"));
    says("SETUP cr 5 → channel 1+24", channel("18 05 A9 93 80 00 01"));
    says("SETUP cr 5 → channel 1+31", channel("18 06 A9 93 80 00 00 02"));
}

TEST(Messages, a_number_that_may_not_be_shown) {
    says("SETUP cr 5: from 1001 (restricted)", from_network(offer("6C 06 21 A3 31 30 30 31")));
    says("SETUP cr 5: from no number (restricted)", from_network(offer("6C 02 00 A3")));
}

TEST(Messages, elements_of_other_codesets_and_unknown_ones_are_shown_in_hex) {
    const Decoded decoded =
        from_network(offer("9E 01 01 3D 95 32 01 01 5A 02 AB CD 90 5A 02 12 34"));
    says("SETUP cr 5", decoded);
    STRCMP_CONTAINS("information element 0x01 of codeset 6: 3D", fields_of(decoded.items).c_str());
    STRCMP_CONTAINS("information element 0x32 of codeset 5: 01", fields_of(decoded.items).c_str());
    STRCMP_CONTAINS("information element 0x5a of codeset 5: AB CD",
                    fields_of(decoded.items).c_str());
    STRCMP_CONTAINS("information element 0x5a: 12 34", fields_of(decoded.items).c_str());
}

TEST(Messages, every_field_stands_with_its_octets) {
    STRCMP_EQUAL(
        "0+2 address: SAPI 0 (call control), TEI 0, command\n"
        "2+2 control: I N(S) 0 N(R) 0\n"
        "4+1 protocol discriminator: Q.931 call control\n"
        "5+3 call reference: 1, given by who sends this\n"
        "8+1 message type: SETUP\n"
        "9+5 bearer capability\n"
        "  11+1 coding standard: ITU-T\n"
        "  11+1 capability: speech\n"
        "  12+1 mode and rate: circuit, 64 kbit/s\n"
        "  13+1 layer 1: G.711 A-law\n"
        "14+5 channel identification\n"
        "  16+1 selection: as follows, exclusive\n"
        "  17+1 channel type: B, number\n"
        "  18+1 channel: 1\n"
        "19+8 calling party number\n"
        "  21+1 type and plan: national, E.164\n"
        "  22+1 presentation and screening: presentation allowed, user-provided, verified and "
        "passed\n"
        "  23+4 digits: 1001\n"
        "27+7 called party number\n"
        "  29+1 type and plan: unknown type, E.164\n"
        "  30+4 digits: 2000\n"
        "34+1 sending complete\n",
        fields_of(from_user(call_setup).items).c_str());
}

TEST(Messages, everything_is_said_in_chinese_too) {
    const auto zh = [](const char* expected, const Decoded& decoded) { says(expected, decoded); };
    zh("SETUP 呼叫参考 5 → 通路 3，主叫 0301234567 被叫 8001",
       from_network(offer("18 03 A9 83 83 6C 0C 21 81 30 33 30 31 32 33 34 35 36 37 "
                          "70 05 81 38 30 30 31"),
                    Language::zh));
    zh("CALL PROCEEDING 呼叫参考 5 → 通路 3",
       from_user("00 01 00 02 08 02 80 05 02 18 03 A9 83 83", Language::zh));
    zh("ALERTING 呼叫参考 5：进展 8（有带内信息）",
       from_user("00 01 02 02 08 02 80 05 01 1E 02 81 88", Language::zh));
    zh("CONNECT 呼叫参考 5 → 通路 3",
       from_user("00 01 04 02 08 02 80 05 07 18 03 A9 83 83", Language::zh));
    zh("CONNECT ACKNOWLEDGE 呼叫参考 5", from_network("02 01 02 06 08 02 00 05 0F", Language::zh));
    zh("DISCONNECT 呼叫参考 5：原因 16（正常呼叫清除）",
       from_network("02 01 04 06 08 02 00 05 45 08 02 81 90", Language::zh));
    zh("RELEASE 呼叫参考 5：原因 16（正常呼叫清除）",
       from_user("00 01 06 06 08 02 80 05 4D 08 02 81 90", Language::zh));
    zh("RELEASE COMPLETE 呼叫参考 5", from_network("02 01 06 08 08 02 00 05 5A", Language::zh));
    zh(" [帧只有 2 个八位组，至少应有 3 个]", from_user("00 01", Language::zh));
    STRCMP_EQUAL(
        "0+2 地址: SAPI 0（呼叫控制），TEI 0，命令\n"
        "2+2 控制: I N(S) 2 N(R) 3\n"
        "4+1 协议鉴别语: Q.931 呼叫控制\n"
        "5+3 呼叫参考: 5，由发送方分配\n"
        "8+1 消息类型: DISCONNECT\n"
        "9+4 原因\n"
        "  11+1 编码标准: ITU-T\n"
        "  11+1 位置: 本地用户的专用网\n"
        "  12+1 原因: 16（正常呼叫清除）\n",
        fields_of(from_network("02 01 04 06 08 02 00 05 45 08 02 81 90", Language::zh).items)
            .c_str());
}
