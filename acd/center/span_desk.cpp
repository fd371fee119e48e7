// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/span_desk.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace acd {

using driver::BoardTrouble;
using driver::SpanId;

namespace {

constexpr std::array all_troubles{
    SpanTrouble::board, SpanTrouble::los,       SpanTrouble::lof,  SpanTrouble::ais,
    SpanTrouble::rai,   SpanTrouble::looped,    SpanTrouble::side, SpanTrouble::d_channel,
    SpanTrouble::slips, SpanTrouble::bad_frames};
constexpr std::span defects = std::span(all_troubles).first<8>();
constexpr std::span counts = std::span(all_troubles).last<2>();
constexpr std::uint64_t troubles = all_troubles.size();

TimerKey timer(TimerKind kind, SpanId span, SpanTrouble trouble) {
    return {kind, span.value * troubles + static_cast<std::uint64_t>(trouble)};
}

std::string alarm_name(SpanId span, SpanTrouble trouble) {
    return "span." + std::to_string(span.value) + "." + std::string(name_of(trouble));
}

// What it means, and what to do.
std::string_view meaning(SpanTrouble trouble) {
    switch (trouble) {
        case SpanTrouble::los:
            return "loss of signal (LOS): nothing arrives; check the cable and the far end";
        case SpanTrouble::lof:
            return "loss of frame alignment (LOF): a signal arrives, but no frames; check that "
                   "both ends have the same line (e1 or t1), framing and line code";
        case SpanTrouble::ais:
            return "alarm indication signal (AIS): all ones arrive, because equipment on the way "
                   "has lost its own input; ask the carrier";
        case SpanTrouble::rai:
            return "remote alarm indication (RAI): the far end does not hear us; check the pair "
                   "that sends, and that both ends have the same framing";
        case SpanTrouble::d_channel:
            return "D-channel down: the line is good, but nobody answers on it (Q.921); check "
                   "side, switch and d_channel, and that the far end has it in service";
        case SpanTrouble::slips:
            return "slips: the clocks of both ends differ; check which of them shall follow the "
                   "other, and the board's clock setting";
        case SpanTrouble::bad_frames:
            return "bad frames on the D-channel: noise, or a clock that slips; check cable, "
                   "connectors and slips";
        case SpanTrouble::board:
            return "no board";  // and why
        case SpanTrouble::looped:
            return "D-channel looped: what we send on it comes back; take out the loop, at the "
                   "far end or on the way";
        case SpanTrouble::side:
            return "D-channel with two equal sides: the far end speaks as if it had our side of "
                   "the link, too; set `side` to the other one here, or there";
    }
    return "";
}

std::string_view meaning(driver::BoardTrouble trouble) {
    switch (trouble) {
        case BoardTrouble::none:
            break;
        case BoardTrouble::pulled:
            return "somebody has pulled it out; put it in again";
        case BoardTrouble::no_driver:
            return "there is no driver for it: DAHDI's module is not loaded, or DPDK did not "
                   "start; the firmware's log says which, and what to load";
        case BoardTrouble::not_allowed:
            return "the firmware's user may not open it; the log says which group it needs";
        case BoardTrouble::missing:
            return "there is no such board or span; look whether it is in its slot, its driver "
                   "loaded, and device or dahdi_span right";
        case BoardTrouble::held:
            return "another program or driver has it; the firmware's log names it: stop it, or "
                   "give the board to us";
        case BoardTrouble::wrong_setup:
            return "it is not set up as trunkline.toml says; correct one of them: the firmware's "
                   "log says what differs";
        case BoardTrouble::refused:
            return "it cannot be opened; the firmware's log says what refuses it, and what to do";
        case BoardTrouble::taken_away:
            return "it was taken away while it worked; put it back, or load its module again";
        case BoardTrouble::no_answer:
            return "every register reads as ones: it has fallen off the bus; look at its slot, "
                   "riser and power";
        case BoardTrouble::unknown_version:
            return "it says a version that nobody knows, and is not touched; ask for support";
        case BoardTrouble::stalled:
            return "its DMA stands still, and is started again each second; if that goes on, look "
                   "at its slot, or replace it";
        case BoardTrouble::starting:
            return "it is being brought up; wait some seconds";
    }
    return "it does not answer, or is not in its slot; put it in";
}

}  // namespace

