// SPDX-License-Identifier: GPL-2.0-or-later
// Boards with a DAHDI kernel driver.
#include <bit>

#include <fmt/format.h>

#include "tools/config/tables.hpp"

namespace tools {
namespace {

constexpr std::int64_t most_spans = 128;    // of a kernel
constexpr std::int64_t most_build_out = 7;  // as in system.conf
constexpr std::uint16_t most_timing = 15;   // likewise

}  // namespace

void Tables::dahdi(Section& s, BoardSettings& board) {
    board.dahdi.block = s.seconds("block", 0.002, 0.016, driver::Ticks{2});
    if (!std::has_single_bit(static_cast<std::uint64_t>(board.dahdi.block.count()))) {
        s.complain("block", "is no block of DAHDI's: write 0.002, 0.004, 0.008 or 0.016");
    }
    board.dahdi.reserve = s.seconds("reserve", 0, 0.016, driver::Ticks{4});
    if (s.has("stations")) {
        s.complain(
            "stations",
            "telephones on a board with a DAHDI driver are not supported: remove them, or use "
            "a channel bank on an E1 or T1");
    }
}

void Tables::dahdi(Section& s, SpanSettings& span) {
    DahdiSpanSettings& settings = span.dahdi;
    settings.kernel_span =
        static_cast<std::uint16_t>(s.number("dahdi_span", 1, most_spans, span.id.value));
    names_.there_is(Thing::dahdi_span, std::to_string(settings.kernel_span), s.place("dahdi_span"));
    settings.configure = s.yes("configure", false);
    const bool e1 = span.kind == pbx::SpanKind::e1;
    settings.code =
        s.choice("line_code", e1 ? LineCode::hdb3 : LineCode::b8zs, "hdb3, b8zs or ami");
    if (settings.code == (e1 ? LineCode::b8zs : LineCode::hdb3)) {
        s.complain("line_code", e1 ? "an e1 is not coded so: write hdb3 or ami"
                                   : "a t1 is not coded so: write b8zs or ami");
    }
    settings.lbo = static_cast<std::uint8_t>(s.number("lbo", 0, most_build_out, 0));
    for (const char* key : {"line_code", "lbo"}) {
        if (settings.configure || !s.has(key)) continue;
        s.complain(key,
                   "has no effect: the span is taken as dahdi_cfg left it; remove this, or "
                   "write configure = true");
    }
    if (timings_.back().written.value_or(0) > most_timing) {
        complaints_.add(timings_.back().place,
                        fmt::format("a board with a DAHDI driver has {} priorities: write 0 to {}",
                                    most_timing, most_timing));
    }
}

}  // namespace tools
