// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/dahdi/dahdi_keeper.hpp"

#include "driver/base/log.hpp"

namespace driver {
namespace {

// A counter of the driver, which somebody may have set to zero, as one that only grows.
void grow(std::atomic<std::uint32_t>& total, std::uint32_t before, std::uint32_t now) {
    total.fetch_add(now >= before ? now - before : now, std::memory_order_relaxed);
}

}  // namespace

DahdiKeeper::DahdiKeeper(const DahdiPlan& plan, std::vector<DahdiLink*> links)
    : buffers_(plan.buffers) {
    INVARIANT(links.size() == plan.spans.size());
    spans_.reserve(links.size());
    for (std::size_t i = 0; i < links.size(); ++i) {
        spans_.push_back(
            {.plan = plan.spans[i], .link = *links[i], .open = {}, .told = {}, .before = {}});
        open(spans_.back());
    }
    thread_ = std::thread([this] { run(); });
}

DahdiKeeper::~DahdiKeeper() {
    stop_.store(true, std::memory_order_relaxed);
    thread_.join();
}

void DahdiKeeper::run() {
    Ticks now{};
    while (!stop_.load(std::memory_order_relaxed)) {
        std::this_thread::sleep_for(asks_every);
        now += asks_every;
        for (Kept& span : spans_) keep(span, now % opens_every == Ticks{});
    }
}

void DahdiKeeper::keep(Kept& span, bool try_open) {
    switch (span.link.state.load(std::memory_order_acquire)) {
        case DahdiLink::State::open:
            ask(span);
            loop(span);
            break;
        case DahdiLink::State::lost:
            span.open = {};
            tell_why(span, BoardTrouble::taken_away);
            span.link.state.store(DahdiLink::State::closed, std::memory_order_release);
            log_error(
                "dahdi",
                "span {}: DAHDI's span {} was taken away: calls on it end; put the board back, "
                "or load its module again",
                span.plan.id.value, span.plan.kernel_span);
            break;
        case DahdiLink::State::closed:
            if (try_open) open(span);
            break;
    }
}

void DahdiKeeper::open(Kept& span) {
    BoardTrouble why{};
    auto opened = open_dahdi_span(span.plan, buffers_, why);
    if (!opened) {
        tell_why(span, why);
        if (opened.error() != span.told) {
            log_error("dahdi", "span {}: {}", span.plan.id.value, opened.error());
        }
        span.told = opened.error();
        return;
    }
    if (!span.told.empty()) log_info("dahdi", "span {} is open", span.plan.id.value);
    span.told.clear();
    span.open = std::move(*opened);
    span.loop = SpanLoop::none;
    const auto state = ask_dahdi_span(span.open, span.plan.kernel_span);
    span.before = state ? state->counters : DahdiCounters{};
    span.link.files = span.open.files;
    ask(span);
    tell_why(span, BoardTrouble::none);
    span.link.state.store(DahdiLink::State::open, std::memory_order_release);
}

// A span that was taken away is missing afterwards: that it was there says more.
void DahdiKeeper::tell_why(Kept& span, BoardTrouble why) {
    std::atomic<BoardTrouble>& told = span.link.trouble;
    const bool known = why == BoardTrouble::missing &&
                       told.load(std::memory_order_relaxed) == BoardTrouble::taken_away;
    if (!known) told.store(why, std::memory_order_relaxed);
}

void DahdiKeeper::ask(Kept& span) {
    const auto state = ask_dahdi_span(span.open, span.plan.kernel_span);
    // The tick finds its channels gone, too.
    if (!state) return;
    DahdiLink& link = span.link;
    link.loss_of_signal.store(state->loss_of_signal, std::memory_order_relaxed);
    link.out_of_frame.store(state->out_of_frame, std::memory_order_relaxed);
    link.alarm_indication.store(state->alarm_indication, std::memory_order_relaxed);
    link.remote_alarm.store(state->remote_alarm, std::memory_order_relaxed);
    grow(link.crc_errors, span.before.crc_errors, state->counters.crc_errors);
    grow(link.framing_errors, span.before.framing_errors, state->counters.framing_errors);
    grow(link.far_end_errors, span.before.far_end_errors, state->counters.far_end_errors);
    span.before = state->counters;
}

// A driver that cannot leaves it to the span.
void DahdiKeeper::loop(Kept& span) {
    const SpanLoop wanted = span.link.loop.load(std::memory_order_relaxed);
    if (wanted == span.loop) return;
    const bool done = loop_dahdi_span(span.open, span.plan.kernel_span, wanted);
    // Else the one before would stay closed.
    if (!done) static_cast<void>(loop_dahdi_span(span.open, span.plan.kernel_span, SpanLoop::none));
    span.link.driver_loops.store(done && wanted != SpanLoop::none, std::memory_order_relaxed);
    span.loop = wanted;
}

}  // namespace driver