// ── news ────────────────────────────────────────────────────────────────────────────────────────

void SpanDesk::changed(const driver::SpanStatus& status) {
    Watched& span = spans_[status.span];
    if (!span.known) {  // what was counted before is not of this hour
        span.slips.total = span.slips.before = status.slips;
        span.bad_frames.total = span.bad_frames.before = status.bad_frames;
    }
    span.status = status;
    span.known = true;
    for (const SpanTrouble trouble : defects) look(span, trouble);
    count(span, SpanTrouble::slips, status.slips);
    count(span, SpanTrouble::bad_frames, status.bad_frames);
}

void SpanDesk::firmware_began() {
    calm_until_ = context_.now + calm;
    for (auto& [id, span] : spans_) span.known = false;
}

// Nothing is known of spans until there is a firmware again; what was wrong counts as wrong.
void SpanDesk::firmware_lost() {
    context_.timers.cancel_all(TimerKind::span_trouble);
}

void SpanDesk::configured() {
    std::erase_if(spans_, [this](const auto& entry) {
        const SpanId id = entry.first;
        const auto is_of_it = [id](const pbx::Line& line) { return line.device.span == id; };
        if (std::ranges::any_of(context_.config.lines.all(), is_of_it)) return false;
        for (const SpanTrouble trouble : all_troubles) {
            context_.timers.cancel(timer(TimerKind::span_trouble, id, trouble));
            clear(id, trouble, "is not configured any more");
        }
        return true;
    });
}

// ── defects ─────────────────────────────────────────────────────────────────────────────────────

// A D-channel is lost with the line it is on, and that is told by the line's alarm; but once told
// of by itself it stays so until it is up.
bool SpanDesk::has(const Watched& span, SpanTrouble trouble) const {
    const driver::SpanStatus& status = span.status;
    switch (trouble) {
        case SpanTrouble::los:
            return status.loss_of_signal;
        case SpanTrouble::lof:
            return status.loss_of_frame;
        case SpanTrouble::ais:
            return status.alarm_indication;
        case SpanTrouble::rai:
            return status.remote_alarm;
        case SpanTrouble::board:
            return status.no_board;
        case SpanTrouble::looped:
            return status.link_trouble == driver::LinkTrouble::looped;
        case SpanTrouble::side:
            return status.link_trouble == driver::LinkTrouble::same_side;
        case SpanTrouble::d_channel:
            return !status.signalling_up &&
                   ((!status.failed() && status.link_trouble == driver::LinkTrouble::none) ||
                    alarms_.is_raised(alarm_name(status.span, trouble)));
        case SpanTrouble::slips:
        case SpanTrouble::bad_frames:
            break;
    }
    return false;
}

void SpanDesk::look(const Watched& span, SpanTrouble trouble) {
    const TimerKey settles = timer(TimerKind::span_trouble, span.status.span, trouble);
    const bool wrong = has(span, trouble);
    if (wrong == alarms_.is_raised(alarm_name(span.status.span, trouble))) {
        return context_.timers.cancel(settles);
    }
    if (context_.timers.at(settles)) return;  // on its way already
    Ticks at = context_.now;
    if (wrong && trouble == SpanTrouble::rai) at += remote_alarm_lasts;
    if (wrong && trouble == SpanTrouble::d_channel) at += link_attempt;
    if (!wrong) at = std::max(at, calm_until_);
    if (at > context_.now) return context_.timers.set(settles, at);
    settle(span, trouble);
}

void SpanDesk::settle(const Watched& span, SpanTrouble trouble) {
    if (has(span, trouble)) return raise(span.status.span, trouble);
    clear(span.status.span, trouble, "is well again");
}

void SpanDesk::due(TimerKey key) {
    const auto found = spans_.find({static_cast<std::uint16_t>(key.owner / troubles)});
    if (found == spans_.end()) return;
    const auto trouble = static_cast<SpanTrouble>(key.owner % troubles);
    if (key.kind == TimerKind::span_hour) return hour_over(found->second, trouble);
    settle(found->second, trouble);
}

