// SPDX-License-Identifier: GPL-2.0-or-later
// Where what stands on a screen, without one.
#include "tools/trunkline/screen/layout.hpp"

#include "tests/support/local_zone.hpp"

#include <CppUTest/TestHarness.h>

namespace {

using namespace tools::screen;

std::string text_of(const Line& line) {
    std::string text;
    for (const Piece& piece : line) text += piece.text;
    return text;
}

}  // namespace

TEST_GROUP(Layout) {
    bool zone = support::zone_is_read;
    CenterListings host;
    View view;

    // An E1 with a caller at an agent's telephone, and a T1 without a signal.
    void setup() override {
        const auto list = [](const char* text) { return *host_bridge::parse_json(text); };
        host.system = list(R"([{"version":"0.1.0","firmwarePresent":true}])");
        host.plant.spans = list(
            R"([{"status":{"span":1,"signallingUp":true,"slips":2},"usable":true,
                 "since":"2020-03-04T05:06:07.890Z"},
                {"status":{"span":2,"lossOfSignal":true},"usable":false,
                 "since":"2020-03-04T05:06:07.890Z"}])");
        host.plant.quarters = host.plant.tests = list("[]");
        host.plant.alarms = list(
            R"([{"alarm":"span.2.los","active":true,"since":"2020-03-04T05:06:08.890Z",
                 "text":"span 2: loss of signal (LOS): nothing arrives; check the cable and the far end"},
                {"alarm":"prompts","active":false,"text":"over"}])");
        host.plant.lines = host_bridge::Json::array();
        for (int timeslot = 1; timeslot <= 31; ++timeslot) {
            if (timeslot != 16) add_line(1, timeslot, true);
            if (timeslot <= 23) add_line(2, timeslot, false);
        }
        host.plant.lines[2]["call"] = 7;
        host.calls = list(
            R"([{"call":7,"since":"2020-03-04T05:06:07.890Z","parties":[
                 {"device":{"name":"1/2"},"state":"connected"},
                 {"device":{"name":"2001"},"state":"alerting"}]}])");
        host.queues =
            list(R"([{"queue":"sales","waiting":3,"longestWaitMs":12400,"abandoned":1}])");
        host.agents =
            list(R"([{"agent":"4001","state":"ready"},{"agent":"4002","state":"not_ready"}])");
    }
    void add_line(int span, int timeslot, bool in_service) {
        const std::string name = std::to_string(span) + "/" + std::to_string(timeslot);
        host.plant.lines.push_back({
            {"device",    {{"span", span}, {"timeslot", timeslot}, {"name", name}}},
            {"inService", in_service                                              },
            {"call",      0                                                       }
        });
    }
    [[nodiscard]] std::string screen() const {
        Picture picture = picture_of(host);
        picture.time = "12:03:04";
        std::string text;
        for (const Line& line : layout(picture, view)) {
            const std::string one = text_of(line);
            CHECK_TEXT(columns_of(one) <= view.columns, one.c_str());
            text += one.substr(0, one.find_last_not_of(' ') + 1) + '\n';
        }
        return text;
    }
    void shows(const char* piece) const {
        STRCMP_CONTAINS(piece, screen().c_str());
    }
};

TEST(Layout, a_screen_of_80_by_24_has_spans_timeslots_alarms_calls_queues_and_agents) {
    STRCMP_EQUAL(
        " Trunkline 0.1.0  firmware running  ALARMS 1                           12:03:04\n"
        " SPAN STATE          D     SLIPS    ES   UAS TIMESLOTS\n"
        ">   1 up             up        2     0     0 .T.............D...............\n"
        "    2 alarm LOS      down      0     0     0 xxxxxxxxxxxxxxxxxxxxxxxD\n"
        "ALARMS\n"
        " 2020-03-04 05:06 span 2: loss of signal (LOS): nothing arrives; check the cab..\n"
        "CALLS\n"
        "     7 2020-03-04 05:06 1/2 connected, 2001 alerting\n"
        "QUEUES\n"
        " sales            waiting 3  longest 12 s  abandoned 1\n"
        "AGENTS\n"
        " 4001 ready               4002 not ready\n"
        "\n\n\n\n\n\n\n\n\n\n\n"
        " q quit  j/k span  Enter more  . idle  r ringing  T talking  x out  D D-channel\n",
        screen().c_str());
}

TEST(Layout, an_opened_span_says_what_to_do_and_who_is_in_its_timeslots) {
    view.opened = true;
    shows("SPAN 1: up since 2020-03-04 05:06   D up\n");
    shows(" slips 2  CRC errors 0  framing errors 0  far end errors 0  bad frames 0\n");
    shows(
        "          1         2         3\n 1234567890123456789012345678901\n"
        " .T.............D...............\n");
    shows("   1/2 call 7: 1/2 connected, 2001 alerting\n");
    view.chosen = 1;
    shows("SPAN 2: alarm LOS since");
    shows(
        " 2020-03-04 05:06 span 2: loss of signal (LOS): nothing arrives; check the cable\n"
        " and the far end\n");
}

