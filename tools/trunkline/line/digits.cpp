// SPDX-License-Identifier: GPL-2.0-or-later
// line digits: what a line dials, and dialling to it.
#include <cstdio>

#include <fmt/format.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/line/line_tap.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;
using host_bridge::Json;

namespace {

constexpr Ticks look_again{20};

Result<void> send(const CommonOptions& common, const LineOptions& options) {
    if (options.send.empty()) return {};
    Order order{"line.digits", {}};
    order.fields.push_back({"line", FieldKind::text, options.line});
    order.fields.push_back({"digits", FieldKind::text, options.send});
    if (options.force) order.fields.push_back({"force", FieldKind::flag, "true"});
    return ordered(common, order);
}

// A secret one is only told to have come.
void show(const CommonOptions& common, const LineTap& tap, const ivr_dsp::TapMoment& moment) {
    const std::uint64_t at_ms = tap.read_ms() - 1;
    const std::string digit = moment.secret ? "•" : std::string(1, moment.digit);
    const std::string time = time_of_day(tap.facts(), at_ms);
    if (common.json) {
        fmt::print("{}\n",
                   Json{
                       {"ms",     at_ms        },
                       {"time",   time         },
                       {"digit",  digit        },
                       {"secret", moment.secret}
        }
                       .dump());
    } else {
        fmt::print("{}  {}\n", time, digit);
    }
    std::fflush(stdout);
}

}  // namespace

int digits_of_line(const CommonOptions& common, const LineOptions& options) {
    obey_stop_signals();
    auto tap = LineTap::open(common, options.line, *duration_of(options.duration));
    if (!tap) return fail("trunkline", tap.error());
    const auto sent = send(common, options);
    if (!sent) {
        tap->end(common);
        return fail("trunkline", sent.error());
    }
    std::uint64_t heard = 0;
    while (!tap->over()) {
        ivr_dsp::TapMoment moment;
        while (tap->next(moment)) {
            if (moment.digit == 0) continue;
            show(common, *tap, moment);
            ++heard;
        }
        if (stop_asked()) tap->end(common);
        wait_for_any({}, look_again);
    }
    if (!common.json) fmt::print(stderr, "line {}: {} digits heard\n", options.line, heard);
    if (tap->broken()) return fail("trunkline", "the firmware has gone");
    return 0;
}

}  // namespace tools
