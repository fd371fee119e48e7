// SPDX-License-Identifier: GPL-2.0-or-later
// What is written into a board before it runs, compared with tables made from what is known of the
// boards (sheet "boards", B.1 and B.2).
#include <algorithm>
#include <cstdint>
#include <vector>

#include "tests/driver/board/pci/rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;
using pci_test::E1Rig;
using pci_test::T1Rig;

namespace {

struct Written {
    int port;  // -1: a register of the board, by its number
    std::uint32_t at;
    std::uint32_t value;
    friend bool operator==(const Written&, const Written&) = default;
};

class Log final : public Te4Watcher {
  public:
    void wrote(std::uint32_t offset, std::uint32_t value) noexcept override {
        all.push_back({-1, offset / 4, value});
    }
    void wrote_framer(unsigned port, falc::Register address, std::uint8_t value) noexcept override {
        all.push_back({static_cast<int>(port), address, value});
    }
    [[nodiscard]] std::vector<Written> of(int port) const {
        std::vector<Written> some;
        std::ranges::copy_if(all, std::back_inserter(some),
                             [port](const Written& one) { return one.port == port; });
        return some;
    }
    std::vector<Written> all;
};

constexpr int board = -1;

void check_begins(const std::vector<Written>& log, std::size_t from,
                  const std::vector<Written>& table) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        CHECK(from + i < log.size());
        LONGS_EQUAL(table[i].port, log[from + i].port);
        UNSIGNED_LONGS_EQUAL(table[i].at, log[from + i].at);
        UNSIGNED_LONGS_EQUAL(table[i].value, log[from + i].value);
    }
}

void check_same(const std::vector<Written>& log, const std::vector<Written>& table) {
    LONGS_EQUAL(table.size(), log.size());
    check_begins(log, 0, table);
}

std::vector<Written> on_port(int port, std::initializer_list<std::pair<unsigned, unsigned>> list) {
    std::vector<Written> table;
    for (const auto& [at, value] : list) table.push_back({port, at, value});
    return table;
}

}  // namespace

TEST_GROUP(PciBringUp) {
    Log log;
    E1Rig e1;
    T1Rig t1;
    static constexpr std::uint32_t received = ModelMemory::address;
};

TEST(PciBringUp, the_board_is_reset_and_shown_its_buffers_before_anything_else) {
    e1.start(&log);
    const std::uint32_t ring = Te4Dma::ring_length * 1024;
    check_begins(log.all, 0,
                 {
                     {board, 3, 0              }, // at rest, before buffers are filled
                     {board, 3, 0              },
                     {board, 7, 0              },
                     {board, 0, received       },
                     {board, 1, received + ring},
                     {board, 3, 0x4000         },
                     {board, 3, 0x4080         },
    });
    check_begins(log.all, 5 + 127,
                 {
                     {board, 3,    0x4000 | 127 << 7},
                     {board, 3,    0                },
                     {board, 4,    0                },
                     {board, 7,    0xFF             },
                     {board, 7,    0x10FF           },
                     {0,     0xD6, 0x20             },
                     {0,     0xD6, 0x00             },
                     {0,     0x4A, 0xAA             },
                     {board, 9,    0                },
                     {board, 8,    0x20000          },
                     {board, 8,    0x200FF          },
                     {0,     0x85, 0xE0             },
                     {0,     0x08, 0x01             },
                     {0,     0x92, 0x00             },
                     {0,     0x93, 0x18             },
                     {0,     0x94, 0xFB             },
                     {0,     0x95, 0x0B             },
                     {0,     0x96, 0x00             },
                     {0,     0x97, 0x0B             },
                     {0,     0x98, 0xDB             },
                     {0,     0x99, 0xDF             },
    });
}

TEST(PciBringUp, dma_starts_last_with_a_ring) {
    e1.start(&log);
    check_begins(
        log.all, log.all.size() - 4,
        {
            {0,     0x44, 0x38      },
            {board, 5,    0x10040   },
            {board, 4,    0x0C      },
            {board, 3,    0xC0000000}
    });
}

TEST(PciBringUp, the_second_generation_has_one_buffer_and_no_bursts) {
    e1.second_generation();
    e1.start(&log);
    check_begins(
        log.all, log.all.size() - 4,
        {
            {0,     0x44, 0x38      },
            {board, 5,    0x10001   },
            {board, 4,    0x0C      },
            {board, 3,    0xC4000000}
    });
    check_begins(log.all, 3,
                 {
                     {board, 0, received       },
                     {board, 1, received + 1024}
    });
}

