// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/score.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(ScoreSheet) {
    score::Section section{"keys", "Keys", "peer x", nullptr};
    score::Sheet sheet{
        "2026-11-22",
        "abc1",
        {},
        {{&section,
          {{"short tone", "0", false, score::counted(3, 1600), score::counted(270, 1600)},
           {"echo ±1 dB", "≥ 30 dB", true, {31.25, "dB"}, {}}}}}};
};

TEST(ScoreSheet, one_line_a_limit_and_what_is_not_kept_stands_out) {
    STRCMP_CONTAINS(
        "\n## Keys\n\n"
        "| what       | limit   | ours      | kept | peer x      |\n"
        "|------------|---------|-----------|------|-------------|\n"
        "| short tone | 0       | 3 of 1600 | NO   | 270 of 1600 |\n"
        "| echo ±1 dB | ≥ 30 dB | 31.25 dB  | yes  | -           |\n",
        score::as_markdown(sheet).c_str());
    STRCMP_CONTAINS("2026-11-22 at revision abc1, seed 1, by", score::as_markdown(sheet).c_str());
}

TEST(ScoreSheet, json_has_the_figures_and_no_peer_where_there_is_none) {
    const std::string json = score::as_json(sheet);
    STRCMP_CONTAINS("\"value\": 270.0", json.c_str());
    STRCMP_CONTAINS("\"revision\": \"abc1\"", json.c_str());
    LONGS_EQUAL(json.find("\"peer\": {"), json.rfind("\"peer\": {"));
}
