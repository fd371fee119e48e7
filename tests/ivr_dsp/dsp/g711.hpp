// SPDX-License-Identifier: GPL-2.0-or-later
// ITU-T G.711 as the Recommendation prints it: decision values, values decoded to, and its tables 3
// and 4 of one law to the other. Written down apart from the product, which computes.
#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace g711 {

// Tables 1 and 2: for each value number the decision value
// at which it begins and the value it is decoded to. In 16-bit units; `widths` says how many steps
// of which width there are.
struct Scale {
    std::vector<int> begins;
    std::vector<int> output;
    unsigned inverted;  // bits of the character signal that go inverted

    Scale(const std::vector<std::pair<int, int>>& widths, int zero_offset, unsigned invert)
        : inverted(invert) {
        int begin = 0;
        for (const auto& [count, width] : widths) {
            for (int i = 0; i < count; ++i) {
                begins.push_back(begin);
                output.push_back(begin + width / 2);
                begin += width;
            }
        }
        output[0] -= zero_offset;
    }
    [[nodiscard]] int number_of(int magnitude) const {
        int number = 0;
        for (int i = 0; i < static_cast<int>(begins.size()); ++i) {
            if (magnitude >= begins[static_cast<std::size_t>(i)]) number = i;
        }
        return number;
    }
    [[nodiscard]] int octet_of(int sample) const {
        const int number = number_of(sample >= 0 ? sample : -sample - 1);
        return (number | (sample >= 0 ? 0x80 : 0)) ^ static_cast<int>(inverted);
    }
    [[nodiscard]] int value_of(int octet) const {
        const int code = octet ^ static_cast<int>(inverted);
        const int value = output[static_cast<std::size_t>(code & 0x7F)];
        return (code & 0x80) != 0 ? value : -value;
    }
};

// 13-bit scale, first two segments with the same step.
inline Scale alaw() {
    return Scale(
        {
            {32, 16  },
            {16, 32  },
            {16, 64  },
            {16, 128 },
            {16, 256 },
            {16, 512 },
            {16, 1024}
    },
        0, 0x55);
}
// 14-bit scale; the first step is half as wide and is decoded to zero.
inline Scale ulaw() {
    return Scale(
        {
            {1,  4   },
            {15, 8   },
            {16, 16  },
            {16, 32  },
            {16, 64  },
            {16, 128 },
            {16, 256 },
            {16, 512 },
            {16, 1024}
    },
        2, 0x7F);
}

// Octets of positive value numbers: µ-law counts from 0, A-law from 1.
constexpr int ulaw_octet(int number) {
    return 0xFF - number;
}
constexpr int alaw_octet(int number) {
    return (number - 1 + 0x80) ^ 0x55;
}

// Value numbers of the other law, one by one, where a number and its neighbour are not one apart.
struct Step {
    int number;
    int other;
};
// Table 3, from µ-law's 0 on.
inline constexpr Step table_3[] = {
    {0,  1 },
    {1,  1 },
    {2,  2 },
    {3,  2 },
    {4,  3 },
    {5,  3 },
    {6,  4 },
    {7,  4 },
    {8,  5 },
    {9,  5 },
    {10, 6 },
    {11, 6 },
    {12, 7 },
    {13, 7 },
    {14, 8 },
    {15, 8 },
    {32, 25},
    {33, 27},
    {34, 29},
    {35, 31},
    {36, 33},
    {48, 46},
    {49, 48},
    {63, 62},
    {64, 64},
    {80, 80},
    {81, 82}
};
// Table 4, from A-law's 1 on.
inline constexpr Step table_4[] = {
    {1,  1 },
    {2,  3 },
    {3,  5 },
    {4,  7 },
    {5,  9 },
    {6,  11},
    {7,  13},
    {8,  15},
    {9,  16},
    {25, 32},
    {26, 32},
    {27, 33},
    {28, 33},
    {29, 34},
    {30, 34},
    {31, 35},
    {32, 35},
    {33, 36},
    {45, 48},
    {46, 48},
    {47, 49},
    {48, 49},
    {49, 50},
    {63, 64},
    {64, 64},
    {65, 65},
    {80, 80},
    {81, 80},
    {82, 81}
};
// A number between two steps is as far from the step before it as its other number is.
inline int other_number(std::span<const Step> table, int number) {
    const auto after = std::find_if(table.begin(), table.end(),
                                    [&](const Step& step) { return step.number > number; });
    const Step& step = *std::prev(after);
    return step.other + number - step.number;
}
inline int alaw_of_ulaw(int octet) {
    const int number = 0x7F - (octet & 0x7F);
    return (octet & 0x80) != 0 ? alaw_octet(other_number(table_3, number))
                               : alaw_octet(other_number(table_3, number)) ^ 0x80;
}
inline int ulaw_of_alaw(int octet) {
    const int number = ((octet ^ 0x55) & 0x7F) + 1;
    return (octet & 0x80) != 0 ? ulaw_octet(other_number(table_4, number))
                               : ulaw_octet(other_number(table_4, number)) ^ 0x80;
}

}  // namespace g711
