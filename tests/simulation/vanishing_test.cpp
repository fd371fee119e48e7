// SPDX-License-Identifier: GPL-2.0-or-later
// Somebody hangs up where it suits nobody: a caller, an agent, at any instant of a call. Nothing
// may stay behind, and the records tell what happened.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "tests/simulation/performance.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/firstcall/traffic.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {
namespace {

using driver::Ticks;
using tools::firstcall::Options;
using tools::office::AgentScript;
using tools::office::CallerScript;
using namespace std::chrono_literals;
namespace office = tools::office;

// Asks for support and talks until the other hangs up.
CallerScript caller(std::uint32_t number, Ticks at) {
    CallerScript script;
    script.name = fmt::format("caller {}", number);
    script.ani = tools::firstcall::ani_of(number);
    script.dnis = tools::firstcall::service_number;
    script.at = at;
    script.steps = {office::ExpectAnswer{}, office::ExpectPrompt{.prompt = "basic-pbx-ivr-main"},
                    office::Wait{2s},       office::Press{"2"},
                    office::Queue{},        office::Talk{.time = 120s}};
    return script;
}

// One caller every `every`; each hangs up `step` later in the call than the one before.
std::vector<CallerScript> callers_who_vanish(std::uint32_t count, Ticks step, Ticks every) {
    std::vector<CallerScript> callers;
    for (std::uint32_t i = 1; i <= count; ++i) {
        callers.push_back(caller(i, i * every));
        callers.back().patience = i * step;
    }
    return callers;
}

// How far a caller came before hanging up.
enum class Reached : std::uint8_t { set_up, menu, queue, ringing, agent };

Reached reached(const tools::firstcall::CallStory& story) {
    if (story.established) return Reached::agent;
    if (story.popped) return Reached::ringing;
    if (story.seen[4]) return Reached::queue;
    return story.lived->answered_at ? Reached::menu : Reached::set_up;
}

void some_came_as_far_as(const Performance& played, std::initializer_list<Reached> places) {
    for (const Reached place : places) {
        const auto count = std::ranges::count(played.stories, place, reached);
        CHECK_TEXT(count > 0, fmt::format("nobody hung up in {}", static_cast<int>(place)).c_str());
    }
}

// Callers who talked to one agent and then to another.
std::size_t handed_on(const Performance& played) {
    return static_cast<std::size_t>(std::ranges::count_if(played.stories, [](const auto& story) {
        const auto& talks = story.lived->conversations;
        return talks.size() > 1 && talks.front().with != talks.back().with;
    }));
}

void nothing_stays_behind(const Performance& played, std::size_t calls) {
    STRCMP_EQUAL("", played.trouble.c_str());
    STRCMP_EQUAL("", played.wrong.c_str());
    LONGS_EQUAL(calls, played.totals.calls);
    LONGS_EQUAL(0, played.totals.lost);
    LONGS_EQUAL(0, played.totals.stuck);
    LONGS_EQUAL(0, played.office.stuck_calls);
    LONGS_EQUAL(0, played.office.cross_connections);
}

AgentScript agent(Ticks reaction, Ticks talk) {
    AgentScript script;
    script.reaction = reaction;
    script.talk = talk;
    return script;
}

}  // namespace

TEST_GROUP(Vanishing) {
    Options options = small_center(11);
};

// Set-up, greeting, digits, ringing, talk: 30 seconds in steps of a quarter.
TEST(Vanishing, a_caller_at_any_instant_of_a_call) {
    options.agents = 12;
    const auto callers = callers_who_vanish(120, 250ms, 1500ms);
    const Performance played = play(options, callers);
    nothing_stays_behind(played, callers.size());
    some_came_as_far_as(played, {Reached::menu, Reached::ringing, Reached::agent});
}

// The first instants of a call, tick by tick: SETUP, PROCEEDING, CONNECT.
TEST(Vanishing, a_caller_while_the_call_is_being_set_up) {
    options.agents = 6;
    const auto callers = callers_who_vanish(60, 1ms, 500ms);
    const Performance played = play(options, callers);
    nothing_stays_behind(played, callers.size());
    some_came_as_far_as(played, {Reached::set_up, Reached::menu});
}

// Announcement, question, music, announcement: nobody is there to answer.
TEST(Vanishing, a_caller_at_any_instant_of_waiting) {
    options.agents = 2;
    options.agent_scripts = {agent(60s, 0s), agent(60s, 0s)};
    const auto callers = callers_who_vanish(50, 1100ms, 2s);
    const Performance played = play(options, callers);
    nothing_stays_behind(played, callers.size());
    const auto some = [&](auto did) { CHECK(std::ranges::any_of(played.stories, did)); };
    some([](const auto& story) { return story.seen[4] && story.lived->positions.empty(); });
    some([](const auto& story) { return story.lived->positions.size() == 1; });
    some([](const auto& story) { return story.lived->positions.size() > 1; });
    some([](const auto& story) { return story.lived->music > Ticks{5000}; });
}

TEST(Vanishing, an_agent_at_any_instant_of_a_conversation) {
    options.agents = 40;
    for (unsigned i = 0; i < options.agents; ++i) {
        options.agent_scripts.push_back(agent(Ticks{100 + 400 * i}, Ticks{50 + 60 * i}));
    }
    std::vector<CallerScript> callers;
    for (std::uint32_t i = 1; i <= 60; ++i) {
        callers.push_back(caller(i, i * Ticks{900}));
        callers.back().steps.back() = office::ExpectRelease{.within = 60s};
    }
    nothing_stays_behind(play(options, callers), callers.size());
}

TEST(Vanishing, a_caller_at_any_instant_of_a_transfer) {
    for (const bool consult : {false, true}) {
        Options transfers = small_center(12);
        transfers.agents = 25;
        for (unsigned i = 1; i <= transfers.agents; ++i) {
            AgentScript script = agent(500ms, 60s);
            // Agents of support hand their callers to those of sales alone, who keep them.
            if (i % 3 == 2) {
                script.transfer = AgentScript::Transfer{.after = 1s,
                                                        .to = std::to_string(2001 + i + 1),
                                                        .consult = consult,
                                                        .consult_for = 2s};
            }
            transfers.agent_scripts.push_back(script);
        }
        auto callers = callers_who_vanish(48, 500ms, 4s);
        for (auto& one : callers) one.patience += 10s;
        const Performance played = play(transfers, callers);
        nothing_stays_behind(played, callers.size());
        CHECK(handed_on(played) >= 10);
    }
}

}  // namespace simulation
