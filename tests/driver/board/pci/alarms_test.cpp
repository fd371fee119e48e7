// SPDX-License-Identifier: GPL-2.0-or-later
// What is wrong with a line or with the board is told by its name, and the rest goes on.
#include "tests/driver/board/pci/rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using pci_test::E1Rig;
using pci_test::T1Rig;

namespace {

// One register of the board does not answer, all else does.
class DeafAt final : public Registers {
  public:
    DeafAt(Te4Model& model, std::uint32_t offset) : model_(model), offset_(offset) {}
    [[nodiscard]] std::uint32_t read(std::uint32_t offset) noexcept override {
        return deaf && offset == offset_ ? all_ones_read : model_.read(offset);
    }
    void write(std::uint32_t offset, std::uint32_t value) noexcept override {
        model_.write(offset, value);
    }
    bool deaf{};

  private:
    Te4Model& model_;
    std::uint32_t offset_;
};

}  // namespace

TEST_GROUP(PciAlarms) {
    E1Rig e1;
    T1Rig t1;

    void start() {
        e1.start();
        e1.pass(1500);
        others_are_well(0);
    }
    void others_are_well(std::uint16_t sick) {
        for (std::uint16_t span = 1; span <= 4; ++span) {
            if (span != sick) CHECK_FALSE(e1.status(span).failed());
        }
    }
    [[nodiscard]] te4::Led led(unsigned span) const {
        return e1.model->led(span - 1);
    }
};

TEST(PciAlarms, a_cut_pair_is_los_after_the_boards_own_time) {
    start();
    LineFaults cut;
    cut.to_center.cut = true;
    e1.disturb(2, cut);
    e1.pass(2000);
    CHECK_FALSE(e1.status(2).loss_of_signal);
    CHECK(led(2) == te4::Led::red);  // at once
    e1.pass(1000);
    CHECK(e1.status(2).loss_of_signal);
    CHECK(e1.far(2).hears_remote_alarm());
    others_are_well(2);
    CHECK(led(1) == te4::Led::green);
    e1.disturb(2, {});
    e1.pass(2500);
    CHECK_FALSE(e1.status(2).failed());
    CHECK_FALSE(e1.far(2).hears_remote_alarm());
    CHECK(led(2) == te4::Led::green);
}

TEST(PciAlarms, all_ones_are_ais) {
    start();
    e1.far(3).all_ones = true;
    e1.pass(3200);
    CHECK(e1.status(3).alarm_indication);
    CHECK_FALSE(e1.status(3).loss_of_signal);
    others_are_well(3);
}

TEST(PciAlarms, no_alignment_signal_is_lof) {
    start();
    e1.far(4).framed = false;
    e1.pass(3200);
    CHECK(e1.status(4).loss_of_frame);
    CHECK_FALSE(e1.status(4).alarm_indication);
    others_are_well(4);
}

TEST(PciAlarms, a_far_end_that_hears_nothing_is_rai_after_half_a_second) {
    start();
    e1.far(1).remote_alarm = true;
    e1.pass(300);
    CHECK_FALSE(e1.status(1).remote_alarm);
    e1.pass(400);
    CHECK(e1.status(1).remote_alarm);
    CHECK(led(1) == te4::Led::yellow);
    e1.far(1).remote_alarm = false;
    e1.pass(700);
    CHECK_FALSE(e1.status(1).remote_alarm);
}

TEST(PciAlarms, a_t1_tells_them_too) {
    t1.start();
    t1.pass(1500);
    for (std::uint16_t span = 1; span <= 4; ++span) CHECK_FALSE(t1.status(span).failed());
    LineFaults cut;
    cut.to_center.cut = true;
    t1.disturb(1, cut);
    t1.far(2).all_ones = true;
    t1.far(3).framed = false;
    t1.far(4).remote_alarm = true;
    t1.pass(3500);
    CHECK(t1.status(1).loss_of_signal);
    CHECK(t1.status(2).alarm_indication);
    CHECK(t1.status(3).loss_of_frame);
    CHECK(t1.status(4).remote_alarm);
    CHECK(t1.far(1).hears_remote_alarm());
}

TEST(PciAlarms, errors_of_the_line_are_counted_each_second) {
    e1.far_crc4 = true;
    start();
    LineFaults noisy;
    noisy.to_center.wrong_bits = 20'000;
    e1.disturb(1, noisy);
    e1.pass(4000);
    e1.disturb(1, {});
    e1.pass(2500);
    CHECK(e1.status(1).crc_errors > 50);
    CHECK(e1.status(1).framing_errors > 0);
    LONGS_EQUAL(0, e1.status(2).crc_errors);
    CHECK(e1.far(1).errors().far_end_errors > 50);  // our E bits say so
}

