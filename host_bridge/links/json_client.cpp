// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/json_client.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace host_bridge {

namespace {

driver::Error nobody(const std::string& where) {
    return {fmt::format("no host answers at {}: {}: start it with trunkline run", where,
                        std::strerror(errno))};
}

// Unlike those of every other client on this machine, now and earlier.
std::string unique_prefix() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return fmt::format("{:x}.{:x}.", getpid(),
                       std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace

JsonClient::JsonClient(int socket) : socket_(socket), conversation_(unique_prefix()) {}

JsonClient::JsonClient(JsonClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      conversation_(std::move(other.conversation_)),
      out_(std::move(other.out_)) {}

JsonClient& JsonClient::operator=(JsonClient&& other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(conversation_, other.conversation_);
    std::swap(out_, other.out_);
    return *this;
}

JsonClient::~JsonClient() {
    if (socket_ >= 0) ::close(socket_);
}

driver::Result<JsonClient> JsonClient::tcp(const std::string& address, std::uint16_t port) {
    const std::string where = fmt::format("{} port {}", address, port);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
        return driver::Error{address + " is no address: give a name or an IP address"};
    }
    int socket = -1;
    for (const addrinfo* one = found; one != nullptr && socket < 0; one = one->ai_next) {
        const int attempt = ::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (attempt >= 0 && connect(attempt, one->ai_addr, one->ai_addrlen) == 0) socket = attempt;
        if (attempt >= 0 && socket < 0) ::close(attempt);
    }
    freeaddrinfo(found);
    if (socket < 0) return nobody(where);
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return JsonClient(socket);
}

driver::Result<JsonClient> JsonClient::local(const std::filesystem::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket.string();
    if (path.size() >= sizeof address.sun_path) {
        return driver::Error{path + ": the path is too long for a socket: choose a shorter one"};
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    JsonClient client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (client.socket_ < 0 ||
        connect(client.socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return nobody(path);
    }
    return client;
}

driver::Result<Json> JsonClient::login(const std::string& token) {
    return request({
        {"do",    "login"},
        {"token", token  }
    });
}

driver::Result<Json> JsonClient::request(const Json& request, Milliseconds within) {
    const auto until = Clock::now() + within;
    const std::string id = conversation_.say(request);
    out_ += conversation_.take_output();
    for (;;) {
        if (auto answer = conversation_.answer(id)) {
            if (text_of(*answer, "type") != "error") return *std::move(answer);
            return driver::Error{text_of(*answer, "text") + ": " + text_of(*answer, "remedy")};
        }
        if (Clock::now() >= until) {
            return driver::Error{"the host has not answered in time: see trunkline link"};
        }
        if (auto done = exchange(until); !done) return driver::Error{done.error()};
    }
}

driver::Result<std::optional<Json>> JsonClient::next_event(Milliseconds within) {
    const auto until = Clock::now() + within;
    for (;;) {
        if (auto event = conversation_.event()) return event;
        if (Clock::now() >= until) return std::optional<Json>();
        if (auto done = exchange(until); !done) return driver::Error{done.error()};
    }
}

// Sends what is to be sent and takes what has come; waits for one of both, until then.
driver::Result<void> JsonClient::exchange(Clock::time_point until) {
    out_ += conversation_.take_output();
    const auto left = std::chrono::ceil<Milliseconds>(until - Clock::now());
    pollfd state{socket_, static_cast<short>(out_.empty() ? POLLIN : POLLIN | POLLOUT), 0};
    const int timeout = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    if (::poll(&state, 1, timeout) <= 0) return {};
    if ((state.revents & POLLOUT) != 0) {
        const ssize_t size = send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size > 0) out_.erase(0, static_cast<std::size_t>(size));
        if (size < 0 && errno != EAGAIN) return driver::Error{"the host has closed the connection"};
    }
    if ((state.revents & (POLLIN | POLLHUP | POLLERR)) == 0) return {};
    std::array<char, 16384> octets{};
    const ssize_t size = recv(socket_, octets.data(), octets.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    if (size <= 0) return driver::Error{"the host has closed the connection: connect again"};
    if (!conversation_.hear({octets.data(), static_cast<std::size_t>(size)})) {
        return driver::Error{"the host sent no JSON, or more events than were taken"};
    }
    out_ += conversation_.take_output();
    return {};
}

}  // namespace host_bridge
