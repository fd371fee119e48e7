// SPDX-License-Identifier: GPL-2.0-or-later
// Performance of a span by the words of RFC 4805, T1.231, G.775 and G.826, from a list of its
// milliseconds. Shares nothing with driver/framing/performance: looks at all seconds at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace board_test {

// One millisecond; counts are since the beginning.
struct Moment {
    bool loss_of_signal{};
    bool out_of_frame{};
    bool all_ones{};
    std::uint32_t losses{};  // of alignment
    std::uint32_t crc_errors{};
    std::uint32_t framing_errors{};
    std::uint32_t slips{};
    bool has_crc{};
};

enum class Line { e1, t1_esf, t1_sf };

struct Performance {
    std::uint32_t seconds{};
    std::uint32_t errored{};
    std::uint32_t severely_errored{};
    std::uint32_t unavailable{};
    std::uint32_t framing{};
    std::uint32_t slipped{};
    std::uint64_t violations{};
    std::uint64_t background_blocks{};
};

// The first second finds alignment and is not judged.
Performance judge(const std::vector<Moment>& moments, Line line);

}  // namespace board_test
