// SPDX-License-Identifier: GPL-2.0-or-later
// The demo board: driver and model in one, on the cables of a configuration.
#include "driver/board/pci/model/modelled_board.hpp"

#include <memory>
#include <vector>

#include "tests/driver/board/far_end.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;

TEST_GROUP(ModelledBoard) {
    std::unique_ptr<E1Cable> cable = std::make_unique<E1Cable>();
    std::unique_ptr<board_test::E1FarEnd> far;
    std::unique_ptr<ModelledBoard> board;
    std::vector<const Chunk*> talk{std::vector<const Chunk*>(30)};
    std::vector<Chunk*> send{std::vector<Chunk*>(30)};
    Ticks now{};
    SpanStatus status;

    void setup() override {
        PciBoardPlan plan;
        plan.card = *te4_card_of({0xD161, 0x1410, 0x0005});
        PciSpanPlan span;
        span.id = {1};
        span.d_timeslot = 16;
        span.timing = 1;
        plan.spans.push_back(span);
        Te4ModelPlan model;
        model.lines.push_back({cable.get(), Law::alaw, 16});
        board = std::make_unique<ModelledBoard>(plan, model);
        span.crc4 = E1Crc4::on;
        far = std::make_unique<board_test::E1FarEnd>(*cable, 16, span);
    }
    // The bus follows the line, which is faster than nominal.
    void pass(int milliseconds, std::int64_t gained_ns = 0) {
        for (; milliseconds > 0; --milliseconds) {
            cable->from_far.gain(gained_ns);
            far->send();
            far->hear_all();
            board->run_by({cable->from_far.gained_ns(), SpanId{1}});
            board->receive(now, talk, send);
            *send[0] = *talk[1];
            board->transmit(now);
            ++now;
            while (board->next_status(status)) {
            }
        }
    }
};

TEST(ModelledBoard, speech_crosses_it) {
    far->says(2) = filled(0x42);
    pass(1500);
    CHECK_FALSE(status.failed());
    CHECK(far->heard(1) == filled(0x42));
    CHECK_FALSE(far->hears_remote_alarm());
}

TEST(ModelledBoard, its_line_tells_the_time_that_its_cable_tells) {
    pass(1500);
    pass(5000, 50);
    const auto clock = *board->line_clock({1});
    CHECK(clock.defect == SpanDefect::none);
    LONGS_EQUAL(250'000, clock.gained_ns);
    LONGS_EQUAL(6500, clock.brought);
    LONGS_EQUAL(0, clock.waiting);
    LONGS_EQUAL(0, status.frames_deleted);
    CHECK_FALSE(board->line_clock({2}).has_value());
}

TEST(ModelledBoard, it_falls_off_the_bus_like_any_other) {
    pass(1500);
    board->card().fall_off(true);
    pass(10);
    CHECK(status.no_board);
}
