// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/fax_desk.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"

namespace acd {

using driver::Error;
using driver::Result;
using ivr_dsp::FaxDirection;
using ivr_dsp::FaxEnd;
using ivr_dsp::FaxEnded;
using pbx::Cause;

FaxDesk::FaxDesk(Context& context, const Neighbours& neighbours)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      alarms_(neighbours.alarms) {}

bool FaxDesk::find_port(driver::FaxPortId& port) const {
    for (port.value = 0; port.value < context_.config.faxes.ports; ++port.value) {
        const bool taken = std::ranges::any_of(
            running_, [&](const auto& entry) { return entry.second.port == port; });
        if (!taken) return true;
    }
    return false;
}

FaxDesk::Running::iterator FaxDesk::with(LegId leg) {
    return std::ranges::find_if(running_,
                                [&](const auto& entry) { return entry.second.leg == leg && leg; });
}

bool FaxDesk::calls_with(LegId leg) const {
    return std::ranges::any_of(running_, [&](const auto& entry) {
        return entry.second.leg == leg && entry.second.step == Step::calls;
    });
}

// ── orders ──────────────────────────────────────────────────────────────────────────────────────

bool FaxDesk::receive(Contact& contact, const pbx::Name& box) {
    Fax fax;
    if (!find_port(fax.port)) return false;
    contact.stage = Stage::fax;
    contacts_.spend_on(contact, Activity::other);
    fax.direction = FaxDirection::receive;
    fax.leg = contact.caller;
    fax.contact = contact.view;
    fax.device = contact.device;
    fax.box = box;
    check(next_++, fax);
    return true;
}

Result<std::uint64_t> FaxDesk::queue(const pbx::SendFax& command) {
    const FaxConfig& config = context_.config.faxes;
    if (config.ports == 0) return Error{"this center has no fax ports: raise ports in [fax]"};
    if (config.group.empty()) {
        return Error{"faxes have no way outside: name the trunk group in [fax]"};
    }
    if (command.number.empty()) return Error{"a fax needs a number to go to"};
    if (command.document == 0) {
        return Error{"document 0 is none: put the file into out as NUMBER.tiff, NUMBER from 1 up"};
    }
    if (command.tries > most_fax_tries) {
        return Error{"a fax is tried " + std::to_string(most_fax_tries) + " times at most"};
    }
    if (orders_.size() >= most_waiting) {
        return Error{std::to_string(most_waiting) + " faxes wait already: cancel some, or wait"};
    }
    const std::uint64_t number = next_++;
    Order order{command.number, command.document, static_cast<std::uint8_t>(command.tries), 0,
                context_.now};
    if (order.tries == 0) order.tries = config.tries;
    orders_[number] = order;
    context_.tell(pbx::FaxQueued{number, order.number, order.document, order.tries});
    return number;
}

Result<void> FaxDesk::cancel(std::uint64_t number) {
    const auto running = running_.find(number);
    if (running == running_.end()) {
        const auto order = orders_.find(number);
        if (order == orders_.end()) {
            return Error{"there is no fax " + std::to_string(number) + " that waits or runs"};
        }
        context_.timers.cancel(timer_of(number));
        sent(number, {}, only(FaxEnd::stopped), Cause::none);
        return {};
    }
    running->second.cancelled = true;
    if (running->second.step == Step::runs) stop(running);
    if (running->second.step == Step::calls) {
        calls_.release(running->second.leg, Cause::normal_clearing);  // left() does the rest
    }
    return {};
}

void FaxDesk::wait(std::uint64_t number, Order& order, Ticks pause) {
    order.due = context_.now + pause;
    context_.after(timer_of(number), pause);
}

// The one that has waited longest first.
void FaxDesk::settle() {
    std::vector<std::pair<Ticks, std::uint64_t>> due;
    for (const auto& [number, order] : orders_) {
        if (order.due <= context_.now && !running_.contains(number)) {
            due.emplace_back(order.due, number);
        }
    }
    std::ranges::sort(due);
    for (const auto& [since, number] : due) {
        Fax fax;
        if (!find_port(fax.port) || !calls_.free_trunk(context_.config.faxes.group.view())) return;
        fax.direction = FaxDirection::send;
        check(number, fax);
    }
}

// ── the way of a fax ────────────────────────────────────────────────────────────────────────────

// Whether it could be sent, or written, before anybody is called or answered.
void FaxDesk::check(std::uint64_t number, Fax fax) {
    const std::uint64_t document =
        fax.direction == FaxDirection::send ? orders_.at(number).document : 0;
    context_.orders.send(ivr_dsp::StartFax{fax.port, {}, fax.direction, true, number, document});
    context_.after(timer_of(number), checking);
    running_[number] = std::move(fax);
}

void FaxDesk::checked(Running::iterator fax, const FaxEnded& news) {
    const bool sends = fax->second.direction == FaxDirection::send;
    if (fax->second.cancelled) return finish(fax, only(FaxEnd::stopped));
    if (!sends && !fax->second.leg) {
        running_.erase(fax);  // the caller has gone meanwhile
    } else if (news.end != FaxEnd::checked) {
        finish(fax, news, Cause::temporary_failure);
    } else if (sends) {
        call(fax);
    } else {
        calls_.answer(context_.now, fax->second.leg);
        run(fax);
    }
}

void FaxDesk::call(Running::iterator entry) {
    auto& [number, fax] = *entry;
    const auto line = calls_.free_trunk(context_.config.faxes.group.view());
    if (!line) {
        running_.erase(entry);  // it is still due: settle() finds the next free one
        return;
    }
    pbx::ContactView view;
    view.ani = context_.config.faxes.number;
    view.dnis = orders_.at(number).number;
    fax.device = calls_.lines()[*line].device;
    Contact& contact = contacts_.begin(view, fax.device, true);
    fax.contact = contact.view;
    contact.stage = Stage::fax;
    contact.call = calls_.create(contact.view.contact);
    pbx::Dial what;
    what.called = view.dnis;
    what.calling = view.ani;
    fax.leg = contact.caller = calls_.dial(context_.now, contact.call, what, *line);
    fax.step = Step::calls;
    context_.after(timer_of(number), context_.config.patience.ring);
    context_.tell(pbx::CallOffered{contact.view, contact.call, fax.leg, fax.device});
}

void FaxDesk::alerting(LegId leg) {
    const Fax& fax = with(leg)->second;
    context_.tell(pbx::CallDelivered{fax.contact, calls_.leg(leg)->call, leg, fax.device, {}, {}});
}

void FaxDesk::answered(LegId leg) {
    run(with(leg));
}

void FaxDesk::run(Running::iterator entry) {
    auto& [number, fax] = *entry;
    const bool sends = fax.direction == FaxDirection::send;
    const std::uint64_t document = sends ? orders_.at(number).document : 0;
    const driver::LineId line = fax.leg.line();
    context_.orders.send(ivr_dsp::StartFax{fax.port, line, fax.direction, false, number, document});
    calls_.treat(fax.leg, driver::Source::fax(fax.port));
    fax.step = Step::runs;
    fax.since = context_.now;
    context_.after(timer_of(number), longest);
    context_.tell(pbx::FaxStarted{fax.contact, calls_.leg(fax.leg)->call, fax.device, number,
                                  fax.port, fax.direction});
}

void FaxDesk::stop(Running::iterator entry) {
    auto& [number, fax] = *entry;
    fax.step = Step::stops;
    context_.orders.send(ivr_dsp::StopFax{number});
    context_.after(timer_of(number), closing);
}

void FaxDesk::left(const pbx::CallObserver::Departure& gone) {
    const auto entry = with(gone.leg);
    if (entry == running_.end()) return;
    entry->second.leg = LegId{};
    switch (entry->second.step) {
        case Step::checks:
        case Step::stops:
            return;  // its answer is under way
        case Step::calls:
            return finish(entry, only(FaxEnd::not_reached), gone.cause);
        case Step::runs:
            return stop(entry);
    }
}

void FaxDesk::due(TimerKey timer) {
    const auto entry = running_.find(timer.owner);
    if (entry == running_.end()) return;  // it is due: settle() follows
    switch (entry->second.step) {
        case Step::checks:
        case Step::stops:
            return finish(entry, only(FaxEnd::late), Cause::temporary_failure);
        case Step::calls:
            return calls_.release(entry->second.leg, Cause::no_answer);
        case Step::runs:
            return stop(entry);
    }
}

void FaxDesk::ended(const FaxEnded& news) {
    const auto entry = running_.find(news.fax);
    if (entry == running_.end() || entry->second.port != news.port) return;  // told as late
    if (entry->second.step == Step::calls) return;                           // of what came before
    context_.timers.cancel(timer_of(news.fax));
    if (entry->second.step == Step::checks) return checked(entry, news);
    FaxEnded end = news;
    if (entry->second.cancelled && end.end != FaxEnd::good) end.end = FaxEnd::stopped;
    finish(entry, end);
}

}  // namespace acd
