// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/vm/dahdi_trial.hpp"

#include "tests/driver/board/conformance/conformance.hpp"

BOARD_CONFORMS(DahdiBoardConforms, vm_test::DahdiTrial)
BOARD_MUST(DahdiBoardConforms, is_no_board_while_it_is_out)

TEST_GROUP(DahdiBoardWithBitsConforms) {
    std::unique_ptr<vm_test::DahdiBitsTrial> trial = std::make_unique<vm_test::DahdiBitsTrial>();

    void teardown() override {
        trial.reset();
        vm_test::configure_as_usual();
    }
};
TEST(DahdiBoardWithBitsConforms, carries_signalling_bits_both_ways) {
    conformance::carries_signalling_bits_both_ways(*trial);
}
TEST(DahdiBoardWithBitsConforms, tells_a_change_of_bits_once_and_where) {
    conformance::tells_a_change_of_bits_once_and_where(*trial);
}

// The lowest D-channel the ABI has: a timeslot like others, our own HDLC.
TEST_GROUP(DahdiClearDChannel){};
TEST(DahdiClearDChannel, is_given_its_hdlc_by_the_board) {
    vm_test::shell(
        "sed -e 's/^dchan=16/bchan=16/' -e 's/^dchan=47/bchan=47/' /etc/dahdi/system.conf "
        ">/tmp/clear.conf && $guest_folder/dahdi/dahdi_cfg -c /tmp/clear.conf");
    {
        vm_test::DahdiTrial trial(false);
        conformance::carries_frames_of_the_d_channel(trial);
    }
    vm_test::configure_as_usual();
}
