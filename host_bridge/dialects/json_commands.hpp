// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host_bridge/dialects/json_reader.hpp"
#include "host_bridge/dialects/json_requests.hpp"

namespace host_bridge {

// The request as a command for control; nothing if its verb is none of theirs.
std::optional<ParsedRequest> read_command(const Json& object, const Request& request);
// "call.answer, call.hang_up, …"
std::string command_names();

// Reads `id` and whatever `fill(request, reader)` reads, and nothing else may be there.
template <class Fill>
ParsedRequest read_fields(const Json& object, Request request,
                          std::vector<std::string_view> required, Fill&& fill) {
    FieldReader reader(object, std::move(required), {"do"});
    reader("id", request.id);
    if (!reader.error()) fill(request, reader);
    reader.finish();
    if (reader.error()) {
        RequestError error = *reader.error();
        error.id = request.id;
        return error;
    }
    return request;
}

}  // namespace host_bridge
