// SPDX-License-Identifier: GPL-2.0-or-later
// Speech over spans: what is said at one end is heard, octet by octet, at the other.
#include <cstdio>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "tests/driver/board/far_end.hpp"
#include "tests/driver/board/plant.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using board_test::E1FarEnd;
using board_test::goodbye;
using board_test::hello;
using board_test::Plant;
using board_test::T1FarEnd;

namespace {

std::mt19937 printed_chance() {
    const auto seed = std::random_device{}();
    std::printf(" seed %u ", seed);
    return std::mt19937(seed);
}

}  // namespace

// One E1 (span 1, lines 0-29) and one T1 (span 2, lines 30-52).
TEST_GROUP(Spans) {
    std::unique_ptr<E1Cable> e1_cable = std::make_unique<E1Cable>();
    std::unique_ptr<T1Cable> t1_cable = std::make_unique<T1Cable>();
    std::unique_ptr<E1FarEnd> e1 = std::make_unique<E1FarEnd>(*e1_cable, 16);
    std::unique_ptr<T1FarEnd> t1 = std::make_unique<T1FarEnd>(*t1_cable, 24);
    std::unique_ptr<Plant> plant;

    static constexpr std::uint32_t first_t1_line = 30;

    void setup() override {
        start();
    }
    void start() {
        BoardPlan plan;
        plan.spans.push_back({
            {SpanId{1}, Law::alaw, 16, LineId{0}},
            e1_cable.get()
        });
        plan.spans.push_back({
            {SpanId{2}, Law::ulaw, 24, LineId{first_t1_line}},
            t1_cable.get()
        });
        plant = std::make_unique<Plant>(plan);
    }
    // Both of one span: the first line with the last. The middle one of the T1 is its own.
    static std::uint32_t partner(std::uint32_t line) {
        return line < first_t1_line ? 29 - line : 30 + 52 - line;
    }
    const Chunk& said(std::uint32_t line) {
        const auto timeslot = plant->board.channels()[line].timeslot;
        return line < first_t1_line ? e1->says(timeslot) : t1->says(timeslot);
    }
    const Chunk& heard(std::uint32_t line) {
        const auto timeslot = plant->board.channels()[line].timeslot;
        return line < first_t1_line ? e1->heard(timeslot) : t1->heard(timeslot);
    }
    void pass(int milliseconds = 1) {
        for (int i = 0; i < milliseconds; ++i) {
            e1->tick();
            t1->tick();
            plant->tick();
        }
    }
};

TEST(Spans, the_board_says_which_timeslot_each_line_is) {
    const auto channels = plant->board.channels();
    LONGS_EQUAL(30 + 23, channels.size());
    for (std::size_t i = 0; i < channels.size(); ++i) LONGS_EQUAL(i, channels[i].line.value);
    LONGS_EQUAL(1, channels[0].timeslot);
    LONGS_EQUAL(15, channels[14].timeslot);
    LONGS_EQUAL(17, channels[15].timeslot);
    LONGS_EQUAL(31, channels[29].timeslot);
    LONGS_EQUAL(1, channels[30].timeslot);
    LONGS_EQUAL(23, channels[52].timeslot);
    LONGS_EQUAL(2, channels[52].span.value);
    CHECK(channels[52].law == Law::ulaw);
}

TEST(Spans, without_a_d_channel_every_timeslot_is_a_line) {
    const auto cable = std::make_unique<E1Cable>();
    BoardPlan plan;
    plan.spans.push_back({
        {SpanId{1}, Law::alaw, 0, LineId{100}},
        cable.get()
    });
    Plant other(plan);
    LONGS_EQUAL(31, other.board.channels().size());
    LONGS_EQUAL(16, other.board.channels()[15].timeslot);
    LONGS_EQUAL(130, other.board.channels()[30].line.value);
}

