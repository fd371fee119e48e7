// SPDX-License-Identifier: GPL-2.0-or-later
// What came of faxes, and what is kept of those that wait.
#include "acd/center/fax_desk.hpp"

namespace acd {

using ivr_dsp::FaxDirection;
using ivr_dsp::FaxEnd;
using ivr_dsp::FaxEnded;
using pbx::Cause;

namespace {

constexpr std::string_view disk_alarm = "fax.disk";
// A machine whose fax came over lets go of the line itself, as is its right.
constexpr Ticks hangs_up_first{2'000};

}  // namespace

TimerKey FaxDesk::timer_of(std::uint64_t fax) {
    return {TimerKind::fax, fax};
}

FaxEnded FaxDesk::only(FaxEnd end) {
    FaxEnded news;
    news.end = end;
    return news;
}

void FaxDesk::finish(Running::iterator entry, const FaxEnded& news, Cause cause) {
    const std::uint64_t number = entry->first;
    const Fax fax = std::move(entry->second);
    running_.erase(entry);
    context_.timers.cancel(timer_of(number));
    if (fax.direction == FaxDirection::receive) {
        received(number, fax, news);
    } else {
        sent(number, fax, news, cause);
    }
    let_go(fax, news.end == FaxEnd::good);
}

void FaxDesk::let_go(const Fax& fax, bool well) {
    Contact* contact = contacts_.find(fax.contact.contact);
    if (contact != nullptr && well) contact->served = true;
    if (!fax.leg || calls_.leg(fax.leg) == nullptr) return;
    const bool up = calls_.leg(fax.leg)->answered;
    if (up && well && fax.direction == FaxDirection::receive) {
        calls_.treat(fax.leg, driver::Source::none());
        return context_.after({TimerKind::failure_tone, fax.leg.value}, hangs_up_first);
    }
    if (contact != nullptr && !up) contact->refused = true;
    calls_.release(fax.leg, up ? Cause::normal_clearing : Cause::temporary_failure);
}

void FaxDesk::received(std::uint64_t number, const Fax& fax, const FaxEnded& news) {
    if (news.end == FaxEnd::disk) {
        alarms_.raise(disk_alarm, {},
                      "a fax could not be written: make room in the folder of [fax], or let the "
                      "firmware write there");
    } else if (news.end == FaxEnd::good) {
        alarms_.clear(disk_alarm, "faxes are written again");
    }
    context_.tell(pbx::FaxReceived{fax.contact, fax.device, number, fax.box, news.end, news.pages,
                                   news.station, news.bits_per_second, news.error_correction,
                                   news.missing_ms, news.lasted, news.text});
}

void FaxDesk::sent(std::uint64_t number, const Fax& fax, const FaxEnded& news, Cause cause) {
    Order& order = orders_.at(number);
    const bool stopped = fax.cancelled || news.end == FaxEnd::stopped;
    if (news.end != FaxEnd::firmware_gone && !stopped) ++order.tried;
    const std::uint8_t tried = order.tried;
    if (news.end == FaxEnd::good) {
        context_.tell(pbx::FaxSent{fax.contact, number, order.number, order.document, news.pages,
                                   news.station, news.bits_per_second, news.error_correction,
                                   news.missing_ms, news.lasted, tried});
    } else if (!stopped && news.end != FaxEnd::file && news.end != FaxEnd::incompatible &&
               order.tried < order.tries) {
        const Ticks pause =
            news.end == FaxEnd::firmware_gone ? Ticks{} : context_.config.faxes.pause;
        context_.tell(pbx::FaxTried{number, order.number, news.end, cause, news.text, news.pages,
                                    tried, pause});
        return wait(number, order, pause);
    } else {
        const FaxEnd end = stopped ? FaxEnd::stopped : news.end;
        context_.tell(pbx::FaxFailed{number, order.number, order.document, end, cause, news.text,
                                     news.pages, tried});
    }
    orders_.erase(number);
}

// ── the firmware, and rests ─────────────────────────────────────────────────────────────────────

void FaxDesk::firmware_began() {
    if (context_.config.faxes.ports > 0) context_.orders.send(ivr_dsp::StopFax{0});
}

// Their legs are about to leave, too.
void FaxDesk::firmware_lost() {
    while (!running_.empty()) {
        const auto entry = running_.begin();
        entry->second.leg = LegId{};
        FaxEnded news = only(FaxEnd::firmware_gone);
        if (entry->second.step == Step::runs) news.lasted = context_.now - entry->second.since;
        finish(entry, news, Cause::temporary_failure);
    }
}

void FaxDesk::remember(pbx::Rested& rested) const {
    rested.next_fax = next_;
    for (const auto& [number, order] : orders_) {
        rested.faxes.push_back(
            {number, order.number, order.document, order.tries, order.tried, order.due});
    }
}

void FaxDesk::recall(const pbx::Rested& rested) {
    next_ = rested.next_fax;
    for (const pbx::RestingFax& one : rested.faxes) {
        orders_[one.fax] = {one.number, one.document, one.tries, one.tried, one.due};
        context_.timers.set(timer_of(one.fax), one.due);
    }
}

}  // namespace acd
