// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/clock_desk.hpp"

namespace acd {

using driver::ClockState;

namespace {

TimerKey timer(std::uint16_t board) {
    return {TimerKind::clock_alone, board};
}

std::string alarm_name(std::uint16_t board) {
    return "clock." + std::to_string(board) + ".holdover";
}

bool is_alone(const driver::ClockStatus& clock) {
    return clock.sources > 0 && clock.state != ClockState::locked;
}

// What it means, and what to do.
std::string meaning(const driver::ClockStatus& clock) {
    const std::string how = clock.state == ClockState::holdover
                                ? "hold-over: every source has failed, span " +
                                      std::to_string(clock.source.value) + " was the last; "
                                : "free run: no source has been good yet; ";
    return how +
           "calls go on, but lines will slip; bring one of its sources back (trunkline clock "
           "names them), or give another span of the board timing = 1, 2, …";
}

}  // namespace

void ClockDesk::changed(const driver::ClockStatus& clock) {
    const auto known = clocks_.find(clock.board);
    if (known != clocks_.end() && known->second == clock) return;
    clocks_[clock.board] = clock;
    context_.tell(pbx::ClockChanged{clock});
    if (!is_alone(clock)) return settle(clock);
    if (alarms_.is_raised(alarm_name(clock.board)) || context_.timers.at(timer(clock.board)))
        return;
    context_.after(timer(clock.board), alarm_after(clock.board));
}

void ClockDesk::changed(const driver::ClockSource& source) {
    const auto known = sources_.find(source.span);
    if (known != sources_.end() && known->second == source) return;
    sources_[source.span] = source;
    context_.tell(pbx::ClockSourceChanged{source});
}

void ClockDesk::settle(const driver::ClockStatus& clock) {
    context_.timers.cancel(timer(clock.board));
    const std::string alarm = alarm_name(clock.board);
    const std::string whose = "clock of board " + std::to_string(clock.board) + ": ";
    if (is_alone(clock)) return alarms_.raise(alarm, {}, whose + meaning(clock));
    const auto since = alarms_.since(alarm);
    if (!since) return;
    alarms_.clear(alarm, whose + "it follows span " + std::to_string(clock.source.value) +
                             " again, after " +
                             std::to_string((context_.now - *since).count() / 1000) + " s");
}

void ClockDesk::due(TimerKey key) {
    const auto found = clocks_.find(static_cast<std::uint16_t>(key.owner));
    if (found != clocks_.end()) settle(found->second);
}

// A new firmware counts anew; an alarm lasts until its clock is well.
void ClockDesk::firmware_began() {
    clocks_.clear();
    sources_.clear();
}

void ClockDesk::configured() {
    const auto boards = context_.config.holdover_alarms.size();
    std::erase_if(clocks_, [&](const auto& entry) {
        const std::uint16_t board = entry.first;
        if (board <= boards) return false;
        context_.timers.cancel(timer(board));
        alarms_.clear(alarm_name(board),
                      "clock of board " + std::to_string(board) + ": is not configured any more");
        return true;
    });
}

Ticks ClockDesk::alarm_after(std::uint16_t board) const {
    const auto& configured = context_.config.holdover_alarms;
    return board >= 1 && board <= configured.size() ? configured[board - 1U] : usual_alarm;
}

void ClockDesk::remember(pbx::Rested& rested) const {
    for (const auto& [board, clock] : clocks_) rested.clocks.push_back(clock);
    for (const auto& [span, source] : sources_) rested.clock_sources.push_back(source);
}

void ClockDesk::recall(const pbx::Rested& rested) {
    for (const auto& clock : rested.clocks) clocks_[clock.board] = clock;
    for (const auto& source : rested.clock_sources) sources_[source.span] = source;
}

}  // namespace acd
