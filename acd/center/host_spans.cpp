// SPDX-License-Identifier: GPL-2.0-or-later
// The technician's test set: what hosts may ask of spans.
#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "acd/center/host_desk.hpp"

namespace acd {
namespace {

using driver::Error;
using driver::Result;

constexpr std::uint64_t longest_test_seconds = 86'400;
constexpr std::uint8_t last_timeslot = 31;

// "3" or "3-7" as bits.
std::optional<std::uint32_t> range(std::string_view text) {
    const auto dash = text.find('-');
    const std::string_view first = text.substr(0, dash);
    const std::string_view last = dash == std::string_view::npos ? first : text.substr(dash + 1);
    const auto number = [](std::string_view digits) {
        std::uint8_t value = 0;
        const char* const end = digits.data() + digits.size();
        const auto [at, failed] = std::from_chars(digits.data(), end, value);
        return failed == std::errc{} && at == end ? value : std::uint8_t{0};
    };
    const std::uint8_t from = number(first);
    const std::uint8_t to = number(last);
    if (from == 0 || to > last_timeslot || from > to) return std::nullopt;
    std::uint32_t bits = 0;
    for (std::uint8_t timeslot = from; timeslot <= to; ++timeslot) bits |= 1U << timeslot;
    return bits;
}

// "1-15,17" as bits, timeslot t being bit t.
Result<std::uint32_t> timeslots_of(std::string_view text) {
    std::uint32_t all = 0;
    for (bool more = true; more;) {
        const auto comma = text.find(',');
        const auto bits = range(text.substr(0, comma));
        if (!bits) {
            return Error{"\"" + std::string(text) +
                         "\" are no timeslots: write them as 1-15,17, from 1 to 31"};
        }
        all |= *bits;
        more = comma != std::string_view::npos;
        if (more) text.remove_prefix(comma + 1);
    }
    return all;
}

// The timeslots of a span that carry calls.
std::uint32_t channels_of(const pbx::LineBook& lines, driver::SpanId span) {
    std::uint32_t bits = 0;
    for (const pbx::Line& line : lines.all()) {
        if (line.device.span == span) bits |= 1U << line.device.timeslot;
    }
    return bits;
}

}  // namespace

Result<Ticks> HostDesk::time_of(std::uint64_t seconds) {
    if (seconds <= longest_test_seconds) return Ticks(std::chrono::seconds(seconds));
    return Error{"a test lasts at most a day, 86400 seconds"};
}

Result<void> HostDesk::may_test(driver::SpanId span, std::uint32_t timeslots, bool force) const {
    const std::uint32_t channels = channels_of(calls_.lines(), span);
    if (channels == 0) return Error{"there is no span " + std::to_string(span.value)};
    if (force) return {};
    // Without its D-channel a span loses all its calls.
    const bool all = (timeslots & ~channels) != 0;
    std::size_t in_use = 0;
    for (const pbx::Line& line : calls_.lines().all()) {
        const bool meant = all || (timeslots >> line.device.timeslot & 1U) != 0;
        if (line.device.span != span || !meant) continue;
        in_use += calls_.leg_on(line.device.line) != nullptr ? 1 : 0;
    }
    if (in_use == 0) return {};
    return Error{"that would cut " + std::to_string(in_use) + (in_use == 1 ? " call" : " calls") +
                 " on span " + std::to_string(span.value) +
                 ": wait, choose other timeslots, or force it"};
}

// Whether the span's frames have a code for such a loop.
Result<void> HostDesk::may_ask_far_end(const pbx::LoopSpan& command) const {
    const bool payload = command.loop == driver::SpanLoop::remote_payload;
    if (!payload && command.loop != driver::SpanLoop::remote) return {};
    const auto& spans = context_.config.spans;
    const auto config = std::ranges::find(spans, command.span, &SpanConfig::span);
    const SpanFrames frames = config == spans.end() ? SpanFrames::e1 : config->frames;
    const std::string span = "span " + std::to_string(command.span.value);
    if (frames == SpanFrames::e1) {
        return Error{span +
                     " is an E1, whose frames (G.704) have no code for a loop: ask the far end's "
                     "people for one, then measure with span bert"};
    }
    if (payload && frames == SpanFrames::t1_sf) {
        return Error{span +
                     " has SF frames, whose in-band codes know no payload loop (T1.403): ask for "
                     "one of the line"};
    }
    return {};
}

HostDesk::Done HostDesk::carry_out(const pbx::LoopSpan& command) {
    const auto lasts = time_of(command.seconds);
    if (!lasts) return Error{lasts.error()};
    const auto answered = may_ask_far_end(command);
    if (!answered) return Error{answered.error()};
    const bool ends = command.loop == driver::SpanLoop::none || command.seconds == 0;
    const auto may = may_test(command.span, ~0U, command.force || ends);
    if (!may) return Error{may.error()};
    context_.orders.send(driver::LoopSpan{command.span, command.loop, *lasts});
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::MeasureSpan& command) {
    const auto lasts = time_of(command.seconds);
    if (!lasts) return Error{lasts.error()};
    const std::uint32_t channels = channels_of(calls_.lines(), command.span);
    auto timeslots = command.timeslots.empty() ? Result<std::uint32_t>(channels)
                                               : timeslots_of(command.timeslots.view());
    if (!timeslots) return Error{timeslots.error()};
    const auto may = may_test(command.span, *timeslots, command.force || command.seconds == 0);
    if (!may) return Error{may.error()};
    context_.orders.send(driver::MeasureSpan{command.span, command.pattern, *timeslots, *lasts});
    return CallId{};
}

HostDesk::Done HostDesk::carry_out(const pbx::InjectErrors& command) {
    const auto may = may_test(command.span, 0, true);
    if (!may) return Error{may.error()};
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    const auto bits = static_cast<std::uint32_t>(std::min(command.bits, most));
    context_.orders.send(driver::InjectErrors{command.span, bits});
    return CallId{};
}

}  // namespace acd
