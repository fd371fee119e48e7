// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/invariant.hpp"

#include <array>
#include <csignal>
#include <functional>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#include "driver/base/result.hpp"

#include <CppUTest/TestHarness.h>

// Runs what may stop a program in a program of its own.
TEST_GROUP(Invariant) {
    std::string said;  // on standard error

    bool stops(const std::function<void()>& bug) {
        std::array<int, 2> pipe{};
        CHECK(::pipe(pipe.data()) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::dup2(pipe[1], STDERR_FILENO);
            bug();
            ::_exit(0);
        }
        ::close(pipe[1]);
        std::array<char, 512> some{};
        for (ssize_t n = 0; (n = ::read(pipe[0], some.data(), some.size())) > 0;) {
            said.append(some.data(), static_cast<std::size_t>(n));
        }
        ::close(pipe[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    }
};

TEST(Invariant, a_promise_kept_costs_nothing) {
    CHECK_FALSE(stops([] { INVARIANT(1 + 1 == 2); }));
    CHECK(said.empty());
}

TEST(Invariant, a_broken_promise_stops_the_program_and_says_which_and_where) {
    CHECK(stops([] { INVARIANT(1 + 1 == 3); }));
    STRCMP_CONTAINS("1 + 1 == 3", said.c_str());
    STRCMP_CONTAINS("invariant_test.cpp:", said.c_str());
}

TEST(Invariant, asking_a_failure_for_its_value_is_a_bug) {
    CHECK(stops([] {
        const driver::Result<int> failed = driver::Error{"span 5: no such board"};
        ::_exit(*failed);
    }));
}

TEST(Invariant, asking_a_success_for_its_error_is_a_bug) {
    CHECK(stops([] { ::_exit(static_cast<int>(driver::Result<int>(7).error().size())); }));
    CHECK(stops([] { ::_exit(static_cast<int>(driver::Result<void>().error().size())); }));
}
