// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest: what only the DAHDI board must do beside what all boards must, which
// dahdi_trial_test.cpp asks it for.
#include <array>
#include <cstdlib>
#include <string>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "tests/vm/dahdi_trial.hpp"

#include <CppUTest/TestHarness.h>

namespace {

using namespace driver;

// The first line logged allocates what stays.
const bool log_is_made = (log_from(LogLevel::error), true);

}  // namespace

TEST_GROUP(DahdiBoard){};

TEST(DahdiBoard, names_the_program_that_holds_a_channel) {
    std::array<int, 2> pipe{};
    CHECK_EQUAL(0, ::pipe(pipe.data()));
    const pid_t other = fork();
    const DahdiPlan plan = vm_test::dahdi_plan_of(1, false);
    if (other == 0) {
        const auto held = open_dahdi_span(plan.spans.front(), plan.buffers);
        if (!held || ::write(pipe[1], "!", 1) != 1) std::_Exit(1);
        for (;;) ::pause();
    }
    ::close(pipe[1]);  // who ends without a word ends the pipe, too
    char holds{};
    CHECK_EQUAL(1, ::read(pipe[0], &holds, 1));
    const auto opened = open_dahdi_span(plan.spans.front(), plan.buffers);
    ::kill(other, SIGKILL);
    ::waitpid(other, nullptr, 0);
    ::close(pipe[0]);
    CHECK_FALSE(opened);
    const std::string wanted = "timeslot 1 of DAHDI's span 1 (channel 1) is held by pid " +
                               std::to_string(other) + " (dahdi_board_tes): stop that program";
    STRCMP_CONTAINS(wanted.c_str(), opened.error().c_str());
}

TEST(DahdiBoard, says_what_is_wrong_with_a_span_and_how_to_put_it_right) {
    const auto trouble_of = [](std::uint16_t span, bool e1) {
        DahdiPlan plan = vm_test::dahdi_plan_of(span, false);
        plan.spans.front().e1 = e1;
        const auto opened = open_dahdi_span(plan.spans.front(), plan.buffers);
        return opened ? std::string("none") : opened.error();
    };
    STRCMP_EQUAL("none", trouble_of(1, true).c_str());
    STRCMP_CONTAINS("DAHDI has no span 3; it has 1, 2", trouble_of(3, true).c_str());
    STRCMP_CONTAINS("span 1 has 31 timeslots, an t1 has 24", trouble_of(1, false).c_str());
    vm_test::shell(
        "sed -e 's/^dchan=16/bchan=16/' -e 's/^bchan=1-15,17-31/dchan=1/' /etc/dahdi/system.conf "
        ">/tmp/odd.conf && $guest_folder/dahdi/dahdi_cfg -c /tmp/odd.conf");
    STRCMP_CONTAINS("timeslot 1 of DAHDI's span 1 is dchan, trunkline.toml has it as a bchan",
                    trouble_of(1, true).c_str());
    vm_test::configure_as_usual();
}

TEST(DahdiBoard, needs_the_right_to_open_the_driver_and_says_who_has_it) {
    std::array<int, 2> pipe{};
    CHECK_EQUAL(0, ::pipe(pipe.data()));
    const pid_t child = fork();
    if (child == 0) {
        if (::setuid(65534) != 0) std::_Exit(1);
        const DahdiPlan plan = vm_test::dahdi_plan_of(1, false);
        const auto opened = open_dahdi_span(plan.spans.front(), plan.buffers);
        const std::string said = opened ? "open" : opened.error();
        std::_Exit(::write(pipe[1], said.data(), said.size()) < 0 ? 1 : 0);
    }
    ::close(pipe[1]);
    std::array<char, 512> said{};
    CHECK(::read(pipe[0], said.data(), said.size() - 1) > 0);
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    STRCMP_CONTAINS(
        "user 65534 may not open /dev/dahdi/ctl, and no group may: install the udev rules",
        said.data());
}
