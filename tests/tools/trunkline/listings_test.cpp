// SPDX-License-Identifier: GPL-2.0-or-later
// What a person sees of what host says.
#include "tests/support/local_zone.hpp"
#include "tools/trunkline/alarm_words.hpp"
#include "tools/trunkline/call_show.hpp"
#include "tools/trunkline/span_listings.hpp"

#include <CppUTest/TestHarness.h>

namespace {

using host_bridge::Json;

}  // namespace

TEST_GROUP(Listing){static std::string of(const std::string& name, const char* items,
                                          bool in_colour = false){CHECK(support::zone_is_read);
for (const tools::Listing& one : tools::listings()) {
    if (one.name == name) {
        return tools::listing_text(one, *host_bridge::parse_json(items), in_colour);
    }
}
FAIL("no such listing");
return {};
}
static void shows(const std::string& expected, const std::string& name, const char* items) {
    STRCMP_EQUAL(expected.c_str(), of(name, items).c_str());
}
}
;

TEST(Listing, columns_are_aligned_and_ids_are_plain_numbers) {
    shows(
        "LINE  STATE           SINCE             CALL\n"
        "1/1   idle            2020-03-04 05:06  -\n"
        "2001  busy            2020-03-04 05:06  17\n"
        "1/17  out of service  2020-03-04 05:06  -\n",
        "line",
        R"([{"device":{"name":"1/1"},"inService":true,"call":0,"since":"2020-03-04T05:06:07.890Z"},
            {"device":{"name":"2001"},"inService":true,"call":17,"since":"2020-03-04T05:06:07.890Z"},
            {"device":{"name":"1/17"},"inService":false,"call":0,"since":"2020-03-04T05:06:07.890Z"}])");
}

TEST(Listing, an_empty_list_is_a_sentence) {
    for (const tools::Listing& one : tools::listings()) {
        const std::string text = tools::listing_text(one, Json::array(), false);
        CHECK_TEXT(text.ends_with(".\n") && text.find(' ') != std::string::npos, text.c_str());
    }
    shows("No call is in progress.\n", "call", "[]");
}

TEST(Listing, a_span_says_its_alarm_by_the_standards_name) {
    const auto state = [](const std::string& status) {
        const std::string text =
            of("span", ("[{\"status\":{" + status + "},\"usable\":false}]").c_str());
        return text.substr(text.find('\n') + 1);
    };
    STRCMP_CONTAINS("alarm: LOS", state(R"("lossOfSignal":true,"lossOfFrame":true)").c_str());
    STRCMP_CONTAINS("alarm: AIS", state(R"("alarmIndication":true,"lossOfFrame":true)").c_str());
    STRCMP_CONTAINS("alarm: LOF", state(R"("lossOfFrame":true)").c_str());
    STRCMP_CONTAINS("alarm: RAI", state(R"("remoteAlarm":true)").c_str());
    STRCMP_CONTAINS("no board: held by another",
                    state(R"("noBoard":true,"boardTrouble":"held")").c_str());
    STRCMP_CONTAINS("no D-channel", state(R"("signallingUp":false)").c_str());
}

TEST(Listing, boards_say_which_spans_have_none_and_why) {
    const auto boards = [](const std::string& lost) {
        return of("board",
                  ("[{\"firmwarePresent\":true,\"withoutBoard\":[" + lost + "]}]").c_str());
    };
    STRCMP_CONTAINS(
        "  2 (not allowed), 3 (does not answer)  ",
        boards(R"({"span":2,"trouble":"not_allowed"},{"span":3,"trouble":"no_answer"})").c_str());
    CHECK(boards("").find('(') == boards("").find("(ms)"));
}

