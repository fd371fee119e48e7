// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_requests.hpp"

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "host_bridge/dialects/json_value.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

TEST_GROUP(JsonRequests) {
    ParsedRequest parsed;

    void says(std::string_view line) {
        parsed = parse_request(line);
    }
    const Request& understood() {
        const auto* error = std::get_if<RequestError>(&parsed);
        if (error != nullptr) FAIL((error->text + ": " + error->remedy).c_str());
        return std::get<Request>(parsed);
    }
    template <class Command>
    const Command& command() {
        return std::get<Command>(std::get<pbx::CommandBody>(understood().body));
    }
    void refused(Mistake mistake, const char* field) {
        CHECK_TEXT(std::holds_alternative<RequestError>(parsed), "understood");
        const auto& error = std::get<RequestError>(parsed);
        STRCMP_EQUAL(std::string(name_of(mistake)).c_str(),
                     std::string(name_of(error.mistake)).c_str());
        STRCMP_EQUAL(field, error.field.c_str());
        CHECK(!error.text.empty());
        CHECK(!error.remedy.empty());
    }
};

TEST(JsonRequests, a_transfer) {
    says(R"({"do":"call.transfer","id":"a1","device":"201","call":3,"destination":"sales"})");
    STRCMP_EQUAL("a1", understood().id.c_str());
    const auto& transfer = command<pbx::TransferCall>();
    STRCMP_EQUAL("201", std::string(transfer.device.view()).c_str());
    LONGS_EQUAL(3, transfer.call.value);
    STRCMP_EQUAL("sales", std::string(transfer.destination.view()).c_str());
}

TEST(JsonRequests, what_a_command_can_do_without_may_be_left_out) {
    says(R"({"do":"call.answer","id":"1","device":"201"})");
    LONGS_EQUAL(0, command<pbx::AnswerCall>().call.value);
    says(R"({"do":"call.hang_up","id":"1","call":5})");
    CHECK(command<pbx::HangUp>().device.empty());
    says(R"({"do":"agent.set","id":"1","agent":"ann","state":"ready"})");
    CHECK(command<pbx::SetAgentState>().state == pbx::AgentState::ready);
}

TEST(JsonRequests, a_telephone_is_told_who_calls_by_bell202_unless_told_otherwise) {
    says(R"({"do":"line.caller_id","id":"1","line":"2001","number":"4711"})");
    CHECK(command<pbx::SendCallerId>().standard == pbx::CallerIdStandard::bell202);
    says(R"({"do":"line.caller_id","id":"2","line":"2001","number":"4711","standard":"v23"})");
    CHECK(command<pbx::SendCallerId>().standard == pbx::CallerIdStandard::v23);
}

TEST(JsonRequests, every_command_has_a_verb) {
    const char* commands[] = {
        R"({"do":"call.answer","id":"1","device":"201"})",
        R"({"do":"call.hang_up","id":"1","device":"201"})",
        R"({"do":"call.transfer","id":"1","device":"201"})",
        R"({"do":"call.dial","id":"1","device":"201","destination":"13800138000","analyse":true,"onMachine":"after_beep"})",
        R"({"do":"call.hold","id":"1","device":"201"})",
        R"({"do":"call.retrieve","id":"1","device":"201"})",
        R"({"do":"call.conference","id":"1","device":"201"})",
        R"({"do":"agent.set","id":"1","agent":"ann","state":"not_ready","reason":"lunch"})",
        R"({"do":"contact.attach","id":"1","contact":9,"key":"account","value":"4711"})",
        R"({"do":"span.loop","id":"1","span":1,"loop":"payload","seconds":60,"force":true})",
        R"({"do":"span.bert","id":"1","span":1,"pattern":"prbs_15","seconds":60})",
        R"({"do":"span.inject","id":"1","span":1,"bits":10})",
        R"({"do":"line.listen","id":"1","line":"1/17","tap":4711,"seconds":60})",
        R"({"do":"line.tone","id":"1","line":"2001","tone":"1020","level":"-10","seconds":60,"force":true})",
        R"({"do":"line.digits","id":"1","line":"1/17","digits":"123#","code":"r1","force":true})",
        R"({"do":"recording.start","id":"1","line":"1/17"})",
        R"({"do":"recording.stop","id":"1","line":"1/17"})",
        R"({"do":"line.quality","id":"1","line":"1/17","question":7})",
        R"({"do":"call.monitor","id":"1","call":17,"device":"2009"})",
        R"({"do":"call.whisper","id":"1","call":17,"device":"2009"})",
        R"({"do":"call.barge","id":"1","call":17,"device":"2009"})",
        R"({"do":"call.leave","id":"1","device":"2009"})",
        R"({"do":"call.mute","id":"1","line":"1/17"})",
        R"({"do":"call.unmute","id":"1","line":"1/17"})",
        R"({"do":"call.gain","id":"1","line":"1/17","db":"-6"})",
        R"({"do":"fax.send","id":"1","number":"01055512345","document":4711,"tries":3})",
        R"({"do":"fax.cancel","id":"1","fax":12})",
        R"({"do":"mailbox.delete","id":"1","mailbox":"2001","message":7})",
        R"({"do":"mailbox.mark","id":"1","mailbox":"2001","message":7,"heard":true})",
        R"({"do":"line.caller_id","id":"1","line":"1/17","number":"2125550100","displayName":"ANN","withheld":false,"standard":"bell202_sdmf","inCall":true,"force":true})",
    };
    std::size_t index = 0;
    for (const char* text : commands) {
        says(text);
        LONGS_EQUAL(index, std::get<pbx::CommandBody>(understood().body).index());
        ++index;
    }
    LONGS_EQUAL(std::variant_size_v<pbx::CommandBody>, index);
}

