// SPDX-License-Identifier: GPL-2.0-or-later
// What a person is told of one span: its story, and what changed.
#include "tools/trunkline/span_facts.hpp"

#include "tests/support/local_zone.hpp"
#include "tools/trunkline/span_story.hpp"
#include "tools/trunkline/span_watch.hpp"

#include <CppUTest/TestHarness.h>

namespace {

using host_bridge::Json;
using tools::trace::Language;

Json list(const char* text) {
    return *host_bridge::parse_json(text);
}

}  // namespace

TEST_GROUP(SpanFacts) {
    bool zone = support::zone_is_read;
    tools::SpanListings host;

    void setup() override {
        host.spans = list(
            R"([{"status":{"span":1,"signallingUp":true,"slips":2,"crcErrors":5},"usable":true,
                 "since":"2020-03-04T05:06:07.890Z"},
                {"status":{"span":2,"lossOfSignal":true},"usable":false,
                 "since":"2020-03-04T05:06:07.890Z"}])");
        host.quarters = list(
            R"([{"quarter":{"span":1,"seconds":900,"erroredSeconds":9,
                 "since":"2020-03-04T05:00:00.000Z"}},
                {"quarter":{"span":1,"seconds":367,"erroredSeconds":3,
                 "severelyErroredSeconds":1,"since":"2020-03-04T05:15:00.000Z"}}])");
        host.tests = list(
            R"([{"test":{"span":2,"loop":"local","loopLeftMs":12500,"measuring":true,
                 "pattern":"prbs_15","leftMs":4000,"bits":0}}])");
        host.alarms = list(
            R"([{"alarm":"span.2.los","active":true,"since":"2020-03-04T05:06:08.890Z",
                 "text":"span 2: loss of signal (LOS): nothing arrives; check the cable"},
                {"alarm":"span.2.rai","active":false,"text":"span 2: over"},
                {"alarm":"span.20.los","active":true,"text":"span 20: loss of signal"}])");
        host.lines = list(
            R"([{"device":{"span":1,"name":"1/1"},"inService":true,"call":0},
                {"device":{"span":1,"name":"1/2"},"inService":true,"call":7},
                {"device":{"span":2,"name":"2/1"},"inService":false,"call":0},
                {"device":{"span":0,"name":"2001"},"inService":true,"call":0}])");
    }
    [[nodiscard]] std::string story(std::size_t span, Language language = Language::en) const {
        return tools::story_of(tools::span_facts(host)[span], language);
    }
    void tells(std::size_t span, const char* piece) const {
        STRCMP_CONTAINS(piece, story(span).c_str());
    }
};

TEST(SpanFacts, a_good_span_tells_its_counts_of_the_present_quarter) {
    STRCMP_EQUAL(
        "span 1: up since 2020-03-04 05:06\n"
        "  D-channel: up\n"
        "  timeslots: 1 idle, 1 in a call, 0 out of service\n"
        "  since the firmware started: 2 slips, 5 CRC errors, 0 framing errors, 0 errors at the "
        "far end, 0 bad frames on the D-channel\n"
        "  quarter of an hour since 2020-03-04 05:15: of 367 seconds 3 errored (ES), 1 severely "
        "(SES), 0 unavailable (UAS), 0 out of frame (SEFS), 0 with slips (CSS)\n"
        "  test set: nothing has been tested yet\n",
        story(0).c_str());
}

TEST(SpanFacts, a_span_in_alarm_says_what_to_do_about_its_own_alarms_only) {
    tells(1,
          "span 2: alarm: LOS since 2020-03-04 05:06\n"
          "  alarm since 2020-03-04 05:06: loss of signal (LOS): nothing arrives; check the "
          "cable\n"
          "  D-channel: down\n"
          "  timeslots: 0 idle, 0 in a call, 1 out of service\n");
}

TEST(SpanFacts, what_is_tested_is_told_with_the_time_it_goes_on) {
    tells(1,
          "  test set: local loop, 13 s left; measures prbs_15, 4 s left, the pattern does not "
          "come back\n");
    host.tests = list(
        R"([{"test":{"span":2,"loop":"none","measuring":false,"pattern":"qrss",
             "bits":3000000,"errors":0}}])");
    tells(1, "  test set: no loop; measured last qrss, bit error ratio 0.0e+00 (");
}

TEST(SpanFacts, all_of_it_is_told_in_chinese_too) {
    STRCMP_EQUAL(
        "中继 1：正常，自 2020-03-04 05:06\n"
        "  D信道：正常\n"
        "  时隙：1 空闲，1 通话，0 停用\n"
        "  自固件启动：滑码 2，CRC错误 5，帧错误 0，远端错误 0，D信道坏帧 0\n"
        "  本刻钟，自 2020-03-04 05:15：367 秒中误码秒 (ES) 3，严重误码秒 (SES) 1，"
        "不可用秒 (UAS) 0，失步秒 (SEFS) 0，滑码秒 (CSS) 0\n"
        "  测试：尚未做过测试\n",
        story(0, Language::zh).c_str());
    STRCMP_EQUAL(
        "中继 2：告警：LOS，自 2020-03-04 05:06\n"
        "  告警，自 2020-03-04 05:06：信号丢失 (LOS)：收不到任何信号；请检查电缆和对端\n"
        "  D信道：断开\n"
        "  时隙：0 空闲，0 通话，1 停用\n"
        "  自固件启动：滑码 0，CRC错误 0，帧错误 0，远端错误 0，D信道坏帧 0\n"
        "  尚无出错的一刻钟\n"
        "  测试：local 环回，剩余 13 秒；正在测量 prbs_15，剩余 4 秒，测试码型未返回\n",
        story(1, Language::zh).c_str());
    host.tests = list(
        R"([{"test":{"span":2,"loop":"none","measuring":false,"pattern":"qrss",
             "bits":3000000,"errors":3}}])");
    STRCMP_CONTAINS(
        "  测试：无环回；上次测量 qrss，误码率 1.0e-06（95% 置信区间 2.1e-07 至 2.9e-06）\n",
        story(1, Language::zh).c_str());
    // An alarm this program does not know by name is told as the center tells it.
    host.alarms = list(
        R"([{"alarm":"span.2.new","active":true,"since":"2020-03-04T05:06:08.890Z",
             "text":"span 2: something new: look at it"}])");
    STRCMP_CONTAINS("：something new: look at it\n", story(1, Language::zh).c_str());
}

TEST(SpanFacts, a_change_names_the_columns_that_changed_and_an_alarm_by_its_name) {
    const tools::Listing watched = tools::watched_spans();
    const Json before = tools::span_facts(host);
    host.spans[0]["usable"] = false;
    host.spans[0]["status"]["lossOfFrame"] = true;
    host.spans[0]["status"]["slips"] = 4;
    host.quarters[1]["quarter"]["seconds"] = 368;
    const Json now = tools::span_facts(host);
    STRCMP_EQUAL("span 1: STATE up → alarm: LOF, SLIPS 2 → 4",
                 tools::change_of(watched, before[0], now[0]).c_str());
    STRCMP_EQUAL("", tools::change_of(watched, before[1], now[1]).c_str());
    STRCMP_EQUAL(
        "span 2: STATE alarm: LOS, D-CHANNEL down, SLIPS -, CRC -, FRAMING -, FAR END -, "
        "BAD FRAMES -, ES -, SES -, UAS -",
        tools::change_of(watched, Json(), now[1]).c_str());
}
