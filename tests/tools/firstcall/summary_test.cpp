// SPDX-License-Identifier: GPL-2.0-or-later
// The demo as a program: what it prints last, and with what it ends.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <sys/wait.h>

#include "host_bridge/dialects/json_value.hpp"
#include "tests/support/child.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace tools::firstcall {
namespace {

struct Ended {
    int code{};
    std::string last_line;
};

Ended played(const std::string& arguments, const std::string& environment = {}) {
    const std::string command = environment + FIRSTCALL + " " + arguments + " 2>/dev/null";
    std::FILE* output = popen(command.c_str(), "r");
    Ended ended;
    std::array<char, 65536> line{};
    while (std::fgets(line.data(), line.size(), output) != nullptr) ended.last_line = line.data();
    ended.code = WEXITSTATUS(pclose(output));
    return ended;
}

}  // namespace

TEST_GROUP(Demo) {
    support::ScratchDirectory directory;
};

TEST(Demo, ends_with_one_object_that_says_how_it_went) {
    const Ended ended = played("--virtual --calls 6 --seed 3 --json");
    LONGS_EQUAL(0, ended.code);
    const auto line = host_bridge::Json::parse(ended.last_line);
    for (const char* key : {"calls", "answered", "abandoned", "blocked", "mismatches", "lost",
                            "stuck", "late_ticks", "seconds"}) {
        CHECK_TEXT(line.contains(key), key);
    }
    LONGS_EQUAL(6, line.value("calls", 0));
    LONGS_EQUAL(0, line.value("mismatches", -1));
}

TEST(Demo, fails_when_the_records_cannot_be_read) {
    const auto fake = directory.path() / "sqlite3";
    std::ofstream(fake) << "#!/bin/sh\nexit 1\n";
    std::filesystem::permissions(fake, std::filesystem::perms::owner_all);
    const Ended ended =
        played("--virtual --calls 3 --seed 3", "PATH=" + directory.path().string() + ":$PATH ");
    LONGS_EQUAL(1, ended.code);
}

TEST(Demo, says_so_when_it_is_called_wrongly) {
    CHECK(played("--port 0").code != 0);
    CHECK(played("--calls many").code != 0);
}

}  // namespace tools::firstcall