// What is a number to host is one here.
TEST(Listing, a_clock_says_whose_it_is_what_it_follows_and_how_far_each_span_is_off) {
    const auto clock = [](const char* state, const char* rest) {
        return std::string(R"("clock":{"board":1,"runsBus":true,"state":")") + state + "\"," +
               rest + R"(,"since":"2020-03-04T05:06:07.890Z"})";
    };
    const std::string locked = clock("locked", R"("sources":1,"switches":1,"reason":"start")");
    const std::string alone = clock("free_run", R"("sources":0,"switches":0,"reason":"start")");
    const std::string text = of(
        "clock",
        ("[{" + locked +
         R"(,"followed":true,"framesDeleted":0,"framesRepeated":0,"source":{"span":1,"priority":1,
             "defect":"none","measured":true,"offsetPpb":2000,"driftPpb":0}},{)" +
         locked +
         R"(,"framesDeleted":7,"framesRepeated":0,"source":{"span":2,"priority":0,
             "defect":"none","measured":true,"offsetPpb":32000,"driftPpb":30000}},{)" +
         alone + R"(,"source":{"span":0}}])")
            .c_str());
    STRCMP_CONTAINS("board 1, bus  locked", text.c_str());
    STRCMP_CONTAINS("first source", text.c_str());
    STRCMP_CONTAINS("followed", text.c_str());
    STRCMP_CONTAINS("no source", text.c_str());
    STRCMP_CONTAINS("+32.00  +30.00        7", text.c_str());
    STRCMP_CONTAINS("free run", text.c_str());
    CHECK_TEXT(
        of("clock", ("[{" + alone + R"(,"source":{"span":0}}])").c_str(), true).find("\033[31m") ==
            std::string::npos,
        "nothing is wrong with a clock that shall follow none");
}

TEST(Listing, quarters_of_a_day_add_up) {
    const auto day = tools::days_of(*host_bridge::parse_json(
        R"([{"quarter":{"span":1,"since":"2020-03-04T05:00:00.000Z","over":true,"erroredSeconds":3}},
            {"quarter":{"span":1,"since":"2020-03-04T05:15:00.000Z","over":false,"erroredSeconds":4}},
            {"quarter":{"span":2,"since":"2020-03-04T05:00:00.000Z","over":true,"erroredSeconds":5}}])"));
    LONGS_EQUAL(2, day.size());
    LONGS_EQUAL(7, day[0]["quarter"]["erroredSeconds"].get<int>());
    LONGS_EQUAL(1, day[0]["quarter"]["span"].get<int>());
    STRCMP_EQUAL("2020-03-04T05:00:00.000Z", day[0]["quarter"]["since"].get<std::string>().c_str());
    LONGS_EQUAL(5, day[1]["quarter"]["erroredSeconds"].get<int>());
}

TEST(Listing, a_call_shows_who_takes_part) {
    STRCMP_CONTAINS("17    3        -      1/17 connected, 2001 held\n",
                    of("call",
                       R"([{"call":17,"contact":{"id":3},"parties":[
                            {"device":{"name":"1/17"},"state":"connected"},
                            {"device":{"name":"2001"},"state":"held"}]}])")
                        .c_str());
}

constexpr const char* supervised =
    R"({"call":17,"contact":{"id":3},"parties":[
        {"device":{"name":"1/17"},"state":"connected","part":"regular","gainDb":6,"speaks":true},
        {"device":{"name":"2001"},"state":"held","part":"regular","agent":"4001","gainDb":0},
        {"device":{"name":"2009"},"state":"connected","part":"whisper","muted":true}]})";

TEST(Listing, a_call_shows_supervisors_who_is_muted_and_who_speaks) {
    STRCMP_CONTAINS("1/17 connected speaks, 2001 held, 2009 connected (whisper) muted\n",
                    of("call", ("[" + std::string(supervised) + "]").c_str()).c_str());
}

TEST(Listing, one_call_is_shown_party_by_party_in_two_languages) {
    const auto call = host_bridge::Json::parse(supervised);
    STRCMP_EQUAL(
        "call 17, contact 3\n"
        "LINE  STATE      PART                               AGENT  HEARD     SPEAKS\n"
        "1/17  connected  party                              -      +6 dB     speaks\n"
        "2001  held       party                              4001   as it is  -\n"
        "2009  connected  coaches, heard by the agent alone  -      muted     -\n",
        tools::call_text(call, tools::trace::Language::en, false).c_str());
    STRCMP_EQUAL(
        "呼叫 17, 联络 3\n"
        "线路  状态  参与方式            座席  被听到  正在说话\n"
        "1/17  接通  普通方              -     +6 dB   说话\n"
        "2001  保持  普通方              4001  原样    -\n"
        "2009  接通  耳语，只有座席听到  -     静音    -\n",
        tools::call_text(call, tools::trace::Language::zh, false).c_str());
}