TEST(PciBringUp, every_port_of_an_e1_board_is_set_up_as_the_sheet_says) {
    e1.start(&log);
    for (int port = 1; port < 4; ++port) {
        const auto place = static_cast<unsigned>(0x20 | port << 1);
        const auto table = on_port(port, {
                                             {0x46, 0x00 },
                                             {0x3E, 0xC2 },
                                             {0x3F, place},
                                             {0x40, 0x04 },
                                             {0x45, 0x00 },
                                             {0x22, 0x00 },
                                             {0x23, 0x04 },
                                             {0x24, 0x04 },
                                             {0x25, 0x04 },
                                             {0x80, 0x00 },
                                             {0x81, 0x22 },
                                             {0x82, 0x65 },
                                             {0x83, 0x35 },
                                             {0x84, 0x01 },
 // The line: CRC-4, HDB3
                                             {0x1D, 0x4C },
                                             {0x1E, 0xC3 },
                                             {0x1C, 0xF0 },
                                             {0x37, 0xF0 },
                                             {0x36, 0x08 },
                                             {0x02, 0x50 },
                                             {0x02, 0x00 },
                                             {0xBB, 0x17 },
                                             {0xBC, 0x55 },
                                             {0xBB, 0x97 },
                                             {0xBB, 0x11 },
                                             {0xBC, 0xAA },
                                             {0xBB, 0x91 },
                                             {0xBB, 0x12 },
                                             {0xBC, 0x55 },
                                             {0xBB, 0x92 },
                                             {0xBB, 0x0C },
                                             {0xBB, 0x00 },
                                             {0xBB, 0x8C },
                                             {0x3A, 0x20 },
                                             {0x38, 0x0A },
                                             {0x39, 0x15 },
                                             {0x20, 0x9F },
                                             {0x21, 0x1C },
                                             {0x26, 0x54 },
                                             {0x27, 0x02 },
                                             {0x28, 0x00 },
                                             {0x14, 0xF7 },
                                             {0x15, 0xFF },
                                             {0x16, 0xFF },
                                             {0x17, 0xBC },
                                             {0x18, 0x3F },
                                             {0x2F, 0x00 },
                                             {0x30, 0x00 },
                                             {0x31, 0x00 }
        });
        check_same(log.of(port), table);
    }
}

TEST(PciBringUp, an_e1_without_crc4_with_cas_and_ami_differs_in_four_registers) {
    for (auto& span : e1.plan.spans) {
        span.crc4 = E1Crc4::off;
        span.cas = true;
        span.d_timeslot = 0;
        span.ami = true;
    }
    e1.start(&log);
    const auto of_port = log.of(1);
    const auto has = [&](std::uint32_t at, std::uint32_t value) {
        return std::ranges::count(of_port, Written{1, at, value}) == 1;
    };
    CHECK(has(0x1D, 0x44));
    CHECK(has(0x1E, 0x03));
    CHECK(has(0x1C, 0xA0));
    CHECK(has(0x21, 0x5C));
}

TEST(PciBringUp, every_port_of_a_t1_board_is_set_up_as_the_sheet_says) {
    t1.model_plan.falc_v31 = true;
    t1.start(&log);
    for (int port = 1; port < 4; ++port) {
        const auto place = static_cast<unsigned>(0x20 | port << 1);
        const auto table = on_port(port, {
                                             {0x46, 0x00 },
                                             {0x3E, 0xC2 },
                                             {0x3F, place},
                                             {0x40, 0x04 },
                                             {0x45, 0x00 },
                                             {0x22, 0x03 },
                                             {0x23, 0x84 },
                                             {0x24, 0x03 },
                                             {0x25, 0x84 },
                                             {0x80, 0x00 },
                                             {0x81, 0xBB },
                                             {0x82, 0xBB },
                                             {0x83, 0xBB },
                                             {0x84, 0x01 },
 // The line: ESF, B8ZS, 0 dB, clear channels
                                             {0x1D, 0x9C },
                                             {0x1E, 0xE0 },
                                             {0x1C, 0xF0 },
                                             {0x20, 0x0E },
                                             {0x21, 0x40 },
                                             {0x37, 0xF0 },
                                             {0x36, 0x08 },
                                             {0x02, 0x50 },
                                             {0x02, 0x00 },
                                             {0x86, 0x00 },
                                             {0xBD, 0x05 },
                                             {0x3A, 0x21 },
                                             {0x38, 0x0A },
                                             {0x39, 0x15 },
                                             {0x26, 0xD7 },
                                             {0x27, 0x22 },
                                             {0x28, 0x01 },
                                             {0x14, 0xF7 },
                                             {0x15, 0xFF },
                                             {0x16, 0xFF },
                                             {0x17, 0xBC },
                                             {0x18, 0x3F },
                                             {0x2F, 0xFF },
                                             {0x30, 0xFF },
                                             {0x31, 0xFF }
        });
        check_same(log.of(port), table);
    }
}

TEST(PciBringUp, a_board_that_comes_back_is_brought_up_once_more_and_only_once) {
    e1.start(&log);
    const auto at_rest = [this] { return std::ranges::count(log.all, Written{board, 3, 0}); };
    const auto once = at_rest();
    e1.pass(1200);
    e1.model->fall_off(true);
    e1.pass(100);
    e1.model->fall_off(false);
    e1.pass(3000);
    CHECK(e1.board->trouble() == PciTrouble::none);
    LONGS_EQUAL(2 * once, at_rest());
}

TEST(PciBringUp, boards_are_known_by_their_ids) {
    CHECK(te4_card_of({0xD161, 0x1420, 0x0005})->has_ring());
    STRCMP_EQUAL("TE410P", te4_card_of({0xD161, 0x0410, 0x0001})->name.data());
    LONGS_EQUAL(2, te4_card_of({0xD161, 0x0410, 0x0001})->generation);
    LONGS_EQUAL(3, te4_card_of({0xD161, 0x0410, 0x0003})->generation);
    LONGS_EQUAL(2, te4_card_of({0xD161, 0x1220, 0x0005})->spans);
    POINTERS_EQUAL(nullptr, te4_card_of({0x8086, 0x1420, 0x0005}));
    POINTERS_EQUAL(nullptr, te4_card_of({0xD161, 0x1820, 0x0005}));  // eight spans
}
