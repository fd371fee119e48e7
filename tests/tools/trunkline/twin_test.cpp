// SPDX-License-Identifier: GPL-2.0-or-later
// Faults for the line of a center that really runs: `trunkline twin disturb` and `mend`.
#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(LiveLine) {
    desk::Workbench bench;

    void teardown() override {
        CHECK_EQUAL_TEXT(0, bench.switch_off(), bench.read("center.err").c_str());
    }
    void done(const desk::Words& words) const {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    }
    void refused(const desk::Words& words, const std::string& piece) const {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL(1, said.code);
        CHECK_TEXT(said.err.find(piece) != std::string::npos, said.err.c_str());
    }
    void soon_says(const std::string& piece) const {
        const auto said = [&] { return bench.trunkline({"span"}).out; };
        CHECK_TEXT(support::soon([&] { return said().find(piece) != std::string::npos; }),
                   said().c_str());
    }
};

// Nothing is plugged in: only what equipment on the way sends can be seen.
TEST(LiveLine, is_disturbed_and_mended_while_the_center_runs) {
    bench.switch_on();
    done({"twin", "disturb", "1", "to_center.all_ones=true"});
    soon_says("alarm: AIS");
    done({"twin", "disturb", "1", "to_center.all_ones=true", "to_center.cut=true"});
    soon_says("alarm: LOS");
    done({"twin", "disturb", "1", "to_center.all_ones=true"});
    soon_says("alarm: AIS");
    done({"twin", "mend", "1"});
    soon_says("alarm: LOS");
}

TEST(LiveLine, that_does_not_exist_and_faults_that_do_not_are_refused) {
    bench.switch_on();
    refused({"twin", "disturb", "9", "to_center.cut=true"}, "has no span 9");
    refused({"twin", "disturb", "1", "to_center.short=true"}, "short");
    refused({"twin", "disturb", "1", "cut"}, "write NAME=VALUE");
    refused({"twin", "disturb", "1", "to_center.level_db=99"}, "from -60 to 20");
}

TEST(LiveLine, of_a_center_that_is_off_cannot_be_disturbed) {
    refused({"twin", "disturb", "1", "to_center.cut=true"}, "switch the center on");
    refused({"twin", "mend", "1"}, "switch the center on");
}
