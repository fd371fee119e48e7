// SPDX-License-Identifier: GPL-2.0-or-later
// One client of the native dialect, without its socket: octets in, octets out. Runs on the host
// loop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host_bridge/dialects/json_requests.hpp"
#include "host_bridge/link_row.hpp"
#include "host_bridge/links/command_desk.hpp"
#include "host_bridge/links/event_feed.hpp"
#include "host_bridge/links/token_guard.hpp"

namespace host_bridge {

// What every session uses and the bridge owns.
struct SessionServices {
    EventLog& log;
    const acd::Ledger& ledger;
    CommandDesk& commands;
    const LinkDirectory& directory;
};

struct SessionPeer {
    std::string link;     // name of the link it came by
    std::string address;  // for lock-outs and lists
    std::string client;   // who it is if it need not log in; else empty
};

struct SessionLimits {
    driver::Ticks keep_alive{std::chrono::seconds(15)};  // 0: never ping, never close for silence
    driver::Ticks login_within{std::chrono::seconds(30)};
};

class JsonSession {
  public:
    // `guard` checks the tokens; nullptr if the peer is known already.
    JsonSession(const SessionServices& services, SessionPeer peer, TokenGuard* guard,
                const SessionLimits& limits, const Moment& now);

    // Octets from the client. Not while can_receive() is false: then its answers must go out first.
    void receive(std::string_view octets, const Moment& now);
    [[nodiscard]] bool can_receive() const;
    // The client will send no more: it gets the answers that are ready, then the connection ends.
    void end_of_input() { over_ = true; }

    // Carries on what waits for time or for control. `drained`: all that fill() gave has gone out,
    // so that a silent client is a dead one and not a slow one.
    void poll(const Moment& now, bool drained);
    // Appends what is to be sent until `out` has `room` octets: answers first, then events.
    void fill(std::string& out, std::size_t room);
    // Send what fill() gives, then close.
    [[nodiscard]] bool over() const { return over_; }

    [[nodiscard]] LinkRow row() const;

  private:
    static constexpr std::size_t most_replies =
        std::size_t{64} * 1024;                      // octets; then we stop reading
    static constexpr std::size_t most_waiting = 64;  // commands

    void read_lines(const Moment& now);
    void handle_line(std::string_view line, const Moment& now);
    void handle(const Request& request, const LoginRequest& login, const Moment& now);
    void handle(const Request& request, const SubscribeRequest& subscribe, const Moment& now);
    void handle(const Request& request, const SnapshotRequest& snapshot, const Moment& now);
    void handle(const Request& request, const PingRequest& ping, const Moment& now);
    void handle(const Request& request, const PongRequest& pong, const Moment& now);
    void handle(const Request& request, const GetRequest& get, const Moment& now);
    void handle(const Request& request, const pbx::CommandBody& command, const Moment& now);
    void tell_answers();
    void tell_answer(const std::string& id, bool repeated);
    void complain(const Request& request, Mistake mistake, std::string text, std::string remedy);
    void hello();
    void keep_alive(const Moment& now);
    void ping();

    SessionServices services_;
    SessionPeer peer_;
    TokenGuard* guard_;
    SessionLimits limits_;
    EventFeed feed_;
    bool may_command_{true};
    std::string in_;          // octets not yet understood, at most one line and one read
    std::string replies_;     // not yet taken by fill()
    std::string late_reply_;  // to a wrong token
    std::optional<driver::Ticks> late_reply_at_;
    std::vector<std::string> waiting_;  // ids of commands not yet answered
    std::uint64_t settled_seen_{};
    driver::Ticks began_;
    driver::Ticks heard_;
    driver::Ticks pinged_;
    std::uint64_t mistakes_{};
    bool over_{};
};

}  // namespace host_bridge
