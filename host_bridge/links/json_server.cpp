// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/json_server.hpp"

#include <list>

#include <arpa/inet.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "host_bridge/links/json_connection.hpp"

namespace host_bridge {

namespace asio = boost::asio;
using Protocol = asio::generic::stream_protocol;
using Acceptor = asio::basic_socket_acceptor<Protocol>;

struct JsonServer::State {
    State(EventLoop& loop, const SessionServices& used, TokenGuard tokens)
        : acceptor(loop.context()), services(used), guard(std::move(tokens)) {}

    void accept();
    void greet(JsonConnection::Socket socket);
    void refuse(JsonConnection::Socket& socket);

    std::string name;
    std::string where;
    bool trusted{};  // the file's permission has decided
    unsigned most_clients{};
    SessionLimits limits;
    driver::Ticks stalled_after{};
    Acceptor acceptor;
    SessionServices services;
    TokenGuard guard;
    Moment now;
    std::list<JsonConnection> connections;
    std::uint64_t accepted{};
    std::uint64_t refused{};
    bool accepting{};
};

namespace {

// "192.0.2.7", or "pid 4711 uid 0" of a local client.
std::string address_of(int socket) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return "gone";
    if (peer.ss_family == AF_UNIX) {
        ucred who{};
        socklen_t length = sizeof who;
        if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &length) != 0) return "local";
        return fmt::format("pid {} uid {}", who.pid, who.uid);
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* address =
        peer.ss_family == AF_INET6
            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_addr)
            : &reinterpret_cast<const sockaddr_in*>(&peer)->sin_addr;
    if (inet_ntop(peer.ss_family, address, text.data(), text.size()) == nullptr) return "gone";
    return text.data();
}

driver::Error cannot(std::string_view what, const std::string& where,
                     const boost::system::error_code& error, std::string_view remedy) {
    return {fmt::format("cannot {} {}: {}: {}", what, where, error.message(), remedy)};
}

// Removes a socket file whose server has died. False if somebody serves it.
bool clear_socket_file(const std::filesystem::path& path) {
    struct stat file {};
    if (lstat(path.c_str(), &file) != 0 || !S_ISSOCK(file.st_mode)) return true;
    asio::io_context context;
    asio::local::stream_protocol::socket attempt(context);
    boost::system::error_code error;
    attempt.connect(asio::local::stream_protocol::endpoint(path.string()), error);
    if (!error) return false;
    unlink(path.c_str());
    return true;
}

}  // namespace

// ── clients ─────────────────────────────────────────────────────────────────────────────────────

void JsonServer::State::accept() {
    if (accepting) return;
    accepting = true;
    acceptor.async_accept(
        [this](const boost::system::error_code& error, JsonConnection::Socket socket) {
            accepting = false;
            // No descriptors left, or closing: poll() tries again.
            if (error) return;
            greet(std::move(socket));
            accept();
        });
}

void JsonServer::State::greet(JsonConnection::Socket socket) {
    if (connections.size() >= most_clients) return refuse(socket);
    ++accepted;
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    const int yes = 1;
    if (!trusted) setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    SessionPeer peer{name, address_of(socket.native_handle()), trusted ? name : std::string()};
    JsonSession session(services, std::move(peer), &guard, limits, now);
    connections.emplace_back(std::move(socket), std::move(session), stalled_after, now);
    connections.back().poll(now);
}

void JsonServer::State::refuse(JsonConnection::Socket& socket) {
    ++refused;
    std::string line;
    append_error(line, mistaken(Mistake::busy, "", "too many clients are connected",
                                "close one, or raise most_clients"));
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(line), ignored);
}

// ── server ──────────────────────────────────────────────────────────────────────────────────────

driver::Result<std::unique_ptr<JsonServer>> JsonServer::tcp(EventLoop& loop,
                                                            const JsonLinkConfig& config,
                                                            const SessionServices& services,
                                                            const Moment& now) {
    const std::string where = fmt::format("{} port {}", config.address, config.port);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(config.address, error);
    if (error) return cannot("listen on", where, error, "give an IP address of this machine");
    const asio::ip::tcp::endpoint endpoint(address, config.port);
    auto state = std::make_unique<State>(loop, services, TokenGuard(config.tokens));
    state->acceptor.open(endpoint.protocol(), error);
    if (!error) state->acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) state->acceptor.bind(endpoint, error);
    if (!error) state->acceptor.listen(128, error);
    if (error) {
        return cannot("listen on", where, error, "choose another port, or stop who has it");
    }
    state->name = config.name;
    state->now = now;
    state->where = where;
    state->most_clients = config.most_clients;
    state->limits = {config.keep_alive, config.login_within};
    state->stalled_after = config.stalled_after;
    return std::unique_ptr<JsonServer>(new JsonServer(std::move(state)));
}

driver::Result<std::unique_ptr<JsonServer>> JsonServer::local(EventLoop& loop,
                                                              const LocalLinkConfig& config,
                                                              const SessionServices& services,
                                                              const Moment& now) {
    const std::string where = config.path.string();
    if (where.size() >= sizeof(sockaddr_un::sun_path)) {
        return driver::Error{"socket " + where + ": the path is too long: choose a shorter one"};
    }
    if (!clear_socket_file(config.path)) {
        return driver::Error{"socket " + where + " is served already: stop that host first"};
    }
    auto state = std::make_unique<State>(loop, services, TokenGuard({}));
    const asio::local::stream_protocol::endpoint endpoint(where);
    boost::system::error_code error;
    state->acceptor.open(endpoint.protocol(), error);
    if (!error) state->acceptor.bind(endpoint, error);
    if (!error && chmod(where.c_str(), config.permission) != 0) {
        error.assign(errno, boost::system::system_category());
    }
    if (!error) state->acceptor.listen(128, error);
    if (error) return cannot("listen on", where, error, "see that its directory is there and ours");
    state->name = config.name;
    state->now = now;
    state->where = where;
    state->trusted = true;
    state->most_clients = config.most_clients;
    state->stalled_after = JsonLinkConfig{}.stalled_after;
    return std::unique_ptr<JsonServer>(new JsonServer(std::move(state)));
}

JsonServer::JsonServer(std::unique_ptr<State> state) : state_(std::move(state)) {
    state_->accept();
}

JsonServer::~JsonServer() = default;

void JsonServer::poll(const Moment& now) {
    state_->now = now;
    state_->accept();
    for (JsonConnection& connection : state_->connections) connection.poll(now);
    state_->connections.remove_if([](const JsonConnection& one) { return one.done(); });
}

std::uint16_t JsonServer::port() const {
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    const int socket = state_->acceptor.native_handle();
    if (getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) != 0) return 0;
    // The port stands at the same place for IPv4 and IPv6.
    return ntohs(reinterpret_cast<const sockaddr_in*>(&own)->sin_port);
}

std::vector<LinkRow> JsonServer::rows() const {
    LinkRow listener;
    listener.name = state_->name;
    listener.dialect = "json";
    listener.peer = state_->where;
    listener.state = LinkState::up;
    listener.number = state_->services.ledger.last_number();
    listener.trouble = state_->refused;
    listener.text = fmt::format("{} clients", state_->connections.size());
    std::vector<LinkRow> rows{listener};
    for (const JsonConnection& connection : state_->connections) rows.push_back(connection.row());
    return rows;
}

}  // namespace host_bridge
