// SPDX-License-Identifier: GPL-2.0-or-later
// line trace, trace capture: what the D-channels said last, from the file the firmware writes. No
// program needs to be alive.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <deque>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "pbx/signalling/trace/trace_file.hpp"
#include "tools/config/configured.hpp"
#include "tools/program/program.hpp"
#include "tools/trace/pcapng.hpp"
#include "tools/trace/show.hpp"
#include "tools/trunkline/commands.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;
using pbx::TraceRecord;

namespace {

constexpr Ticks poll_frames_every{50};

Result<pbx::TraceView> open_ring(const CommonOptions& common, const TraceOptions& options) {
    std::filesystem::path path = options.ring;
    if (path.empty()) {
        const auto settings = settings_on_disk(common.config);
        if (!settings) return Error{settings.error()};
        path = settings->trace_ring();
    }
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return pbx::view_trace(path);
    return Error{path.string() +
                 ": no frame has been traced here: the firmware makes this file "
                 "when it starts (trunkline run)"};
}

bool wanted(const TraceRecord& record, const TraceOptions& options) {
    return options.span == 0 || record.span.value == options.span;
}

void print(const CommonOptions& common, const TraceOptions& options, const TraceRecord& record) {
    trace::Language language{};
    (void)value_named(options.language, language);
    const trace::Decoded decoded = trace::decode(record, language);
    if (common.json) {
        fmt::print("{}\n", trace::json_of(record, decoded));
        return;
    }
    fmt::print("{}\n", trace::line_of(record, decoded, language));
    if (options.verbose) fmt::print("{}\n", trace::tree_of(record, decoded));
}

void tell_missed(pbx::TraceReader& reader) {
    const std::uint64_t missed = reader.missed();
    if (missed == 0) return;
    fmt::print(stderr, "trunkline: {} frames were overwritten before they could be read\n", missed);
}

// Every wanted record up to the last goes to `take`.
template <class Take>
void read_all(pbx::TraceReader& reader, const TraceOptions& options, Take&& take) {
    TraceRecord record;
    while (reader.next(record)) {
        if (wanted(record, options)) take(record);
    }
    tell_missed(reader);
}

}  // namespace

// "10", "10s", "5m", "1h".
std::optional<Ticks> duration_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0 || number > 1'000'000) return std::nullopt;
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (unit.empty() || unit == "s") return std::chrono::seconds(number);
    if (unit == "m") return std::chrono::minutes(number);
    if (unit == "h") return std::chrono::hours(number);
    return std::nullopt;
}

int trace_lines(const CommonOptions& common, const TraceOptions& options) {
    const auto ring = open_ring(common, options);
    if (!ring) return fail("trunkline", ring.error());
    pbx::TraceReader reader(**ring);
    std::deque<TraceRecord> last;
    read_all(reader, options, [&](const TraceRecord& record) {
        last.push_back(record);
        if (last.size() > options.last) last.pop_front();
    });
    for (const TraceRecord& record : last) print(common, options, record);
    if (last.empty() && !options.follow) {
        fmt::print(stderr, "trunkline: no frame of {} is in the trace\n",
                   options.span == 0 ? "any span" : fmt::format("span {}", options.span));
    }
    obey_stop_signals();
    std::signal(SIGPIPE, SIG_DFL);  // `trunkline line trace --follow | head` ends
    while (options.follow && !stop_asked()) {
        std::fflush(stdout);
        wait_for_any({}, poll_frames_every);
        read_all(reader, options,
                 [&](const TraceRecord& record) { print(common, options, record); });
    }
    return 0;
}

int capture_trace(const CommonOptions& common, const TraceOptions& options) {
    const auto ring = open_ring(common, options);
    if (!ring) return fail("trunkline", ring.error());
    std::ofstream file(options.file, std::ios::binary);
    file << trace::Pcapng::beginning() << std::flush;
    obey_stop_signals();
    trace::Pcapng capture;
    pbx::TraceReader reader(**ring);
    std::uint64_t frames = 0;
    const Ticks end = machine_ticks() + duration_of(options.duration).value_or(Ticks{});
    for (;;) {
        const bool is_over = stop_asked() || machine_ticks() >= end;
        read_all(reader, options, [&](const TraceRecord& record) {
            file << capture.frame(record);
            ++frames;
        });
        file.flush();
        if (!file) {
            return fail("trunkline", options.file.string() +
                                         " cannot be written: may this user, and is there room?");
        }
        if (is_over) break;
        wait_for_any({}, poll_frames_every);
    }
    if (common.json) {
        const nlohmann::json report{
            {"file",   options.file.string()},
            {"frames", frames               }
        };
        fmt::print("{}\n", report.dump());
    } else {
        fmt::print(stderr, "{}: {} frames\n", options.file.string(), frames);
    }
    return 0;
}

}  // namespace tools
