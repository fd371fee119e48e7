// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/plant.hpp"

#include <cstdio>
#include <ctime>
#include <utility>

#include <fmt/format.h>

namespace tools::office {
namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t given_up_after_ns = 5'000 * ns_per_ms;

std::int64_t machine_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000 * ns_per_ms + now.tv_nsec;
}

}  // namespace

// ── printing ────────────────────────────────────────────────────────────────────────────────────

void Printer::noticed(const Notice& notice) {
    if (json_ || quiet_) return;
    fmt::print("{:>9.3f} {:<14} {} {}\n", static_cast<double>(notice.at.count()) / 1000, notice.who,
               name_of(notice.kind), notice.text);
}

void Printer::call_ended(const CallExperience& experience) {
    const bool fine = experience.verdict == Verdict::passed ||
                      experience.verdict == Verdict::gave_up ||
                      experience.verdict == Verdict::left_queue;
    if (quiet_ && fine) return;
    fmt::print("{}\n", json_ ? to_json(experience) : to_text(experience));
    std::fflush(stdout);
}

void Printer::phone_ended(const PhoneExperience& experience) {
    if (quiet_ && experience.wrong_partner == Ticks(0)) return;
    fmt::print("{}\n", json_ ? to_json(experience) : to_text(experience));
}

void Printer::sum_up(const OfficeSummary& summary) {
    fmt::print("{}\n", json_ ? to_json(summary) : to_text(summary));
}

// ── cables ──────────────────────────────────────────────────────────────────────────────────────

driver::Result<Plant> Plant::build(const Options& options, const Scenario& scenario,
                                   const Soundbook& book, OfficeEvents& events) {
    std::string country = scenario.country.value_or("cn");
    if (!options.country.empty()) country = options.country;
    auto tones = TonePlan::of_country(country);
    if (!tones) return driver::Error{tones.error()};
    Plant plant;
    plant.office_ = std::make_unique<Office>(book,
                                             OfficeSetup{.tones = std::move(*tones),
                                                         .manners = scenario.manners,
                                                         .seed = scenario.seed.value_or(1)},
                                             events);
    if (auto connected = plant.connect(options, scenario); !connected) {
        return driver::Error{connected.error()};
    }
    return plant;
}

driver::Result<void> Plant::connect(const Options& options, const Scenario& scenario) {
    for (const auto span : options.e1) {
        auto cable = driver::open_e1_cable(options.run, fmt::format("span{}", span));
        if (!cable) return driver::Error{cable.error()};
        e1_.push_back(*std::move(cable));
        office_->add_e1(*e1_.back(), {.span = {span}});
    }
    for (const auto span : options.t1) {
        auto cable = driver::open_t1_cable(options.run, fmt::format("span{}", span));
        if (!cable) return driver::Error{cable.error()};
        t1_.push_back(*std::move(cable));
        office_->add_t1(*t1_.back(), {.span = {span}, .type = SwitchType::ni2});
    }
    for (const auto& number : options.stations) {
        auto cable = driver::open_loop_cable(options.run, "station" + number);
        if (!cable) return driver::Error{cable.error()};
        loops_.push_back(*std::move(cable));
        auto& phone = office_->add_station(*loops_.back(), {.number = number});
        if (options.agents) office_->add_agent(phone, {});
    }
    for (const auto& seat : scenario.agents) {
        auto* phone = office_->station(seat.station);
        if (phone == nullptr) {
            return driver::Error{
                fmt::format("agent at station {}: no such station: add --stations {}", seat.station,
                            seat.station)};
        }
        office_->add_agent(*phone, seat.script);
    }
    for (const auto& subscriber : scenario.subscribers) office_->add_subscriber(subscriber);
    return {};
}

void Plant::schedule(const Scenario& scenario, const Traffic* traffic, std::uint64_t seed) {
    Chance chance(seed);
    const auto now = office_->now();
    for (auto script : scenario.calls) {
        script.at += now;
        office_->call(std::move(script));
    }
    const auto* random = scenario.traffic ? &*scenario.traffic : traffic;
    if (random == nullptr) return;
    for (auto& script : draw(*random, chance, now)) office_->call(std::move(script));
}

// ── the clock ───────────────────────────────────────────────────────────────────────────────────

Pace::Pace() : next_ns_(machine_ns()) {}

void Pace::wait() {
    next_ns_ += ns_per_ms;
    const auto late_ns = machine_ns() - next_ns_;
    if (late_ns > given_up_after_ns) {
        skipped_ms_ += late_ns / ns_per_ms;
        next_ns_ += late_ns;
    }
    if (late_ns >= 0) return;
    const timespec until{next_ns_ / (1'000 * ns_per_ms), next_ns_ % (1'000 * ns_per_ms)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) != 0) {
    }
}

}  // namespace tools::office
