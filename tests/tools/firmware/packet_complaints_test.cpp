// SPDX-License-Identifier: GPL-2.0-or-later
// What the log hears of frames that a packet board did not take.
#include "tools/firmware/packet_complaints.hpp"

#include <string>

#include <CppUTest/TestHarness.h>

using driver::Refusal;

TEST_GROUP(PacketComplaints) {
    tools::PacketComplaints complaints;
    driver::PacketNews news;

    void refuses(Refusal why, std::uint64_t frames) {
        news.refusals.of[static_cast<std::size_t>(why)] += frames;
        complaints.hear(news);
    }
    void tells(const std::string& text) {
        STRCMP_EQUAL(text.c_str(), complaints.due().c_str());
    }
    void is_quiet_for(std::uint32_t passes) {
        for (; passes > 0; --passes) tells("");
    }
};

TEST(PacketComplaints, the_first_frame_refused_is_told_at_once) {
    is_quiet_for(5);
    refuses(Refusal::late, 3);
    tells("late 3");
    is_quiet_for(30'000);
}

TEST(PacketComplaints, more_of_them_are_told_together_ten_seconds_later) {
    refuses(Refusal::late, 1);
    tells("late 1");
    refuses(Refusal::late, 2);
    is_quiet_for(5'000);
    refuses(Refusal::duplicate, 7);
    news.port.not_sent = 4;
    complaints.hear(news);
    is_quiet_for(4'999);
    tells("duplicate 7, late 2, not sent 4");
}

TEST(PacketComplaints, the_last_ones_are_told_though_nothing_follows) {
    refuses(Refusal::late, 1);
    tells("late 1");
    refuses(Refusal::late, 1);
    is_quiet_for(9'999);
    tells("late 1");
    is_quiet_for(20'000);
}
