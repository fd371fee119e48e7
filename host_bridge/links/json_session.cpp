// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/json_session.hpp"

#include <fmt/format.h>

#include "host_bridge/dialects/json_writer.hpp"

namespace host_bridge {

JsonSession::JsonSession(const SessionServices& services, SessionPeer peer, TokenGuard* guard,
                         const SessionLimits& limits, const Moment& now)
    : services_(services),
      peer_(std::move(peer)),
      guard_(guard),
      limits_(limits),
      feed_(services.log, services.ledger),
      settled_seen_(services.commands.settled()),
      began_(now.steady),
      heard_(now.steady),
      pinged_(now.steady) {
    hello();
}

// ── lines ───────────────────────────────────────────────────────────────────────────────────────

bool JsonSession::can_receive() const {
    return !over_ && !late_reply_at_ && replies_.size() < most_replies &&
           in_.size() <= longest_line;
}

void JsonSession::receive(std::string_view octets, const Moment& now) {
    heard_ = now.steady;
    in_ += octets;
    read_lines(now);
}

void JsonSession::read_lines(const Moment& now) {
    std::size_t done = 0;
    while (!over_ && !late_reply_at_ && replies_.size() < most_replies) {
        const std::size_t end = in_.find('\n', done);
        if (end == std::string::npos) break;
        std::string_view line(in_.data() + done, end - done);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) handle_line(line, now);
        done = end + 1;
    }
    in_.erase(0, done);
    if (!over_ && in_.size() > longest_line && in_.find('\n') == std::string::npos) {
        handle_line(in_, now);
        in_.clear();
    }
}

void JsonSession::handle_line(std::string_view line, const Moment& now) {
    ParsedRequest parsed = parse_request(line);
    if (const auto* error = std::get_if<RequestError>(&parsed)) {
        append_error(replies_, *error);
        ++mistakes_;
        over_ = error->mistake == Mistake::line_too_long;
        return;
    }
    const auto& request = std::get<Request>(parsed);
    const bool before_login = std::holds_alternative<LoginRequest>(request.body) ||
                              std::holds_alternative<PingRequest>(request.body) ||
                              std::holds_alternative<PongRequest>(request.body);
    if (peer_.client.empty() && !before_login) {
        return complain(request, Mistake::not_logged_in, "nobody has logged in",
                        R"(send {"do":"login","token":"…"} first)");
    }
    std::visit([&](const auto& body) { handle(request, body, now); }, request.body);
}

// ── time ────────────────────────────────────────────────────────────────────────────────────────

void JsonSession::poll(const Moment& now, bool drained) {
    if (late_reply_at_ && now.steady >= *late_reply_at_) {
        replies_ += late_reply_;
        late_reply_at_.reset();
    }
    if (settled_seen_ != services_.commands.settled()) tell_answers();
    read_lines(now);
    if (!over_ && peer_.client.empty() && now.steady - began_ > limits_.login_within) {
        complain({}, Mistake::not_logged_in, "nobody has logged in for too long",
                 "connect again and log in at once");
        over_ = true;
    }
    if (drained && !over_) keep_alive(now);
}

// A client that has long been behind has had no ping: nobody is taken for dead who was not asked.
void JsonSession::keep_alive(const Moment& now) {
    if (limits_.keep_alive.count() == 0 || now.steady - heard_ <= limits_.keep_alive) return;
    if (pinged_ <= heard_) {
        pinged_ = now.steady;
        ping();
    } else if (now.steady - pinged_ > limits_.keep_alive * 3 / 2) {
        over_ = true;
    }
}

void JsonSession::fill(std::string& out, std::size_t room) {
    const std::size_t space = room > out.size() ? room - out.size() : 0;
    if (replies_.size() <= space) {
        out += replies_;
        replies_.clear();
    } else {
        out.append(replies_, 0, space);
        replies_.erase(0, space);
        return;
    }
    if (!over_) feed_.fill(out, room);
}

// ── what we say of our own accord ───────────────────────────────────────────────────────────────

void JsonSession::hello() {
    JsonWriter json(replies_);
    json.begin_object();
    json.member("type", "hello");
    json.member("product", "trunkline");
    json.member("protocol", 1);
    json.member("epoch", services_.ledger.timeline().epoch());
    json.member("seq", services_.ledger.last_number());
    json.member("login", peer_.client.empty());
    json.end_object();
    replies_ += '\n';
}

void JsonSession::ping() {
    JsonWriter json(replies_);
    json.begin_object();
    json.member("type", "ping");
    json.member("seq", feed_.started() ? feed_.next() - 1 : services_.ledger.last_number());
    json.end_object();
    replies_ += '\n';
}

LinkRow JsonSession::row() const {
    LinkRow row;
    row.name = peer_.client.empty() ? peer_.link : peer_.link + "/" + peer_.client;
    row.dialect = "json";
    row.peer = peer_.address;
    row.state = peer_.client.empty() ? LinkState::waiting : LinkState::up;
    const std::uint64_t last = services_.ledger.last_number();
    row.number = feed_.started() ? feed_.next() - 1 : last;
    row.behind = last > row.number ? last - row.number : 0;
    row.sent = feed_.sent();
    row.trouble = mistakes_;
    if (peer_.client.empty()) row.text = "has not logged in yet";
    return row;
}

}  // namespace host_bridge
