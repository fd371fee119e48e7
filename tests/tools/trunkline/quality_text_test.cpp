// SPDX-License-Identifier: GPL-2.0-or-later
// How good a line is, in words.
#include "tools/trunkline/line/quality_text.hpp"

#include <CppUTest/TestHarness.h>

using host_bridge::Json;
using tools::is_poor;
using tools::quality_line;
using tools::quality_text;
using tools::trace::Language;

TEST_GROUP(QualityText) {
    Json row = *host_bridge::parse_json(
        R"({"device":{"name":"1/17"},"quality":{"measuredMs":12300,"inCall":true,)"
        R"("canceller":"cancels","tailMs":32,"echoFound":true,"erleTenthsDb":312,)"
        R"("returnLossTenthsDb":142,"echoDelayUs":5125,"backgroundTenthsDbm0":-583,)"
        R"("says":{"levelTenthsDbm0":-182,"speechTenthsDbm0":-175,"offset":-12,)"
        R"("clippedSamples":3,"voiceMs":5000,"soundMs":9000},)"
        R"("hears":{"levelTenthsDbm0":-990,"speechTenthsDbm0":-990,"offset":0,)"
        R"("clippedSamples":0,"voiceMs":0,"soundMs":0},"oneWay":"no"}})");

    void reads(const char* text) {
        STRCMP_EQUAL(text, quality_text(row, Language::en).c_str());
    }
};

TEST(QualityText, of_a_line_in_a_call) {
    reads(
        "line 1/17: in a call, measured for 12.3 s\n"
        "  echo canceller  on, tail 32 ms\n"
        "  echo            return loss 14.2 dB, delay 5.1 ms, ERLE 31.2 dB\n"
        "  background      -58.3 dBm0\n"
        "  from the line   -18.2 dBm0 now, speech -17.5 dBm0 for 5.0 s, DC -12, 3 samples clipped\n"
        "  to the line     nothing now, speech nothing for 0.0 s, DC 0, 0 samples clipped\n");
    CHECK_FALSE(is_poor(row));
}

TEST(QualityText, of_a_line_without_a_canceller_tells_nothing_of_echoes) {
    row["quality"]["canceller"] = "off";
    const std::string text = quality_text(row, Language::en);
    STRCMP_CONTAINS("none (echo_tail = 0)", text.c_str());
    CHECK(text.find("return loss") == std::string::npos);
}

TEST(QualityText, names_what_to_look_at) {
    row["quality"]["oneWay"] = "nothing_to_line";
    CHECK(is_poor(row));
    STRCMP_CONTAINS("look at         nothing at all goes to the line",
                    quality_text(row, Language::en).c_str());
    row["quality"]["oneWay"] = "no";
    row["quality"]["says"]["clippedSamples"] = 99;
    CHECK(is_poor(row));
    STRCMP_CONTAINS("clipped: too loud", quality_line(row, Language::en).c_str());
}

TEST(QualityText, in_chinese_stands_in_columns_too) {
    row["quality"]["canceller"] = "disabled";
    const std::string text = quality_text(row, Language::zh);
    STRCMP_CONTAINS("线路 1/17：通话中", text.c_str());
    STRCMP_CONTAINS("\n  回声消除器      已被调制解调器音停用", text.c_str());
    STRCMP_CONTAINS("\n  回声            回波损耗 14.2 dB", text.c_str());
}

TEST(QualityText, of_what_makes_no_sense_is_still_text) {
    CHECK(!quality_text(Json::object(), Language::en).empty());
    CHECK(!quality_line(*host_bridge::parse_json("[1]"), Language::zh).empty());
}
