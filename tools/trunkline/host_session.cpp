// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/host_session.hpp"

#include <charconv>
#include <fstream>

#include <fmt/format.h>

#include "tools/config/configured.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using host_bridge::Json;
using host_bridge::JsonClient;

namespace {

constexpr std::uint16_t usual_port = 5080;

struct Address {
    std::string host;
    std::uint16_t port{usual_port};
};

// "192.0.2.7", "192.0.2.7:5080", "[2001:db8::7]:5080"
Result<Address> address_of(std::string_view text) {
    const auto bracket = text.rfind(']');
    const auto colon = text.rfind(':');
    const bool has_port =
        colon != std::string_view::npos &&
        (bracket != std::string_view::npos ? colon > bracket : text.find(':') == colon);
    Address address{std::string(text.substr(0, has_port ? colon : text.size()))};
    std::erase_if(address.host, [](char c) { return c == '[' || c == ']'; });
    if (!has_port) return address;
    const std::string_view digits = text.substr(colon + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error == std::errc{} && end == digits.data() + digits.size()) return address;
    return Error{fmt::format("--host {}: \"{}\" is no port: write ADDRESS:PORT", text, digits)};
}

Result<std::string> token_in(const std::filesystem::path& file) {
    if (file.empty()) {
        return Error{
            "--host needs --token-file: a file with a token of the center's [[host.json.token]] in "
            "its first line"};
    }
    std::ifstream in(file);
    std::string token;
    if (!std::getline(in, token)) {
        return Error{file.string() +
                     ": no token can be read there: is it there, readable for this user, and not "
                     "empty?"};
    }
    token.erase(token.find_last_not_of(" \t\r") + 1);
    return token;
}

Result<JsonClient> connect_remote(const CommonOptions& common) {
    const auto address = address_of(common.host);
    if (!address) return Error{address.error()};
    const auto token = token_in(common.token_file);
    if (!token) return Error{token.error()};
    auto client = JsonClient::tcp(address->host, address->port);
    if (!client) return client;
    const auto welcome = client->login(*token);
    if (!welcome) return Error{welcome.error() + " (" + common.token_file.string() + ")"};
    return client;
}

Result<JsonClient> connect(const CommonOptions& common) {
    if (!common.host.empty()) return connect_remote(common);
    const auto settings = settings_on_disk(common.config);
    if (!settings) return Error{settings.error()};
    return JsonClient::local(settings->host.local.front().path);
}

// Where to look for what there is instead.
std::string_view remedy_for(std::string_view refusal) {
    const auto lacks = [&](std::string_view thing) { return refusal.starts_with(thing); };
    if (lacks("there is no agent")) return ": agents are the [[agent]] of trunkline.toml";
    if (lacks("there is no station"))
        return ": stations are the [[board.stations]] of trunkline.toml";
    if (lacks("there is no line")) return ": trunkline line lists them";
    if (lacks("there is no span")) return ": trunkline span lists them";
    if (lacks("there is no call")) return ": trunkline call lists them";
    if (lacks("there is no contact")) return ": trunkline contact lists them";
    return "";
}

std::int64_t seconds_of(std::string_view typed) {
    return duration_of(typed).value_or(driver::Ticks{}).count() / 1000;
}

Json request_of(const Order& order) {
    Json request{
        {"do", order.verb}
    };
    for (const OrderField& field : order.fields) {
        if (field.value.empty()) continue;
        switch (field.kind) {
            case FieldKind::number:
                request[field.name] = std::stoull(field.value);
                break;
            case FieldKind::seconds:
                request[field.name] = seconds_of(field.value);
                break;
            case FieldKind::flag:
                request[field.name] = true;
                break;
            case FieldKind::text:
                request[field.name] = field.value;
                break;
        }
    }
    return request;
}

}  // namespace

Result<HostSession> HostSession::open(const CommonOptions& common) {
    auto client = connect(common);
    if (!client) return Error{client.error()};
    return HostSession(*std::move(client));
}

Result<Json> HostSession::items(std::string_view listing) {
    const auto answer = client_.request(Json{
        {"do",   "get"  },
        {"what", listing}
    });
    if (!answer) return Error{answer.error()};
    return answer->at("items");
}

Result<void> HostSession::fetch(
    std::initializer_list<std::pair<std::string_view, Json*>> listings) {
    for (const auto& [listing, place] : listings) {
        auto all = items(listing);
        if (!all) return Error{all.error()};
        *place = *std::move(all);
    }
    return {};
}

Result<Json> HostSession::order(const Order& order) {
    return client_.request(request_of(order));
}

std::optional<std::string> refusal_in(const Json& answer) {
    if (answer.value("done", false)) return std::nullopt;
    const std::string text = host_bridge::text_of(answer, "text");
    return text + std::string(remedy_for(text));
}

}  // namespace tools
