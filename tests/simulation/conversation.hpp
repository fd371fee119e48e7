// SPDX-License-Identifier: GPL-2.0-or-later
// A caller who has gone through the menu and talks to an agent, on the virtual clock.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "tests/simulation/performance.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {

class Conversation : public Utest {
  public:
    tools::firstcall::Options options = small_center(21);
    std::unique_ptr<tools::firstcall::Show> show;

    // Agents talk for `agent_talks`; the caller until then, or until `caller_talks` is over.
    void begins(driver::Ticks agent_talks, driver::Ticks caller_talks) {
        namespace office = tools::office;
        for (unsigned i = 0; i < options.agents; ++i) {
            office::AgentScript agent;
            agent.reaction = driver::Ticks{500};
            agent.talk = agent_talks;
            options.agent_scripts.push_back(agent);
        }
        auto opened = tools::firstcall::Show::open(options);
        CHECK(bool{opened});
        show = std::move(*opened);
        CHECK(bool{show->wait_for_start()});
        office::CallerScript caller;
        caller.ani = tools::firstcall::ani_of(1);
        caller.dnis = tools::firstcall::service_number;
        caller.patience = driver::Ticks{30'000};
        caller.steps = {office::ExpectAnswer{},
                        office::ExpectPrompt{.prompt = "basic-pbx-ivr-main"}, office::Press{"2"},
                        office::Queue{}, office::ExpectRelease{.within = caller_talks}};
        show->schedule({caller});
        steps_until([this] { return story().established.has_value(); });
        passes(driver::Ticks{3'000});
    }
    void teardown() override { show.reset(); }
    tools::firstcall::CallStory& story() { return *show->book().rest().front(); }
    void passes(driver::Ticks time) {
        const driver::Ticks until = show->world().now() + time;
        while (show->world().now() < until) show->step();
    }
    void steps_until(const std::function<bool()>& come) {
        bool came = false;
        for (int i = 0; i < 6000 && !came; ++i) {
            show->step();
            came = come();
        }
        CHECK(came);
    }
    // The host asks or orders something.
    host_bridge::Json answer_to(const host_bridge::Json& what) {
        const std::string id = show->crm().order(what);
        std::optional<host_bridge::Json> answer;
        steps_until([&] { return (answer = show->crm().answer(id)).has_value(); });
        return *answer;
    }
    bool orders(const host_bridge::Json& what) { return answer_to(what).value("done", false); }
};

}  // namespace simulation
