// SPDX-License-Identifier: GPL-2.0-or-later
// What one second of a line was like, by the definitions of T1.231 and RFC 4805 (a span's format),
// G.826 (blocks) and G.821 (bits of a 64 kbit/s circuit).
#pragma once

#include <cstdint>

namespace driver {

// A second's verdict: what it adds to each counter if it is available time.
struct SecondErrors {
    bool errored{};                     // ES
    bool severely_errored{};            // SES
    bool bursty{};                      // BES
    bool framing{};                     // SEFS: out of frame, or AIS
    bool line_errored{};                // LES
    bool slipped{};                     // CSS
    std::uint32_t path_violations{};    // PCV
    std::uint32_t line_violations{};    // LCV
    std::uint32_t background_blocks{};  // BBE
    // For degraded minutes: bits sent, and those wrong as far as can be seen.
    std::uint64_t bits{};
    std::uint64_t bit_errors{};
};

enum class PathFormat : std::uint8_t { t1_esf, t1_sf, e1_crc4, e1_without_crc };

// What happened on a span within a second.
struct LineSecond {
    std::uint32_t path_violations{};  // CRC errors and framing errors, as the format has them
    std::uint32_t line_violations{};  // BPV that no substitution has, and excess zeros
    std::uint32_t slips{};
    bool out_of_frame{};
    bool alarm_indication{};
    bool loss_of_signal{};
};

// How many violations make a second severely errored; 0: that kind does not.
struct SesThresholds {
    std::uint32_t path_violations{};
    std::uint32_t line_violations{};
};
// RFC 4805, T1.231. G.826 has 300 for an E1 with CRC-4, M.2100 805: settable.
[[nodiscard]] constexpr SesThresholds ses_thresholds(PathFormat format) {
    switch (format) {
        case PathFormat::t1_esf:
            return {.path_violations = 320, .line_violations = 0};
        case PathFormat::t1_sf:
            return {.path_violations = 8, .line_violations = 1544};
        case PathFormat::e1_crc4:
            return {.path_violations = 832, .line_violations = 0};
        case PathFormat::e1_without_crc:
            return {.path_violations = 0, .line_violations = 2048};
    }
    return {};
}

// Out of frame, AIS or LOS always make a second severely errored. Line violations make it errored
// in formats without a CRC.
[[nodiscard]] SecondErrors judge_line(const LineSecond& second, PathFormat format,
                                      SesThresholds thresholds) noexcept;
[[nodiscard]] inline SecondErrors judge_line(const LineSecond& second, PathFormat format) noexcept {
    return judge_line(second, format, ses_thresholds(format));
}

// G.826: blocks are submultiframes of an E1 (1000 a second), superframes of a T1 (333).
struct BlockSecond {
    std::uint32_t blocks{};
    std::uint32_t errored_blocks{};
    bool defect{};  // LOS, AIS, out of frame
};
// Severely errored: 30 % of the blocks, or a defect.
[[nodiscard]] SecondErrors judge_blocks(const BlockSecond& second) noexcept;

// G.821: bits of a test.
struct BitSecond {
    std::uint64_t bits{};
    std::uint64_t errors{};
    bool pattern_lost{};
};
// Severely errored: one bit of a thousand, or no pattern to compare with.
[[nodiscard]] SecondErrors judge_bits(const BitSecond& second) noexcept;

}  // namespace driver
