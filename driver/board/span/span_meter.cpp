// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/span_meter.hpp"

#include "driver/framing/performance/availability.hpp"

namespace driver {
namespace {

constexpr std::uint16_t milliseconds_of_second = 1000;
// G.826: a block is a CRC-4 submultiframe (1 ms), or an ESF superframe (3 ms).
constexpr std::uint32_t blocks_of_second(PathFormat format) {
    switch (format) {
        case PathFormat::e1_crc4:
            return 1000;
        case PathFormat::t1_esf:
            return 333;
        case PathFormat::t1_sf:
        case PathFormat::e1_without_crc:
            break;
    }
    return 0;
}

}  // namespace

void SpanMeter::update(Ticks now, const SpanMoment& moment) noexcept {
    if (finding_alignment_ > Ticks{}) {
        --finding_alignment_;
        before_ = moment;
        began_ = now + 1ms;
        return;
    }
    present_.loss_of_signal |= moment.loss_of_signal;
    present_.out_of_frame |= moment.out_of_frame;
    present_.alarm_indication |= moment.alarm_indication;
    if (++milliseconds_ < milliseconds_of_second) return;
    end_second(moment);
    milliseconds_ = 0;
    present_ = {};
    before_ = moment;
    ++second_;
    look_ = true;
}

void SpanMeter::end_second(const SpanMoment& moment) noexcept {
    const std::uint32_t crc_errors = moment.errors.crc_errors - before_.errors.crc_errors;
    present_.path_violations =
        crc_errors + moment.errors.framing_errors - before_.errors.framing_errors;
    // One that lasted less than a millisecond, too.
    present_.out_of_frame |=
        !moment.loss_of_signal && moment.errors.losses_of_frame != before_.errors.losses_of_frame;
    present_.slips = moment.slips - before_.slips;
    SecondErrors errors = judge_line(present_, moment.format, thresholds(moment.format));
    const bool defect =
        present_.loss_of_signal || present_.out_of_frame || present_.alarm_indication;
    errors.background_blocks =
        judge_blocks({blocks_of_second(moment.format), crc_errors, defect}).background_blocks;
    monitor_.second(errors, moment.failure);
}

SesThresholds SpanMeter::thresholds(PathFormat format) const noexcept {
    SesThresholds thresholds = ses_thresholds(format);
    const bool has_crc = blocks_of_second(format) > 0;
    if (ses_threshold_ > 0 && has_crc) thresholds.path_violations = ses_threshold_;
    return thresholds;
}

void SpanMeter::fill(SpanPerformance& quarter, std::uint32_t age) const noexcept {
    const PerformanceCounts& counts = monitor_.quarter(age);
    const std::uint64_t start = quarter_ * seconds_of_quarter;
    const std::uint64_t after = start > first_second_ ? start - first_second_ : 0;
    quarter.since = began_ + std::chrono::seconds(after);
    quarter.seconds = counts.seconds;
    quarter.errored_seconds = counts.errored_seconds;
    quarter.severely_errored_seconds = counts.severely_errored_seconds;
    quarter.unavailable_seconds = counts.unavailable_seconds;
    quarter.framing_seconds = counts.framing_seconds;
    quarter.slip_seconds = counts.slip_seconds;
    quarter.path_violations = counts.path_violations;
    quarter.background_block_errors = counts.background_block_errors;
    // The last seconds of a quarter are decided in the next one.
    const std::uint64_t end = start + seconds_of_quarter;
    quarter.over = second_ >= end + Availability::seconds_to_change;
}

bool SpanMeter::has_news(SpanPerformance& quarter) noexcept {
    if (!look_) return false;
    const std::uint64_t present = second_ / seconds_of_quarter;
    // Nobody has fetched for a day: what is older is forgotten.
    if (present - quarter_ > quarters_kept) quarter_ = present - quarters_kept;
    fill(quarter, static_cast<std::uint32_t>(present - quarter_));
    // Good seconds are no news.
    SpanPerformance as_told = told_;
    as_told.span = quarter.span;
    as_told.since = quarter.since;
    as_told.seconds = quarter.seconds;
    look_ = quarter != as_told;
    return look_;
}

void SpanMeter::told(const SpanPerformance& quarter) noexcept {
    told_ = quarter;
    if (!quarter.over) return;
    ++quarter_;
    told_ = {};
}

}  // namespace driver
