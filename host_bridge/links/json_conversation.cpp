// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/json_conversation.hpp"

namespace host_bridge {

std::string JsonConversation::say(Json request) {
    if (!request.contains("id")) request["id"] = prefix_ + std::to_string(++requests_);
    out_ += request.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    return request["id"].get<std::string>();
}

std::string JsonConversation::take_output() {
    return std::exchange(out_, {});
}

bool JsonConversation::hear(std::string_view octets) {
    in_ += octets;
    std::size_t done = 0;
    for (;;) {
        const std::size_t end = in_.find('\n', done);
        if (end == std::string::npos) break;
        if (!hear_line(std::string_view(in_).substr(done, end - done))) return false;
        done = end + 1;
    }
    in_.erase(0, done);
    return in_.size() <= longest_line;
}

bool JsonConversation::hear_line(std::string_view text) {
    std::optional<Json> line = parse_json(text);
    if (!line || !line->is_object()) return false;
    const std::string type = text_of(*line, "type");
    if (type == "ping") {
        out_ += "{\"do\":\"pong\"}\n";
        return true;
    }
    const auto re = line->find("re");
    const bool answers = re != line->end() && re->is_string() && type != "snapshot.begin";
    if (answers) answers_[re->get<std::string>()] = *line;
    if (answers && type != "snapshot.end") return true;
    if (events_.size() >= most_unread) return false;
    events_.push_back(*std::move(line));
    return true;
}

std::optional<Json> JsonConversation::answer(const std::string& id) {
    const auto found = answers_.find(id);
    if (found == answers_.end()) return std::nullopt;
    Json answer = std::move(found->second);
    answers_.erase(found);
    return answer;
}

std::optional<Json> JsonConversation::event() {
    if (events_.empty()) return std::nullopt;
    Json event = std::move(events_.front());
    events_.pop_front();
    return event;
}

}  // namespace host_bridge
