// SPDX-License-Identifier: GPL-2.0-or-later
// A bridge with sockets, run by a program of its own; the test is its client.
#pragma once

#include <atomic>
#include <filesystem>

#include <sys/prctl.h>
#include <sys/socket.h>

#include "host_bridge/links/json_client.hpp"
#include "host_bridge/links/json_server.hpp"
#include "tests/host_bridge/links/session_story.hpp"
#include "tests/support/child.hpp"

namespace host_bridge {

// What the test and the serving program both see.
struct Controls {
    std::atomic<int> events{0};  // the center shall have told so many
    std::atomic<int> told{0};    // and has
    std::atomic<int> port{0};
    std::atomic<bool> failed{false};
    std::atomic<int> clients{-1};
};

class ServerLinks final : public LinkDirectory {
  public:
    std::vector<LinkRow> links() const override { return server->rows(); }
    const JsonServer* server{};
};

class ServedBridge {
  public:
    explicit ServedBridge(const JsonLinkConfig& config)
        : child_([this, config] {
              EventLoop loop;
              Bridge bridge;
              ServerLinks links;
              const SessionServices services{bridge.log, bridge.ledger, bridge.desk, links};
              return serve(loop, bridge, links,
                           JsonServer::tcp(loop, config, services, machine_moment()));
          }) {
        (void)support::soon([this] { return controls->port != 0 || controls->failed; });
    }
    explicit ServedBridge(const LocalLinkConfig& config)
        : child_([this, config] {
              EventLoop loop;
              Bridge bridge;
              return serve(loop, bridge, bridge.directory,
                           JsonServer::local(loop, config, bridge.services(), machine_moment()));
          }) {
        (void)support::soon([this] { return controls->port != 0 || controls->failed; });
    }

    JsonClient connect() { return *JsonClient::tcp("127.0.0.1", port()); }
    std::uint16_t port() { return static_cast<std::uint16_t>(controls->port); }
    void tell(int events) {
        controls->events += events;
        (void)support::soon([this] { return controls->told == controls->events; });
    }
    void kill() { child_.kill(); }
    bool soon_has_clients(int count) {
        return support::soon([&] { return controls->clients == count; });
    }

    support::Shared<Controls> controls;

  private:
    template <class Links>
    int serve(EventLoop& loop, Bridge& bridge, Links& links,
              driver::Result<std::unique_ptr<JsonServer>> made) {
        if (!made) {
            controls->failed = true;
            return 1;
        }
        prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves nobody behind
        JsonServer& server = **made;
        if constexpr (requires { links.server; }) links.server = &server;
        bridge.step();
        controls->port = server.port();
        std::size_t answered = 0;
        for (int told = 0;;) {
            loop.run_for(std::chrono::milliseconds(1));
            for (; told < controls->events; ++told)
                bridge.log.tell(pbx::AlarmChanged{"test", true, "event"});
            for (; answered < bridge.inbox.posted.size(); ++answered) {
                bridge.control_answers(answered);
            }
            bridge.step();
            controls->told = told;
            server.poll(machine_moment());
            controls->clients = static_cast<int>(server.rows().size()) - 1;
        }
    }

    support::Child child_;
};

}  // namespace host_bridge
