// SPDX-License-Identifier: GPL-2.0-or-later
// Speech and D-channels over the four spans of a PCI board.
#include <cstdio>
#include <deque>
#include <random>
#include <vector>

#include "tests/driver/board/pci/rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using pci_test::E1Rig;
using pci_test::Rig;
using pci_test::T1Rig;

namespace {

std::mt19937 printed_chance() {
    const auto seed = std::random_device{}();
    std::printf(" seed %u ", seed);
    return std::mt19937(seed);
}

// What every line of span 1 says is heard on the same timeslot of span 4, span 2's on span 3's, and
// back: octet by octet, later by a fixed time.
template <class Format>
class Conversation {
  public:
    explicit Conversation(Rig<Format>& rig) : rig_(rig) {
        for (std::size_t line = 0; line < 2 * per_span; ++line) {
            rig.bridge(static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(partner(line)));
        }
        rig.pass(1500);
    }
    // Chunks that were not what was said.
    int wrong_chunks(int milliseconds) {
        for (int ms = 0; ms < 40; ++ms) say();
        find_delay();
        int wrong = 0;
        for (int ms = 40; ms < milliseconds; ++ms) {
            say();
            for (std::size_t line = 0; line < lines; ++line) {
                wrong += heard(partner(line)) == said(line, delay_) ? 0 : 1;
            }
        }
        std::printf(" delay %zu ms ", delay_);
        return wrong;
    }

  private:
    static constexpr std::size_t per_span = Rig<Format>::lines_of_span;
    static constexpr std::size_t lines = 4 * per_span;

    static std::size_t partner(std::size_t line) {
        return (3 - line / per_span) * per_span + line % per_span;
    }
    static std::uint8_t timeslot(std::size_t line) {
        const auto counted = static_cast<std::uint8_t>(line % per_span + 1);
        return static_cast<std::uint8_t>(counted + (counted >= Rig<Format>::d_timeslot ? 1 : 0));
    }
    void say() {
        for (std::size_t span = 1; span <= 4; ++span) rig_.far(span).says_anything(chance_);
        for (std::size_t line = 0; line < lines; ++line) {
            said_[line].push_back(rig_.far(line / per_span + 1).says(timeslot(line)));
        }
        rig_.pass(1);
    }
    [[nodiscard]] const Chunk& said(std::size_t line, std::size_t ago) const {
        return said_[line][said_[line].size() - 1 - ago];
    }
    [[nodiscard]] const Chunk& heard(std::size_t line) {
        return rig_.far(line / per_span + 1).heard(timeslot(line));
    }
    void find_delay() {
        while (delay_ < 30 && !(said(0, delay_) == heard(partner(0)))) ++delay_;
    }

    Rig<Format>& rig_;
    std::mt19937 chance_ = printed_chance();
    std::vector<std::deque<Chunk>> said_ = std::vector<std::deque<Chunk>>(lines);
    std::size_t delay_ = 0;
};

// In the memory that board and driver share.
bool is_shared(E1Rig& rig, const Chunk* place) {
    const auto memory = rig.memory.dma().octets;
    const auto* const octet = reinterpret_cast<const std::uint8_t*>(place);
    return octet >= memory.data() && octet < memory.data() + memory.size();
}

// Milliseconds between the one that is heard and the one that is written, in the ring.
std::size_t ahead(E1Rig& rig) {
    std::vector<const Chunk*> talk(rig.board->channels().size());
    std::vector<Chunk*> send(talk.size());
    rig.pass_on_lines();
    rig.board->receive(rig.now, talk, send);
    rig.board->transmit(rig.now);
    ++rig.now;
    const auto* const heard = reinterpret_cast<const std::uint8_t*>(talk[0]);
    const auto* const written = reinterpret_cast<const std::uint8_t*>(send[0]);
    return static_cast<std::size_t>(written - heard) / te4::buffer_octets % Te4Dma::ring_length;
}

// This program sleeps, and catches up.
void hole(E1Rig& rig, int milliseconds) {
    for (int i = 0; i < milliseconds; ++i) rig.pass_on_lines();
    for (int i = 0; i < milliseconds; ++i) rig.tick();
    rig.pass(10);
}

template <class Format>
int wrong_chunks(Rig<Format>& rig) {
    return Conversation<Format>(rig).wrong_chunks(400);
}

}  // namespace

TEST_GROUP(PciBearer) {
    E1Rig e1;
    T1Rig t1;
};

TEST(PciBearer, every_octet_of_four_e1_arrives_through_the_ring) {
    e1.start();
    LONGS_EQUAL(0, wrong_chunks(e1));
    for (std::uint16_t span = 1; span <= 4; ++span) CHECK_FALSE(e1.status(span).failed());
}
TEST(PciBearer, every_octet_of_four_t1_arrives_through_the_ring) {
    t1.start();
    LONGS_EQUAL(0, wrong_chunks(t1));
}
TEST(PciBearer, every_octet_of_four_e1_arrives_through_a_single_buffer) {
    e1.second_generation();
    e1.start();
    LONGS_EQUAL(0, wrong_chunks(e1));
}
TEST(PciBearer, every_octet_of_four_t1_arrives_through_a_single_buffer) {
    t1.second_generation();
    t1.start();
    LONGS_EQUAL(0, wrong_chunks(t1));
}