TEST(Layout, ringing_and_talking_are_told_apart) {
    host.calls[0]["parties"][0]["state"] = "alerting";
    shows(" .r.............D...............\n");
}

TEST(Layout, chinese_columns_line_up_though_each_character_takes_two) {
    view.language = Language::zh;
    shows(" 中继 状态           D信道  滑码    ES   UAS 时隙\n");
    shows("    2 告警 LOS       断开      0     0     0 xxxxxxxxxxxxxxxxxxxxxxxD\n");
    shows(" 2020-03-04 05:06 中继 2：信号丢失 (LOS)：收不到任何信号；请检查电缆和对端");
    shows(" sales            等待 3  最长 12 s  放弃 1\n");
    shows(" 4001 就绪                4002 未就绪\n");
    shows(" q 退出  j/k 选中继  Enter 详情");
}

TEST(Layout, a_larger_screen_shows_more_and_a_full_one_says_how_many_there_are) {
    for (int call = 8; call < 60; ++call) {
        host.calls.push_back(host.calls[0]);
        host.calls.back()["call"] = call;
    }
    shows("CALLS 12 of 53\n");
    view.rows = 50;
    shows("CALLS 38 of 53\n");
    view.rows = 12;
    shows("CALLS 1 of 53\n");
}

TEST(Layout, of_many_spans_those_around_the_chosen_one_are_shown) {
    for (int span = 3; span <= 20; ++span) {
        host.plant.spans.push_back(host.plant.spans[0]);
        host.plant.spans.back()["status"]["span"] = span;
    }
    shows("TIMESLOTS  7 of 20\n>   1 up");
    view.chosen = 19;
    shows("\n   14 up");
    shows("\n>  20 up");
    CHECK(screen().find("\n   13 up") == std::string::npos);
}

TEST(Layout, what_is_wrong_is_coloured_and_what_is_chosen_marked) {
    const std::vector<Line> lines = layout(picture_of(host), view);
    const auto mood_of = [&](std::size_t line, const char* text) {
        for (const Piece& piece : lines[line]) {
            if (piece.text == text) return piece.style.mood;
        }
        FAIL(text);
        return tools::Mood::plain;
    };
    CHECK(mood_of(3, "alarm LOS") == tools::Mood::bad);
    CHECK(mood_of(3, "x") == tools::Mood::bad);
    CHECK(mood_of(2, "T") == tools::Mood::good);
    CHECK(mood_of(2, "2") == tools::Mood::attention);
    CHECK(mood_of(2, "up") == tools::Mood::good);
}

TEST(Layout, nothing_new_is_told_at_the_bottom_and_a_small_screen_asks_to_grow) {
    Picture picture = picture_of(host);
    picture.trouble = "nobody answers: start it with trunkline run";
    STRCMP_CONTAINS(" nobody answers: start it", text_of(layout(picture, view).back()).c_str());
    view.rows = 5;
    view.columns = 40;
    shows("This screen is too small: make it 60 b..");
}

TEST(Layout, a_missing_board_and_a_link_that_cannot_come_up_are_named) {
    auto& status = host.plant.spans[1]["status"];
    status["noBoard"] = true;
    status["boardTrouble"] = "held";
    CHECK(screen().find("2 no board") != std::string::npos);
    view.chosen = 1;
    view.opened = true;
    CHECK(screen().find("SPAN 2: no board (held by another)") != std::string::npos);
    view.language = Language::zh;
    CHECK(screen().find("无板卡 (被占用)") != std::string::npos);
    view = {};
    status = {
        {"span",        2       },
        {"linkTrouble", "looped"}
    };
    CHECK(screen().find("2 D looped") != std::string::npos);
    status["linkTrouble"] = "same_side";
    CHECK(screen().find("2 equal sides") != std::string::npos);
    status["linkTrouble"] = "none";
    CHECK(screen().find("2 no D-channel") != std::string::npos);
}

TEST(Layout, an_empty_center_is_a_screen_too) {
    host = {};
    shows("FIRMWARE AWAY");
    shows("ALARMS none\nCALLS none\nQUEUES none\nAGENTS none\n");
    view.opened = true;
    shows("ALARMS none\n");
}

TEST(Layout, text_is_cut_and_broken_between_characters) {
    STRCMP_EQUAL("呼..", cut("呼叫中心", 5).c_str());
    STRCMP_EQUAL("呼叫中心", cut("呼叫中心", 8).c_str());
    CHECK_EQUAL(10U, columns_of("T1 呼叫 ok"));
    const auto lines = wrapped("nothing arrives; check the cable", 16);
    CHECK_EQUAL(2U, lines.size());
    STRCMP_EQUAL("nothing arrives;", lines[0].c_str());
    STRCMP_EQUAL("check the cable", lines[1].c_str());
    STRCMP_EQUAL("没有信", wrapped("没有信号到达", 7)[0].c_str());
}
