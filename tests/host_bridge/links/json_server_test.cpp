// SPDX-License-Identifier: GPL-2.0-or-later
#include <string>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/host_bridge/links/served_bridge.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

namespace {

// A client without manners: bare octets.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const int small = 4096;
        setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient() { ::close(socket_); }

    void say(const std::string& octets) const {
        (void)send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
    }
    void will_say_no_more() const { shutdown(socket_, SHUT_WR); }
    // All that comes until the host closes.
    std::string hear_all() const {
        std::string all;
        char octets[4096];
        for (;;) {
            pollfd state{socket_, POLLIN, 0};
            if (::poll(&state, 1, 10'000) <= 0) return all + "(and nothing for ten seconds)";
            const ssize_t size = recv(socket_, octets, sizeof octets, 0);
            if (size <= 0) return all;
            all.append(octets, static_cast<std::size_t>(size));
        }
    }
    bool connected{};

  private:
    int socket_;
};

JsonLinkConfig for_tests() {
    JsonLinkConfig config;
    config.port = 0;
    config.tokens = {
        {"crm", "secret-token-0123", true}
    };
    return config;
}

}  // namespace

TEST_GROUP(JsonServers){
    static void logged_in(JsonClient & client){const auto login = client.login("secret-token-0123");
if (!login) FAIL(login.error().c_str());
}  // namespace host_bridge
static std::uint64_t next_number(JsonClient& client) {
    for (;;) {
        const auto event = client.next_event(std::chrono::seconds(10));
        if (!event) FAIL(event.error().c_str());
        if (!*event) FAIL("no event");
        if ((**event)["type"] != "hello") return (**event)["seq"].get<std::uint64_t>();
    }
}
}
;

TEST(JsonServers, a_client_logs_in_listens_commands_and_asks) {
    ServedBridge served(for_tests());
    JsonClient client = served.connect();
    CHECK(!client.request({
        {"do",   "subscribe"},
        {"from", "now"      }
    }));
    logged_in(client);
    CHECK(!!client.request({
        {"do",   "subscribe"},
        {"from", "now"      }
    }));
    served.tell(3);
    LONGS_EQUAL(3, next_number(client));
    LONGS_EQUAL(4, next_number(client));
    LONGS_EQUAL(5, next_number(client));
    const auto held = client.request({
        {"do",     "call.hold"},
        {"device", "201"      }
    });
    if (!held) FAIL(held.error().c_str());
    CHECK((*held)["done"].get<bool>());
    LONGS_EQUAL(6, next_number(client));  // its CommandResult
    CHECK(!!client.request({
        {"do",   "get" },
        {"what", "line"}
    }));
}

TEST(JsonServers, a_wrong_token_costs_a_second) {
    ServedBridge served(for_tests());
    JsonClient client = served.connect();
    const auto before = std::chrono::steady_clock::now();
    const auto login = client.login("wrong");
    CHECK(!login);
    STRCMP_CONTAINS("wrong", login.error().c_str());
    CHECK(std::chrono::steady_clock::now() - before >= 990ms);
}

TEST(JsonServers, a_client_that_takes_nothing_disturbs_nobody_and_loses_nothing) {
    constexpr int events = 200'000;  // 20 octets of socket buffer for each would not do
    ServedBridge served(for_tests());
    JsonClient stuck = served.connect();
    JsonClient healthy = served.connect();
    for (JsonClient* client : {&stuck, &healthy}) {
        logged_in(*client);
        CHECK(!!client->request({
            {"do",   "subscribe"},
            {"from", "now"      }
        }));
    }
    served.tell(events);
    for (unsigned i = 0; i < events; ++i) LONGS_EQUAL(3 + i, next_number(healthy));
    const auto links = healthy.request({
        {"do",   "get" },
        {"what", "link"}
    });
    if (!links) FAIL(links.error().c_str());
    CHECK((*links)["items"][1]["behind"].get<int>() > events / 2);
    for (unsigned i = 0; i < events; ++i) LONGS_EQUAL(3 + i, next_number(stuck));
}

TEST(JsonServers, a_client_goes_on_after_the_host_was_killed) {
    JsonLinkConfig config = for_tests();
    auto first = std::make_unique<ServedBridge>(config);
    config.port = first->port();
    JsonClient client = first->connect();
    logged_in(client);
    CHECK(!!client.request({
        {"do",   "subscribe"},
        {"from", 1          }
    }));
    first->tell(10);
    std::uint64_t seen = 0;
    for (int i = 0; i < 7; ++i) seen = next_number(client);
    first->kill();
    while (client.next_event(std::chrono::seconds(10))) {
    }
    ServedBridge second(config);
    CHECK(!second.controls->failed);
    second.tell(10);
    JsonClient again = second.connect();
    logged_in(again);
    CHECK(!!again.request({
        {"do",    "subscribe"},
        {"from",  seen + 1   },
        {"epoch", 1          }
    }));
    for (int i = 0; i < 5; ++i) LONGS_EQUAL(++seen, next_number(again));
}

TEST(JsonServers, a_dead_connection_is_noticed) {
    JsonLinkConfig config = for_tests();
    config.keep_alive = 200ms;
    ServedBridge served(config);
    RawClient mute(served.port());
    mute.say("{\"do\":\"login\",\"token\":\"secret-token-0123\"}\n");
    const std::string all = mute.hear_all();  // never answers a ping
    STRCMP_CONTAINS("\"ping\"", all.c_str());
    CHECK(!all.ends_with("seconds)"));
    JsonClient alive = served.connect();
    logged_in(alive);
}

TEST(JsonServers, a_stalled_client_is_let_go_in_the_end) {
    JsonLinkConfig config = for_tests();
    config.stalled_after = 300ms;
    ServedBridge served(config);
    RawClient stuck(served.port());
    stuck.say(
        "{\"do\":\"login\",\"token\":\"secret-token-0123\"}\n{\"do\":\"subscribe\",\"from\":1}\n");
    CHECK(served.soon_has_clients(1));
    served.tell(200'000);
    CHECK(served.soon_has_clients(0));
}

TEST(JsonServers, too_many_clients_are_told_so) {
    JsonLinkConfig config = for_tests();
    config.most_clients = 2;
    ServedBridge served(config);
    JsonClient one = served.connect();
    JsonClient two = served.connect();
    CHECK(served.soon_has_clients(2));
    RawClient three(served.port());
    STRCMP_CONTAINS("\"busy\"", three.hear_all().c_str());
    logged_in(one);
    logged_in(two);
}

TEST(JsonServers, an_endless_line_is_answered_and_the_connection_closed) {
    ServedBridge served(for_tests());
    RawClient client(served.port());
    client.say(std::string(100'000, 'x'));
    STRCMP_CONTAINS("\"line_too_long\"", client.hear_all().c_str());
}

TEST(JsonServers, whoever_says_no_more_still_gets_the_answers) {
    ServedBridge served(for_tests());
    RawClient client(served.port());
    client.say("{\"do\":\"ping\",\"id\":\"last\"}\n");
    client.will_say_no_more();
    STRCMP_CONTAINS("\"re\":\"last\"", client.hear_all().c_str());
}

TEST(JsonServers, a_port_in_use_is_an_error_with_a_remedy) {
    ServedBridge served(for_tests());
    Bridge bridge;
    EventLoop loop;
    JsonLinkConfig config = for_tests();
    config.port = served.port();
    const auto second = JsonServer::tcp(loop, config, bridge.services(), {});
    CHECK(!second);
    STRCMP_CONTAINS("choose another port", second.error().c_str());
    config.address = "nonsense";
    CHECK(!JsonServer::tcp(loop, config, bridge.services(), {}));
}

TEST(JsonServers, the_local_socket_needs_no_token_but_its_permission) {
    const support::ScratchDirectory directory;
    LocalLinkConfig config;
    config.path = directory.path() / "host.socket";
    ServedBridge served(config);
    struct stat file {};
    LONGS_EQUAL(0, stat(config.path.c_str(), &file));
    LONGS_EQUAL(0660, file.st_mode & 0777U);
    auto client = JsonClient::local(config.path);
    CHECK(!!client);
    CHECK(!!client->request({
        {"do",   "get"   },
        {"what", "system"}
    }));
    CHECK(!!client->request({
        {"do",     "call.hold"},
        {"device", "201"      }
    }));
}

TEST(JsonServers, a_socket_file_of_a_dead_host_is_taken_over_and_of_a_living_one_not) {
    const support::ScratchDirectory directory;
    LocalLinkConfig config;
    config.path = directory.path() / "host.socket";
    ServedBridge first(config);
    ServedBridge second(config);
    CHECK(second.controls->failed);
    first.kill();
    ServedBridge third(config);
    CHECK(!third.controls->failed);
    CHECK(!!JsonClient::local(config.path));
}

TEST(JsonServers, nobody_there_is_an_error_with_a_remedy) {
    const auto client = JsonClient::local("/nonexistent/socket");
    CHECK(!client);
    STRCMP_CONTAINS("trunkline run", client.error().c_str());
}

}  // namespace host_bridge
