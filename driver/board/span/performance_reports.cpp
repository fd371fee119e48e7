// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/span/performance_reports.hpp"

#include <algorithm>

namespace driver {
namespace {

constexpr std::uint16_t milliseconds_of_second = 1000;
constexpr std::size_t seconds_of_report = 4;
// A report tells four seconds. After so long without one all of them are new, and numbers, which
// count to four, say nothing.
constexpr Ticks all_are_new = 3500ms;

}  // namespace

void PerformanceReports::update(const SpanErrors& errors, std::uint32_t slips, bool out_of_frame,
                                SpanLoop loop) noexcept {
    if (since_heard_ < all_are_new) ++since_heard_;
    present_.severely_errored_framing |= out_of_frame;
    present_.payload_loopback |= loop == SpanLoop::payload;
    if (++milliseconds_ < milliseconds_of_second) return;
    end_second(errors, slips);
    errors_before_ = errors;
    slips_before_ = slips;
    present_ = {};
    milliseconds_ = 0;
    due_ = true;
}

void PerformanceReports::end_second(const SpanErrors& errors, std::uint32_t slips) noexcept {
    present_.crc_class = t1_crc_class(errors.crc_errors - errors_before_.crc_errors);
    present_.framing_error = errors.framing_errors != errors_before_.framing_errors;
    // One that lasted less than a millisecond, too.
    present_.severely_errored_framing |= errors.losses_of_frame != errors_before_.losses_of_frame;
    present_.slip = slips != slips_before_;
    ours_.add(present_);
}

const T1ReportFrame& PerformanceReports::take() noexcept {
    due_ = false;
    said_ = ours_.frame(from_carrier_);
    return *said_;
}

void PerformanceReports::read(const T1FrameReader& reader) noexcept {
    link_.read(reader.data_link());
    if (const auto message = link_.message(); !message.empty()) hear(message);
}

void PerformanceReports::hear(std::span<const std::uint8_t> message) noexcept {
    const auto report = T1Report::parse(message);
    if (!report) return;
    // Our own words come back from a loop; or the far end has nothing else to tell.
    const bool is_ours = said_ && std::ranges::equal(*said_, message);
    const std::size_t count = is_ours ? 0 : new_seconds(*report);
    for (std::size_t age = 0; age < count; ++age) {
        far_end_errors_ += t1_least_crc_errors(report->second(age).crc_class);
    }
    last_number_ = report->number();
    since_heard_ = Ticks{};
}

std::size_t PerformanceReports::new_seconds(const T1Report& report) const noexcept {
    if (!last_number_) return 1;  // what was before we listened is history
    if (since_heard_ >= all_are_new) return seconds_of_report;
    return (report.number() + seconds_of_report - *last_number_) % seconds_of_report;
}

}  // namespace driver
