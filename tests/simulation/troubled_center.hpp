// SPDX-License-Identifier: GPL-2.0-or-later
// A center and its exchange on the virtual clock, with callers and agents, to which something
// happens: what all of them and the host make of it.
#pragma once

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

inline const SpanId first{1};
inline const SpanId second{2};
inline constexpr LineFaults whole{};

class TroubledCenter : public Utest {
  public:
    support::ScratchDirectory directory;
    Options options = small_center(31);
    std::unique_ptr<Show> show;
    std::uint32_t callers = 0;

    // The exchange is more patient with a dead line than the center; agents, who hang up when they
    // have heard nobody for three seconds, are so only if the center is.
    void opens(unsigned release_after_s = 2) {
        builds(release_after_s);
        CHECK(bool{show->wait_for_start()});
        passes(5s);
        STRCMP_EQUAL("", alarms().c_str());
    }
    // Nothing runs yet.
    void builds(unsigned release_after_s = 2) {
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
    }
    void teardown() override { show.reset(); }
    void happens(SpanId span, const LineFaults& faults) {
        CHECK(bool{show->world().disturb(span, faults)});
    }
    void happens(SpanId span, const office::TrunkFaults& faults) {
        show->world().disturb(span, faults);
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
    std::string agent_of(const std::string& ani) { return story(ani).popped_at; }
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
        LONGS_EQUAL(0, show->stuck().size());
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

}  // namespace simulation
