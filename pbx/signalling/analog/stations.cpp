// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/analog/stations.hpp"

#include <array>
#include <ctime>

#include "driver/base/invariant.hpp"

namespace pbx {

namespace {

// TR-NWT-000030: at least half a second after the ring voltage.
constexpr Ticks identified_after = 500ms;

// MMDDhhmm, of this machine's time zone, so long after an `epoch`: UTC in microseconds.
driver::Text<8> local_minute(std::uint64_t epoch, Ticks since) {
    const auto utc =
        static_cast<std::time_t>((epoch / 1'000 + std::uint64_t(since.count())) / 1'000);
    std::tm local{};
    if (::localtime_r(&utc, &local) == nullptr) return {};
    std::array<char, 9> text{};
    if (std::strftime(text.data(), text.size(), "%m%d%H%M", &local) == 0) return {};
    return driver::Text<8>(text.data());
}

ivr_dsp::FskStandard fsk_of(CallerIdStandard standard) {
    return standard == CallerIdStandard::v23 ? ivr_dsp::FskStandard::v23
                                             : ivr_dsp::FskStandard::bell202;
}

}  // namespace

Stations::Stations(std::span<const Place> places, const AnalogTimes& times, std::uint64_t epoch,
                   LineTable& lines, ivr_dsp::MediaQueues& media)
    : times_(times), epoch_(epoch), lines_(lines), media_(media), index_(lines.size()) {
    for (const Place& place : places) {
        INVARIANT(lines_.contains(place.plan.line) && place.board != nullptr);
        stations_.push_back({place, {}, HookReader(times.hook), {}, {}, false});
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
        // Nobody wants to hear the rest of it.
        if (station.identified) {
            static_cast<void>(media_.commands.post(ivr_dsp::SendTone{line, {}, 0, 0, Ticks{}}));
        }
        lines_.step(line, LegStep::answer, now);
    } else if (lines_.takes_offer(line)) {
        step(station, StationStep::lifted);
        lines_.offer(line, {station.place.plan.number, {}, {}, false, false}, now);
    } else {
        step(station, StationStep::turned_away);
        ++turned_away_;
    }
}

void Stations::run(Ticks now) {
    if (!began_) began_ = now;
    for (Station& station : stations_) {
        understand(station, station.hook.tick(now), now);
        station.ringer.run(now, times_.ring, *station.place.board, station.place.plan.line);
        identify(station, now);
    }
}

void Stations::identify(Station& station, Ticks now) {
    const StationPlan& plan = station.place.plan;
    const bool wanted = plan.caller_id != CallerIdStandard::none && !station.identified &&
                        station.state == StationState::ringing;
    if (!wanted || !station.ringer.is_in_first_pause(now, times_.ring, identified_after)) return;
    station.identified = media_.commands.post(ivr_dsp::SendCallerId{
        plan.line, fsk_of(plan.caller_id), local_minute(epoch_, now - *began_),
        station.caller.calling, station.caller.name, station.caller.withheld});
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
    station.caller = dial;
    station.identified = false;
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
