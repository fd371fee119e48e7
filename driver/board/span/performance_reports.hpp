// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "driver/base/ticks.hpp"
#include "driver/board/messages.hpp"
#include "driver/board/span/span_meter.hpp"
#include "driver/board/span/span_plan.hpp"
#include "driver/framing/t1_data_link.hpp"
#include "driver/framing/t1_report.hpp"

namespace driver {

// Performance reports of an ESF line, both ways (T1.403 §9.4.2). Each second we tell the far end
// what came of it; and its reports tell what became of what we sent.
class PerformanceReports {
  public:
    explicit PerformanceReports(const SpanPlan& plan) noexcept : from_carrier_(plan.is_carrier) {}

    // Once a millisecond. `slips`: controlled ones, ever; `loop`: the test set's.
    void update(const SpanErrors& errors, std::uint32_t slips, bool out_of_frame,
                SpanLoop loop) noexcept;
    // A second is over, and has not been told yet.
    [[nodiscard]] bool due() const noexcept { return due_; }
    // What must be told now, in place of all that was due before. The same until the next one.
    [[nodiscard]] const T1ReportFrame& take() noexcept;

    // After each millisecond that `reader` has read.
    void read(const T1FrameReader& reader) noexcept;
    // A message that came, if the hardware reads the data link. Not a report: nothing happens.
    void hear(std::span<const std::uint8_t> message) noexcept;
    // At least so many superframes came to the far end with errors: of the range it reports of a
    // second (G1 to G6) the least number.
    [[nodiscard]] std::uint32_t far_end_errors() const noexcept { return far_end_errors_; }

  private:
    void end_second(const SpanErrors& errors, std::uint32_t slips) noexcept;
    [[nodiscard]] std::size_t new_seconds(const T1Report& report) const noexcept;

    bool from_carrier_;
    // Ours
    T1Report ours_;
    T1ReportedSecond present_;
    std::uint16_t milliseconds_{};  // of it
    SpanErrors errors_before_;      // when it began
    std::uint32_t slips_before_{};
    bool due_{};
    std::optional<T1ReportFrame> said_;
    // Theirs
    T1DataLinkReader link_;
    std::optional<std::uint8_t> last_number_;
    Ticks since_heard_{};
    std::uint32_t far_end_errors_{};
};

// An E1's E bits say as much at once (G.704 §2.3.3.4).
class NoPerformanceReports {
  public:
    explicit NoPerformanceReports(const SpanPlan& /*plan*/) noexcept {}
    void update(const SpanErrors& /*errors*/, std::uint32_t /*slips*/, bool /*out_of_frame*/,
                SpanLoop /*loop*/) noexcept {}
    [[nodiscard]] bool due() const noexcept { return false; }
    template <class Reader>
    void read(const Reader& /*reader*/) noexcept {}
    [[nodiscard]] std::uint32_t far_end_errors() const noexcept { return 0; }
};

}  // namespace driver