TEST(Listing, a_contact_shows_where_it_is) {
    const auto where = [](const std::string& fields) {
        return of("contact", ("[{\"contact\":{\"id\":3}," + fields + "}]").c_str());
    };
    STRCMP_CONTAINS("menu welcome\n", where(R"("menu":"welcome","queue":"sales")").c_str());
    STRCMP_CONTAINS("queue sales, position 2\n", where(R"("queue":"sales","position":2)").c_str());
    STRCMP_CONTAINS("agent 4001\n", where(R"("agent":"4001")").c_str());
}

TEST(Listing, states_have_colours_on_a_terminal_and_columns_stay_aligned) {
    const char* agents =
        R"([{"agent":"4001","station":"2001","state":"ready"},
            {"agent":"4002","station":"2002","state":"not_ready"},
            {"agent":"4003","station":"2003","state":"logged_off"}])";
    const std::string plain = of("agent", agents);
    CHECK(plain.find('\x1B') == std::string::npos);
    std::string coloured = of("agent", agents, true);
    STRCMP_CONTAINS("\x1B[32mready\x1B[0m", coloured.c_str());
    STRCMP_CONTAINS("\x1B[33mnot_ready\x1B[0m", coloured.c_str());
    STRCMP_CONTAINS("  logged_off", coloured.c_str());
    for (const std::string_view code : {"\x1B[32m", "\x1B[33m", "\x1B[0m"}) {
        for (auto at = coloured.find(code); at != std::string::npos; at = coloured.find(code)) {
            coloured.erase(at, code.size());
        }
    }
    STRCMP_EQUAL(plain.c_str(), coloured.c_str());
}

TEST(Listing, what_came_from_outside_cannot_move_the_cursor) {
    const std::string text =
        of("agent", R"([{"agent":"4001","reason":"\u001b[2Jlunch\n\u007f","state":"\u0007"}])");
    STRCMP_CONTAINS("\\x1B[2Jlunch\\x0A\\x7F", text.c_str());
    STRCMP_CONTAINS("\\x07", text.c_str());
}

TEST(Listing, characters_are_counted_not_octets) {
    const std::string text =
        of("link", R"([{"name":"größe","dialect":"x"},{"name":"grosse","dialect":"x"}])");
    STRCMP_CONTAINS("größe   x", text.c_str());
    STRCMP_CONTAINS("grosse  x", text.c_str());
}

TEST(Listing, a_field_that_is_missing_or_of_another_kind_is_a_dash_not_a_crash) {
    for (const tools::Listing& one : tools::listings()) {
        const auto odd = host_bridge::parse_json(
            R"([{}, 7, null, "x", {"parties":7,"since":7,"contact":null,"status":[]}])");
        CHECK(tools::listing_text(one, *odd, true).size() > 10);
    }
}

TEST(Listing, alarms_speak_chinese_where_they_are_known_by_name) {
    const auto in_chinese = [](const char* alarm, bool active) {
        return tools::alarm_text(alarm, active, "as told", tools::trace::Language::zh);
    };
    STRCMP_EQUAL("中继 12：信号丢失 (LOS)：收不到任何信号；请检查电缆和对端",
                 in_chinese("span.12.los", true).c_str());
    STRCMP_EQUAL("中继 1：信号丢失 (LOS)，已恢复", in_chinese("span.1.los", false).c_str());
    STRCMP_EQUAL("中继 3：无板卡 (as told)", in_chinese("span.3.board", true).c_str());
    STRCMP_EQUAL("板卡 1：时钟保持，已恢复", in_chinese("clock.1.holdover", false).c_str());
    STRCMP_EQUAL("as told", in_chinese("span.1.unheard", true).c_str());
    STRCMP_EQUAL("as told", in_chinese("7", true).c_str());
    STRCMP_EQUAL("as told",
                 tools::alarm_text("prompts", true, "as told", tools::trace::Language::en).c_str());
}
