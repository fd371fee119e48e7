// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/lines.hpp"

#include "tools/twin/toml_fields.hpp"

namespace tools::twin {

using driver::Error;
using driver::Result;

namespace {

// The scenario's file was checked when it was read.
template <class T>
void lay_over(const toml::table& table, T& value) {
    office::TomlTroubles troubles;
    office::TomlTable reader(table, troubles);
    read_fields(reader, value);
}

}  // namespace

Result<void> Lines::disturb(firstcall::World& world, const SpanDisturbed& how) {
    present_.push_back(&how);
    return apply(world, how.span);
}

Result<void> Lines::restore(firstcall::World& world, const SpanDisturbed& how) {
    std::erase(present_, &how);
    return apply(world, how.span);
}

Result<void> Lines::apply(firstcall::World& world, driver::SpanId span) const {
    driver::LineFaults line;
    office::TrunkFaults exchange;
    office::TrunkClockSetup clock;
    for (const SpanDisturbed* one : present_) {
        if (one->span != span) continue;
        lay_over(one->line, line);
        lay_over(one->exchange, exchange);
        lay_over(one->clock, clock);
    }
    world.disturb(span, exchange);
    world.run_clock(span, clock);
    return world.disturb(span, line);
}

}  // namespace tools::twin
