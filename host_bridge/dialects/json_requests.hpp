// SPDX-License-Identifier: GPL-2.0-or-later
// The native dialect, inwards: one line of JSON is one request. Read strictly: what is not
// understood is answered with the name of the field and what to do, never guessed and never thrown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pbx/journal/commands.hpp"

namespace host_bridge {

inline constexpr std::size_t longest_line =
    std::size_t{64} * 1024;  // octets, without its line feed
inline constexpr int deepest_nesting = 8;

struct LoginRequest {
    std::string token;
};
// Events from `from` on (nothing: from now on), of these types ("call.*" is a family; none = all).
struct SubscribeRequest {
    std::optional<std::uint64_t> from;
    std::optional<std::uint64_t> epoch;  // the one `from` was seen in
    std::vector<std::string> types;
};
// The whole model at one record N, then events from N + 1 on, like subscribe.
struct SnapshotRequest {
    std::vector<std::string> types;
};
struct PingRequest {};
// The client's answer to our ping.
struct PongRequest {};
ENUM(Listing, system, board, span, line, port, alarm, queue, agent, contact, call, link,
     performance, test, clock, quality, fax, fax_port, mailbox)
struct GetRequest {
    Listing what{};
};

using RequestBody = std::variant<LoginRequest, SubscribeRequest, SnapshotRequest, PingRequest,
                                 PongRequest, GetRequest, pbx::CommandBody>;
struct Request {
    std::string verb;
    std::string id;  // the client's; always there for commands
    RequestBody body;
    std::size_t digest{};  // of the whole request: equal requests have equal ones
};

ENUM(Mistake, bad_json, bad_utf8, line_too_long, too_deep, no_object, duplicate_field, unknown_verb,
     missing_field, unknown_field, wrong_type, wrong_value, too_long, not_logged_in, login_refused,
     not_allowed, id_reused, busy, control_away, no_answer, no_such_record, epoch_over)

// What was wrong with a request, where, and the remedy.
struct RequestError {
    std::string id;  // of the request, as far as it could be read
    Mistake mistake{};
    std::string field;
    std::string text;
    std::string remedy;
};

inline RequestError mistaken(Mistake mistake, std::string field, std::string text,
                             std::string remedy) {
    return {{}, mistake, std::move(field), std::move(text), std::move(remedy)};
}

using ParsedRequest = std::variant<Request, RequestError>;

// `line` without its line feed.
ParsedRequest parse_request(std::string_view line);

// {"type":"error","re":…,"error":"too_long","field":"destination","text":"…","remedy":"…"}
void append_error(std::string& out, const RequestError& error);

}  // namespace host_bridge
