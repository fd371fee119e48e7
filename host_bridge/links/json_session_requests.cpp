// SPDX-License-Identifier: GPL-2.0-or-later
// What each request does.
#include <fmt/format.h>

#include "host_bridge/dialects/json_listing.hpp"
#include "host_bridge/links/json_session.hpp"

namespace host_bridge {

namespace {

// An object with its line feed, begun and ended by its life.
class Line {
  public:
    Line(std::string& out, std::string_view type, const Request& request) : json(out), out_(out) {
        json.begin_object();
        json.member("type", type);
        json.key("re");
        request.id.empty() ? json.null() : json.value(std::string_view(request.id));
        json.member("do", std::string_view(request.verb));
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() {
        json.end_object();
        out_ += '\n';
    }
    JsonWriter json;

  private:
    std::string& out_;
};

}  // namespace

void JsonSession::complain(const Request& request, Mistake mistake, std::string text,
                           std::string remedy) {
    ++mistakes_;
    append_error(replies_, {request.id, mistake, "", std::move(text), std::move(remedy)});
}

void JsonSession::handle(const Request& request, const LoginRequest& login, const Moment& now) {
    if (!peer_.client.empty()) {
        return complain(request, Mistake::login_refused, "you are " + peer_.client + " already",
                        "open another connection for another client");
    }
    const TokenGuard::Verdict verdict = guard_->check(peer_.address, login.token, now.steady);
    if (verdict.client == nullptr) {
        ++mistakes_;
        append_error(late_reply_, {request.id, Mistake::login_refused, "token", verdict.refusal,
                                   "give the token configured for this client"});
        late_reply_at_ = verdict.answer_at;
        return;
    }
    peer_.client = verdict.client->client;
    may_command_ = verdict.client->may_command;
    Line line(replies_, "reply", request);
    line.json.member("client", std::string_view(peer_.client));
    line.json.member("epoch", services_.ledger.timeline().epoch());
    line.json.member("seq", services_.ledger.last_number());
}

void JsonSession::handle(const Request& request, const SubscribeRequest& subscribe, const Moment&) {
    const std::uint64_t last = services_.ledger.last_number();
    const std::uint64_t from = subscribe.from.value_or(last + 1);
    if (from > last + 1) {
        return complain(request, Mistake::no_such_record,
                        fmt::format("there is no record {} yet, the last one is {}", from, last),
                        "ask for a snapshot: the journal has lost its end, or you its epoch");
    }
    // The record before `from` is the last one the client has seen.
    const std::uint64_t epoch = services_.ledger.timeline().at(from - (from > 0 ? 1 : 0)).epoch;
    if (subscribe.epoch && from > 1 && *subscribe.epoch != epoch) {
        return complain(request, Mistake::epoch_over,
                        fmt::format("record {} belongs to epoch {}", from - 1, epoch),
                        "ask for a snapshot");
    }
    feed_.start(std::max<std::uint64_t>(from, 1), subscribe.types);
    Line line(replies_, "reply", request);
    line.json.member("epoch", services_.ledger.timeline().epoch());
    line.json.member("from", feed_.next());
    line.json.member("seq", last);
}

void JsonSession::handle(const Request& request, const SnapshotRequest& snapshot, const Moment&) {
    append_snapshot(replies_, services_.ledger, request.id);
    feed_.start(services_.ledger.last_number() + 1, snapshot.types);
}

void JsonSession::handle(const Request& request, const PingRequest&, const Moment&) {
    Line line(replies_, "pong", request);
    line.json.member("seq", services_.ledger.last_number());
}

// heard_ has been set: that is all a pong is for.
void JsonSession::handle(const Request&, const PongRequest&, const Moment&) {}

void JsonSession::handle(const Request& request, const GetRequest& get, const Moment&) {
    Line line(replies_, "reply", request);
    line.json.member("what", name_of(get.what));
    line.json.member("seq", services_.ledger.last_number());
    line.json.key("items");
    if (get.what == Listing::link) {
        append_rows(line.json, {}, services_.directory.links());
    } else {
        append_listing(line.json, services_.ledger, get.what);
    }
}

// ── commands ────────────────────────────────────────────────────────────────────────────────────

void JsonSession::handle(const Request& request, const pbx::CommandBody& command,
                         const Moment& now) {
    if (!may_command_) {
        return complain(request, Mistake::not_allowed, "this client may only listen",
                        "set may_command for its token");
    }
    if (waiting_.size() >= most_waiting) {
        return complain(request, Mistake::busy, "too many of your commands are not yet answered",
                        "wait for their answers");
    }
    const pbx::HostCommand whole{peer_.client, request.id, command};
    switch (services_.commands.submit(whole, request.digest, now)) {
        case CommandDesk::Submitted::accepted:
            if (std::ranges::find(waiting_, request.id) == waiting_.end()) {
                waiting_.push_back(request.id);
            }
            return;
        case CommandDesk::Submitted::answered:
            return tell_answer(request.id, true);
        case CommandDesk::Submitted::control_away:
            return complain(request, Mistake::control_away,
                            "control is away: nothing has been done", "try again in a moment");
        case CommandDesk::Submitted::busy:
            return complain(request, Mistake::busy, "too many commands: nothing has been done",
                            "try again in a moment");
        case CommandDesk::Submitted::id_reused:
            return complain(request, Mistake::id_reused,
                            "this id belongs to another command: nothing has been done",
                            "give each command an id of its own");
    }
}

void JsonSession::tell_answers() {
    settled_seen_ = services_.commands.settled();
    std::erase_if(waiting_, [&](const std::string& id) {
        if (services_.commands.is_pending(peer_.client, id)) return false;
        tell_answer(id, false);
        return true;
    });
}

void JsonSession::tell_answer(const std::string& id, bool repeated) {
    const CommandDesk::Answer* answer = services_.commands.answer(peer_.client, id);
    Request request;
    request.id = id;
    request.verb = "command";
    if (answer == nullptr) {
        return complain(request, Mistake::no_answer,
                        "control has not answered: it may have done it",
                        "send the same command with the same id again");
    }
    Line line(replies_, "reply", request);
    line.json.member("done", answer->result.done);
    line.json.member("text", std::string_view(answer->result.text));
    line.json.member("call", answer->result.call.value);
    line.json.member("seq", answer->number);
    line.json.member("repeated", repeated);
}

}  // namespace host_bridge