TEST(PciAlarms, what_we_send_wrong_on_purpose_the_far_end_counts) {
    start();
    const auto before = e1.far(1).errors();
    e1.board->pci_span(0).framer().inject(falc::one_crc_error);
    e1.pass(100);
    LONGS_EQUAL(before.crc_errors + 1, e1.far(1).errors().crc_errors);
    e1.board->pci_span(0).framer().inject(falc::one_fas_error);
    e1.pass(100);
    LONGS_EQUAL(before.framing_errors + 1, e1.far(1).errors().framing_errors);
    e1.pass(2000);
    CHECK(e1.status(1).far_end_errors >= 1);  // its E bits come back
}

TEST(PciAlarms, code_violations_and_a_broken_pair_are_seen) {
    start();
    e1.port(1).violate(300);
    e1.port(2).pair_is(falc::open_circuit);
    e1.pass(2200);
    LONGS_EQUAL(300, e1.board->pci_span(0).framer().code_violations());
    CHECK(e1.board->pci_span(1).framer().pair_is_broken());
    CHECK_FALSE(e1.board->pci_span(0).framer().pair_is_broken());
}

TEST(PciAlarms, a_line_by_another_clock_slips) {
    e1.start();
    e1.cables[3]->from_far.gain(1);
    e1.pass(1500);
    for (int i = 0; i < 4000; ++i) {  // 100 ppm: a slip in 1.25 s
        e1.cables[3]->from_far.gain(100);
        e1.pass(1);
    }
    e1.pass(1100);
    LONGS_EQUAL(3, e1.status(4).frames_deleted);
    LONGS_EQUAL(0, e1.status(3).frames_deleted);
}

TEST(PciAlarms, a_board_that_falls_off_the_bus_is_no_board_and_comes_back) {
    start();
    e1.model->fall_off(true);
    e1.pass(5);
    CHECK(e1.board->trouble() == PciTrouble::all_ones);
    for (std::uint16_t span = 1; span <= 4; ++span) {
        CHECK(e1.status(span).no_board);
        CHECK_FALSE(e1.status(span).loss_of_signal);
    }
    e1.pass(3000);
    e1.model->fall_off(false);
    e1.pass(6000);
    CHECK(e1.board->trouble() == PciTrouble::none);
    for (std::uint16_t span = 1; span <= 4; ++span) CHECK_FALSE(e1.status(span).failed());
}

TEST(PciAlarms, a_board_whose_dma_stands_still_is_no_board_and_is_started_again) {
    start();
    e1.model->stall(true);
    e1.pass(1100);
    CHECK(e1.board->trouble() == PciTrouble::stalled);
    CHECK(e1.status(1).no_board);
    e1.pass(2000);
    e1.model->stall(false);
    e1.pass(6000);
    CHECK(e1.board->trouble() == PciTrouble::none);
    CHECK_FALSE(e1.status(1).failed());
}

TEST(PciAlarms, a_board_that_answers_but_for_its_milliseconds_is_no_board) {
    for (const bool has_ring : {true, false}) {
        E1Rig rig;
        if (!has_ring) rig.second_generation();
        rig.start();
        DeafAt registers(*rig.model, has_ring ? te4::ring : te4::interrupt);
        rig.board = std::make_unique<pci_test::TestBoard>(rig.plan, registers, rig.memory.dma());
        rig.board->bring_up([](std::uint32_t) {});
        rig.pass(1500);
        CHECK_FALSE(rig.status(1).failed());
        registers.deaf = true;
        rig.pass(900);
        CHECK(rig.board->trouble() == PciTrouble::none);
        rig.pass(200);
        CHECK(rig.board->trouble() == PciTrouble::stalled);
        CHECK(rig.status(1).no_board);
        CHECK(rig.status(1).board_trouble == BoardTrouble::stalled);
        registers.deaf = false;
        rig.pass(6000);
        CHECK(rig.board->trouble() == PciTrouble::none);
        CHECK_FALSE(rig.status(1).failed());
    }
}

TEST(PciAlarms, a_version_nobody_knows_is_not_driven) {
    e1.model_plan.version = 0xDEAD0001;
    e1.start();
    e1.pass(50);
    CHECK(e1.board->trouble() == PciTrouble::unknown_version);
    CHECK(e1.status(1).no_board);
    CHECK(e1.status(1).board_trouble == BoardTrouble::unknown_version);
    LONGS_EQUAL(0, e1.model->milliseconds());
}

TEST(PciAlarms, dma_to_memory_that_is_not_there_stops_the_board) {
    start();
    e1.model->write(te4::received_address, 0xF000'0000);
    e1.pass(1400);
    CHECK(e1.model->aborts() >= 1);
    CHECK(e1.board->trouble() == PciTrouble::stalled);
    e1.pass(7000);  // brought up with the right address
    CHECK(e1.board->trouble() == PciTrouble::none);
    CHECK_FALSE(e1.status(1).failed());
}
