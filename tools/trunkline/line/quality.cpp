// SPDX-License-Identifier: GPL-2.0-or-later
// line quality: asked once, or every second.
#include <cstdio>
#include <random>

#include <fmt/format.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/host_session.hpp"
#include "tools/trunkline/line/quality_text.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;
using host_bridge::Json;

namespace {

constexpr Ticks answered_within{2000};
constexpr Ticks poll_every{20};
constexpr Ticks watched_every{1000};
constexpr std::uint64_t enough_ms = 1000;  // measured, to say anything

// Below 2^53: exact in every JSON.
std::string new_question() {
    std::random_device device;
    return std::to_string(
        std::uniform_int_distribution<std::uint64_t>(1, (std::uint64_t{1} << 53U) - 1)(device));
}

// What the firmware answers, as host has it.
Result<Json> ask(HostSession& host, const std::string& line) {
    const std::string question = new_question();
    Order order{"line.quality", {}};
    order.fields.push_back({"line", FieldKind::text, line});
    order.fields.push_back({"question", FieldKind::number, question});
    const auto ordered = host.order(order);
    if (!ordered) return Error{ordered.error()};
    if (const auto refusal = refusal_in(*ordered)) return Error{*refusal};
    const Ticks until = machine_ticks() + answered_within;
    while (machine_ticks() < until && !stop_asked()) {
        const auto items = host.items("quality");
        if (!items) return Error{items.error()};
        for (const Json& item : *items) {
            if (value_at(item, "/quality/question").dump() == question) return item;
        }
        wait_for_any({}, poll_every);
    }
    return Error{"the firmware does not answer: trunkline board tells whether it runs"};
}

// A line that was not measured yet is given a second.
Result<Json> ask_once(HostSession& host, const std::string& line) {
    auto row = ask(host, line);
    if (!row || number_at(*row, "/quality/measuredMs") >= enough_ms) return row;
    wait_for_any({}, watched_every);
    return ask(host, line);
}

}  // namespace

int quality_of_line(const CommonOptions& common, const QualityOptions& options) {
    obey_stop_signals();
    trace::Language language{};
    (void)value_named(options.language, language);
    auto host = HostSession::open(common);
    if (!host) return fail("trunkline", host.error());
    const auto lasts = options.watch ? duration_of(options.duration) : std::nullopt;
    const Ticks begun = machine_ticks();
    bool poor = false;
    for (;;) {
        const auto row = options.watch ? ask(*host, options.line) : ask_once(*host, options.line);
        if (!row && stop_asked()) break;
        if (!row) return fail("trunkline", row.error());
        poor = is_poor(*row);
        if (common.json) {
            fmt::print("{}\n", row->dump());
        } else if (options.watch) {
            fmt::print("{}\n", quality_line(*row, language));
        } else {
            fmt::print("{}", quality_text(*row, language));
        }
        std::fflush(stdout);
        if (!options.watch || stop_asked()) break;
        if (lasts && machine_ticks() - begun + watched_every > *lasts) break;
        wait_for_any({}, watched_every);
    }
    return poor ? found_wrong : 0;
}

}  // namespace tools
