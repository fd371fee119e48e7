// SPDX-License-Identifier: GPL-2.0-or-later
// Something is wrong with the line between the board and the exchange: what the board then says,
// and that all is well again when it is mended.
#include <cmath>
#include <cstdio>
#include <random>

#include "tests/driver/board/disturbed_line.hpp"

using namespace driver;
using board_test::DisturbedLine;
using board_test::hello;
using board_test::Octets;
using board_test::second_ms;

namespace {

template <class Line>
void talks_well(Line& line) {
    line.exchange->says(1) = hello;
    line.pass(300);
    CHECK(line.exchange->heard(2) == hello);
    line.pass(4 * second_ms);
    CHECK(!line.status().failed());
    CHECK(line.exchange->is_aligned());
    CHECK(!line.exchange->hears_remote_alarm());
}

template <class Line>
void is_cut_to_us(Line& line) {
    line.faults.to_center.cut = true;
    line.happens();
    line.pass(3 * second_ms);
    CHECK(line.status().loss_of_signal);
    CHECK(!line.status().loss_of_frame);
    CHECK(line.exchange->hears_remote_alarm());
    line.is_mended();
    talks_well(line);
    LONGS_EQUAL(0, line.status().slips);
}

template <class Line>
void is_cut_from_us(Line& line) {
    line.faults.from_center.cut = true;
    line.happens();
    line.pass(1);
    for (int i = 0; i < 500; ++i) {
        line.plant->tick();
        CHECK(line.exchange->send());
        CHECK(!line.exchange->hear());
    }
    CHECK(!line.status().failed());
    line.is_mended();
    talks_well(line);
}

template <class Line>
void has_its_pairs_swapped(Line& line) {
    line.faults.swapped_pairs = true;
    line.happens();
    line.pass(1);
    for (int i = 0; i < 3 * second_ms; ++i) {
        line.plant->tick();
        CHECK(line.exchange->send());
        CHECK(!line.exchange->hear());
    }
    CHECK(line.status().loss_of_signal);
    line.is_mended();
    talks_well(line);
}

template <class Line>
void brings_all_ones(Line& line) {
    line.faults.to_center.all_ones = true;
    line.happens();
    line.pass(4 * second_ms);
    CHECK(line.status().alarm_indication);
    CHECK(!line.status().loss_of_frame);
    CHECK(line.exchange->hears_remote_alarm());
    line.cut(4 * second_ms);  // AIS is sent in place of an exchange that sends nothing
    CHECK(line.status().alarm_indication);
    CHECK(!line.status().loss_of_signal);
    line.is_mended();
    talks_well(line);
}

template <class Line>
void takes_all_ones(Line& line) {
    line.faults.from_center.all_ones = true;
    line.happens();
    line.pass(100);
    CHECK(!line.exchange->is_aligned());
    CHECK(!line.status().failed());
    line.is_mended();
    talks_well(line);
}

// Every wrong bit in the callers' timeslots is counted by the test set, and no other.
template <class Line>
void is_measured_exactly(Line& line) {
    line.measure();
    line.happens();
    line.pass_looped(20 * second_ms);
    line.is_mended();
    const SpanTest test = line.measured();
    CHECK(line.damaged() > 0);
    UNSIGNED_LONGS_EQUAL(line.damaged(), test.errors);
    UNSIGNED_LONGS_EQUAL(0, test.losses);
    CHECK(!line.status().failed());
}

// As many as asked for, within four standard deviations.
void is_about(double asked, std::uint64_t counted) {
    CHECK(std::abs(static_cast<double>(counted) - asked) < 4 * std::sqrt(asked));
}

template <class Line>
void has_random_errors(Line& line, double bits_of_second) {
    line.faults.to_center.wrong_bits = 20'000;  // 2 × 10^-5
    line.faults.from_center.wrong_bits = 5'000;
    line.faults.seed = 77;
    is_measured_exactly(line);
    is_about(20 * bits_of_second * 2e-5, line.cable->trouble.to_center.total());
    is_about(20 * bits_of_second * 5e-6, line.cable->trouble.from_center.total());
    CHECK(line.status().crc_errors > 100);
}

template <class Line>
void has_bursts(Line& line) {
    line.faults.to_center.bursts = {.every_ms = 500, .bits = 12, .wrong_per_thousand = 400};
    is_measured_exactly(line);
    is_about(40 * 12 * 0.4, line.cable->trouble.to_center.total());
    CHECK(line.status().crc_errors >= 30);
    CHECK(line.status().crc_errors <= 80);  // a burst is in one block, or two
}

template <class Line>
void is_long(Line& line) {
    const auto without = line.count_frames(100);
    line.faults.to_center.delay_ms = 50;
    line.faults.from_center.delay_ms = 20;
    line.happens();
    line.pass(500);
    const auto slips = line.status().slips;
    const auto with = line.count_frames(100);
    // Counted in frames: 70 ms are 560, of which an octet can tell 48.
    const auto behind = [](std::uint8_t here, std::uint8_t there) {
        return static_cast<std::uint8_t>(here - there);
    };
    const std::uint8_t added = behind(static_cast<std::uint8_t>(without.back() + 800), with.back());
    LONGS_EQUAL(560 % 256, added);
    LONGS_EQUAL(slips, line.status().slips);
    LONGS_EQUAL(0, line.plant->board.line_clock({1})->waiting);  // what is under way is not waiting
    CHECK(!line.status().failed());
    line.is_mended();
    talks_well(line);
}

// What follows what, where it is not the next number.
std::vector<int> jumps(const std::vector<std::uint8_t>& counted) {
    std::vector<int> found;
    for (std::size_t i = 1; i < counted.size(); ++i) {
        const auto step = static_cast<std::int8_t>(counted[i] - counted[i - 1]);
        if (step != 1) found.push_back(step);
    }
    return found;
}

template <class Line>
void slips(Line& line, PairFaults LineFaults::*pair) {
    (void)line.count_frames(100);
    const auto crc_errors = line.status().crc_errors;
    (line.faults.*pair).slips = -1;
    line.happens();
    CHECK(jumps(line.count_frames(100)) == std::vector<int>{0});
    (line.faults.*pair).slips = -3;
    line.happens();
    CHECK((jumps(line.count_frames(100)) == std::vector<int>{0, 0}));
    (line.faults.*pair).slips = -2;
    line.happens();
    CHECK(jumps(line.count_frames(100)) == std::vector<int>{2});
    // Framing has gone on, and so have its CRCs.
    LONGS_EQUAL(crc_errors, line.status().crc_errors);
    LONGS_EQUAL(0, line.status().framing_errors);
    LONGS_EQUAL(0, line.status().slips);
    LONGS_EQUAL(0, line.exchange->errors().crc_errors);
    line.is_mended();
    talks_well(line);
}

template <class Line>
void loops_the_d_channel(Line& line) {
    const auto send = [&](const Octets& octets) {
        Frame frame{.span = {1}, .size = static_cast<std::uint16_t>(octets.size()), .octets = {}};
        std::copy(octets.begin(), octets.end(), frame.octets.begin());
        CHECK(line.plant->board.send_frame(frame));
    };
    line.faults.d_channel_looped = true;
    line.happens();
    line.pass(50);
    line.plant->frames.clear();
    line.exchange->send_frame({2, 1, 1, 0});
    send({0, 1, 0x7F});
    line.pass(50);
    LONGS_EQUAL(1, line.plant->frames.size());
    LONGS_EQUAL(0x7F, line.plant->frames.front().octets[2]);
    LONGS_EQUAL(1, line.exchange->frames.size());  // it goes on to the far end, too
    line.exchange->says(1) = hello;
    line.pass(10);
    CHECK(line.exchange->heard(2) == hello);
    CHECK(!line.status().failed());
    line.is_mended();
    line.pass(10);
    line.exchange->send_frame({2, 1, 1, 0});
    line.pass(50);
    LONGS_EQUAL(2, line.plant->frames.size());
    LONGS_EQUAL(2, line.plant->frames.back().octets[0]);
}

// All of it at once, and changing, does not break anything for good.
template <class Line>
void lives_through_anything(Line& line, std::uint32_t seed) {
    std::printf(" seed %u ", seed);
    std::mt19937 chance(seed);
    const auto one_in = [&](unsigned n) { return chance() % n == 0; };
    const auto damage = [&](PairFaults& pair) {
        pair = {};
        pair.cut = one_in(6);
        pair.all_ones = one_in(6);
        if (one_in(2)) pair.wrong_bits = static_cast<std::uint32_t>(chance() % 500'000'001);
        if (one_in(3)) {
            pair.bursts = {static_cast<std::uint32_t>(chance() % 5),
                           static_cast<std::uint32_t>(chance() % 20'000), 500};
        }
        if (one_in(3)) pair.delay_ms = static_cast<std::uint16_t>(chance() % 201);
        if (one_in(2)) pair.slips = static_cast<std::int32_t>(chance() % 2000) - 1000;
        if (one_in(3))
            pair.level_db = static_cast<std::int16_t>(static_cast<int>(chance() % 81) - 60);
        if (one_in(3))
            pair.noise_dbm0 = static_cast<std::int16_t>(-static_cast<int>(chance() % 91));
    };
    for (int i = 0; i < 60; ++i) {
        line.exchange->says_anything(chance);
        damage(line.faults.to_center);
        damage(line.faults.from_center);
        line.faults.swapped_pairs = one_in(8);
        line.faults.center_code = static_cast<SetCode>(chance() % 4);
        line.faults.far_code = static_cast<SetCode>(chance() % 4);
        line.faults.echo = {static_cast<std::uint16_t>(chance() % 100),
                            static_cast<std::uint16_t>(chance() % 101)};
        line.faults.d_channel_looped = one_in(4);
        line.faults.seed = chance();
        line.happens();
        line.pass(static_cast<int>(chance() % 400));
    }
    line.is_mended();
    line.pass(second_ms);
    talks_well(line);
    line.exchange->send_frame({2, 1, 1, 0});
    line.plant->frames.clear();
    line.pass(50);
    LONGS_EQUAL(1, line.plant->frames.size());
}

}  // namespace

TEST_GROUP(DisturbedE1) {
    DisturbedLine<E1Format> line;
    void setup() override {
        line.start_well();
    }
};
TEST_GROUP(DisturbedT1) {
    DisturbedLine<T1Format> line;
    void setup() override {
        line.start_well();
    }
};

TEST(DisturbedE1, cut_to_us_is_loss_of_signal) {
    is_cut_to_us(line);
}
TEST(DisturbedT1, cut_to_us_is_loss_of_signal) {
    is_cut_to_us(line);
}
TEST(DisturbedE1, cut_from_us_is_silence_at_the_far_end_only) {
    is_cut_from_us(line);
}
TEST(DisturbedT1, cut_from_us_is_silence_at_the_far_end_only) {
    is_cut_from_us(line);
}
TEST(DisturbedE1, with_swapped_pairs_hears_nothing_and_is_not_heard) {
    has_its_pairs_swapped(line);
}
TEST(DisturbedT1, with_swapped_pairs_hears_nothing_and_is_not_heard) {
    has_its_pairs_swapped(line);
}
TEST(DisturbedE1, with_all_ones_from_equipment_on_the_way_has_ais) {
    brings_all_ones(line);
}
TEST(DisturbedT1, with_all_ones_from_equipment_on_the_way_has_ais) {
    brings_all_ones(line);
}
TEST(DisturbedE1, may_have_ais_in_the_other_direction) {
    takes_all_ones(line);
}
TEST(DisturbedT1, may_have_ais_in_the_other_direction) {
    takes_all_ones(line);
}
TEST(DisturbedE1, has_exactly_the_random_errors_that_a_test_set_finds) {
    has_random_errors(line, 2.048e6);
}
TEST(DisturbedT1, has_exactly_the_random_errors_that_a_test_set_finds) {
    has_random_errors(line, 1.544e6);
}
TEST(DisturbedE1, has_exactly_the_bursts_that_a_test_set_finds) {
    has_bursts(line);
}
TEST(DisturbedT1, has_exactly_the_bursts_that_a_test_set_finds) {
    has_bursts(line);
}
TEST(DisturbedE1, may_be_long) {
    is_long(line);
}
TEST(DisturbedT1, may_be_long) {
    is_long(line);
}
TEST(DisturbedE1, slips_by_a_frame_on_its_way_to_us) {
    slips(line, &LineFaults::to_center);
}
TEST(DisturbedT1, slips_by_a_frame_on_its_way_to_us) {
    slips(line, &LineFaults::to_center);
}
TEST(DisturbedE1, slips_by_a_frame_on_its_way_from_us) {
    slips(line, &LineFaults::from_center);
}
TEST(DisturbedT1, slips_by_a_frame_on_its_way_from_us) {
    slips(line, &LineFaults::from_center);
}
TEST(DisturbedE1, may_bring_our_d_channel_back_to_us) {
    loops_the_d_channel(line);
}
TEST(DisturbedT1, may_bring_our_d_channel_back_to_us) {
    loops_the_d_channel(line);
}
TEST(DisturbedE1, lives_through_anything) {
    lives_through_anything(line, std::random_device{}());
}
TEST(DisturbedT1, lives_through_anything) {
    lives_through_anything(line, std::random_device{}());
}

namespace {

// A board in a machine somebody works on.
template <class Line>
void is_pulled_out_and_put_in(Line& line) {
    line.plant->board.pull(true);
    line.pass(1);
    CHECK(line.status().no_board);
    for (int i = 0; i < 5 * second_ms; ++i) {
        line.plant->tick();
        CHECK(line.exchange->send());  // nobody holds the exchange up
        CHECK(!line.exchange->hear());
    }
    CHECK(line.status().no_board);
    CHECK(!line.status().loss_of_signal);
    CHECK(line.plant->board.line_clock({1})->defect != SpanDefect::none);
    const auto told = line.plant->told.size();
    line.plant->board.pull(false);
    line.pass(3 * second_ms);
    CHECK(!line.status().no_board);
    // It was away, then well: nothing in between.
    for (auto i = told; i < line.plant->told.size(); ++i) {
        const SpanStatus& status = line.plant->told[i];
        CHECK(status.no_board || !status.failed());
    }
    LONGS_EQUAL(0, line.status().slips);
    talks_well(line);
}

}  // namespace

TEST(DisturbedE1, says_that_its_board_is_gone_and_comes_back_with_it) {
    is_pulled_out_and_put_in(line);
}
TEST(DisturbedT1, says_that_its_board_is_gone_and_comes_back_with_it) {
    is_pulled_out_and_put_in(line);
}

TEST(DisturbedE1, that_is_cut_while_the_board_is_out_says_so_when_it_is_in) {
    line.plant->board.pull(true);
    line.pass(second_ms);
    line.faults.to_center.cut = true;
    line.happens();
    line.plant->board.pull(false);
    line.pass(4 * second_ms);
    CHECK(!line.status().no_board);
    CHECK(line.status().loss_of_signal);
    line.is_mended();
    talks_well(line);
}

// 10^-2 is more than an E1's alignment can stand for long, and it always comes back.
TEST(DisturbedE1, with_one_bit_in_a_hundred_wrong_loses_its_frames_now_and_then) {
    line.faults.to_center.wrong_bits = 10'000'000;
    line.happens();
    line.pass(30 * second_ms);
    CHECK(line.status().framing_errors > 1000);
    CHECK(line.status().crc_errors > 10'000);
    line.is_mended();
    talks_well(line);
}

TEST(DisturbedE1, with_half_of_all_bits_wrong_has_no_frames) {
    line.faults.to_center.wrong_bits = PairFaults::most_wrong;
    line.happens();
    line.pass(2 * second_ms);
    CHECK(line.status().loss_of_frame);
    CHECK(!line.status().loss_of_signal);
    line.is_mended();
    talks_well(line);
}

TEST(DisturbedE1, has_the_same_errors_with_the_same_seed) {
    line.faults.to_center.wrong_bits = 1'000'000;
    line.happens();
    line.pass(second_ms);
    const auto first = line.cable->trouble.to_center.total();
    line.is_mended();
    line.pass(10);
    line.faults.to_center.wrong_bits = 1'000'000;
    line.happens();
    line.pass(second_ms);
    UNSIGNED_LONGS_EQUAL(2 * first, line.cable->trouble.to_center.total());
}

// HDB3 on one side, AMI on the other: four zeros arrive as a pulse or two.
TEST(DisturbedE1, with_another_line_code_at_the_far_end_garbles_zeros_only) {
    line.faults.far_code = SetCode::ami;
    line.happens();
    line.pass(second_ms);
    line.exchange->says(1) = filled(0x55);
    line.pass(50);
    CHECK(line.exchange->heard(2) == filled(0x55));
    line.exchange->says(1) = filled(0x00);
    line.pass(50);
    CHECK(!(line.exchange->heard(2) == filled(0x00)));
    CHECK(line.exchange->errors().crc_errors > 0);
    line.is_mended();
    talks_well(line);
    line.exchange->says(1) = filled(0x00);
    line.pass(50);
    CHECK(line.exchange->heard(2) == filled(0x00));
}

TEST(DisturbedT1, with_another_line_code_at_the_far_end_garbles_eight_zeros_only) {
    line.faults.center_code = SetCode::ami;
    line.happens();
    line.pass(second_ms);
    line.exchange->says(1) = filled(0x10);
    line.pass(50);
    CHECK(line.exchange->heard(2) == filled(0x10));
    line.exchange->says(1) = filled(0x00);
    line.pass(50);
    CHECK(!(line.exchange->heard(2) == filled(0x00)));
    CHECK(line.status().crc_errors > 0);
    line.is_mended();
    talks_well(line);
}

TEST(DisturbedE1, is_not_damaged_by_what_nobody_could_mean) {
    line.faults.to_center.delay_ms = 201;
    const auto refused = disturb(line.cable.get(), line.faults);
    CHECK(!refused);
    STRCMP_EQUAL("to_center.delay_ms is 201: from 0 to 200 can be simulated",
                 refused.error().c_str());
    line.faults = {};
    line.faults.from_center.level_db = 21;
    CHECK(!disturb(line.cable.get(), line.faults));
    line.faults = {};
    line.faults.echo.delay_ms = 101;
    CHECK(!disturb(line.cable.get(), line.faults));
}

TEST(DisturbedE1, says_that_nobody_takes_what_shall_happen_when_no_board_is_there) {
    const auto cable = std::make_unique<E1Cable>();
    bool refused = false;
    for (int i = 0; i < 20 && !refused; ++i) refused = !disturb(cable.get(), {});
    CHECK(refused);
}
