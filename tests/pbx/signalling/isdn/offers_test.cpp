// SPDX-License-Identifier: GPL-2.0-or-later
// What an incoming SETUP may ask for: bearer, channel, number in pieces, a hidden caller. Where our
// own far end would not ask, its octets are changed on the line.
#include <string>

#include "tests/pbx/signalling/two_ends.hpp"

#include <CppUTest/TestHarness.h>

using namespace pbx_test;

namespace {

using Octets = std::vector<std::uint8_t>;

// Replaces octets in every SETUP that passes.
void rewrite_setup(Strand& strand, Octets from, Octets to) {
    strand.tamper = [from = std::move(from), to = std::move(to)](driver::Frame& frame) {
        if (frame.size < 9 || frame.octets[8] != 0x05) return;
        Octets octets(frame.octets.begin(), frame.octets.begin() + frame.size);
        const auto place = std::search(octets.begin(), octets.end(), from.begin(), from.end());
        if (place == octets.end()) return;
        const auto at = octets.erase(place, place + static_cast<std::ptrdiff_t>(from.size()));
        octets.insert(at, to.begin(), to.end());
        std::copy(octets.begin(), octets.end(), frame.octets.begin());
        frame.size = static_cast<std::uint16_t>(octets.size());
    };
}

const Octets bearer_speech{0x04, 0x03, 0x80, 0x90, 0xA3};
const Octets bearer_audio{0x04, 0x03, 0x90, 0x90, 0xA3};
const Octets bearer_data{0x04, 0x02, 0x88, 0x90};
const Octets exclusively_1{0x18, 0x03, 0xA9, 0x83, 0x81};
const Octets preferably_1{0x18, 0x03, 0xA1, 0x83, 0x81};
const Octets any_channel{0x18, 0x01, 0xA3};
const Octets exclusively_16{0x18, 0x03, 0xA9, 0x83, 0x90};

// An end that receives digits one by one.
void overlap(pbx::SpanPlan& plan) {
    plan.overlap_receiving = true;
}

// An INFORMATION message from the network with these digits, as the network's next frame: the
// sequence numbers are those of the I frame it replaces.
void say_instead(Strand& strand, std::uint8_t type, const std::string& digits, bool complete) {
    strand.tamper = [=, done = false](driver::Frame& frame) mutable {
        if (done || frame.size < 9 || frame.octets[8] != type) return;
        done = true;
        Octets information{0x7B, 0x70, static_cast<std::uint8_t>(digits.size() + 1), 0x81};
        information.insert(information.end(), digits.begin(), digits.end());
        if (complete) information.push_back(0xA1);
        std::copy(information.begin(), information.end(), frame.octets.begin() + 8);
        frame.size = static_cast<std::uint16_t>(8 + information.size());
    };
}

}  // namespace

TEST_GROUP(IsdnOffers){};

TEST(IsdnOffers, speech_and_audio_are_taken_data_is_refused) {
    for (const bool user_calls : {true, false}) {
        TwoEnds line;
        CHECK(line.link_up());
        ControlEnd& from = user_calls ? line.user : line.network;
        ControlEnd& to = user_calls ? line.network : line.user;
        Strand& way = user_calls ? line.to_network : line.to_user;
        rewrite_setup(way, bearer_speech, bearer_audio);
        from.dial(LineId{0}, "2000");
        CHECK(line.until([&] { return to.is_called(); }, 1s));
        rewrite_setup(way, bearer_speech, bearer_data);
        const LegId data = from.dial(LineId{1}, "2000");
        CHECK(line.until([&] { return from.is(data, LegPhase::released); }, 1s));
        LONGS_EQUAL(user_calls ? 65 : 88, static_cast<int>(from.leg(data).cause));
        from.release(data);
        line.run(100ms);
        CHECK(from.signalling->lines().is_free(LineId{1}));
        CHECK(to.signalling->lines().is_free(LineId{1}));
        LONGS_EQUAL(1, to.span().counters().refused_bearer);
    }
}

TEST(IsdnOffers, a_hidden_number_is_no_ani_and_its_name_stays_hidden) {
    TwoEnds line;
    CHECK(line.link_up());
    rewrite_setup(line.to_user, {0x6C, 0x06, 0x21, 0x81}, {0x6C, 0x06, 0x21, 0xA1});
    line.network.dial(LineId{0}, "2000", "1001");
    CHECK(line.until([&] { return line.user.is_called(); }, 1s));
    CHECK(line.user.leg(line.user.incoming()).ani.empty());
    STRCMP_EQUAL("2000", std::string(line.user.leg(line.user.incoming()).dnis.view()).c_str());
}

TEST(IsdnOffers, any_channel_means_the_lowest_free_one_and_the_caller_must_have_asked_so) {
    TwoEnds line;
    CHECK(line.link_up());
    line.talk(line.network, line.user, LineId{0});
    rewrite_setup(line.to_user, {0x18, 0x03, 0xA9, 0x83, 0x83}, any_channel);
    const LegId moved = line.network.dial(LineId{2}, "2000");
    CHECK(line.until([&] { return line.user.is_called(); }, 1s));
    CHECK(line.user.incoming().line() == LineId{1});
    // Our own network end insisted on its channel and clears a call that comes back on another.
    CHECK(line.until([&] { return line.network.is(moved, LegPhase::released); }, 1s));
    CHECK(line.network.leg(moved).cause == Cause::requested_circuit_unavailable);
    LONGS_EQUAL(1, line.network.span().counters().moved);
    CHECK(line.until(
        [&] { return line.user.is(LegId::incoming(LineId{1}, 1), LegPhase::released); }, 1s));
}

