// SPDX-License-Identifier: GPL-2.0-or-later
// The host orders what a hand at the telephone would do; caller and agents hear it happen.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/performance.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {

using driver::Ticks;
using host_bridge::Json;
using tools::firstcall::CallStory;
using tools::firstcall::Options;
using tools::firstcall::Show;
using namespace std::chrono_literals;
namespace office = tools::office;

TEST_GROUP(Orders) {
    Options options = small_center(21);
    std::unique_ptr<Show> show;

    // A caller who talks for twenty seconds has reached an agent.
    void setup() override {
        for (unsigned i = 0; i < options.agents; ++i) {
            office::AgentScript agent;
            agent.reaction = 500ms;
            agent.talk = 60s;
            options.agent_scripts.push_back(agent);
        }
        auto opened = Show::open(options);
        CHECK(bool{opened});
        show = std::move(*opened);
        CHECK(bool{show->wait_for_start()});
        office::CallerScript caller;
        caller.ani = tools::firstcall::ani_of(1);
        caller.dnis = tools::firstcall::service_number;
        caller.patience = 30s;
        caller.steps = {office::ExpectAnswer{},
                        office::ExpectPrompt{.prompt = "basic-pbx-ivr-main"}, office::Press{"2"},
                        office::Queue{}, office::ExpectRelease{.within = 60s}};
        show->schedule({caller});
        steps_until([this] { return story().established.has_value(); });
        passes(3s);
    }
    void teardown() override {
        show.reset();
    }
    CallStory& story() {
        return *show->book().rest().front();
    }
    void passes(Ticks time) {
        const Ticks until = show->world().now() + time;
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
    bool orders(const Json& what) {
        const std::string id = show->crm().order(what);
        std::optional<Json> answer;
        steps_until([&] { return (answer = show->crm().answer(id)).has_value(); });
        return answer->value("done", false);
    }
    // All agree, and nothing stays behind.
    void ends_well() {
        steps_until([this] { return show->over(); });
        LONGS_EQUAL(0, show->count_stuck());
        show->read_records();
        std::string wrong;
        for (const auto& sentence : show->book().disagreements(story())) wrong += sentence + "\n";
        for (const auto& sentence : show->book().other_disagreements()) wrong += sentence + "\n";
        STRCMP_EQUAL("", wrong.c_str());
        LONGS_EQUAL(0, show->world().summary().cross_connections);
    }
};

TEST(Orders, to_hold_give_the_caller_music_until_the_call_is_retrieved) {
    const std::string station = story().popped_at;
    CHECK(orders(Json{
        {"do",     "call.hold"},
        {"device", station    }
    }));
    passes(2s);  // an agent who hears nobody for three hangs up
    CHECK(orders(Json{
        {"do",     "call.retrieve"},
        {"device", station        }
    }));
    passes(3s);
    ends_well();
    CHECK(story().lived->music > Ticks{1'500});
    CHECK(story().record->value("heldMs", 0) >= 1'900);
    CHECK(story().lived->conversations.size() == 2);
}

TEST(Orders, to_transfer_connect_the_caller_with_another_agent) {
    const std::string first = story().popped_at;
    const std::string second = first == "2001" ? "2002" : "2001";
    CHECK(orders(Json{
        {"do",          "call.transfer"},
        {"device",      first          },
        {"destination", second         }
    }));
    passes(6s);
    ends_well();
    STRCMP_EQUAL(("station " + first).c_str(), story().lived->conversations.front().with.c_str());
    STRCMP_EQUAL(("station " + second).c_str(), story().lived->conversations.back().with.c_str());
    LONGS_EQUAL(1, story().record->value("transfers", 0));
}

TEST(Orders, to_hang_up_release_the_caller) {
    CHECK(orders(Json{
        {"do",     "call.hang_up"   },
        {"device", story().popped_at}
    }));
    ends_well();
    CHECK(story().lived->verdict == office::Verdict::passed);
}

}  // namespace simulation
