// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline watch on real terminals of tmux, beside a real, small center.
#include <algorithm>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(Screen) {
    desk::Workbench bench;

    void setup() override {
        bench.switch_on();
    }
    void teardown() override {
        tmux("kill-server");
        CHECK_EQUAL_TEXT(0, bench.switch_off(), bench.read("center.err").c_str());
    }
    desk::Said tmux(const std::string& words) const {
        return bench.shell("tmux -f /dev/null -S '" + bench.file("tmux").string() + "' " + words);
    }
    // The program on a new terminal; its exit code comes to file("code").
    void watch(const std::string& size, const std::string& kind, const std::string& words) const {
        const std::string command = "env -u LC_ALL -u LANG TERM=" + kind +
                                    " '" TRUNKLINE_PROGRAM "' --config '" +
                                    bench.file("trunkline.toml").string() + "' watch " + words +
                                    "; echo $? > '" + bench.file("code").string() + "'";
        bench.write("command", command);
        const desk::Said said =
            tmux("new-session -d " + size + " sh '" + bench.file("command").string() + "'");
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    }
    [[nodiscard]] std::string screen() const {
        return tmux("capture-pane -p").out;
    }
    void soon_shows(const std::string& piece) const {
        const bool shown = support::soon([&] { return screen().find(piece) != std::string::npos; });
        CHECK_TEXT(shown, (piece + " is not in\n" + screen()).c_str());
    }
    void press(const char* key) const {
        CHECK_EQUAL(0, tmux("send-keys " + std::string(key)).code);
    }
    void soon_ends_well() const {
        CHECK(support::soon([&] { return bench.read("code") == "0\n"; }));
    }
};

TEST(Screen, of_80_by_24_shows_the_span_that_failed_and_follows_the_keys) {
    watch("-x 80 -y 24", "screen", "");
    soon_shows(">   1 alarm LOS      down");
    soon_shows(" xxxxxxxxxxxxxxxDxxxxxxxxxxxxxxx\n");
    soon_shows("ALARMS\n");
    soon_shows("span 1: loss of signal (LOS): nothing arrives;");
    press("Enter");
    soon_shows("SPAN 1: alarm LOS since ");
    soon_shows(" 1234567890123456789012345678901\n");
    press("Escape");
    soon_shows("AGENTS none\n");
    press("q");
    soon_ends_well();
}

TEST(Screen, a_call_appears_and_a_larger_screen_is_filled) {
    watch("-x 80 -y 24", "screen-256color", "");
    soon_shows("CALLS none\n");
    CHECK_EQUAL(0, bench.trunkline({"call", "dial", "2002", "3001"}).code);
    soon_shows(" 2002 ");
    CHECK_EQUAL(0, tmux("resize-window -x 132 -y 43").code);
    soon_shows("check the cable and the far end\n");
    const std::string text = screen();
    CHECK_EQUAL(43, std::count(text.begin(), text.end(), '\n'));
    STRCMP_CONTAINS("\n q quit  j/k span  Enter more", text.c_str());
    press("q");
    soon_ends_well();
}

TEST(Screen, a_vt100_without_a_locale_and_a_chinese_reader_are_served_too) {
    watch("-x 80 -y 24", "vt100", "--lang zh");
    soon_shows(">   1 告警 LOS       断开 ");
    press("q");
    soon_ends_well();
}

TEST(Screen, ends_with_its_time_and_leaves_the_terminal_as_it_was) {
    watch("-x 80 -y 24", "xterm", "--for 2s; echo given back; sleep 20");
    soon_shows("ALARMS");
    soon_shows("given back");
    CHECK(screen().find("ALARMS") == std::string::npos);
}

TEST(Screen, a_center_that_goes_is_told_and_one_that_comes_back_is_seen) {
    watch("-x 80 -y 24", "screen", "");
    soon_shows("firmware running");
    CHECK_EQUAL(0, bench.switch_off());
    soon_shows("no host answers at ");
    soon_shows(">   1 alarm LOS");
    bench.switch_on();
    CHECK(support::soon([&] { return screen().find("q quit") != std::string::npos; }));
    press("q");
    soon_ends_well();
}

TEST(Screen, where_there_is_no_terminal_programs_get_objects_and_people_a_hint) {
    const desk::Said people = bench.trunkline({"watch", "--for", "1s"});
    CHECK_EQUAL(1, people.code);
    STRCMP_CONTAINS("use --json", people.err.c_str());
    const desk::Said programs = bench.trunkline({"watch", "--for", "1s", "--json"});
    CHECK_EQUAL_TEXT(0, programs.code, programs.err.c_str());
    const auto first = host_bridge::parse_json(programs.out.substr(0, programs.out.find('\n')));
    CHECK_TEXT(first && first->at("span").size() == 1 && first->contains("queue"),
               programs.out.c_str());
    const desk::Said strange =
        bench.shell("TERM=strange script -qec \"'" TRUNKLINE_PROGRAM "' --config '" +
                    bench.file("trunkline.toml").string() + "' watch\" /dev/null");
    CHECK_EQUAL(1, strange.code);
    STRCMP_CONTAINS("the terminal \"strange\" is not known here", strange.out.c_str());
}