// An E1's bits are on trial with all boards': conformance/.
TEST(Spans, a_t1_looped_to_itself_hears_the_bits_it_robs) {
    for (const T1Framing framing : {T1Framing::esf, T1Framing::sf}) {
        const auto cable = std::make_unique<T1Cable>();
        BoardPlan plan;
        plan.spans.push_back({
            {.id = SpanId{1}, .law = Law::ulaw, .framing = framing, .cas = true},
            cable.get()
        });
        Plant other(plan);
        LONGS_EQUAL(24, other.board.channels().size());
        CHECK(other.board.test(driver::LoopSpan{{1}, driver::SpanLoop::local, Ticks{60000}}));
        CHECK(other.board.say_bits({0}, 0b0000));
        CHECK(other.board.say_bits({23}, 0b1010));
        std::map<LineId, driver::Abcd> heard;
        for (int i = 0; i < 5000; ++i) {
            other.tick();
            driver::BitsChange change;
            while (other.board.next_bits(change)) heard[change.line] = change.bits;
        }
        LONGS_EQUAL(0b0000, heard.at({0}));
        LONGS_EQUAL(0b1010, heard.at({23}));
        // Where there are two bits only, they are said twice: idle is 1111.
        const bool two_only = framing == T1Framing::sf;
        CHECK_EQUAL(two_only ? 24U : 2U, heard.size());
    }
}

TEST(Spans, a_channel_without_signalling_bits_says_so) {
    CHECK_FALSE(plant->board.say_bits({0}, 0b0101));
}

TEST(Spans, two_callers_of_one_span_hear_each_other_exactly) {
    plant->bridge(0, 15);  // timeslots 1 and 17
    e1->says(1) = hello;
    e1->says(17) = goodbye;
    pass(2);
    CHECK(e1->heard(17) == hello);
    CHECK(e1->heard(1) == goodbye);
    CHECK(e1->heard(2) == alaw_silence);
}

TEST(Spans, speech_crosses_the_board_in_the_tick_in_which_it_arrives) {
    pass(10);
    e1->hear_all();
    plant->bridge(3, 4);
    e1->says(4) = hello;
    e1->send();
    t1->tick();
    plant->tick();
    LONGS_EQUAL(1, e1_cable->from_near.waiting());
    e1->hear();
    CHECK(e1->heard(5) == hello);
}

TEST(Spans, nothing_is_copied_between_the_cable_and_the_bus) {
    pass(10);
    e1->send();
    t1->send();
    const auto n = plant->board.channels().size();
    std::vector<const Chunk*> talk(n);
    std::vector<Chunk*> send(n);
    plant->board.receive(plant->now, talk, send);
    const auto inside = [](const void* place, const auto& cable) {
        const auto* const begin = reinterpret_cast<const char*>(cable.get());
        const auto* const octet = static_cast<const char*>(place);
        return octet >= begin && octet < begin + sizeof(*cable);
    };
    for (std::size_t i = 0; i < n; ++i) {
        const bool is_e1 = i < first_t1_line;
        CHECK(is_e1 ? inside(talk[i], e1_cable) : inside(talk[i], t1_cable));
        CHECK(is_e1 ? inside(send[i], e1_cable) : inside(send[i], t1_cable));
    }
}

TEST(Spans, every_octet_of_every_line_arrives_as_it_was_sent) {
    auto chance = printed_chance();
    pass(20);
    e1->hear_all();
    t1->hear_all();
    const auto lines = static_cast<std::uint32_t>(plant->board.channels().size());
    for (std::uint32_t line = 0; line < lines; ++line) plant->bridge(line, partner(line));
    int wrong = 0;
    for (int ms = 0; ms < 300; ++ms) {
        e1->says_anything(chance);
        t1->says_anything(chance);
        e1->send();
        t1->send();
        plant->tick();
        e1->hear();
        t1->hear();
        for (std::uint32_t line = 0; line < lines; ++line) {
            wrong += heard(line) == said(partner(line)) ? 0 : 1;
        }
    }
    LONGS_EQUAL(0, wrong);
}

