// SPDX-License-Identifier: GPL-2.0-or-later
// What host knows, and what it is asked to have done.
#include <fmt/format.h>

#include "host_bridge/links/json_client.hpp"
#include "tools/config/plans.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/commands.hpp"
#include "tools/trunkline/listings.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using host_bridge::Json;
using host_bridge::JsonClient;

namespace {

Result<JsonClient> connect(const CommonOptions& common) {
    const auto configured = read_configuration(common.config, {});
    if (!configured) return Error{configured.error()};
    const auto settings = settings_of(*configured, common.config);
    if (!settings) return Error{settings.error()};
    auto client = JsonClient::local(settings->host.local.front().path);
    if (!client) {
        return Error{client.error() + " Is the center running? Start it with: trunkline run"};
    }
    return client;
}

}  // namespace

int show(const CommonOptions& common, const std::string& listing) {
    auto client = connect(common);
    if (!client) return fail("trunkline", client.error());
    const auto answer = client->request(Json{
        {"do",   "get"  },
        {"what", listing}
    });
    if (!answer) return fail("trunkline", answer.error());
    if (common.json) {
        fmt::print("{}\n", (*answer)["items"].dump());
    } else {
        print_listing(listing, (*answer)["items"]);
    }
    return 0;
}

int order(const CommonOptions& common, const Order& order) {
    auto client = connect(common);
    if (!client) return fail("trunkline", client.error());
    Json request{
        {"do", order.verb}
    };
    for (const auto& [name, value] : order.fields) {
        if (value.empty()) continue;
        // Calls and contacts are named by number, all else by text.
        if (name == "call" || name == "contact") {
            request[name] = std::stoull(value);
        } else {
            request[name] = value;
        }
    }
    const auto answer = client->request(request);
    if (!answer) return fail("trunkline", answer.error());
    if (common.json) {
        fmt::print("{}\n", answer->dump());
    } else if (answer->value("done", false)) {
        fmt::print("done\n");
    }
    if (answer->value("done", false)) return 0;
    return common.json ? 1 : fail("trunkline", answer->value("text", std::string("not done")));
}

}  // namespace tools
