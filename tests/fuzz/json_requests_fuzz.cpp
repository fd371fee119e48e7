// SPDX-License-Identifier: GPL-2.0-or-later
// Lines of the native dialect, as a broken or hostile client might send them.
#include <nlohmann/json.hpp>

#include "driver/base/invariant.hpp"
#include "host_bridge/dialects/json_requests.hpp"
#include "tests/support/fuzz.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    const auto parsed = host_bridge::parse_request(line);
    if (const auto* error = std::get_if<host_bridge::RequestError>(&parsed)) {
        std::string answer;
        host_bridge::append_error(answer, *error);
        INVARIANT(nlohmann::json::accept(answer));  // whatever was sent, the answer is JSON
        INVARIANT(!error->text.empty() && !error->remedy.empty());
        return -1;
    }
    return 0;
}

std::vector<std::string> fuzz::samples() {
    return {
        R"({"do":"login","token":"secret"})",
        R"({"do":"subscribe","from":17,"epoch":3,"types":["call.*","agent.state"]})",
        R"({"do":"snapshot","types":[]})",
        R"({"do":"ping"})",
        R"({"do":"get","what":"queue"})",
        R"({"do":"call.answer","id":"7","device":"2001","call":18446744073709551615})",
        R"({"do":"call.dial","id":"8","device":"2001","destination":"queue:sales"})",
        R"({"do":"agent.set","id":"9","agent":"anna","state":"ready","reason":"","station":"2001"})",
        R"({"do":"contact.attach","id":"a","contact":12,"key":"name","value":"\u738b\ud83d\ude00\\\"é"})",
    };
}