// ── counts ──────────────────────────────────────────────────────────────────────────────────────

std::uint32_t SpanDesk::limit(SpanId span, SpanTrouble trouble) const {
    const auto found = std::ranges::find(context_.config.spans, span, &SpanConfig::span);
    const SpanLimits limits = found == context_.config.spans.end() ? SpanLimits{} : found->limits;
    return trouble == SpanTrouble::slips ? limits.slips : limits.bad_frames;
}

void SpanDesk::count(Watched& span, SpanTrouble trouble, std::uint32_t total) {
    Counted& counted = trouble == SpanTrouble::slips ? span.slips : span.bad_frames;
    if (total == counted.total) return;
    const SpanId id = span.status.span;
    const bool raised = alarms_.is_raised(alarm_name(id, trouble));
    const bool in_hour = counted.began && context_.now - counted.hour_began < hour;
    if (!raised && !in_hour) counted = {counted.total, counted.total, context_.now, true};
    if (total < counted.total) counted.before = 0;  // the board counts anew
    counted.total = total;
    const std::uint32_t most = limit(id, trouble);
    if (raised || most == 0 || total - counted.before <= most) return;
    raise(id, trouble);
    counted = {total, total, context_.now, true};
    context_.after(timer(TimerKind::span_hour, id, trouble), hour);
}

void SpanDesk::hour_over(Watched& span, SpanTrouble trouble) {
    Counted& counted = trouble == SpanTrouble::slips ? span.slips : span.bad_frames;
    const SpanId id = span.status.span;
    const std::uint32_t in_hour = counted.total - counted.before;
    if (in_hour <= limit(id, trouble) / 2) {
        counted.began = false;
        return clear(id, trouble, "had " + std::to_string(in_hour) + " in the last hour");
    }
    counted = {counted.total, counted.total, context_.now, true};
    context_.after(timer(TimerKind::span_hour, id, trouble), hour);
}

// ── telling ─────────────────────────────────────────────────────────────────────────────────────

void SpanDesk::raise(SpanId span, SpanTrouble trouble) {
    std::string text = "span " + std::to_string(span.value) + ": ";
    if (trouble == SpanTrouble::slips || trouble == SpanTrouble::bad_frames) {
        text += "more than " + std::to_string(limit(span, trouble)) + " within an hour: ";
    }
    text += meaning(trouble);
    if (trouble == SpanTrouble::board) {
        text += ": " + std::string(meaning(spans_[span].status.board_trouble));
    }
    alarms_.raise(alarm_name(span, trouble), {}, text);
}

void SpanDesk::clear(SpanId span, SpanTrouble trouble, std::string_view why) {
    const std::string alarm = alarm_name(span, trouble);
    context_.timers.cancel(timer(TimerKind::span_hour, span, trouble));
    const auto since = alarms_.since(alarm);
    if (!since) return;
    const std::string_view what = meaning(trouble);
    alarms_.clear(alarm, "span " + std::to_string(span.value) + ": " +
                             std::string(what.substr(0, what.find(':'))) + ": over after " +
                             std::to_string((context_.now - *since).count() / 1000) +
                             " s: the span " + std::string(why));
}

// ── resting ─────────────────────────────────────────────────────────────────────────────────────

void SpanDesk::remember(pbx::Rested& rested) const {
    for (const auto& [id, span] : spans_) {
        rested.spans.push_back({span.status, span.known, span.slips, span.bad_frames});
    }
    rested.spans_calm_until = calm_until_;
}

// After the alarms have been recalled.
void SpanDesk::recall(const pbx::Rested& rested) {
    calm_until_ = rested.spans_calm_until;
    for (const pbx::RestingSpan& one : rested.spans) {
        const SpanId id = one.status.span;
        spans_[id] = {one.status, one.known, one.slips, one.bad_frames};
        for (const SpanTrouble trouble : counts) {
            if (!alarms_.is_raised(alarm_name(id, trouble))) continue;
            const Counted& counted = trouble == SpanTrouble::slips ? one.slips : one.bad_frames;
            context_.timers.set(timer(TimerKind::span_hour, id, trouble),
                                counted.hour_began + hour);
        }
    }
}

}  // namespace acd
