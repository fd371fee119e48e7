// SPDX-License-Identifier: GPL-2.0-or-later
// Destinations as people write them.
#include "pbx/routing/destination.hpp"

#include <CppUTest/TestHarness.h>

using pbx::Destination;

TEST_GROUP(Destination){void is(const char* written, const Destination& to){
    const auto parsed = pbx::parse_destination(written);
CHECK_TEXT(!!parsed, parsed ? "" : parsed.error().c_str());
CHECK_TEXT(*parsed == to, written);
// What events print says the same.
const std::string printed = std::string(pbx::kind_of(*parsed)) + ":" + pbx::target_of(*parsed);
STRCMP_EQUAL(written, printed.c_str());
}
void is_refused(const std::string& written, const char* why) {
    const auto parsed = pbx::parse_destination(written);
    CHECK_FALSE_TEXT(!!parsed, written.c_str());
    const std::string expected =
        "destination \"" + written + "\" " + why +
        ": write menu:NAME, queue:NAME, station:NUMBER, "
        "number:DIGITS, fax:NAME, mailbox:NUMBER, messages:NUMBER, messages:own or release:CAUSE";
    STRCMP_EQUAL(expected.c_str(), parsed.error().c_str());
}
}
;

TEST(Destination, may_be_a_menu_a_queue_a_station_a_number_or_a_release) {
    is("menu:welcome", pbx::ToMenu{"welcome"});
    is("queue:sales", pbx::ToQueue{"sales"});
    is("station:2001", pbx::ToStation{"2001"});
    is("number:0105551234", pbx::ToNumber{"0105551234", {}});
    is("release:17", pbx::ToRelease{pbx::Cause::user_busy});
}

TEST(Destination, may_have_the_longest_name_and_number) {
    const std::string name(31, 'n');
    is(("queue:" + name).c_str(), pbx::ToQueue{name});
    const std::string number(23, '7');
    is(("station:" + number).c_str(), pbx::ToStation{number});
    is("number:*12#", pbx::ToNumber{"*12#", {}});
    is("release:127", pbx::ToRelease{pbx::Cause::interworking});
}

TEST(Destination, needs_its_kind) {
    is_refused("", "has no kind");
    is_refused("sales", "has no kind");
    is_refused(":sales", "is of no known kind");
    is_refused("Queue:sales", "is of no known kind");
    is_refused("pager:7", "is of no known kind");
}

TEST(Destination, needs_a_name_that_fits) {
    is_refused("menu:", "needs a name of 1 to 31 letters");
    is_refused("queue:" + std::string(32, 'n'), "needs a name of 1 to 31 letters");
}

TEST(Destination, needs_a_number_that_can_be_dialled) {
    is_refused("station:", "needs 1 to 23 digits");
    is_refused("station:20a1", "needs 1 to 23 digits");
    is_refused("number:+8610", "needs 1 to 23 digits");
    is_refused("number:" + std::string(24, '1'), "needs 1 to 23 digits");
}

TEST(Destination, needs_a_cause_there_is) {
    for (const char* cause : {"", "0", "128", "-1", "17 ", "busy", "99999999999"}) {
        is_refused(std::string("release:") + cause, "needs a Q.850 cause from 1 to 127");
    }
}

TEST(Destination, of_a_code_prints_what_it_does) {
    STRCMP_EQUAL("log_in", pbx::target_of(pbx::ToFeature{pbx::Feature::log_in, "4001"}).c_str());
    const Destination code = pbx::ToFeature{pbx::Feature::not_ready, {}};
    STRCMP_EQUAL("feature", std::string(pbx::kind_of(code)).c_str());
    STRCMP_EQUAL("not_ready", pbx::target_of(code).c_str());
}
