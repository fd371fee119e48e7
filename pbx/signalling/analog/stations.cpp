// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/analog/stations.hpp"

#include <array>
#include <ctime>

#include "driver/base/invariant.hpp"

namespace pbx {

namespace {

// TR-NWT-000030: at least half a second after the ring voltage.
constexpr Ticks identified_after = 500ms;

// A telephone that was used a moment ago may still open and close its loop.
constexpr Ticks rest_before_lamp = 1s;
// FSK of 300 bits of seizure, 180 of mark and six octets: 450 ms at 1200 bit/s.
constexpr Ticks telling_lamp = 600ms;

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
                station.rests_since = now;
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
    stop_telling(station);
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
        light(station, now);
    }
}

void Stations::identify(Station& station, Ticks now) {
    const StationPlan& plan = station.place.plan;
    const bool wanted = plan.caller_id != CallerIdStandard::none && !station.identified &&
                        station.state == StationState::ringing;
    if (!wanted || !station.ringer.is_in_first_pause(now, times_.ring, identified_after)) return;
    station.identified = media_.commands.post(ivr_dsp::SendCallerId{
        plan.line, fsk_of(plan.caller_id), form_of(plan.caller_id), false,
        local_minute(epoch_, now - began_.value_or(now)), station.caller.calling,
        station.caller.name, station.caller.withheld});
}

void Stations::light(Station& station, Ticks now) {
    const StationPlan& plan = station.place.plan;
    if (station.telling) {
        if (now - *station.telling < telling_lamp) return;
        station.telling.reset();
        return;
    }
    const bool due = station.lamp && station.lamp != station.lamp_told &&
                     plan.caller_id != CallerIdStandard::none;
    const bool rests = station.state == StationState::on_hook && !station.hook.is_off_hook() &&
                       now - station.rests_since >= rest_before_lamp;
    if (!due || !rests) return;
    if (!station.place.board->speak_on_hook(plan.line)) return;
    const ivr_dsp::SendMessageLamp order{plan.line, fsk_of(plan.caller_id), form_of(plan.caller_id),
                                         *station.lamp};
    if (!media_.commands.post(order)) return;
    station.telling = now;
    station.lamp_told = station.lamp;
}

// It has not heard all of it, and will be told again.
void Stations::stop_telling(Station& station) {
    if (!station.telling) return;
    station.telling.reset();
    station.lamp_told.reset();
    const LineId line = station.place.plan.line;
    static_cast<void>(media_.commands.post(ivr_dsp::SendTone{line, {}, 0, 0, Ticks{}}));
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
    stop_telling(station);
    station.caller = dial;
    station.identified = false;
    station.ringer.start(now);
    lines_.step(line, LegStep::alert, now);
}

void Stations::identify(const ivr_dsp::SendCallerId& order, Ticks now) {
    ivr_dsp::SendCallerId dated = order;
    if (dated.time.empty()) dated.time = local_minute(epoch_, now - began_.value_or(now));
    if (has(order.line) && !at(order.line).hook.is_off_hook()) {
        Station& station = at(order.line);
        stop_telling(station);
        // If the board is too busy, the telephone is not told: the technician sees that.
        static_cast<void>(station.place.board->speak_on_hook(order.line));
    }
    const bool posted = media_.commands.post(ivr_dsp::MediaCommand{dated});
    INVARIANT(posted);  // room_for_effects
}

// The caller hears what control connects; a telephone needs no word.
void Stations::alert(LineId /*line*/, Ticks /*now*/) {}
void Stations::answer(LineId /*line*/, Ticks /*now*/) {}

void Stations::release(LineId line, Cause /*cause*/, Ticks now) {
    Station& station = at(line);
    station.ringer.stop();
    if (step(station, StationStep::stop_ringing)) {
        station.rests_since = now;
        lines_.clear(line, now);
    } else {
        step(station, StationStep::released);  // clear when the handset is back
    }
}

void Stations::set_lamp(const SetLamp& lamp) {
    at(lamp.line).lamp = lamp.lit;
}

}  // namespace pbx
