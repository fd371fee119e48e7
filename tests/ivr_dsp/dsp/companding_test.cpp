// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/companding.hpp"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/ivr_dsp/dsp/g711.hpp"

#include <CppUTest/TestHarness.h>

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

using driver::Law;
using ivr_dsp::linear_from;
using ivr_dsp::octet_from;
using ivr_dsp::other_law_octet;

namespace {

struct Row {  // standards sheet E6, "linear | A enc | A dec | µ enc (G.191) | µ dec"
    int linear, alaw, alaw_value, ulaw, ulaw_value;
};
constexpr Row golden[] = {
    {0,      0xD5, 8,      0xFF, 0     },
    {-1,     0x55, -8,     0x7F, 0     },
    {8,      0xD5, 8,      0xFE, 8     },
    {15,     0xD5, 8,      0xFD, 16    },
    {-16,    0x55, -8,     0x7D, -16   },
    {31,     0xD4, 24,     0xFB, 32    },
    {32,     0xD7, 40,     0xFB, 32    },
    {100,    0xD3, 104,    0xF2, 104   },
    {-100,   0x53, -104,   0x73, -96   },
    {132,    0xDD, 136,    0xEF, 132   },
    {1000,   0xFA, 1008,   0xCE, 988   },
    {-1000,  0x7A, -1008,  0x4E, -988  },
    {8031,   0x8A, 8064,   0xA0, 7932  },
    {16000,  0xBA, 16128,  0x90, 15996 },
    {-16000, 0x3A, -16128, 0x10, -15996},
    {32767,  0xAA, 32256,  0x80, 32124 },
    {-32768, 0x2A, -32256, 0x00, -32124},
};

int encoded(Law law, int sample) {
    return octet_from(law, static_cast<std::int16_t>(sample));
}
int decoded(Law law, int octet) {
    return linear_from(law, static_cast<std::uint8_t>(octet));
}
int converted(Law from, int octet) {
    return other_law_octet(from, static_cast<std::uint8_t>(octet));
}

}  // namespace

TEST_GROUP(Companding){};

TEST(Companding, every_sample_goes_to_the_interval_g711_prints) {
    const g711::Scale alaw = g711::alaw();
    const g711::Scale ulaw = g711::ulaw();
    LONGS_EQUAL(128, alaw.begins.size());
    LONGS_EQUAL(128, ulaw.begins.size());
    for (int sample = -32768; sample <= 32767; ++sample) {
        LONGS_EQUAL(alaw.octet_of(sample), encoded(Law::alaw, sample));
        LONGS_EQUAL(ulaw.octet_of(sample), encoded(Law::ulaw, sample));
    }
}

TEST(Companding, every_octet_is_decoded_to_the_value_g711_prints) {
    const g711::Scale alaw = g711::alaw();
    const g711::Scale ulaw = g711::ulaw();
    for (int octet = 0; octet < 256; ++octet) {
        LONGS_EQUAL(alaw.value_of(octet), decoded(Law::alaw, octet));
        LONGS_EQUAL(ulaw.value_of(octet), decoded(Law::ulaw, octet));
    }
}

TEST(Companding, the_golden_samples_come_out_as_g191_has_them) {
    for (const Row& row : golden) {
        LONGS_EQUAL(row.alaw, encoded(Law::alaw, row.linear));
        LONGS_EQUAL(row.alaw_value, decoded(Law::alaw, row.alaw));
        LONGS_EQUAL(row.ulaw, encoded(Law::ulaw, row.linear));
        LONGS_EQUAL(row.ulaw_value, decoded(Law::ulaw, row.ulaw));
    }
}

TEST(Companding, an_octet_survives_decoding_and_encoding_except_the_negative_zero) {
    for (int octet = 0; octet < 256; ++octet) {
        LONGS_EQUAL(octet, encoded(Law::alaw, decoded(Law::alaw, octet)));
        LONGS_EQUAL(octet == 0x7F ? 0xFF : octet, encoded(Law::ulaw, decoded(Law::ulaw, octet)));
    }
}

TEST(Companding, it_agrees_with_spandsp_but_for_127_negative_samples) {
    int differing = 0;
    for (int sample = -32768; sample <= 32767; ++sample) {
        LONGS_EQUAL(linear_to_alaw(sample), encoded(Law::alaw, sample));
        if (linear_to_ulaw(sample) == encoded(Law::ulaw, sample)) continue;
        CHECK(sample < 0);
        ++differing;
    }
    LONGS_EQUAL(127, differing);
    LONGS_EQUAL(0x72, linear_to_ulaw(-100));  // G.191: 0x73, in the golden samples
}

TEST(Companding, the_digital_milliwatt_is_a_sine_of_zero_dbm0) {
    const std::array<int, 4> alaw = {0x34, 0x21, 0xB4, 0xA1};
    const std::array<int, 4> alaw_values = {-8960, -20992, 8960, 20992};
    const std::array<int, 4> ulaw = {0x1E, 0x0B, 0x9E, 0x8B};
    const std::array<int, 4> ulaw_values = {-8828, -20860, 8828, 20860};
    for (std::size_t i = 0; i < 4; ++i) {
        LONGS_EQUAL(alaw_values[i], decoded(Law::alaw, alaw[i]));
        LONGS_EQUAL(ulaw_values[i], decoded(Law::ulaw, ulaw[i]));
    }
}

