// SPDX-License-Identifier: GPL-2.0-or-later
// Nobody reads the log: whoever logs goes on all the same.
#include "driver/base/log.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace {

constexpr int lines = 5000;  // more than a pipe or a socket holds
struct Progress {
    std::atomic<int> logged{0};
    std::atomic<bool> may_end{false};
};

}  // namespace

TEST_GROUP(Log) {
    std::array<int, 2> ends{-1, -1};  // the reader's, the program's
    support::Shared<Progress> progress;

    void teardown() override {
        for (const int end : ends) close(end);
    }
    void pipe_to_it() {
        LONGS_EQUAL(0, ::pipe(ends.data()));
    }
    // Logs until there has long been no room, then once more when it is told to.
    [[nodiscard]] support::Child talker() {
        return support::Child([this] {
            dup2(ends[1], STDERR_FILENO);
            for (int i = 0; i < lines; ++i) {
                driver::log_warning("isdn span 1", "line {}: the layer is up again", i);
                ++progress->logged;
            }
            while (!progress->may_end) usleep(1000);
            driver::log_info("isdn span 1", "the last word");
            return 0;
        });
    }
    // All that can be read at once.
    [[nodiscard]] std::string read_all() const {
        std::string said;
        std::array<char, 65536> some{};
        pollfd wanted{ends[0], POLLIN, 0};
        while (poll(&wanted, 1, 0) == 1) {
            const ssize_t size = read(ends[0], some.data(), some.size());
            if (size <= 0) break;
            said.append(some.data(), static_cast<std::size_t>(size));
        }
        return said;
    }
    void goes_on_and_tells_what_is_missing() {
        support::Child program = talker();
        CHECK_TEXT(support::soon([&] { return progress->logged == lines; }),
                   "it waits for its reader");
        const std::string first = read_all();
        progress->may_end = true;
        LONGS_EQUAL(0, program.wait());
        const std::string then = read_all();
        const auto taken = std::count(first.begin(), first.end(), '\n');
        CHECK(taken > 10 && taken < lines);
        STRCMP_CONTAINS("isdn span 1: line 0: the layer is up again\n", first.c_str());
        STRCMP_CONTAINS(("log: " + std::to_string(lines - taken) + " lines were lost").c_str(),
                        then.c_str());
        STRCMP_CONTAINS("isdn span 1: the last word\n", then.c_str());
        LONGS_EQUAL(2, std::count(then.begin(), then.end(), '\n'));
        LONGS_EQUAL(0, fcntl(ends[1], F_GETFL) & O_NONBLOCK);  // the others' end is as it was
    }
};

TEST(Log, a_full_pipe_stops_nobody) {
    pipe_to_it();
    goes_on_and_tells_what_is_missing();
}

TEST(Log, a_full_socket_stops_nobody) {
    LONGS_EQUAL(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()));
    goes_on_and_tells_what_is_missing();
}

TEST(Log, a_line_longer_than_a_pipe_takes_whole_is_cut) {
    pipe_to_it();
    support::Child program([this] {
        dup2(ends[1], STDERR_FILENO);
        driver::log_info("isdn", "{}", std::string(10'000, 'x'));
        return 0;
    });
    LONGS_EQUAL(0, program.wait());
    const std::string said = read_all();
    LONGS_EQUAL(4096, said.size());
    CHECK(said.back() == '\n');
}
