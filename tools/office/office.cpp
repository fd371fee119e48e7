// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/office.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "driver/base/invariant.hpp"

namespace tools::office {
namespace {

constexpr Ticks settles_after{500};  // until what the others heard of a caller is written down
constexpr int unallocated_number = 1;
constexpr int collisions_borne = 3;

bool stands_for(const std::string& pattern, const std::string& number) {
    if (!pattern.ends_with('*')) return pattern == number;
    return number.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

Office::Office(const Soundbook& book, OfficeSetup setup, OfficeEvents& events)
    : book_(book),
      setup_(std::move(setup)),
      events_(events),
      log_(book.talkers()),
      around_{book_, setup_.tones, setup_.manners, faults_, log_, events_} {}

Office::~Office() = default;

// ── wiring ──────────────────────────────────────────────────────────────────────────────────────

TalkerId Office::take_talkers(std::uint32_t count) {
    INVARIANT(talkers_ + count <= book_.talkers());
    return {std::exchange(talkers_, talkers_ + count)};
}

Trunk& Office::add_trunk(std::unique_ptr<Wire> wire, const TrunkSetup& setup) {
    first_talkers_.push_back(take_talkers(32));
    lines_up_.push_back(false);
    return *trunks_.emplace_back(
        std::make_unique<Trunk>(std::move(wire), setup, static_cast<TrunkExchange&>(*this)));
}

Trunk& Office::add_e1(driver::E1Cable& cable, const TrunkSetup& setup) {
    return add_trunk(
        std::make_unique<E1Wire>(cable.from_far, cable.from_near, setup.law.value_or(Law::alaw)),
        setup);
}

Trunk& Office::add_t1(driver::T1Cable& cable, const TrunkSetup& setup) {
    return add_trunk(
        std::make_unique<T1Wire>(cable.from_far, cable.from_near, setup.law.value_or(Law::ulaw)),
        setup);
}

Phone& Office::add_station(driver::LoopCable& cable, StationSetup setup) {
    const auto talker = take_talkers(1);
    return *phones_.emplace_back(std::make_unique<Phone>(cable, std::move(setup), around_, talker));
}

Agent& Office::add_agent(Phone& phone, AgentScript script) {
    Chance chance(setup_.seed + agents_.size());
    return *agents_.emplace_back(std::make_unique<Agent>(phone, std::move(script), chance.next()));
}

void Office::add_subscriber(Subscriber subscriber) {
    subscribers_.push_back(std::move(subscriber));
}

CallNumber Office::call(CallerScript script) {
    const CallNumber number{++calls_};
    waiting_.push_back(std::make_unique<Caller>(number, std::move(script), around_));
    sorted_ = false;
    return number;
}

void Office::disturb(const OfficeFaults& faults) {
    faults_ = faults;
}

Phone* Office::station(std::string_view number) {
    for (const auto& phone : phones_) {
        if (phone->number() == number) return phone.get();
    }
    return nullptr;
}

TalkerId Office::first_talker(const Trunk& trunk) const {
    std::size_t at = 0;
    while (trunks_[at].get() != &trunk) ++at;
    return first_talkers_[at];
}

// ── the tick ────────────────────────────────────────────────────────────────────────────────────

void Office::tick() {
    now_ += Ticks(1);
    for (auto& trunk : trunks_) trunk->receive(now_);
    for (auto& phone : phones_) phone->receive(now_);
    watch_lines();
    start_callers();
    act();
    for (auto& phone : phones_) phone->transmit(now_);
    // The first span last: the center may take its clock from there, and then finds all the rest of
    // this millisecond.
    for (auto& trunk : std::views::reverse(trunks_)) trunk->transmit(now_);
    report();
}

void Office::watch_lines() {
    for (std::size_t i = 0; i < trunks_.size(); ++i) {
        const bool up = trunks_[i]->in_service();
        if (up == lines_up_[i]) continue;
        lines_up_[i] = up;
        events_.noticed({.at = now_,
                         .kind = up ? NoticeKind::line_up : NoticeKind::line_down,
                         .who = fmt::format("span {}", trunks_[i]->span().value)});
    }
}

void Office::start_callers() {
    if (!sorted_) {
        std::stable_sort(waiting_.begin(), waiting_.end(), [](const auto& a, const auto& b) {
            return std::pair(a->script().at, a->number()) > std::pair(b->script().at, b->number());
        });
        sorted_ = true;
    }
    while (!waiting_.empty() && waiting_.back()->script().at <= now_) {
        auto& caller = *active_.emplace_back(std::move(waiting_.back()));
        waiting_.pop_back();
        start(caller);
    }
}

void Office::start(Caller& caller) {
    const auto wanted = caller.script().span;
    for (std::size_t i = 0; i < trunks_.size(); ++i) {
        if (wanted && trunks_[i]->span() != *wanted) continue;
        if (caller.dial(*trunks_[i], first_talkers_[i], now_)) return;
    }
    caller.block(now_);
}

void Office::act() {
    // By position: a call of the center may be added meanwhile.
    for (std::size_t i = 0; i < active_.size(); ++i) {
        auto& caller = *active_[i];
        if (caller.collided()) {
            if (caller.collisions() <= collisions_borne) {
                start(caller);
            } else {
                caller.block(now_);
            }
        }
        caller.act(now_);
    }
    for (auto& phone : phones_) phone->act(now_);
    for (auto& agent : agents_) agent->act(now_);
}

TrunkExchange::Answer Office::offered(Trunk& trunk, const CallSetup& setup) {
    for (const auto& subscriber : subscribers_) {
        if (!stands_for(subscriber.number, setup.called)) continue;
        if (subscriber.refuses_with != 0) return {nullptr, subscriber.refuses_with};
        auto& called = active_.emplace_back(
            std::make_unique<Caller>(CallNumber{++calls_}, subscriber, setup, around_));
        called->ring(trunk, setup.channel, first_talker(trunk), now_);
        return {called.get(), 0};
    }
    return {nullptr, unallocated_number};
}

void Office::report() {
    for (auto at = active_.begin(); at != active_.end();) {
        const auto& caller = **at;
        if (!caller.over() || now_ - caller.ended_at() < settles_after) {
            ++at;
            continue;
        }
        const auto experience = caller.experience();
        add(summary_, experience);
        events_.call_ended(experience);
        at = active_.erase(at);
    }
    for (auto& phone : phones_) {
        const auto experience = phone->take_experience(now_);
        if (!experience) continue;
        add(summary_, *experience);
        events_.phone_ended(*experience);
    }
}

bool Office::ready() const {
    return std::all_of(trunks_.begin(), trunks_.end(),
                       [](const auto& trunk) { return trunk->in_service(); });
}

bool Office::idle() const {
    return waiting_.empty() && active_.empty() &&
           std::all_of(phones_.begin(), phones_.end(),
                       [](const auto& phone) { return phone->rests(); });
}

OfficeSummary Office::summary() const {
    OfficeSummary all = summary_;
    for (const auto& trunk : trunks_) {
        all.glares += trunk->counters().glares;
        all.stuck_calls += trunk->counters().stuck_calls;
        all.bad_frames += trunk->bad_frames();
    }
    return all;
}

}  // namespace tools::office
