// SPDX-License-Identifier: GPL-2.0-or-later
// A D-channel that says nothing but what we said ourselves, or what we would say.
#include "pbx/signalling/isdn/link_doubt.hpp"

#include <algorithm>
#include <deque>
#include <initializer_list>

#include <CppUTest/TestHarness.h>

using driver::Frame;
using driver::LinkTrouble;
using driver::Ticks;
using pbx::LinkDoubt;
using pbx::Side;
using namespace std::chrono_literals;

namespace {

Frame frame_of(std::initializer_list<std::uint8_t> octets) {
    Frame frame{.span = {1}, .size = static_cast<std::uint16_t>(octets.size()), .octets = {}};
    std::copy(octets.begin(), octets.end(), frame.octets.begin());
    return frame;
}

const Frame sabme_of_user = frame_of({0x00, 0x01, 0x7F});
const Frame sabme_of_network = frame_of({0x02, 0x01, 0x7F});
const Frame poll_of_user = frame_of({0x00, 0x01, 0x01, 0x01});
const Frame poll_of_network = frame_of({0x02, 0x01, 0x01, 0x01});

}  // namespace

// We are the user.
TEST_GROUP(LinkDoubt) {
    LinkDoubt doubt{driver::SpanId{1}, Side::user};
    Ticks now{0};
    bool looped = false;
    unsigned probes = 0;

    // What we send comes back in a loop; the far end's frames then do not come.
    void we_send(const Frame& frame) {
        doubt.sent(frame);
        if (looped) doubt.received(frame, now);
    }
    void far_end_sends(const Frame& frame) {
        if (!looped) doubt.received(frame, now);
    }
    void passes(Ticks time) {
        for (const Ticks until = now + time; now < until; ++now) {
            const auto probe = doubt.probe(now);
            if (!probe) continue;
            ++probes;
            we_send(*probe);
        }
    }
};

TEST(LinkDoubt, is_none_while_a_network_answers) {
    for (int i = 0; i < 100; ++i) {
        we_send(poll_of_user);
        far_end_sends(poll_of_user);  // its answer looks like our poll
        passes(10s);
        far_end_sends(poll_of_network);
        passes(5s);
    }
    LONGS_EQUAL(0, probes);
    CHECK(doubt.trouble() == LinkTrouble::none);
}

TEST(LinkDoubt, of_a_link_that_does_not_come_up_ends_with_the_loop_it_finds) {
    looped = true;
    for (int i = 0; i < 5; ++i) {
        we_send(sabme_of_user);
        passes(1s);
    }
    CHECK(doubt.trouble() == LinkTrouble::looped);
    looped = false;
    passes(20s);
    CHECK(doubt.trouble() == LinkTrouble::none);
    const unsigned sent = probes;
    passes(600s);
    LONGS_EQUAL(sent, probes);
}

TEST(LinkDoubt, of_a_link_that_does_not_come_up_ends_with_the_far_end_being_user_too) {
    for (int i = 0; i < 60; ++i) {
        we_send(sabme_of_user);
        far_end_sends(sabme_of_user);
        passes(1s);
        CHECK(doubt.trouble() == (i == 0 ? doubt.trouble() : LinkTrouble::same_side));
    }
    for (int i = 0; i < 20; ++i) {  // somebody has put it right
        far_end_sends(sabme_of_network);
        passes(1s);
    }
    CHECK(doubt.trouble() == LinkTrouble::none);
}

// Layer 2 sees its polls answered.
TEST(LinkDoubt, of_a_link_that_is_up_comes_when_it_says_only_what_we_have_said) {
    looped = true;
    for (int i = 0; i < 3; ++i) {
        we_send(poll_of_user);
        passes(10s);
    }
    passes(2s);
    CHECK(doubt.trouble() == LinkTrouble::looped);
    looped = false;
    far_end_sends(poll_of_network);
    passes(10s);
    CHECK(doubt.trouble() == LinkTrouble::none);
}

// An idle link on which only we poll.
TEST(LinkDoubt, of_a_quiet_network_is_asked_about_seldom_and_found_wrong) {
    for (int i = 0; i < 60; ++i) {
        we_send(poll_of_user);
        far_end_sends(poll_of_user);
        passes(10s);
    }
    CHECK(doubt.trouble() == LinkTrouble::none);
    CHECK(probes <= 20);
}
