// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/performance/second.hpp"

namespace driver {
namespace {

constexpr std::uint64_t bits_of_e1 = 2'048'000;
constexpr std::uint64_t bits_of_t1 = 1'544'000;

constexpr bool is_t1(PathFormat format) {
    return format == PathFormat::t1_esf || format == PathFormat::t1_sf;
}
constexpr bool has_crc(PathFormat format) {
    return format == PathFormat::t1_esf || format == PathFormat::e1_crc4;
}
constexpr bool reaches(std::uint32_t count, std::uint32_t threshold) {
    return threshold != 0 && count >= threshold;
}

}  // namespace

SecondErrors judge_line(const LineSecond& second, PathFormat format,
                        SesThresholds thresholds) noexcept {
    SecondErrors errors;
    const bool violated_line = second.line_violations > 0;
    errors.framing = second.out_of_frame || second.alarm_indication;
    const bool defect = errors.framing || second.loss_of_signal;
    errors.slipped = second.slips > 0;
    errors.line_errored = violated_line;
    errors.errored = defect || second.path_violations > 0 || errors.slipped ||
                     (!has_crc(format) && violated_line);
    errors.severely_errored = defect ||
                              reaches(second.path_violations, thresholds.path_violations) ||
                              reaches(second.line_violations, thresholds.line_violations);
    // Defined for ESF only: 2 to 319 path violations; slips do not count.
    errors.bursty =
        format == PathFormat::t1_esf && second.path_violations >= 2 && !errors.severely_errored;
    errors.path_violations = second.path_violations;
    errors.line_violations = second.line_violations;
    errors.bits = is_t1(format) ? bits_of_t1 : bits_of_e1;
    errors.bit_errors = second.path_violations;  // about one each while errors are few
    return errors;
}

SecondErrors judge_blocks(const BlockSecond& second) noexcept {
    SecondErrors errors;
    const bool third = second.errored_blocks > 0 && std::uint64_t{second.errored_blocks} * 10 >=
                                                        std::uint64_t{second.blocks} * 3;
    errors.errored = second.errored_blocks > 0 || second.defect;
    errors.severely_errored = third || second.defect;
    errors.framing = second.defect;
    errors.path_violations = second.errored_blocks;
    errors.background_blocks = errors.severely_errored ? 0 : second.errored_blocks;
    return errors;
}

SecondErrors judge_bits(const BitSecond& second) noexcept {
    SecondErrors errors;
    const bool thousandth = second.errors > 0 && second.errors * 1000 >= second.bits;
    errors.errored = second.errors > 0 || second.pattern_lost;
    errors.severely_errored = thousandth || second.pattern_lost;
    errors.bits = second.bits;
    errors.bit_errors = second.errors;
    return errors;
}

}  // namespace driver