TEST(Spans, the_far_ends_find_frame_alignment) {
    pass(12);
    CHECK(e1->is_aligned());
    CHECK(t1->is_aligned());
    CHECK_FALSE(e1->hears_remote_alarm());
    CHECK_FALSE(t1->hears_remote_alarm());
}

TEST(Spans, a_line_is_a_clock_when_it_has_brought_good_frames) {
    const auto clock = [this] { return *plant->board.line_clock({1}); };
    CHECK(clock().defect == driver::SpanDefect::los);
    pass(12);
    CHECK(clock().defect == driver::SpanDefect::none);
    const auto brought = clock().brought;
    e1->send();
    e1->send();
    LONGS_EQUAL(2, clock().waiting);
    LONGS_EQUAL(brought + 2, clock().brought);
    e1_cable->from_far.gain(300);
    LONGS_EQUAL(300, clock().gained_ns);
    e1->framed = false;
    e1->tick();
    for (int i = 0; i < 3; ++i) plant->tick();
    CHECK(clock().defect == driver::SpanDefect::lof);
    CHECK_FALSE(plant->board.line_clock({99}).has_value());
}

TEST(Spans, a_board_that_starts_on_a_busy_cable_begins_with_the_present) {
    for (int i = 0; i < 80; ++i) e1->send();
    start();
    LONGS_EQUAL(0, e1_cable->from_far.waiting());
    e1->says(1) = hello;
    e1->send();
    plant->bridge(0, 1);
    plant->tick();
    e1->hear();
    CHECK(e1->heard(2) == hello);
}

// 32 E1 spans, 960 callers, each talking to somebody on another span: line n with line 959 - n.
TEST_GROUP(ManySpans) {
    static constexpr std::uint16_t many = 32;
    static constexpr std::uint32_t lines = 960;
    std::vector<std::unique_ptr<E1Cable>> cables;
    std::vector<std::unique_ptr<E1FarEnd>> exchanges;
    std::unique_ptr<Plant> plant;

    void setup() override {
        BoardPlan plan;
        for (std::uint16_t i = 0; i < many; ++i) {
            cables.push_back(std::make_unique<E1Cable>());
            exchanges.push_back(std::make_unique<E1FarEnd>(*cables.back(), 16));
            const SpanId id{static_cast<std::uint16_t>(i + 1)};
            const LineId first{static_cast<std::uint16_t>(i * 30)};
            plan.spans.push_back({
                {id, Law::alaw, 16, first},
                cables.back().get()
            });
        }
        plant = std::make_unique<Plant>(plan);
        for (std::uint32_t line = 0; line < lines / 2; ++line) plant->bridge(line, 959 - line);
    }
    E1FarEnd& exchange(std::uint32_t line) {
        return *exchanges[line / 30];
    }
    std::uint8_t timeslot(std::uint32_t line) {
        return plant->board.channels()[line].timeslot;
    }
    void pass_a_millisecond() {
        for (auto& each : exchanges) each->send();
        plant->tick();
        for (auto& each : exchanges) each->hear();
    }
    int callers_who_hear_somebody_else() {
        int wrong = 0;
        for (std::uint32_t line = 0; line < lines; ++line) {
            const auto other = lines - 1 - line;
            const auto& said = exchange(other).says(timeslot(other));
            wrong += exchange(line).heard(timeslot(line)) == said ? 0 : 1;
        }
        return wrong;
    }
};

TEST(ManySpans, carry_960_callers_and_32_d_channels_at_once) {
    auto chance = printed_chance();
    LONGS_EQUAL(lines, plant->board.channels().size());
    int wrong = 0;
    for (std::uint8_t ms = 0; ms < 50; ++ms) {
        for (auto& each : exchanges) each->says_anything(chance);
        for (auto& each : exchanges) each->send_frame({0x00, 0x01, ms});
        pass_a_millisecond();
        wrong += callers_who_hear_somebody_else();
    }
    LONGS_EQUAL(0, wrong);
    CHECK(plant->frames.size() >= std::size_t{many} * 40);
    CHECK(plant->told.empty());
}
