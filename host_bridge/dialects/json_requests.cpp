// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_requests.hpp"

#include <functional>

#include <fmt/format.h>

#include "host_bridge/dialects/json_commands.hpp"
#include "host_bridge/dialects/json_events.hpp"
#include "host_bridge/dialects/json_reader.hpp"

namespace host_bridge {

namespace {

// ── before it is JSON ───────────────────────────────────────────────────────────────────────────

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

int nesting_of(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string && c == '\\') {
            ++i;
        } else if (c == '"') {
            in_string = !in_string;
        } else if (!in_string && (c == '{' || c == '[')) {
            deepest = std::max(deepest, ++depth);
        } else if (!in_string && (c == '}' || c == ']')) {
            --depth;
        }
    }
    return deepest;
}

// Parses, and finds a member that the outer object has twice (the parser would keep the last).
Json parse_noting_duplicates(std::string_view line, std::optional<std::string>& duplicate) {
    std::vector<std::string> keys;
    const auto note = [&](int depth, nlohmann::detail::parse_event_t event, Json& parsed) {
        if (event != Json::parse_event_t::key || depth != 1) return true;
        auto key = parsed.get<std::string>();
        if (std::ranges::find(keys, key) != keys.end()) duplicate = key;
        keys.push_back(std::move(key));
        return true;
    };
    return Json::parse(line, note, false);
}

std::optional<RequestError> unreadable(std::string_view line) {
    if (line.size() > longest_line) {
        return mistaken(Mistake::line_too_long, "", fmt::format("a line of {} octets", line.size()),
                        fmt::format("send at most {} octets in a line", longest_line));
    }
    if (!is_utf8(line)) {
        return mistaken(Mistake::bad_utf8, "", "the line is not valid UTF-8", "send UTF-8");
    }
    if (nesting_of(line) > deepest_nesting) {
        return mistaken(Mistake::too_deep, "", "too deeply nested",
                        fmt::format("nest at most {} deep", deepest_nesting));
    }
    return std::nullopt;
}

// ── verbs ───────────────────────────────────────────────────────────────────────────────────────

// "call.offered" or the family "call.*".
bool is_event_type(std::string_view type) {
    return std::ranges::any_of(event_names, [&](std::string_view name) {
        return name == type ||
               (type.ends_with(".*") && name.starts_with(type.substr(0, type.size() - 1)));
    });
}

ParsedRequest check_types(ParsedRequest parsed, const std::vector<std::string>& types) {
    for (const std::string& type : types) {
        if (is_event_type(type)) continue;
        return RequestError{std::get<Request>(parsed).id, Mistake::wrong_value, "types",
                            "types: there is no event '" + type + "'",
                            "name an event, or a family such as call.*"};
    }
    return parsed;
}

ParsedRequest read_subscribe(const Json& object, Request request) {
    SubscribeRequest subscribe;
    ParsedRequest parsed =
        read_fields(object, std::move(request), {"from"}, [&](Request&, FieldReader& reader) {
            const auto from = object.find("from");
            std::string now;
            if (from != object.end() && *from == "now") {
                reader("from", now);
            } else {
                reader("from", subscribe.from);
            }
            reader("epoch", subscribe.epoch);
            reader("types", subscribe.types);
        });
    if (auto* good = std::get_if<Request>(&parsed)) {
        good->body = subscribe;
        return check_types(std::move(parsed), subscribe.types);
    }
    return parsed;
}

ParsedRequest read_snapshot(const Json& object, Request request) {
    SnapshotRequest snapshot;
    ParsedRequest parsed =
        read_fields(object, std::move(request), {},
                    [&](Request&, FieldReader& reader) { reader("types", snapshot.types); });
    if (auto* good = std::get_if<Request>(&parsed)) {
        good->body = snapshot;
        return check_types(std::move(parsed), snapshot.types);
    }
    return parsed;
}

ParsedRequest read_verb(const Json& object, const Request& request) {
    if (request.verb == "login") {
        return read_fields(object, request, {"token"}, [](Request& to, FieldReader& reader) {
            reader("token", to.body.emplace<LoginRequest>().token);
        });
    }
    if (request.verb == "subscribe") return read_subscribe(object, request);
    if (request.verb == "snapshot") return read_snapshot(object, request);
    if (request.verb == "ping" || request.verb == "pong") {
        return read_fields(object, request, {}, [](Request& to, FieldReader&) {
            if (to.verb == "ping") to.body = PingRequest{};
            if (to.verb == "pong") to.body = PongRequest{};
        });
    }
    if (request.verb == "get") {
        return read_fields(object, request, {"what"}, [](Request& to, FieldReader& reader) {
            reader("what", to.body.emplace<GetRequest>().what);
        });
    }
    if (auto parsed = read_command(object, request)) return *std::move(parsed);
    return RequestError{
        {},
        Mistake::unknown_verb,
        "do",
        "do: there is no '" + request.verb + "'",
        "known are login, subscribe, snapshot, ping, pong, get, " + command_names()};
}

}  // namespace

ParsedRequest parse_request(std::string_view line) {
    if (auto error = unreadable(line)) return *std::move(error);
    std::optional<std::string> duplicate;
    const Json object = parse_noting_duplicates(line, duplicate);
    if (object.is_discarded()) {
        return mistaken(Mistake::bad_json, "", "the line is not JSON",
                        "send one JSON object in a line");
    }
    if (!object.is_object()) {
        return mistaken(Mistake::no_object, "", "the line is no JSON object",
                        R"(send an object such as {"do":"ping"})");
    }
    if (duplicate) {
        return mistaken(Mistake::duplicate_field, *duplicate, *duplicate + " is there twice",
                        "give it once");
    }
    Request request;
    FieldReader verb(object, {"do"}, {});
    verb("do", request.verb);
    if (verb.error()) return *verb.error();
    request.digest = std::hash<std::string>{}(object.dump());
    ParsedRequest parsed = read_verb(object, request);
    auto* error = std::get_if<RequestError>(&parsed);
    const auto id = object.find("id");
    if (error != nullptr && id != object.end() && id->is_string()) error->id = *id;
    return parsed;
}

void append_error(std::string& out, const RequestError& error) {
    JsonWriter json(out);
    json.begin_object();
    json.member("type", "error");
    json.key("re");
    error.id.empty() ? json.null() : json.value(std::string_view(error.id));
    json.member("error", name_of(error.mistake));
    json.member("field", std::string_view(error.field));
    json.member("text", std::string_view(error.text));
    json.member("remedy", std::string_view(error.remedy));
    json.end_object();
    out += '\n';
}

}  // namespace host_bridge
