// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/line/line_tap.hpp"

#include <algorithm>
#include <ctime>
#include <random>

#include <fmt/format.h>

#include "tools/config/configured.hpp"
#include "tools/program/program.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;
using ivr_dsp::TapFacts;
using ivr_dsp::TapReader;
using ivr_dsp::TapRing;

namespace {

constexpr Ticks poll_tap_every{20};
constexpr Ticks begins_within{2000};
constexpr Ticks firmware_gone_after{2000};

// Below 2^53: exact in every JSON.
std::uint64_t random_number() {
    std::random_device device;
    return std::uniform_int_distribution<std::uint64_t>(1, (std::uint64_t{1} << 53U) - 1)(device);
}

Order listen_order(const std::string& line, std::uint64_t number, Ticks lasts) {
    Order order{"line.listen", {}};
    order.fields.push_back({"line", FieldKind::text, line});
    order.fields.push_back({"tap", FieldKind::number, std::to_string(number)});
    order.fields.push_back({"seconds", FieldKind::number, std::to_string(lasts.count() / 1000)});
    return order;
}

Result<ivr_dsp::TapView> open_ring(const CommonOptions& common) {
    if (!common.host.empty()) {
        return Error{
            "a line is listened to on the center's own machine: run this command there, by ssh"};
    }
    const auto settings = settings_on_disk(common.config);
    if (!settings) return Error{settings.error()};
    const auto path = settings->tap_ring();
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return ivr_dsp::view_taps(path);
    return Error{
        path.string() +
        ": there are no taps: the firmware makes this file when it starts (trunkline run)"};
}

std::string why_none(const TapRing& ring) {
    for (std::size_t tap = 0; tap < TapRing::taps; ++tap) {
        const TapFacts facts = ring.facts(tap);
        if (facts.number == 0 || facts.over) {
            return "the firmware has not begun to listen: trunkline board tells whether it runs";
        }
    }
    return fmt::format(
        "{} lines are being listened to, and more cannot be at once: wait until one "
        "of them is over",
        TapRing::taps);
}

}  // namespace

Result<void> ordered(const CommonOptions& common, const Order& order) {
    auto host = HostSession::open(common);
    if (!host) return Error{host.error()};
    const auto answer = host->order(order);
    if (!answer) return Error{answer.error()};
    if (const auto refusal = refusal_in(*answer)) return Error{*refusal};
    return {};
}

Result<LineTap> LineTap::open(const CommonOptions& common, const std::string& line, Ticks lasts) {
    auto ring = open_ring(common);
    if (!ring) return Error{ring.error()};
    const std::uint64_t number = random_number();
    const auto done = ordered(common, listen_order(line, number, lasts));
    if (!done) return Error{done.error()};
    const Ticks until = machine_ticks() + begins_within;
    while (machine_ticks() < until && !stop_asked()) {
        if (const auto reader = TapReader::find(**ring, number)) {
            return LineTap(line, *std::move(ring), *reader);
        }
        wait_for_any({}, poll_tap_every);
    }
    return Error{why_none(**ring)};
}

bool LineTap::over() {
    if (reader_.over()) {
        const auto lasts_ms = static_cast<std::uint64_t>(facts().lasts.count());
        broken_ = !asked_to_end_ && reader_.read() < lasts_ms;  // by a firmware that began anew
        return true;
    }
    const Ticks now = machine_ticks();
    if (reader_.read() != seen_ms_ || seen_at_ == Ticks{}) {
        seen_ms_ = reader_.read();
        seen_at_ = now;
    }
    broken_ = now - seen_at_ > firmware_gone_after;
    return broken_;
}

// Best effort: it ends by itself in any case.
void LineTap::end(const CommonOptions& common) {
    if (std::exchange(asked_to_end_, true)) return;
    static_cast<void>(ordered(common, listen_order(line_, facts().number, Ticks{})));
}

std::string shown_digit(const ivr_dsp::TapMoment& moment) {
    return moment.secret ? "•" : std::string(1, moment.digit);
}

std::string time_of_day(const TapFacts& facts, std::uint64_t millisecond) {
    const auto ago = machine_ticks() - facts.begun - Ticks{static_cast<std::int64_t>(millisecond)};
    const std::int64_t utc_ms = utc_us() / 1000 - ago.count();
    const std::time_t second = utc_ms / 1000;
    std::tm parts{};
    localtime_r(&second, &parts);
    return fmt::format("{:02}:{:02}:{:02}.{:03}", parts.tm_hour, parts.tm_min, parts.tm_sec,
                       utc_ms % 1000);
}

}  // namespace tools
