// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_commands.hpp"

#include <utility>

#include <fmt/format.h>

namespace host_bridge {

namespace {

// What must be given; the rest may be left out.
std::vector<std::string_view> required(const pbx::AnswerCall&) {
    return {"device"};
}
std::vector<std::string_view> required(const pbx::HangUp&) {
    return {};
}
std::vector<std::string_view> required(const pbx::TransferCall&) {
    return {"device"};
}
std::vector<std::string_view> required(const pbx::DialCall&) {
    return {"device", "destination"};
}
std::vector<std::string_view> required(const pbx::HoldCall&) {
    return {"device"};
}
std::vector<std::string_view> required(const pbx::RetrieveCall&) {
    return {"device"};
}
std::vector<std::string_view> required(const pbx::ConferenceCall&) {
    return {"device"};
}
std::vector<std::string_view> required(const pbx::SetAgentState&) {
    return {"agent", "state"};
}
std::vector<std::string_view> required(const pbx::AttachData&) {
    return {"contact", "key", "value"};
}
std::vector<std::string_view> required(const pbx::LoopSpan&) {
    return {"span", "loop", "seconds"};
}
std::vector<std::string_view> required(const pbx::MeasureSpan&) {
    return {"span", "pattern", "seconds"};
}
std::vector<std::string_view> required(const pbx::InjectErrors&) {
    return {"span", "bits"};
}
std::vector<std::string_view> required(const pbx::ListenToLine&) {
    return {"line", "tap", "seconds"};
}
std::vector<std::string_view> required(const pbx::SendTone&) {
    return {"line", "tone", "seconds"};
}
std::vector<std::string_view> required(const pbx::SendDigits&) {
    return {"line", "digits"};
}
std::vector<std::string_view> required(const pbx::SendCallerId&) {
    return {"line"};
}
std::vector<std::string_view> required(const pbx::StartRecording&) {
    return {"line"};
}
std::vector<std::string_view> required(const pbx::StopRecording&) {
    return {"line"};
}
std::vector<std::string_view> required(const pbx::AskLineQuality&) {
    return {"line"};
}
std::vector<std::string_view> required(const pbx::MonitorCall&) {
    return {"call", "device"};
}
std::vector<std::string_view> required(const pbx::WhisperCall&) {
    return {"call", "device"};
}
std::vector<std::string_view> required(const pbx::BargeCall&) {
    return {"call", "device"};
}
std::vector<std::string_view> required(const pbx::LeaveCall&) {
    return {"device"};
}
std::vector<std::string_view> required(const pbx::MuteCall&) {
    return {"line"};
}
std::vector<std::string_view> required(const pbx::UnmuteCall&) {
    return {"line"};
}
std::vector<std::string_view> required(const pbx::SetCallGain&) {
    return {"line", "db"};
}
std::vector<std::string_view> required(const pbx::SendFax&) {
    return {"number", "document"};
}
std::vector<std::string_view> required(const pbx::CancelFax&) {
    return {"fax"};
}
std::vector<std::string_view> required(const pbx::DeleteMessage&) {
    return {"mailbox", "message"};
}
std::vector<std::string_view> required(const pbx::MarkMessage&) {
    return {"mailbox", "message", "heard"};
}

// What the fields mean together.
template <class Command>
std::optional<RequestError> senseless(const Command&) {
    return std::nullopt;
}
std::optional<RequestError> senseless(const pbx::HangUp& command) {
    if (!command.device.empty() || command.call) return std::nullopt;
    return mistaken(Mistake::missing_field, "device", "neither device nor call is given",
                    "name the station, the call or both");
}
std::optional<RequestError> senseless(const pbx::SetAgentState& command) {
    using pbx::AgentState;
    if (command.state == AgentState::reserved || command.state == AgentState::ringing ||
        command.state == AgentState::talking) {
        return mistaken(Mistake::wrong_value, "state", "the center itself sets this state",
                        "give logged_off, not_ready, ready or after_call_work");
    }
    return std::nullopt;
}

template <class Command>
ParsedRequest read_one(const Json& object, Request request) {
    std::vector<std::string_view> needed = required(Command{});
    needed.emplace_back("id");
    Command command;
    ParsedRequest parsed =
        read_fields(object, std::move(request), std::move(needed),
                    [&](Request&, FieldReader& reader) { Command::fields(command, reader); });
    auto* good = std::get_if<Request>(&parsed);
    if (good == nullptr) return parsed;
    if (auto error = senseless(command)) {
        error->id = good->id;
        return *error;
    }
    const std::size_t room = decltype(pbx::HostCommand::id)::room;
    if (good->id.empty() || good->id.size() > room) {
        return RequestError{good->id, Mistake::wrong_value, "id",
                            fmt::format("id has {} octets", good->id.size()),
                            fmt::format("give 1 to {}, a new one for each command", room)};
    }
    good->body = pbx::CommandBody(command);
    return parsed;
}

template <std::size_t... Index>
std::optional<ParsedRequest> find_command(const Json& object, const Request& request,
                                          std::index_sequence<Index...>) {
    std::optional<ParsedRequest> parsed;
    const auto attempt = [&]<class Command>(const Command*) {
        if (request.verb == Command::name) parsed = read_one<Command>(object, request);
    };
    (attempt(static_cast<std::variant_alternative_t<Index, pbx::CommandBody>*>(nullptr)), ...);
    return parsed;
}

template <std::size_t... Index>
std::string names(std::index_sequence<Index...>) {
    std::string list;
    (list.append(list.empty() ? "" : ", ")
         .append(std::variant_alternative_t<Index, pbx::CommandBody>::name),
     ...);
    return list;
}

constexpr auto every_command = std::make_index_sequence<std::variant_size_v<pbx::CommandBody>>();

}  // namespace

std::optional<ParsedRequest> read_command(const Json& object, const Request& request) {
    return find_command(object, request, every_command);
}

std::string command_names() {
    return names(every_command);
}

}  // namespace host_bridge
