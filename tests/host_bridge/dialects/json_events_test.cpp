// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_events.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "host_bridge/dialects/json_value.hpp"
#include "host_bridge/dialects/json_writer.hpp"
#include "tests/host_bridge/sample_events.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

using namespace std::chrono_literals;

TEST_GROUP(JsonEvents) {
    // At tick 1000 it was 2026-03-04 05:06:07.890 UTC.
    acd::Mark clock{1, 1000ms, 1'772'600'767'890'000, 5, true};

    std::string line(const pbx::Event& event) {
        std::string out;
        append_event(out, 17, 2500ms, clock, event);
        return out;
    }
    Json json(const pbx::Event& event) {
        return parse_json(line(event)).value();
    }
};

TEST(JsonEvents, a_call_offered_word_by_word) {
    pbx::CallOffered event;
    event.contact.contact = {9};
    event.contact.ani = "13800138000";
    event.contact.dnis = "95500";
    event.contact.caller = "Zhang \"San\"";
    event.contact.since = 2400ms;
    event.contact.data = {
        {"account", "4711"},
        {"vip",     "yes" }
    };
    event.call = {3};
    event.leg = pbx::LegId::incoming({16}, 1);
    event.device = {{16}, {1}, 17, {}};
    STRCMP_EQUAL(
        R"({"seq":17,"epoch":5,"time":"2026-03-04T05:06:09.390Z","tick":2500,"type":"call.offered",)"
        R"("contact":{"id":9,"ani":"13800138000","dnis":"95500","caller":"Zhang \"San\"",)"
        R"("since":"2026-03-04T05:06:09.290Z","sinceTick":2400,)"
        R"("data":{"account":"4711","vip":"yes"}},"call":3,"leg":17592186044417,)"
        R"("device":{"line":16,"span":1,"timeslot":17,"station":"","name":"1/17"}})"
        "\n",
        line(event).c_str());
}

TEST(JsonEvents, names_of_states_and_units_of_times) {
    pbx::AgentChanged event;
    event.agent = "ann";
    event.station = "201";
    event.state = pbx::AgentState::after_call_work;
    event.before = pbx::AgentState::talking;
    event.contact = {9};
    event.lasted = 180s;
    const Json out = json(event);
    STRCMP_EQUAL("after_call_work", out["state"].get<std::string>().c_str());
    STRCMP_EQUAL("talking", out["before"].get<std::string>().c_str());
    LONGS_EQUAL(180'000, out["lastedMs"].get<int>());
    LONGS_EQUAL(9, out["contact"]["id"].get<int>());
}

TEST(JsonEvents, a_station_is_called_by_its_number) {
    pbx::CallDelivered event;
    event.device = {{31}, {}, 0, "201"};
    STRCMP_EQUAL("201", json(event)["device"]["name"].get<std::string>().c_str());
}

TEST(JsonEvents, the_firmwares_epoch_does_not_hide_the_journals) {
    const Json out = json(pbx::FirmwareChanged{true, 99});
    LONGS_EQUAL(5, out["epoch"].get<int>());
    LONGS_EQUAL(99, out["firmwareEpoch"].get<int>());
    CHECK(out["present"].get<bool>());
}

TEST(JsonEvents, every_event_is_one_line_of_json_with_the_envelope_and_no_name_twice) {
    const auto events = every_event();
    LONGS_EQUAL(event_names.size(), events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::string text = line(events[i]);
        LONGS_EQUAL(text.size() - 1, text.find('\n'));
        std::multiset<std::string> keys;
        const auto note = [&](int depth, Json::parse_event_t what, Json& key) {
            if (what == Json::parse_event_t::key && depth == 1) keys.insert(key);
            return true;
        };
        const Json out = Json::parse(text, note, false);
        CHECK_TEXT(!out.is_discarded(), text.c_str());
        STRCMP_EQUAL(std::string(event_names[i]).c_str(), out["type"].get<std::string>().c_str());
        for (const std::string& key : keys) LONGS_EQUAL_TEXT(1, keys.count(key), key.c_str());
        for (const char* name : {"seq", "epoch", "time", "tick", "type"}) {
            LONGS_EQUAL_TEXT(1, keys.count(name), name);
        }
        CHECK(keys.size() > 5);
    }
}

TEST(JsonEvents, every_event_about_a_contact_has_all_of_it) {
    for (const pbx::Event& event : every_event()) {
        const Json out = json(event);
        if (!out.contains("contact")) continue;
        LONGS_EQUAL(7, out["contact"]["id"].get<int>());
        const bool only_id = std::holds_alternative<pbx::AgentChanged>(event);
        for (const char* name : {"ani", "dnis", "caller", "since", "data"}) {
            CHECK_EQUAL_TEXT(!only_id, out["contact"].contains(name), name);
        }
    }
}

TEST(JsonEvents, wrong_utf8_from_the_network_comes_out_as_replacement_characters) {
    pbx::IvrInput event;
    event.value = "\xFF\xC3(\xE2\x82\xC0\x80\xED\xA0\x80ok\x01\n\x7F";
    const std::string text = line(event);
    STRCMP_CONTAINS("\xEF\xBF\xBD\xEF\xBF\xBD(", text.c_str());
    STRCMP_CONTAINS("ok\\u0001\\u000a", text.c_str());
    CHECK(parse_json(text).has_value());
}

TEST(JsonEvents, the_protocols_page_tells_every_event_with_its_members) {
    std::ifstream file(SOURCE_ROOT "/host_bridge/dialects/README.md");
    std::string page{std::istreambuf_iterator<char>(file), {}};
    std::ranges::replace(page, '\n', ' ');
    const std::set<std::string> envelope{"seq", "epoch", "time", "tick", "type"};
    for (const pbx::Event& event : every_event()) {
        std::string entry = "`" + std::string(name_of(event)) + "`";
        const Json shape = json(event);
        for (const auto& [key, value] : shape.items()) {
            if (!envelope.contains(key)) entry += " " + key;
        }
        STRCMP_CONTAINS((entry + " ·").c_str(), page.c_str());
    }
}

TEST(JsonEvents, times_before_1970_and_names_in_camel_case) {
    std::string out;
    append_time(out, -1);
    STRCMP_EQUAL("1969-12-31T23:59:59.999Z", out.c_str());
    STRCMP_EQUAL("callerHungUp", camel_case("caller_hung_up").c_str());
    STRCMP_EQUAL("x_1", camel_case("x_1").c_str());
}

}  // namespace host_bridge