TEST(IsdnOffers, a_preferred_channel_that_is_busy_is_replaced_by_another) {
    TwoEnds line;
    CHECK(line.link_up());
    line.talk(line.network, line.user, LineId{0});
    rewrite_setup(line.to_user, {0x18, 0x03, 0xA9, 0x83, 0x83}, preferably_1);
    line.network.dial(LineId{2}, "2000");
    CHECK(line.until([&] { return line.user.is_called(); }, 1s));
    CHECK(line.user.incoming().line() == LineId{1});
}

TEST(IsdnOffers, a_channel_that_is_busy_or_does_not_exist_is_refused_with_44_or_82) {
    TwoEnds line;
    CHECK(line.link_up());
    line.talk(line.network, line.user, LineId{0});
    rewrite_setup(line.to_user, {0x18, 0x03, 0xA9, 0x83, 0x83}, exclusively_1);
    const LegId busy = line.network.dial(LineId{2}, "2000");
    CHECK(line.until([&] { return line.network.is(busy, LegPhase::released); }, 1s));
    LONGS_EQUAL(44, static_cast<int>(line.network.leg(busy).cause));
    rewrite_setup(line.to_user, {0x18, 0x03, 0xA9, 0x83, 0x84}, exclusively_16);
    const LegId nowhere = line.network.dial(LineId{3}, "2000");
    CHECK(line.until([&] { return line.network.is(nowhere, LegPhase::released); }, 1s));
    LONGS_EQUAL(82, static_cast<int>(line.network.leg(nowhere).cause));
}

TEST(IsdnOffers, glare_at_the_network_moves_a_user_who_would_take_another_channel) {
    TwoEnds line;
    CHECK(line.link_up());
    rewrite_setup(line.to_network, exclusively_1, preferably_1);
    const LegId ours = line.network.dial(LineId{0}, "3000");
    line.user.dial(LineId{0}, "2000");
    CHECK(line.until([&] { return line.network.is_called(); }, 1s));
    CHECK(line.network.incoming().line() == LineId{1});
    CHECK(line.until([&] { return line.network.is(ours, LegPhase::proceeding); }, 1s));
}

// ── overlap receiving ───────────────────────────────────────────────────────────────────────────

TEST(IsdnOffers, a_number_in_pieces_is_complete_when_the_far_end_says_so) {
    TwoEnds line(euroisdn_e1, overlap, overlap);
    CHECK(line.link_up());
    rewrite_setup(line.to_user, {0xA1}, {});  // no sending complete
    line.network.dial(LineId{0}, "20", "1001");
    CHECK(line.until([&] { return line.user.is_called(); }, 1s));
    const LegId in = line.user.incoming();
    CHECK_FALSE(line.user.leg(in).complete);
    STRCMP_EQUAL("20", std::string(line.user.leg(in).dnis.view()).c_str());
    // The network's next message on this call becomes INFORMATION.
    say_instead(line.to_user, 0x45, "34", true);
    line.network.release(LegId::outgoing(LineId{0}, 1));
    CHECK(line.until([&] { return line.user.leg(in).complete; }, 1s));
    STRCMP_EQUAL("2034", std::string(line.user.leg(in).dnis.view()).c_str());
    CHECK(line.user.is(in, LegPhase::offered));
}

TEST(IsdnOffers, a_number_in_pieces_is_complete_at_its_length_or_after_t302) {
    const auto four_digits = [](pbx::SpanPlan& plan) {
        plan.overlap_receiving = true;
        plan.called_digits = 4;
    };
    TwoEnds line(euroisdn_e1, four_digits, overlap);
    CHECK(line.link_up());
    rewrite_setup(line.to_user, {0xA1}, {});
    line.network.dial(LineId{0}, "2000");
    CHECK(line.until([&] { return line.user.is_called(); }, 1s));
    CHECK(line.user.leg(line.user.incoming()).complete);

    const LegId slow = LegId::incoming(LineId{1}, 1);
    line.network.dial(LineId{1}, "20");
    CHECK(line.until([&] { return line.user.knows(slow); }, 1s));
    CHECK_FALSE(line.user.leg(slow).complete);
    const Ticks before = line.now;
    CHECK(line.until([&] { return line.user.leg(slow).complete; }, 60s));
    CHECK(line.now - before >= 14s && line.now - before <= 16s);
    STRCMP_EQUAL("20", std::string(line.user.leg(slow).dnis.view()).c_str());
}

TEST(IsdnOffers, a_far_end_that_wants_more_digits_than_we_have_is_given_up_after_t304) {
    TwoEnds line(euroisdn_e1, {}, overlap);
    CHECK(line.link_up());
    rewrite_setup(line.to_network, {0xA1}, {});
    const LegId leg = line.user.dial(LineId{0}, "20");
    // The network would end this after T302; it is quicker here to lose that it has.
    line.run(1s);
    CHECK(line.user.is(leg, LegPhase::dialling));
    line.to_user.tamper = [](driver::Frame& frame) {
        if (frame.size > 8 && frame.octets[8] == 0x02) frame.size = 4;
    };
    CHECK(line.until([&] { return line.user.is(leg, LegPhase::released); }, 60s));
    CHECK(line.user.leg(leg).cause == Cause::no_user_responding);
}
