// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/companding.hpp"

#include <bit>

namespace ivr_dsp {
namespace {

constexpr unsigned sign = 0x80;       // set for positive samples, in both laws
constexpr unsigned even_bits = 0x55;  // A-law inverts these on the line
constexpr int ulaw_bias = 33;         // in units of the 14-bit sample
constexpr unsigned ulaw_most = 0x1FFF;

constexpr std::uint8_t alaw_octet(unsigned positive_sample) {
    const unsigned steps = positive_sample >> 4U;
    const unsigned exponent = steps < 32 ? 0 : static_cast<unsigned>(std::bit_width(steps)) - 5;
    const unsigned code = (exponent << 4U) + (steps >> exponent);
    return static_cast<std::uint8_t>((code | sign) ^ even_bits);
}

constexpr std::int16_t alaw_linear(unsigned octet) {
    const unsigned code = octet ^ even_bits;
    const int exponent = (code >> 4U) & 7U;
    const int mantissa = static_cast<int>(code & 15U) + (exponent > 0 ? 16 : 0);
    const int value = (mantissa * 16 + 8) << (exponent > 1 ? exponent - 1 : 0);
    return static_cast<std::int16_t>((code & sign) != 0 ? value : -value);
}

constexpr std::uint8_t ulaw_octet(unsigned positive_sample) {
    const unsigned biased = (positive_sample >> 2U) + ulaw_bias;
    const unsigned steps = biased > ulaw_most ? ulaw_most : biased;
    const unsigned exponent = static_cast<unsigned>(std::bit_width(steps)) - 6;
    const unsigned code = exponent << 4U | ((steps >> (exponent + 1)) & 15U);
    return static_cast<std::uint8_t>((~code & 0x7FU) | sign);
}

constexpr std::int16_t ulaw_linear(unsigned octet) {
    const unsigned code = ~octet;
    const int exponent = (code >> 4U) & 7U;
    const int biased = static_cast<int>(2 * (code & 15U) + 33) << exponent;
    const int value = (biased - ulaw_bias) * 4;
    return static_cast<std::int16_t>((octet & sign) != 0 ? value : -value);
}

// G.711 tables 3 and 4 in value numbers: µ-law counts magnitudes from 0, A-law from 1. A row says:
// from `first` on, the number in the other law is (number * per + plus) / of, until the next row.
struct Run {
    int first;
    int per;
    int plus;
    int of;
};
constexpr Run alaw_of_ulaw[] = {
    {0,  1, 2,   2},
    {16, 1, -7,  1},
    {32, 2, -39, 1},
    {36, 1, -3,  1},
    {48, 2, -50, 1},
    {50, 1, -1,  1},
    {64, 1, 0,   1},
    {81, 1, 1,   1},
};
constexpr Run ulaw_of_alaw[] = {
    {1,  2, -1, 1},
    {9,  1, 7,  1},
    {25, 1, 39, 2},
    {33, 1, 3,  1},
    {45, 1, 51, 2},
    {49, 1, 1,  1},
    {63, 1, 65, 2},
    {65, 1, 0,  1},
    {81, 1, -1, 1},
};

template <std::size_t Rows>
constexpr unsigned looked_up(const Run (&runs)[Rows], int number) {
    const Run* run = runs;
    for (const Run& row : runs) {
        if (row.first <= number) run = &row;
    }
    return static_cast<unsigned>((number * run->per + run->plus) / run->of);
}

constexpr std::uint8_t ulaw_to_alaw(unsigned octet) {
    const unsigned number = looked_up(alaw_of_ulaw, static_cast<int>(~octet & 0x7FU));
    return static_cast<std::uint8_t>(((number - 1) | (octet & sign)) ^ even_bits);
}

constexpr std::uint8_t alaw_to_ulaw(unsigned octet) {
    const unsigned code = octet ^ even_bits;
    const unsigned number = looked_up(ulaw_of_alaw, static_cast<int>(code & 0x7FU) + 1);
    return static_cast<std::uint8_t>((~number & 0x7FU) | (code & sign));
}

constexpr CompandingTables made_tables() {
    CompandingTables tables{};
    for (unsigned octet = 0; octet < 256; ++octet) {
        tables.linear[0][octet] = alaw_linear(octet);
        tables.linear[1][octet] = ulaw_linear(octet);
        tables.other_law[0][octet] = alaw_to_ulaw(octet);
        tables.other_law[1][octet] = ulaw_to_alaw(octet);
    }
    for (unsigned index = 0; index < 8192; ++index) {
        const unsigned steps = index << 2U;
        tables.octet[0][index] = alaw_octet(steps);
        tables.octet[1][index] = ulaw_octet(steps);
        // A negative sample has the octet of its one's complement, but for the sign.
        tables.octet[0][16383 - index] = tables.octet[0][index] ^ sign;
        tables.octet[1][16383 - index] = tables.octet[1][index] ^ sign;
    }
    return tables;
}

}  // namespace

static_assert(Law::alaw == Law{0} && Law::ulaw == Law{1}, "the tables are indexed by law");
constinit const CompandingTables companding = made_tables();

}  // namespace ivr_dsp
