// SPDX-License-Identifier: GPL-2.0-or-later
// The demo's host application hears octet by octet, as they come.
#include "tools/firstcall/crm.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace tools::firstcall {
namespace {

using Json = host_bridge::Json;

Options one_agent() {
    Options options;
    options.in_virtual_time = true;
    options.agents = 1;
    return options;
}

}  // namespace

TEST_GROUP(HostApplication) {
    driver::Result<Scene> scene = Scene::build(one_agent());
    Crm crm{*scene, client_token, [](const Json&) {}};

    // The requests it has sent since it was last asked.
    std::vector<Json> requests() {
        std::vector<Json> said;
        const std::string octets = crm.take_output();
        for (std::size_t at = 0; at < octets.size();) {
            const std::size_t end = octets.find('\n', at);
            said.push_back(Json::parse(octets.substr(at, end - at)));
            at = end + 1;
        }
        return said;
    }
    void answers(const Json& request, const Json& items) {
        const Json reply{
            {"type",  "reply"      },
            {"re",    request["id"]},
            {"items", items        }
        };
        crm.hear(reply.dump() + "\n");
    }
    // The link grants all it asks until it listens to events.
    void comes_in() {
        for (int i = 0; i < 10 && !crm.ready(); ++i) {
            for (const Json& request : requests()) answers(request, Json::array());
        }
        CHECK(crm.ready());
    }
};

TEST(HostApplication, knows_what_rests_when_the_answers_come_one_by_one) {
    comes_in();
    CHECK_FALSE(crm.rest().has_value());
    const auto asked = requests();
    LONGS_EQUAL(3, asked.size());
    for (const Json& request : asked) {
        CHECK_FALSE(crm.rest().has_value());
        answers(request, Json::array());
    }
    LONGS_EQUAL(0, crm.rest().value().size());
}

TEST(HostApplication, names_what_is_not_at_rest) {
    comes_in();
    CHECK_FALSE(crm.rest().has_value());
    for (const Json& request : requests()) {
        const std::string what = request["what"];
        if (what == "call") answers(request, Json::parse(R"([{"call":7}])"));
        if (what == "contact") answers(request, Json::array());
        if (what == "agent") {
            answers(request, Json::parse(R"([{"agent":"4001","state":"talking"},
                                             {"agent":"4002","state":"ready"}])"));
        }
    }
    const auto found = crm.rest().value();
    LONGS_EQUAL(2, found.size());
    STRCMP_EQUAL(R"({"call":{"call":7}})", found[0].dump().c_str());
    STRCMP_EQUAL("4001", found[1]["agent"].value("agent", std::string{}).c_str());
}

TEST(HostApplication, asks_again_what_rests_after_its_connection_broke) {
    comes_in();
    CHECK_FALSE(crm.rest().has_value());
    (void)requests();
    crm.reconnect();
    CHECK_FALSE(crm.rest().has_value());
    comes_in();
    CHECK_FALSE(crm.rest().has_value());
    for (const Json& request : requests()) answers(request, Json::array());
    LONGS_EQUAL(0, crm.rest().value().size());
}

}  // namespace tools::firstcall