TEST(JsonRequests, the_protocols_page_tells_every_verb_and_list) {
    std::ifstream file(SOURCE_ROOT "/host_bridge/dialects/README.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    says(R"({"do":"what"})");
    std::istringstream verbs(std::get<RequestError>(parsed).remedy.substr(10));
    for (std::string verb; verbs >> verb;) {
        if (verb.ends_with(',')) verb.pop_back();
        STRCMP_CONTAINS(verb.c_str(), page.c_str());
    }
    for (int i = 0; name_of(static_cast<Listing>(i)) != "?"; ++i) {
        STRCMP_CONTAINS(std::string(name_of(static_cast<Listing>(i))).c_str(), page.c_str());
    }
}

TEST(JsonRequests, subscribing_from_a_number_or_from_now) {
    says(R"({"do":"subscribe","from":17,"epoch":5,"types":["call.*","agent.state"]})");
    const auto& from = std::get<SubscribeRequest>(understood().body);
    LONGS_EQUAL(17, *from.from);
    LONGS_EQUAL(5, *from.epoch);
    LONGS_EQUAL(2, from.types.size());
    says(R"({"do":"subscribe","from":"now"})");
    CHECK(!std::get<SubscribeRequest>(understood().body).from);
    says(R"({"do":"subscribe"})");
    refused(Mistake::missing_field, "from");
    says(R"({"do":"subscribe","from":"then"})");
    refused(Mistake::wrong_type, "from");
    says(R"({"do":"subscribe","from":1,"types":["call.vanished"]})");
    refused(Mistake::wrong_value, "types");
    says(R"({"do":"subscribe","from":1,"types":"call.*"})");
    refused(Mistake::wrong_type, "types");
}

TEST(JsonRequests, the_requests_beside_commands) {
    says(R"({"do":"login","token":"secret"})");
    STRCMP_EQUAL("secret", std::get<LoginRequest>(understood().body).token.c_str());
    says(R"({"do":"snapshot","types":["queue.*"]})");
    LONGS_EQUAL(1, std::get<SnapshotRequest>(understood().body).types.size());
    says(R"({"do":"ping","id":"p"})");
    CHECK(std::holds_alternative<PingRequest>(understood().body));
    says(R"({"do":"pong"})");
    CHECK(std::holds_alternative<PongRequest>(understood().body));
    says(R"({"do":"get","what":"queue"})");
    CHECK(std::get<GetRequest>(understood().body).what == Listing::queue);
    says(R"({"do":"get","what":"queues"})");
    refused(Mistake::wrong_value, "what");
}

TEST(JsonRequests, a_verb_nobody_knows) {
    says(R"({"do":"call.explode","id":"1"})");
    refused(Mistake::unknown_verb, "do");
    STRCMP_CONTAINS("call.transfer", std::get<RequestError>(parsed).remedy.c_str());
    STRCMP_EQUAL("1", std::get<RequestError>(parsed).id.c_str());
    says(R"({"id":"1"})");
    refused(Mistake::missing_field, "do");
    says(R"({"do":7})");
    refused(Mistake::wrong_type, "do");
}

TEST(JsonRequests, a_field_that_is_missing_extra_twice_or_of_the_wrong_type) {
    says(R"({"do":"call.dial","id":"1","device":"201"})");
    refused(Mistake::missing_field, "destination");
    says(R"({"do":"call.dial","device":"201","destination":"9"})");
    refused(Mistake::missing_field, "id");
    says(R"({"do":"call.hold","id":"1","device":"201","colour":"red"})");
    refused(Mistake::unknown_field, "colour");
    STRCMP_CONTAINS("device", std::get<RequestError>(parsed).remedy.c_str());
    says(R"({"do":"call.hold","id":"1","device":"201","device":"202"})");
    refused(Mistake::duplicate_field, "device");
    says(R"({"do":"call.hold","id":"1","device":201})");
    refused(Mistake::wrong_type, "device");
    says(R"({"do":"call.hold","id":"1","device":"201","call":"3"})");
    refused(Mistake::wrong_type, "call");
    says(R"({"do":"call.hold","id":"1","device":"201","call":-3})");
    refused(Mistake::wrong_type, "call");
    says(R"({"do":"call.hold","id":"1","device":"201","call":1.5})");
    refused(Mistake::wrong_type, "call");
    says(R"({"do":"call.hang_up","id":"1"})");
    refused(Mistake::missing_field, "device");
}

TEST(JsonRequests, values_that_cannot_be) {
    says(R"({"do":"call.dial","id":"1","device":"123456789012345678901234","destination":"9"})");
    refused(Mistake::too_long, "device");
    says(R"({"do":"call.dial","id":"1","device":"20a","destination":"9"})");
    refused(Mistake::wrong_value, "device");
    says(R"({"do":"call.dial","id":"1","device":"201","destination":"a\nb"})");
    refused(Mistake::wrong_value, "destination");
    says(R"({"do":"agent.set","id":"1","agent":"ann","state":"asleep"})");
    refused(Mistake::wrong_value, "state");
    STRCMP_CONTAINS("after_call_work", std::get<RequestError>(parsed).remedy.c_str());
    says(R"({"do":"agent.set","id":"1","agent":"ann","state":"talking"})");
    refused(Mistake::wrong_value, "state");
    says(R"({"do":"call.hold","id":"","device":"201"})");
    refused(Mistake::wrong_value, "id");
    says(R"({"do":"call.hold","id":")" + std::string(48, 'x') + R"(","device":"201"})");
    refused(Mistake::wrong_value, "id");
    says(R"({"do":"contact.attach","id":"1","contact":1,"key":"k","value":")" +
         std::string(224, 'x') + "\"}");
    refused(Mistake::too_long, "value");
}

