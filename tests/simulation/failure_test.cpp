// SPDX-License-Identifier: GPL-2.0-or-later
// Somebody cuts a cable: callers, agents, records and the host live through it, and the lines come
// back by themselves.
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/simulation/performance.hpp"
#include "tests/support/child.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/office/chance.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {

using driver::LineFaults;
using driver::SpanId;
using driver::Ticks;
using host_bridge::Json;
using tools::firstcall::CallStory;
using tools::firstcall::Options;
using tools::firstcall::Show;
using namespace std::chrono_literals;
namespace office = tools::office;

namespace {

constexpr LineFaults cut(bool to_center, bool from_center) {
    LineFaults faults;
    faults.to_center.cut = to_center;
    faults.from_center.cut = from_center;
    return faults;
}
constexpr LineFaults both_ways = cut(true, true);
constexpr LineFaults whole{};
const SpanId first{1};
const SpanId second{2};

}  // namespace

TEST_GROUP(Failure) {
    support::ScratchDirectory directory;
    Options options = small_center(31);
    std::unique_ptr<Show> show;
    std::uint32_t callers = 0;

    // The exchange is more patient with a dead line than the center; agents, who hang up when they
    // have heard nobody for three seconds, are so only if the center is.
    void opens(unsigned release_after_s = 2) {
        options.release_after_s = release_after_s;
        options.line_lost_after = 20s;
        options.folder = directory.path() / "center";
        for (unsigned i = 0; i < options.agents; ++i) {
            office::AgentScript agent;
            agent.reaction = 500ms;
            agent.talk = 120s;
            options.agent_scripts.push_back(agent);
        }
        options.subscribers.push_back({.number = "5551234", .steps = {office::Talk{.time = 15s}}});
        auto opened = Show::open(options);
        CHECK(bool{opened});
        show = std::move(*opened);
        CHECK(bool{show->wait_for_start()});
        passes(5s);
        STRCMP_EQUAL("", alarms().c_str());
    }
    void teardown() override {
        show.reset();
    }
    void happens(SpanId span, const LineFaults& faults) {
        CHECK(bool{show->world().disturb(span, faults)});
    }
    void passes(Ticks time) {
        const Ticks until = show->world().now() + time;
        while (show->world().now() < until) show->step();
    }
    bool come_true(const std::function<bool()>& what) {
        bool came = false;
        for (int i = 0; i < 12'000 && !came; ++i) {
            show->step();
            came = what();
        }
        return came;
    }
    // Somebody calls, talks to an agent and hangs up after `patience`.
    std::string calls(Ticks patience) {
        office::CallerScript caller;
        caller.ani = tools::firstcall::ani_of(++callers);
        caller.dnis = tools::firstcall::service_number;
        caller.patience = patience;
        caller.steps = {office::ExpectAnswer{},
                        office::ExpectPrompt{.prompt = "basic-pbx-ivr-main"}, office::Press{"2"},
                        office::Queue{}, office::ExpectRelease{.within = 120s}};
        show->schedule({caller});
        std::string ani = caller.ani;
        CHECK(come_true([&] { return story(ani).established.has_value(); }));
        passes(3s);
        return ani;
    }
    CallStory& story(const std::string& ani) {
        for (CallStory* one : show->book().rest()) {
            if (one->ani == ani) return *one;
        }
        FAIL("nobody of that number has called");
        std::abort();
    }
    bool is_recorded(const std::string& ani) {
        return come_true([&] { return story(ani).record && story(ani).lived; });
    }
    int recorded_cause(const std::string& ani) {
        CHECK(is_recorded(ani));
        return story(ani).record->value("cause", 0);
    }
    std::string agent_of(const std::string& ani) {
        return story(ani).popped_at;
    }
    // Alarms the host has heard of, in order: "+" raised, "-" over.
    std::string alarms() {
        std::string told;
        for (const Json& one : show->book().alarms()) {
            if (!told.empty()) told += " ";
            told += (one.value("active", false) ? "+" : "-") + one.value("alarm", std::string{});
        }
        return told;
    }
    Json listed(const std::string& what) {
        const std::string id = show->crm().order(Json{
            {"do",   "get"},
            {"what", what }
        });
        std::optional<Json> answer;
        CHECK(come_true([&] { return (answer = show->crm().answer(id)).has_value(); }));
        return (*answer)["items"];
    }
    bool every_line_in_service() {
        for (const Json& line : listed("line")) {
            if (!line.value("inService", false)) return false;
        }
        return true;
    }
    // One alarm of a name at a time, and each is over in the end.
    void alarms_were_told_once() {
        std::map<std::string, bool> raised;
        for (const Json& one : show->book().alarms()) {
            bool& is_raised = raised[one.value("alarm", std::string{})];
            CHECK(is_raised != one.value("active", false));
            is_raised = !is_raised;
        }
        for (const auto& [alarm, is_raised] : raised) CHECK_TEXT(!is_raised, alarm.c_str());
    }
    // Everybody hangs up; nothing stays behind, and what control did can be done again.
    void ends_well() {
        CHECK(come_true([this] { return show->over(); }));
        LONGS_EQUAL(0, show->count_stuck());
        const auto lived = show->world().summary();
        LONGS_EQUAL(0, lived.cross_connections);
        LONGS_EQUAL(0, lived.stuck_calls);
        show.reset();
        const auto journal = options.folder / "state" / "journal";
        const std::string line =
            fmt::format("{} journal replay --journal {} >/dev/null", TRUNKLINE, journal.string());
        LONGS_EQUAL(0, std::system(line.c_str()));
    }
};

