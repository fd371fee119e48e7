// SPDX-License-Identifier: GPL-2.0-or-later
// `trunkline run`, when its programs end by themselves or by force.
#include <sstream>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(Launcher) {
    desk::Workbench bench;

    [[nodiscard]] int pid_of(const std::string& program) const {
        std::istringstream file(bench.read("run/" + program + ".pid"));
        int pid = 0;
        file >> pid;
        return pid;
    }
    // kill -9 of the program that runs now; its pid.
    [[nodiscard]] int killed(const std::string& program) const {
        const int pid = pid_of(program);
        CHECK_TEXT(pid > 1, program.c_str());
        CHECK_EQUAL_TEXT(0, kill(pid, SIGKILL), program.c_str());
        return pid;
    }
    [[nodiscard]] bool is_back(const std::string& program, int killed) const {
        return support::soon([&] {
            const int pid = pid_of(program);
            return pid > 1 && pid != killed;
        });
    }
    [[nodiscard]] bool answers() const {
        return bench.trunkline({"system"}).code == 0;
    }
    [[nodiscard]] bool pid_file_is_whole(const std::string& program) const {
        const std::string text = bench.read("run/" + program + ".pid");
        return text.size() > 1 && text.ends_with('\n');
    }
    static std::size_t count(const std::string& text, const std::string& piece) {
        std::size_t found = 0;
        for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
            ++found;
        }
        return found;
    }
};

TEST(Launcher, a_program_that_cannot_come_up_ends_all_with_a_sentence) {
    bench.write("trunkline.toml", bench.read("trunkline.toml") + "[host]\nrecords = \"voice\"\n");
    const desk::Said said = bench.trunkline({"run"});
    CHECK_EQUAL(1, said.code);
    STRCMP_CONTAINS("trunkline: host ended with code 1 5 times in a row: see what it said above",
                    said.err.c_str());
    LONGS_EQUAL(5, count(said.err, "trunkline-host: "));
}

TEST(Launcher, a_killed_program_is_back_at_once) {
    bench.switch_on();
    for (const char* program : {"host", "control", "firmware"}) {
        CHECK_TEXT(is_back(program, killed(program)), program);
    }
    CHECK(support::soon([&] { return answers(); }));
    CHECK_EQUAL(0, bench.switch_off());
}

TEST(Launcher, who_reads_a_pid_finds_a_whole_number_at_any_moment) {
    bench.switch_on();
    for (int life = 0; life < 3; ++life) {
        const int before = killed("host");
        bool whole = true;
        CHECK(support::soon([&] {
            whole = whole && pid_file_is_whole("host");
            return pid_of("host") != before;
        }));
        CHECK(whole);
    }
    CHECK_EQUAL(0, bench.switch_off());
}

TEST(Launcher, a_file_edited_wrongly_keeps_host_away_and_nothing_else) {
    bench.switch_on();
    const int control = pid_of("control");
    const int firmware = pid_of("firmware");
    usleep(1'100'000);  // up, by now
    const std::string good = bench.read("trunkline.toml");
    bench.write("trunkline.toml", good + "[hots]\n");
    (void)killed("host");
    CHECK(support::soon([&] { return count(bench.read("center.err"), "host ended with") >= 5; }));
    bench.write("trunkline.toml", good);
    CHECK(support::soon([&] { return answers(); }));
    CHECK_EQUAL(control, pid_of("control"));
    CHECK_EQUAL(firmware, pid_of("firmware"));
    CHECK_EQUAL(0, bench.switch_off());
}
