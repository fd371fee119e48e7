// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/line_table.hpp"

#include "driver/base/invariant.hpp"

namespace pbx {

LineTable::LineTable(std::size_t lines, DueQueue& due)
    : lines_(lines), due_(&due), used_(lines, 0, 0), told_use_(lines) {}

// ── the far end ─────────────────────────────────────────────────────────────────────────────────

bool LineTable::takes_offer(LineId id) const {
    const Line& line = at(id);
    if (!line.leg) return true;
    return !line.leg.live() && line.far_end_clear && !line.parting;
}

LegId LineTable::offer(LineId id, const CallOffer& call, Ticks now) {
    INVARIANT(takes_offer(id));
    Line& line = at(id);
    part(line);
    line.leg.id = LegId::incoming(id, ++line.incoming);
    line.leg.phase = LegPhase::offered;
    line.leg.ani = call.ani;
    line.leg.dnis = call.dnis;
    line.leg.name = call.name;
    line.leg.complete = call.complete;
    line.leg.withheld = call.withheld;
    line.far_end_clear = false;
    changed(id, line.leg, now);
    return line.leg.id;
}

void LineTable::more_digits(LineId id, const Number& dnis, bool complete, Ticks now) {
    SeizedLeg& leg = at(id).leg;
    if (!leg.live() || leg.id.is_outgoing()) return;
    leg.dnis = dnis;
    leg.complete = complete;
    changed(id, leg, now);
}

void LineTable::named(LineId id, const driver::DisplayName& name, Ticks now) {
    SeizedLeg& leg = at(id).leg;
    if (!leg.live() || leg.id.is_outgoing()) return;
    leg.name = name;
    changed(id, leg, now);
}

bool LineTable::step(LineId id, LegStep what, Ticks now) {
    SeizedLeg& leg = at(id).leg;
    const auto next = leg ? leg_steps.next(leg.phase, what) : std::nullopt;
    if (!next) {
        ++counters_.surprises;
        return false;
    }
    leg.phase = *next;
    changed(id, leg, now);
    return true;
}

void LineTable::released(LineId id, Cause cause, Ticks now) {
    SeizedLeg& leg = at(id).leg;
    if (!leg.live()) return;
    if (!leg.let_go) leg.cause = cause;  // control, when it came first, has named the cause
    step(id, LegStep::release, now);
}

void LineTable::clear(LineId id, Ticks now) {
    Line& line = at(id);
    released(id, Cause::normal_clearing, now);
    line.far_end_clear = true;
    settle(line);
}

void LineTable::give_way(LineId id, Cause cause, Ticks now) {
    Line& line = at(id);
    INVARIANT(line.leg.live() && line.leg.id.is_outgoing());
    released(id, cause, now);
    line.far_end_clear = true;
    part(line);
}

void LineTable::digit(LineId id, char digit, Ticks when) {
    Line& line = at(id);
    if (!line.leg.live() || line.leg.let_go) {
        ++counters_.stray_digits;
        return;
    }
    if (line.pressed_count == digits_per_line) {
        ++counters_.digits_lost;
        return;
    }
    const std::size_t place = (line.first_pressed + line.pressed_count++) % digits_per_line;
    line.pressed[place] = {
        line.leg.id, when,
        digit == flash_mark ? SecretKeys::Told{digit, 0}
            : line.secret.press(digit)
    };
    due_->add({DueKind::line, id.value});
}

void LineTable::service(LineId id, bool in_service, Ticks now) {
    Line& line = at(id);
    if (line.in_service == in_service) return;
    line.in_service = in_service;
    line.service_dirty = true;
    line.service_changed = now;
    due_->add({DueKind::line, id.value});
}

// ── control ─────────────────────────────────────────────────────────────────────────────────────

bool LineTable::open(const Dial& dial, Ticks now) {
    const LineId id = dial.leg.line();
    INVARIANT(contains(id));
    Line& line = at(id);
    const bool held = line.leg && (line.leg.live() || !line.leg.let_go);
    if (held || line.parting) {
        refuse(dial.leg, Cause::requested_circuit_unavailable, now);
        return false;
    }
    part(line);
    line.leg.id = dial.leg;
    line.leg.phase = LegPhase::dialling;
    line.leg.complete = true;
    line.leg.ani = dial.calling;
    line.leg.dnis = dial.called;
    line.leg.name = dial.name;
    line.leg.withheld = dial.withheld;
    line.far_end_clear = false;
    changed(id, line.leg, now);
    return true;
}

void LineTable::refuse(LegId leg, Cause cause, Ticks now) {
    INVARIANT(room_to_refuse());
    refused_[(refused_first_ + refused_count_++) % refusals_at_once] = {leg, cause, now};
    ++counters_.refused;
    due_->add({DueKind::refusals, 0});
}

LineTable::LetGo LineTable::let_go(const Release& release, Ticks now) {
    const LineId id = release.leg.line();
    Line* line = contains(id) ? &at(id) : nullptr;
    if (line != nullptr && line->parting.id == release.leg && !line->parting.let_go) {
        line->parting.let_go = true;
        settle(*line);
        return LetGo::over;
    }
    if (line == nullptr || line->leg.id != release.leg || line->leg.let_go) {
        ++counters_.gone_legs;
        return LetGo::unknown;
    }
    line->leg.let_go = true;
    if (line->leg.live()) {
        line->leg.cause = release.cause;
        line->leg.changed = now;
        return LetGo::live;
    }
    settle(*line);
    return LetGo::over;
}

// ── keeping house ───────────────────────────────────────────────────────────────────────────────

void LineTable::changed(LineId id, SeizedLeg& leg, Ticks now) {
    leg.dirty = true;
    leg.changed = now;
    due_->add({DueKind::line, id.value});
    used_.add({DueKind::line, id.value});
}

// Makes room for a new leg. What the old one has yet to tell or to hear goes on beside it.
void LineTable::part(Line& line) {
    if (line.leg && (line.leg.dirty || !line.leg.let_go)) {
        INVARIANT(!line.parting);
        line.parting = line.leg;
    }
    line.leg = {};
    line.secret = {};
}

void LineTable::settle(Line& line) {
    if (line.parting.let_go && !line.parting.dirty) line.parting = {};
    const SeizedLeg& leg = line.leg;
    if (leg && !leg.live() && line.far_end_clear && leg.let_go && !leg.dirty) line.leg = {};
}

// ── telling control ─────────────────────────────────────────────────────────────────────────────

void LineTable::report() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        Line& line = lines_[i];
        line.leg.dirty = static_cast<bool>(line.leg);
        line.parting.dirty = static_cast<bool>(line.parting);
        if (!line.in_service) line.service_dirty = true;
        if (line.leg || line.parting || line.service_dirty) {
            due_->add({DueKind::line, static_cast<std::uint16_t>(i)});
        }
    }
}