TEST(Failure, of_two_seconds_is_survived_by_the_call) {
    opens(6);
    const std::string caller = calls(40s);
    happens(first, both_ways);
    passes(2s);
    happens(first, whole);
    passes(10s);
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    CHECK_FALSE(story(caller).record.has_value());
    LONGS_EQUAL(16, recorded_cause(caller));
    // They heard each other again.
    const auto& talks = story(caller).lived->conversations;
    CHECK(talks.size() >= 2);
    CHECK(talks.back().heard > Ticks{5s});
    STRCMP_EQUAL(talks.front().with.c_str(), talks.back().with.c_str());
    ends_well();
}

TEST(Failure, that_lasts_ends_calls_with_cause_27_and_the_lines_come_back_by_themselves) {
    opens();
    const std::string caller = calls(100s);
    const std::string station = agent_of(caller);
    happens(first, both_ways);
    passes(2s);
    CHECK_FALSE(story(caller).record.has_value());
    passes(3s);
    STRCMP_EQUAL("+span.1.los", alarms().c_str());
    // The exchange still holds the call when the cable is mended.
    happens(first, whole);
    CHECK(come_true([this] { return every_line_in_service(); }));
    LONGS_EQUAL(27, recorded_cause(caller));
    STRCMP_EQUAL("answered", story(caller).record->value("outcome", std::string{}).c_str());
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    CHECK(story(caller).lived->verdict == office::Verdict::line_lost);
    // The agent is free: with all of them, the next ones are served.
    passes(5s);
    for (const Json& agent : listed("agent")) {
        STRCMP_EQUAL("ready", agent.value("state", std::string{}).c_str());
    }
    const std::string next = calls(20s);
    LONGS_EQUAL(16, recorded_cause(next));
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    ends_well();
}

TEST(Failure, of_the_pair_that_sends_is_a_remote_alarm_and_ends_calls_too) {
    opens();
    const std::string caller = calls(100s);
    happens(first, cut(false, true));
    // The exchange, which hears nothing, says so once it is sure.
    CHECK(come_true([this] { return alarms() == "+span.1.rai"; }));
    LONGS_EQUAL(27, recorded_cause(caller));
    happens(first, whole);
    CHECK(come_true([this] { return every_line_in_service(); }));
    STRCMP_EQUAL("+span.1.rai -span.1.rai", alarms().c_str());
    (void)calls(15s);
    ends_well();
}

TEST(Failure, of_one_span_is_gone_round_by_calls_to_the_outside) {
    opens();
    // Lines are seized from the highest: of the second span, as long as that is well.
    happens(second, both_ways);
    passes(1s);
    const auto order = show->crm().order(Json{
        {"do",          "call.dial"},
        {"device",      "2001"     },
        {"destination", "95551234" }
    });
    std::optional<Json> answer;
    CHECK(come_true([&] { return (answer = show->crm().answer(order)).has_value(); }));
    CHECK(answer->value("done", false));
    CHECK(come_true([this] { return !show->book().rest().empty(); }));
    const CallStory& out = *show->book().rest().front();
    CHECK(out.lived->from_center);
    LONGS_EQUAL(1, out.lived->span);
    CHECK(out.lived->verdict == office::Verdict::passed);
    happens(second, whole);
    CHECK(come_true([this] { return every_line_in_service(); }));
    STRCMP_EQUAL("+span.2.los -span.2.los", alarms().c_str());
    ends_well();
}

// At any moment of it: while the alarm is raised, calls are released, channels restarted.
TEST(Failure, is_the_same_when_control_is_killed_every_half_second) {
    opens();
    const std::string caller = calls(100s);
    const auto pass_with_kills = [this](Ticks time) {
        for (Ticks killed{}; killed < time; killed += 500ms) {
            passes(497ms);
            const auto back = show->world().kill_control();
            STRCMP_EQUAL("", back ? "" : back.error().c_str());
        }
    };
    happens(first, both_ways);
    pass_with_kills(9s);
    happens(first, whole);
    pass_with_kills(15s);
    CHECK(come_true([this] { return every_line_in_service(); }));
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    LONGS_EQUAL(27, recorded_cause(caller));
    LONGS_EQUAL(16, recorded_cause(calls(15s)));
    ends_well();
}

TEST(Failure, whatever_is_cut_and_whenever_leaves_nothing_behind) {
    opens();
    callers = 1000;  // whose numbers nobody else has
    options.calls = 60;
    options.rate = 1200;
    show->schedule(draw_callers(options));
    office::Chance chance(4711);
    while (!show->over()) {
        passes(chance.between(2s, 15s));
        const SpanId span = chance.one_in(0.5) ? first : second;
        const bool to_center = chance.one_in(0.5);
        happens(span, cut(to_center, !to_center || chance.one_in(0.5)));
        passes(chance.between(200ms, 12s));
        if (chance.one_in(0.3)) CHECK(bool{show->world().kill_control()});
        happens(span, whole);
    }
    CHECK(come_true([this] { return show->world().office_ready() && every_line_in_service(); }));
    alarms_were_told_once();
    CHECK(show->book().alarms().size() >= 10);
    for (const CallStory* one : show->book().rest()) {
        CHECK(one->lived.has_value());
        CHECK_TEXT(one->record || !one->lived->answered_at, one->ani.c_str());
    }
    (void)calls(15s);
    ends_well();
}

TEST(Failure, for_minutes_leaves_no_channel_behind) {
    opens();
    const std::string one = calls(300s);
    const std::string other = calls(300s);
    happens(first, both_ways);
    passes(150s);
    LONGS_EQUAL(27, recorded_cause(one));
    LONGS_EQUAL(27, recorded_cause(other));
    happens(first, whole);
    CHECK(come_true([this] { return show->world().office_ready() && every_line_in_service(); }));
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms().c_str());
    LONGS_EQUAL(16, recorded_cause(calls(15s)));
    ends_well();
}

}  // namespace simulation
