// SPDX-License-Identifier: GPL-2.0-or-later
// A supervisor joins a call by the host's order, and leaves it; the caller and the agent are asked
// what they heard.
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "tests/simulation/conversation.hpp"
#include "tools/firstcall/traffic.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {

using driver::Ticks;
using host_bridge::Json;
using namespace std::chrono_literals;
namespace office = tools::office;

class SupervisedCall : public Conversation {
  public:
    Json call;

    void setup() override {
        begins(30s, 90s);
        call = listed().at("call");
    }
    // The only call, as listed.
    Json listed() {
        const Json answer = answer_to(Json{
            {"do",   "get" },
            {"what", "call"}
        });
        return answer.at("items").at(0);
    }
    Json party(const std::string& name) {
        const Json all = listed();
        for (const Json& one : all.at("parties")) {
            if (one.at("device").at("name") == name) return one;
        }
        return Json::object();
    }
    bool supervises(const char* how) {
        return answer_to(Json{
            {"do",     how         },
            {"call",   call        },
            {"device", supervisor()}
        })["done"];
    }
    // The last agent of the demo.
    [[nodiscard]] const std::string& supervisor() const { return show->scene().stations.back(); }
    void ends() {
        for (int i = 0; i < 20'000 && !show->over(); ++i) show->step();
        CHECK(show->over());
        LONGS_EQUAL(0, show->stuck().size());
        show->read_records();
    }
};

TEST_GROUP_BASE(Supervision, SupervisedCall){};

TEST(Supervision, neither_the_caller_nor_the_agent_notices_who_listens) {
    CHECK(story().popped_at != supervisor());
    CHECK(supervises("call.monitor"));
    passes(5s);
    STRCMP_EQUAL("monitor", party(supervisor()).value("part", std::string{}).c_str());
    CHECK(party(story().device).value("speaks", false));
    CHECK(party(story().popped_at).value("speaks", false));
    CHECK_FALSE(party(supervisor()).value("speaks", true));
    CHECK(supervises("call.whisper"));
    passes(300ms);
    CHECK(supervises("call.monitor"));
    passes(3s);
    CHECK(answer_to(Json{
        {"do",     "call.leave"},
        {"device", supervisor()}
    })["done"]);
    passes(4s);
    ends();
    const auto& talks = story().lived->conversations;
    LONGS_EQUAL(1, talks.size());
    STRCMP_EQUAL(("station " + story().popped_at).c_str(), talks.front().with.c_str());
    CHECK(talks.front().heard > 25s);
    LONGS_EQUAL(0, talks.front().missed.count());
    LONGS_EQUAL(0, story().lived->wrong_partner.count());
    CHECK(story().lived->unknown < 100ms);
    LONGS_EQUAL(0, story().record->value("transfers", -1));
}

TEST(Supervision, the_customer_of_an_agent_who_hangs_up_is_kept_by_who_has_barged_in) {
    CHECK(supervises("call.barge"));
    passes(5s);
    CHECK(answer_to(Json{
        {"do",     "call.hang_up"   },
        {"device", story().popped_at}
    })["done"]);
    passes(5s);
    ends();
    const auto& talks = story().lived->conversations;
    STRCMP_EQUAL(("station " + supervisor()).c_str(), talks.back().with.c_str());
    LONGS_EQUAL(1, story().record->value("transfers", -1));
    STRCMP_EQUAL(supervisor().c_str(), story().record->value("station", std::string{}).c_str());
}

TEST(Supervision, of_agents_without_the_right_is_refused) {
    const std::string other = show->scene().stations[story().popped_at == "2001" ? 1 : 0];
    const Json answer = answer_to(Json{
        {"do",     "call.monitor"},
        {"call",   call          },
        {"device", other         }
    });
    CHECK_FALSE(answer["done"]);
    STRCMP_CONTAINS("may not supervise: set supervisor = true",
                    answer["text"].get<std::string>().c_str());
    ends();
}

}  // namespace simulation
