// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/bus/bus.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <random>
#include <vector>

#include <CppUTest/TestHarness.h>

using driver::Bus;
using driver::Chunk;
using driver::PortId;
using driver::SlotId;

namespace {

constexpr Chunk hello = {
    {1, 2, 3, 4, 5, 6, 7, 8}
};
constexpr Chunk goodbye = {
    {9, 8, 7, 6, 5, 4, 3, 2}
};

}  // namespace

// Four telephones: telephone n talks on slot n+1 and hears on transmit port n. One recorder hears
// on media port 4.
TEST_GROUP(Bus) {
    static constexpr std::uint32_t telephones = 4;
    static constexpr std::uint32_t recorder = telephones;

    Bus bus{telephones + 1, telephones, 1};
    std::vector<Chunk> mouth = std::vector<Chunk>(telephones, driver::alaw_silence);
    std::vector<Chunk> ear = std::vector<Chunk>(telephones);

    static constexpr SlotId slot_of(std::uint32_t telephone) {
        return {telephone + 1};
    }

    void plug_in(std::uint32_t telephone) {
        bus.talkers(slot_of(telephone), 1)[0] = &mouth[telephone];
        bus.senders({telephone}, 1)[0] = &ear[telephone];
    }
    void plug_in_all() {
        for (std::uint32_t telephone = 0; telephone < telephones; ++telephone) plug_in(telephone);
    }
    void bridge(std::uint32_t one, std::uint32_t other) {
        bus.listen({one}, slot_of(other));
        bus.listen({other}, slot_of(one));
    }
};

TEST(Bus, a_telephone_hears_silence_until_it_listens_to_somebody) {
    plug_in_all();
    mouth[1] = hello;
    bus.copy();
    CHECK(ear[0] == driver::alaw_silence);
    CHECK(ear[1] == driver::alaw_silence);
}

TEST(Bus, a_listener_hears_its_talker_in_the_same_tick_and_the_talker_does_not_hear_back) {
    plug_in_all();
    bus.listen({0}, slot_of(1));
    mouth[0] = goodbye;
    mouth[1] = hello;
    bus.copy();
    CHECK(ear[0] == hello);
    CHECK(ear[1] == driver::alaw_silence);
}

TEST(Bus, two_bridged_telephones_hear_each_other) {
    plug_in_all();
    bridge(2, 3);
    mouth[2] = hello;
    mouth[3] = goodbye;
    bus.copy();
    CHECK(ear[2] == goodbye);
    CHECK(ear[3] == hello);
}

TEST(Bus, many_may_hear_one_talker_and_a_telephone_may_hear_itself) {
    plug_in_all();
    for (std::uint32_t telephone = 0; telephone < telephones; ++telephone) {
        bus.listen({telephone}, slot_of(2));
    }
    mouth[2] = hello;
    bus.copy();
    for (const auto& heard : ear) CHECK(heard == hello);
}

TEST(Bus, a_bridge_taken_away_leaves_silence) {
    plug_in_all();
    bridge(0, 1);
    mouth[0] = hello;
    bus.copy();
    CHECK(ear[1] == hello);
    bus.listen({1}, {0});
    bus.copy();
    CHECK(ear[1] == driver::alaw_silence);
}

TEST(Bus, a_talker_that_was_never_plugged_in_is_silent) {
    plug_in(0);
    bus.listen({0}, slot_of(3));
    ear[0] = hello;
    bus.copy();
    CHECK(ear[0] == driver::alaw_silence);
}

TEST(Bus, a_telephone_that_was_never_plugged_in_disturbs_nobody) {
    plug_in(0);
    bus.listen({0}, slot_of(0));
    bus.listen({1}, slot_of(0));
    mouth[0] = hello;
    bus.copy();
    CHECK(ear[0] == hello);
    CHECK(ear[1] == Chunk{});
}

TEST(Bus, a_recorder_hears_the_line_in_the_same_tick) {
    plug_in_all();
    bus.listen({recorder}, slot_of(1));
    mouth[1] = hello;
    CHECK(bus.heard({recorder}) == hello);
    CHECK(bus.hears({recorder}) == slot_of(1));
}

TEST(Bus, a_prompt_is_a_pointer_that_moves_eight_octets_a_tick) {
    plug_in_all();
    const std::vector<Chunk> prompt = {hello, goodbye};
    bus.listen({0}, slot_of(3));
    bus.talk(slot_of(3), &prompt[0]);
    bus.copy();
    CHECK(ear[0] == hello);
    bus.talk(slot_of(3), &prompt[1]);
    bus.copy();
    CHECK(ear[0] == goodbye);
}

TEST(Bus, silence_is_in_the_law_of_the_office) {
    Bus american{2, 1, 1, driver::Law::ulaw};
    CHECK(american.heard({1}) == driver::ulaw_silence);
    american.listen({1}, {1});
    CHECK(american.heard({1}) == driver::ulaw_silence);
}

TEST(Bus, thirty_two_thousand_telephones_each_hear_exactly_their_partner) {
    constexpr std::uint32_t many = 32768;
    const auto seed = std::random_device{}();
    std::printf(" seed %u ", seed);
    std::mt19937 chance(seed);
    Bus big{many + 1, many, 0};
    std::vector<Chunk> mouths(many);
    std::vector<Chunk> ears(many);
    std::vector<std::uint32_t> partner(many);
    std::iota(partner.begin(), partner.end(), 0U);
    std::shuffle(partner.begin(), partner.end(), chance);
    for (std::uint32_t i = 0; i < many; ++i) {
        for (auto& octet : mouths[i].octets) octet = static_cast<std::uint8_t>(chance());
        big.talkers({i + 1}, 1)[0] = &mouths[i];
        big.senders({i}, 1)[0] = &ears[i];
        big.listen({i}, {partner[i] + 1});
    }
    big.copy();
    for (std::uint32_t i = 0; i < many; ++i) CHECK(ears[i] == mouths[partner[i]]);
}
