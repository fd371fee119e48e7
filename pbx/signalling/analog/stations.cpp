// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/analog/stations.hpp"

#include "driver/base/invariant.hpp"

namespace pbx {

Stations::Stations(std::span<const Place> places, const AnalogTimes& times, LineTable& lines)
    : times_(times), lines_(lines), index_(lines.size()) {
    for (const Place& place : places) {
        INVARIANT(lines_.contains(place.plan.line) && place.board != nullptr);
        stations_.push_back({place, {}, HookReader(times.hook), {}});
        index_[place.plan.line.value] = static_cast<std::uint32_t>(stations_.size());
        lines_.service(place.plan.line, true, Ticks{});
    }
}

bool Stations::has(LineId line) const {
    return line.value < index_.size() && index_[line.value] != 0;
}

Stations::Station& Stations::at(LineId line) {
    INVARIANT(has(line));
    return stations_[index_[line.value] - 1];
}

const Stations::Station& Stations::at(LineId line) const {
    INVARIANT(has(line));
    return stations_[index_[line.value] - 1];
}

StationState Stations::state(LineId line) const {
    return at(line).state;
}

bool Stations::step(Station& station, StationStep step) {
    const auto next = station_steps.next(station.state, step);
    if (!next) return false;
    station.state = *next;
    return true;
}

// ── the subscriber ──────────────────────────────────────────────────────────────────────────────

void Stations::hook(const driver::HookChange& change, Ticks now) {
    if (!has(change.line)) return;
    Station& station = at(change.line);
    understand(station, station.hook.change(change.off_hook, change.at), now);
}

void Stations::understand(Station& station, const HookNewsList& news, Ticks now) {
    const LineId line = station.place.plan.line;
    const bool heard = station.state == StationState::in_use;
    for (const HookNews& one : news) {
        switch (one.sign) {
            case HookSign::lifted:
                lifted(station, one.at);
                break;
            case HookSign::hung_up:
                if (step(station, StationStep::hung_up)) lines_.clear(line, now);
                break;
            case HookSign::flash:
                if (heard) lines_.flash(line, one.at);
                break;
            case HookSign::digit:
                if (heard) lines_.digit(line, one.digit, one.at);
                break;
        }
    }
}

void Stations::lifted(Station& station, Ticks now) {
    const LineId line = station.place.plan.line;
    station.ringer.stop();
    if (station.state == StationState::ringing) {
        step(station, StationStep::lifted);
        lines_.step(line, LegStep::answer, now);
    } else if (lines_.takes_offer(line)) {
        step(station, StationStep::lifted);
        lines_.offer(line, {station.place.plan.number, {}, {}, false}, now);
    } else {
        step(station, StationStep::turned_away);
        ++turned_away_;
    }
}

void Stations::run(Ticks now) {
    for (Station& station : stations_) {
        understand(station, station.hook.tick(now), now);
        station.ringer.run(now, times_.ring, *station.place.board, station.place.plan.line);
    }
}

// ── control ─────────────────────────────────────────────────────────────────────────────────────

void Stations::dial(const Dial& dial, Ticks now) {
    const LineId line = dial.leg.line();
    Station& station = at(line);
    // The loop may have closed without a change told yet; then the hook reader knows first.
    if (station.hook.is_off_hook() || !step(station, StationStep::ring)) {
        lines_.released(line, Cause::user_busy, now);
        lines_.clear(line, now);
        return;
    }
    station.ringer.start(now);
    lines_.step(line, LegStep::alert, now);
}

// The caller hears what control connects; a telephone needs no word.
void Stations::alert(LineId /*line*/, Ticks /*now*/) {}
void Stations::answer(LineId /*line*/, Ticks /*now*/) {}

void Stations::release(LineId line, Cause /*cause*/, Ticks now) {
    Station& station = at(line);
    station.ringer.stop();
    if (step(station, StationStep::stop_ringing)) {
        lines_.clear(line, now);
    } else {
        step(station, StationStep::released);  // clear when the handset is back
    }
}

}  // namespace pbx