bool LineTable::post(LineId id, UpPost& up) {
    Line& line = at(id);
    if (!post_leg(line, line.parting, up) || !post_leg(line, line.leg, up)) return false;
    if (line.service_dirty) {
        if (!up.post(line.service_changed, LineService{id, line.in_service})) return false;
        line.service_dirty = false;
    }
    settle(line);
    return true;
}

// A live leg is introduced before its digits; a dead one's digits come before the news of its end.
bool LineTable::post_leg(Line& line, SeizedLeg& leg, UpPost& up) {
    const auto tell = [&] {
        const LegChanged news{leg.id,       leg.phase,   leg.live() ? Cause::none : leg.cause,
                              leg.complete, leg.ani,     leg.dnis,
                              leg.name,     leg.withheld};
        if (!up.post(leg.changed, news)) return false;
        leg.told = true;
        leg.dirty = false;
        return true;
    };
    if (leg.dirty && leg.live() && !tell()) return false;
    if (leg && !post_pressed(line, leg, up)) return false;
    return !leg.dirty || tell();
}

bool LineTable::post_pressed(Line& line, const SeizedLeg& leg, UpPost& up) {
    for (; line.pressed_count > 0; --line.pressed_count) {
        const Pressed& pressed = line.pressed[line.first_pressed];
        if (pressed.leg == leg.id && leg.told) {
            const auto [key, equals] = pressed.told;
            const UpBody news =
                key == flash_mark ? UpBody{Flash{leg.id}} : UpBody{Digit{leg.id, key, equals}};
            if (!up.post(pressed.at, news)) return false;
        } else if (pressed.leg == line.leg.id && leg.id != line.leg.id) {
            return true;  // the next leg's turn has not come
        } else {
            ++counters_.digits_lost;
        }
        line.first_pressed = static_cast<std::uint8_t>((line.first_pressed + 1) % digits_per_line);
    }
    return true;
}

bool LineTable::post_refusals(UpPost& up) {
    for (; refused_count_ > 0; --refused_count_) {
        const Refusal& refusal = refused_[refused_first_];
        LegChanged news{};
        news.leg = refusal.leg;
        news.phase = LegPhase::released;
        news.cause = refusal.cause;
        news.complete = true;
        if (!up.post(refusal.at, news)) return false;
        refused_first_ = (refused_first_ + 1) % refusals_at_once;
    }
    return true;
}

}  // namespace pbx