TEST(Companding, silence_is_the_smallest_positive_value) {
    LONGS_EQUAL(encoded(Law::alaw, 0), driver::alaw_silence.octets[0]);
    LONGS_EQUAL(encoded(Law::ulaw, 0), driver::ulaw_silence.octets[0]);
}

TEST_GROUP(LawConversion){};

TEST(LawConversion, both_tables_are_those_of_g711_and_of_spandsp) {
    for (int octet = 0; octet < 256; ++octet) {
        LONGS_EQUAL(g711::ulaw_of_alaw(octet), converted(Law::alaw, octet));
        LONGS_EQUAL(g711::alaw_of_ulaw(octet), converted(Law::ulaw, octet));
        LONGS_EQUAL(alaw_to_ulaw(static_cast<std::uint8_t>(octet)), converted(Law::alaw, octet));
        LONGS_EQUAL(ulaw_to_alaw(static_cast<std::uint8_t>(octet)), converted(Law::ulaw, octet));
    }
}

TEST(LawConversion, the_rows_people_get_wrong_are_right) {
    constexpr std::pair<int, int> alaw_of_ulaw[] = {
        {0,   1  },
        {1,   1  },
        {14,  8  },
        {15,  8  },
        {16,  9  },
        {31,  24 },
        {32,  25 },
        {33,  27 },
        {34,  29 },
        {35,  31 },
        {36,  33 },
        {47,  44 },
        {48,  46 },
        {49,  48 },
        {50,  49 },
        {63,  62 },
        {64,  64 },
        {79,  79 },
        {80,  80 },
        {81,  82 },
        {127, 128},
    };
    for (const auto& [from, to] : alaw_of_ulaw) {
        LONGS_EQUAL(g711::alaw_octet(to), converted(Law::ulaw, g711::ulaw_octet(from)));
        LONGS_EQUAL(g711::alaw_octet(to) ^ 0x80,
                    converted(Law::ulaw, g711::ulaw_octet(from) ^ 0x80));
    }
    constexpr std::pair<int, int> ulaw_of_alaw[] = {
        {1,   1  },
        {8,   15 },
        {9,   16 },
        {24,  31 },
        {25,  32 },
        {26,  32 },
        {31,  35 },
        {32,  35 },
        {33,  36 },
        {44,  47 },
        {45,  48 },
        {46,  48 },
        {47,  49 },
        {48,  49 },
        {49,  50 },
        {62,  63 },
        {63,  64 },
        {64,  64 },
        {79,  79 },
        {80,  80 },
        {81,  80 },
        {82,  81 },
        {128, 127},
    };
    for (const auto& [from, to] : ulaw_of_alaw) {
        LONGS_EQUAL(g711::ulaw_octet(to), converted(Law::alaw, g711::alaw_octet(from)));
        LONGS_EQUAL(g711::ulaw_octet(to) ^ 0x80,
                    converted(Law::alaw, g711::alaw_octet(from) ^ 0x80));
    }
}

TEST(LawConversion, a_call_through_both_laws_comes_back_but_for_eight_values_each_way) {
    using Changes = std::vector<std::pair<int, int>>;
    Changes alaw;
    Changes ulaw;
    for (int number = 1; number <= 128; ++number) {
        const int back = converted(Law::ulaw, converted(Law::alaw, g711::alaw_octet(number)));
        const int number_back = (back ^ 0x55) - 0x80 + 1;
        if (number_back != number) alaw.emplace_back(number, number_back);
    }
    for (int number = 0; number <= 127; ++number) {
        const int back = converted(Law::alaw, converted(Law::ulaw, g711::ulaw_octet(number)));
        if (back != g711::ulaw_octet(number)) ulaw.emplace_back(number, 0xFF - back);
    }
    CHECK((alaw ==
           Changes{
               {26, 25},
               {28, 27},
               {30, 29},
               {32, 31},
               {45, 46},
               {47, 48},
               {63, 64},
               {81, 80}
    }));
    CHECK((ulaw == Changes{
                       {0,  1 },
                       {2,  3 },
                       {4,  5 },
                       {6,  7 },
                       {8,  9 },
                       {10, 11},
                       {12, 13},
                       {14, 15}
    }));
}

TEST(LawConversion, the_tables_are_not_decoding_and_encoding) {
    int differing = 0;  // of the negative values
    for (int number = 0; number <= 127; ++number) {
        const int octet = g711::ulaw_octet(number) ^ 0x80;
        const int sample = number == 0 ? -1 : decoded(Law::ulaw, octet);
        differing += encoded(Law::alaw, sample) != converted(Law::ulaw, octet) ? 1 : 0;
    }
    LONGS_EQUAL(25, differing);
}
