// SPDX-License-Identifier: GPL-2.0-or-later
// What the trace says of frames that are not as the standards have them: what, and where; it is
// never silent about them.
#include "tests/tools/trace/traced.hpp"

#include <CppUTest/TestHarness.h>

using namespace traced;

TEST_GROUP(Malformed){static void says(const char* expected, const Decoded& decoded){
    STRCMP_EQUAL(expected, told(decoded).c_str());
}
// A message of a call of the far end.
static Decoded message(const std::string& octets) {
    return from_network("02 01 00 00 08 02 00 05 " + octets);
}
}
;

TEST(Malformed, frames_cut_short) {
    says(" [0 octets are no frame, 3 are the least]", from_user(""));
    says(" [1 octets are no frame, 3 are the least]", from_user("00"));
    says(" [the frame ends before its N(R)]", from_user("00 01 01"));
    says("FRMR [FRMR has 2 octets of information, not 5]", from_network("00 01 87 00 00"));
    says("UI [TEI management ends after 4 octets, 5 are the least]",
         from_user("FC FF 03 0F 12 34 01"));
}

TEST(Malformed, addresses_and_control_fields) {
    says(" [the address does not end with its second octet]", from_user("00 00 7F"));
    says(" [the address does not end with its second octet]", from_user("01 01 7F"));
    says(" [control field 0xe3 is of no frame]", from_user("00 01 E3"));
    says(" [control field 0x0d is of no frame]", from_user("00 01 0D 00"));
    says("RR N(R) 0 [reserved bits of control field 0x31 are set]", from_user("00 01 31 00"));
    says("UA P [UA cannot be a command]", from_user("00 01 73"));
    says("SABME F [SABME cannot be a response]", from_user("02 01 7F"));
    says("I N(S) 0 N(R) 0 [I cannot be a response]", from_user("02 01 00 00"));
    says("SABME P [SABME has 2 octets more than it may]", from_user("00 01 7F 00 00"));
    says("RR N(R) 1 [RR has 1 octets more than it may]", from_user("00 01 01 02 00"));
}

TEST(Malformed, more_information_than_n201) {
    std::string text = "02 01 00 00 08 02 00 05 7B 28 FA";
    for (int i = 0; i < 250; ++i) text += " 41";
    text += " A1 A1 A1 A1 A1";
    CHECK(told(from_network(text))
              .ends_with("[262 octets of information, 260 are the most "
                         "(N201)]"));
}

TEST(Malformed, messages_cut_short_or_unknown) {
    says("I N(S) 0 N(R) 0 [the message ends before its type]", from_user("00 01 00 00 08"));
    says("I cr 1 ours [the message ends before its type]", from_user("00 01 00 00 08 02 00 01"));
    says("I N(S) 0 N(R) 0 [the message ends before its type]", from_user("00 01 00 00 08 02 00"));
    says("I N(S) 0 N(R) 0 [call reference of length 0x03]",
         from_user("00 01 00 00 08 03 00 00 01 05"));
    says("I N(S) 0 N(R) 0 [protocol discriminator 0x41 is not Q.931's]",
         from_user("00 01 00 00 41 02 00 01 05"));
    says("I cr 5 [there is no message type 0x85]", message("85"));
    says("I cr 5 [there is no message type 0x00]", message("00"));
}

TEST(Malformed, elements_that_say_more_than_there_is) {
    says(
        "PROGRESS cr 5 [information element 0x1e says 9 octets, 4 are left] "
        "[PROGRESS lacks information element 0x1e, progress indicator]",
        message("03 1E 09 81 88 00 00"));
    says("RELEASE cr 5 [information element 0x08 ends before its length]", message("4D 08"));
    says("RELEASE cr 5 [information element 0x08 is cut short by its 1 octets]",
         message("4D 08 01 81"));
    says(
        "RELEASE cr 5: cause 16 (normal call clearing) "
        "[information element 0x08: octet 0x10 is reserved]",
        message("4D 08 02 81 10"));
    says("CONNECT cr 5 [information element 0x18 is cut short by its 1 octets]",
         message("07 18 01 A9"));
    says("CONNECT cr 5 → channel 1 [information element 0x18 is cut short by its 3 octets]",
         message("07 18 03 A9 83 01"));
    says(
        "ALERTING cr 5: progress 8 (in-band information available) "
        "[information element 0x1e has 1 octets too many]",
        message("01 1E 03 81 88 00"));
    says(
        "INFORMATION cr 5: to 1\\x00 "
        "[information element 0x70 has octets that are no characters of a number]",
        message("7B 70 03 81 31 00"));
}

TEST(Malformed, messages_without_what_they_are_for) {
    says("SETUP cr 5 [SETUP lacks information element 0x04, bearer capability]", message("05"));
    says("DISCONNECT cr 5 [DISCONNECT lacks information element 0x08, cause]", message("45"));
    // An empty element is as good as none.
    says("DISCONNECT cr 5 [DISCONNECT lacks information element 0x08, cause]", message("45 08 00"));
}

TEST(Malformed, a_sound_frame_cut_anywhere_within_an_element_is_never_called_sound) {
    const auto whole = octets(
        "00 01 00 00 08 02 00 01 05 04 03 80 90 A3 18 03 A9 83 81 6C 06 21 81 31 30 30 31 "
        "70 05 81 32 30 30 30");
    // Between elements a shorter message is a message.
    const std::vector<std::size_t> ends{14, 19, 27, whole.size()};
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const auto decoded = tools::trace::decode({whole.data(), size}, {}, Language::en);
        const bool at_end = std::ranges::find(ends, size) != ends.end();
        // An I frame may be empty.
        CHECK_EQUAL_TEXT(at_end || size == 4, decoded.wrong.empty(), std::to_string(size).c_str());
    }
}