TEST(PciBearer, nothing_is_copied_between_the_ring_and_the_bus) {
    e1.start();
    e1.pass(1500);
    e1.pass_on_lines();
    const auto n = e1.board->channels().size();
    std::vector<const Chunk*> talk(n);
    std::vector<Chunk*> send(n);
    e1.board->receive(e1.now, talk, send);
    for (std::size_t i = 0; i < n; ++i) {
        CHECK(is_shared(e1, talk[i]));
        CHECK(is_shared(e1, send[i]));
    }
}

TEST(PciBearer, frames_of_d_channels_arrive_both_ways) {
    e1.start();
    e1.pass(1200);
    for (std::uint16_t span = 1; span <= 4; ++span) {
        const auto octet = static_cast<std::uint8_t>(span);
        e1.far(span).send_frame({2, 1, octet});
        Frame frame{
            .span = {span  },
              .size = 5, .octets = { 0, 3, 0x7E, 0xFF, octet}
        };
        CHECK(e1.board->send_frame(frame));
    }
    e1.pass(20);
    LONGS_EQUAL(4, e1.frames.size());
    for (const Frame& frame : e1.frames) {
        LONGS_EQUAL(3, frame.size);
        LONGS_EQUAL(frame.span.value, frame.octets[2]);
    }
    for (std::uint8_t span = 1; span <= 4; ++span) {
        LONGS_EQUAL(1, e1.far(span).frames.size());
        CHECK((e1.far(span).frames[0] == board_test::Octets{0, 3, 0x7E, 0xFF, span}));
    }
}

TEST(PciBearer, a_frame_stays_whole_where_a_millisecond_is_said_twice) {
    for (const bool has_ring : {true, false}) {
        E1Rig rig;
        if (!has_ring) rig.second_generation();
        rig.start();
        rig.pass(1200);
        Frame frame{.span = {1}, .size = 200, .octets = {}};
        for (std::size_t i = 0; i < frame.size; ++i) {
            frame.octets[i] = static_cast<std::uint8_t>(i);
        }
        CHECK(rig.board->send_frame(frame));
        for (int i = 0; i < 3; ++i) {
            rig.pass(4);
            rig.tick();
        }
        rig.pass(60);
        LONGS_EQUAL(1, rig.far(1).frames.size());
        const board_test::Octets sent(frame.octets.begin(), frame.octets.begin() + frame.size);
        CHECK(rig.far(1).frames[0] == sent);
    }
}

TEST(PciBearer, a_hole_of_this_program_is_caught_up_and_counted) {
    e1.start();
    e1.bridge(0, 1);
    e1.pass(1200);
    LONGS_EQUAL(0, e1.board->late_polls());
    for (int i = 0; i < 20; ++i) e1.pass_on_lines();
    LONGS_EQUAL(0, e1.board->late_polls());
    for (int i = 0; i < 20; ++i) e1.tick();
    CHECK(e1.board->late_polls() >= 18);
    CHECK(e1.board->late_polls() <= 20);
    const auto late = e1.board->late_polls();
    e1.pass(1100);
    LONGS_EQUAL(late, e1.board->late_polls());
    CHECK(e1.status(1).slips >= 18);
}

TEST(PciBearer, holes_that_are_caught_up_do_not_make_the_way_longer) {
    e1.start();
    e1.pass(1200);
    LONGS_EQUAL(3, ahead(e1));
    for (int i = 0; i < 5; ++i) hole(e1, 20);
    LONGS_EQUAL(3, ahead(e1));
}

TEST(PciBearer, jitter_a_little_too_much_makes_the_way_longer_once) {
    e1.start();
    e1.pass(1200);
    hole(e1, 3);
    LONGS_EQUAL(1, e1.board->late_polls());
    LONGS_EQUAL(4, ahead(e1));
    for (int i = 0; i < 5; ++i) hole(e1, 3);
    LONGS_EQUAL(1, e1.board->late_polls());
    LONGS_EQUAL(4, ahead(e1));
}

TEST(PciBearer, a_bus_that_is_slower_leaves_milliseconds_out) {
    e1.start();
    e1.pass(1200);
    const auto before = e1.status(1).slips;
    for (int i = 0; i < 12; ++i) {
        e1.pass_on_lines();  // one that the bus does not ask for
        e1.pass(1000);
    }
    CHECK(e1.status(1).frames_deleted >= 8);
    CHECK(e1.status(1).slips > before);
    CHECK(e1.board->channels().size() == 120);
}

TEST(PciBearer, a_bus_that_is_faster_says_milliseconds_twice) {
    e1.start();
    e1.pass(1200);
    e1.tick();
    e1.tick();
    e1.pass(1100);
    LONGS_EQUAL(16, e1.status(1).frames_repeated);
    CHECK_FALSE(e1.status(1).failed());
}
