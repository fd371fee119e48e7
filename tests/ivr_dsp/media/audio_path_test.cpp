// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/audio_path.hpp"

#include <vector>

#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/numbering.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Law;
using driver::TickHealth;
using support::Exchange;
using support::Telephones;
using support::voice;

TEST_GROUP(AudioPath){};

TEST(AudioPath, lines_of_different_boards_talk_to_each_other) {
    Exchange office(std::vector<Law>(8, Law::alaw));
    Telephones first(driver::LineId{0}, std::vector<Law>(3, Law::alaw));
    Telephones empty(driver::LineId{3}, {});
    Telephones second(driver::LineId{3}, std::vector<Law>(5, Law::alaw));
    driver::Board* const boards[] = {&first, &empty, &second};
    ivr_dsp::AudioPath path(office.bus, office.media, boards, *office.queues);
    office.bridge(1, 4);
    first.mouths[1] = voice(0x12);
    second.mouths[1] = voice(0x34);
    path.tick(driver::Ticks{0});
    CHECK(second.ears[1] == voice(0x12));
    CHECK(first.ears[1] == voice(0x34));
    LONGS_EQUAL(1, first.transmitted);
    LONGS_EQUAL(1, second.transmitted);
}

TEST(AudioPath, late_and_long_ticks_are_counted) {
    Exchange office;
    office.tick(3);
    office.path.measured(900, 20);
    office.path.measured(1001, 45);
    office.path.measured(12'345, 30);
    const TickHealth& health = office.path.health();
    LONGS_EQUAL(3, health.ticks);
    LONGS_EQUAL(2, health.late_ticks);
    LONGS_EQUAL(12, health.longest_late_ms);
    LONGS_EQUAL(45, health.longest_work_us);
}

TEST(AudioPath, its_health_is_told_every_ten_seconds) {
    Exchange office;
    office.path.measured(5000, 7);
    office.tick(9'999);
    CHECK(office.told<TickHealth>().empty());
    office.tick(10'001);
    const auto told = office.told<TickHealth>();
    LONGS_EQUAL(2, told.size());
    LONGS_EQUAL(10'000, told[0].ticks);
    LONGS_EQUAL(20'000, told[1].ticks);
    LONGS_EQUAL(1, told[1].late_ticks);
}

TEST_GROUP(BusNumbering){};

TEST(BusNumbering, every_slot_and_port_belongs_to_one_thing) {
    const ivr_dsp::BusNumbering numbering(
        {.lines = 30, .music_streams = 2, .voice_ports = 10, .conferences = 3});
    std::vector<int> slots(numbering.slots());
    const auto take = [&](driver::SlotId slot) { ++slots.at(slot.value); };
    take(ivr_dsp::BusNumbering::silence());
    take(numbering.other_silence());
    for (std::uint32_t i = 0; i < 30; ++i) take(numbering.line_slot(i));
    for (std::uint32_t i = 0; i < ivr_dsp::tone_count; ++i) take(numbering.tone_slot(i));
    for (std::uint32_t i = 0; i < 2; ++i) take(numbering.music_slot(i));
    for (std::uint32_t i = 0; i < 10; ++i) take(numbering.voice_slot(i));
    for (std::uint32_t i = 0; i < 24; ++i) take(numbering.seat_slot(i));
    for (std::uint32_t i = 0; i < 30; ++i) take(numbering.converter_slot(i));
    for (const int owners : slots) LONGS_EQUAL(1, owners);

    std::vector<int> ports(numbering.transmit_ports() + numbering.media_ports());
    const auto hear = [&](driver::PortId port) { ++ports.at(port.value); };
    for (std::uint32_t i = 0; i < 30; ++i) {
        hear(ivr_dsp::BusNumbering::line_port(i));
        hear(numbering.detector_port(i));
        hear(numbering.converter_port(i));
    }
    for (std::uint32_t i = 0; i < 24; ++i) hear(numbering.seat_port(i));
    for (const int owners : ports) LONGS_EQUAL(1, owners);
    LONGS_EQUAL(30, numbering.transmit_ports());
}

TEST_GROUP(ActiveSet){};

TEST(ActiveSet, holds_each_member_once_and_forgets_it_again) {
    ivr_dsp::ActiveSet set(5);
    for (const std::uint32_t member : {3U, 0U, 3U, 4U}) set.insert(member);
    LONGS_EQUAL(3, set.size());
    set.erase(0);
    set.erase(0);
    set.erase(1);
    LONGS_EQUAL(2, set.size());
    CHECK(set.contains(3) && set.contains(4) && !set.contains(0));
}

TEST(ActiveSet, a_member_may_go_while_it_is_visited) {
    ivr_dsp::ActiveSet set(10);
    for (std::uint32_t member = 0; member < 10; ++member) set.insert(member);
    std::uint32_t visited = 0;
    for (std::size_t i = set.size(); i-- > 0;) {
        ++visited;
        if (set[i] % 2 == 0) set.erase(set[i]);
    }
    LONGS_EQUAL(10, visited);
    LONGS_EQUAL(5, set.size());
}
