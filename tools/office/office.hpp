// SPDX-License-Identifier: GPL-2.0-or-later
// The central office: spans, stations, callers and agents, and one clock. Runs in one thread,
// whoever calls tick() once per millisecond: a program with a real clock, or a simulation with
// none. What it does depends on its setup, its seed and what comes through the cables, on nothing
// else (libpri reads gettimeofday, so a simulation must interpose that).
//
//     auto book = Soundbook::read({.prompts = …, .music = …, .talkers = 200});
//     Office office(*book, {}, my_events);
//     office.add_e1(e1_cable, {.span = {1}});
//     Phone& phone = office.add_station(loop_cable, {.number = "2001"});
//     office.add_agent(phone, {});
//     office.call({.ani = "5551001", .dnis = "1000", .steps = {ExpectAnswer{}, …}});
//     while (!office.idle()) office.tick();
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/board/cable.hpp"
#include "tools/office/agent.hpp"
#include "tools/office/caller.hpp"
#include "tools/office/experience.hpp"
#include "tools/office/phone.hpp"
#include "tools/office/script.hpp"
#include "tools/office/soundbook.hpp"
#include "tools/office/talk_log.hpp"
#include "tools/office/trunk.hpp"

namespace tools::office {

struct OfficeSetup {
    TonePlan tones;  // of the center's country; TonePlan::of_country
    Manners manners{};
    std::uint64_t seed{1};  // of the agents' moods; random callers are drawn outside (script.hpp)
};

class Office final : private TrunkExchange {
  public:
    // The book must have a talker for every timeslot and station: 32 per span, 1 per station.
    Office(const Soundbook& book, OfficeSetup setup, OfficeEvents& events);
    ~Office();

    // ── wiring, before the first tick; cables must outlive the office ──
    Trunk& add_e1(driver::E1Cable& cable, const TrunkSetup& setup);
    Trunk& add_t1(driver::T1Cable& cable, const TrunkSetup& setup);
    Phone& add_station(driver::LoopCable& cable, StationSetup setup);
    Agent& add_agent(Phone& phone, AgentScript script);
    // Numbers of the public network that the center may call; the first that fits answers, all
    // others are unallocated (cause 1).
    void add_subscriber(Subscriber subscriber);

    // Dials at `script.at`, or at once if that is past.
    CallNumber call(CallerScript script);

    // From now on the office is so; {}: all is right again.
    void disturb(const OfficeFaults& faults);

    // One millisecond. First everything that has arrived is heard, then everybody acts, then one
    // millisecond goes out on every cable.
    void tick();
    // A tick for people who follow another clock: the office has lived this long.
    [[nodiscard]] Ticks now() const { return now_; }

    // Every span can carry calls.
    [[nodiscard]] bool ready() const;
    // Nobody calls, is going to call or holds a receiver, and everything is reported.
    [[nodiscard]] bool idle() const;
    [[nodiscard]] std::size_t calls_active() const { return active_.size(); }
    [[nodiscard]] OfficeSummary summary() const;
    [[nodiscard]] Phone* station(std::string_view number);
    [[nodiscard]] const std::vector<std::unique_ptr<Trunk>>& trunks() const { return trunks_; }

  private:
    Answer offered(Trunk& trunk, const CallSetup& setup) override;

    Trunk& add_trunk(std::unique_ptr<Wire> wire, const TrunkSetup& setup);
    TalkerId take_talkers(std::uint32_t count);
    [[nodiscard]] TalkerId first_talker(const Trunk& trunk) const;
    void start_callers();
    void start(Caller& caller);
    void act();
    void watch_lines();
    void report();

    const Soundbook& book_;
    OfficeSetup setup_;
    OfficeFaults faults_;
    OfficeEvents& events_;
    TalkLog log_;
    Surroundings around_;
    Ticks now_{};
    std::uint32_t talkers_{};
    std::vector<std::unique_ptr<Trunk>> trunks_;
    std::vector<TalkerId> first_talkers_;  // of trunks_
    std::vector<bool> lines_up_;           // of trunks_, as last told
    std::vector<std::unique_ptr<Phone>> phones_;
    std::vector<std::unique_ptr<Agent>> agents_;
    std::vector<Subscriber> subscribers_;
    std::vector<std::unique_ptr<Caller>> waiting_;  // to dial; the next at the end
    bool sorted_{true};
    std::deque<std::unique_ptr<Caller>> active_;
    std::uint32_t calls_{};
    OfficeSummary summary_;
};

}  // namespace tools::office