TEST(JsonRequests, what_is_no_request_at_all) {
    says("hello");
    refused(Mistake::bad_json, "");
    says("");
    refused(Mistake::bad_json, "");
    says("{\"do\":\"ping\"} {}");
    refused(Mistake::bad_json, "");
    says("[1,2]");
    refused(Mistake::no_object, "");
    says("{\"do\":\"\xC3(\"}");
    refused(Mistake::bad_utf8, "");
    says(R"({"do":"\ud800"})");
    refused(Mistake::bad_json, "");
    says("{\"do\":" + std::string(9, '[') + std::string(9, ']') + "}");
    refused(Mistake::too_deep, "");
    says(R"({"do":"[[[[[[[[[[[["})");
    refused(Mistake::unknown_verb, "do");
    says(std::string(longest_line + 1, ' '));
    refused(Mistake::line_too_long, "");
}

TEST(JsonRequests, equal_requests_have_equal_digests) {
    says(R"({"do":"call.hold","id":"1","device":"201"})");
    const std::size_t digest = understood().digest;
    says(R"({ "do":"call.hold", "id":"1", "device":"201" })");
    CHECK(digest == understood().digest);
    says(R"({"do":"call.hold","id":"1","device":"202"})");
    CHECK(digest != understood().digest);
}

TEST(JsonRequests, an_error_comes_out_as_one_line) {
    says(R"({"do":"call.dial","id":"a\"1","device":"201"})");
    std::string out;
    append_error(out, std::get<RequestError>(parsed));
    const Json error = parse_json(out).value();
    STRCMP_EQUAL("error", error["type"].get<std::string>().c_str());
    STRCMP_EQUAL("a\"1", error["re"].get<std::string>().c_str());
    STRCMP_EQUAL("missing_field", error["error"].get<std::string>().c_str());
    STRCMP_EQUAL("destination", error["field"].get<std::string>().c_str());
    LONGS_EQUAL(out.size() - 1, out.find('\n'));
}

}  // namespace host_bridge
