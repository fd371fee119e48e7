// SPDX-License-Identifier: GPL-2.0-or-later
// What an operator may set about host. Filled and checked by tools/config; the defaults are meant
// to be good.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "acd/ledger/queue_book.hpp"
#include "host_bridge/dialects/smdi.hpp"

namespace host_bridge {

// Who may log in on a JSON link: whoever knows the token speaks and commands as `client`.
struct TokenConfig {
    std::string client;  // at most 31 octets
    std::string token;   // 16 to 128 octets
    bool may_command{true};
};

struct JsonLinkConfig {
    std::string name{"json"};
    std::string address{"127.0.0.1"};  // to listen on; not for the open network: there is no TLS
    std::uint16_t port{5080};          // 0: any free one
    std::vector<TokenConfig> tokens;
    unsigned most_clients{64};
    std::chrono::milliseconds keep_alive{
        15'000};  // silence after which we ping; 2.5 times: we close
    std::chrono::milliseconds login_within{30'000};
    // A client whose connection takes nothing for this long is closed; it may resume.
    std::chrono::milliseconds stalled_after{120'000};
};

// The local socket of the CLI: same dialect, no token; the file's permission decides.
struct LocalLinkConfig {
    std::string name{"local"};
    std::filesystem::path path;
    unsigned permission{0660};
    unsigned most_clients{32};
};

// How the octets of a serial line look. RS-232 data lines; all flow control but RTS/CTS is off.
ENUM(Parity, none, even, odd)
struct SerialFormat {
    unsigned speed{9600};
    unsigned data_bits{8};  // 7 or 8
    Parity parity{Parity::none};
    unsigned stop_bits{1};
    bool rts_cts{false};
    bool watch_carrier{false};  // DCD or DSR low means: cable out
};

struct SerialLineConfig {
    std::string name;              // of the link; also of its cursor's file
    std::filesystem::path device;  // better one of /dev/serial/by-id
    SerialFormat format;
};

struct SmdiLinkConfig {
    SerialLineConfig line;
    SmdiFormat format;
    // A record older than this would name the wrong call: it is not sent, and counted.
    std::chrono::milliseconds expires_after{10'000};
};

ENUM(SmdrLayout, columns, csv)
struct SmdrLinkConfig {
    SerialLineConfig line;
    SmdrLayout layout{SmdrLayout::columns};
    std::string zone{"UTC"};  // of the times printed: a place of the tz database
};

struct SqliteStoreConfig {
    std::string name{"records"};
    std::filesystem::path path;
};

// Of agents who have one, by name. Whoever logs such an agent in gives it; it goes no further.
using AgentPins = std::map<std::string, std::string, std::less<>>;

struct HostBridgeConfig {
    std::vector<JsonLinkConfig> json;
    std::vector<LocalLinkConfig> local;
    std::vector<SmdiLinkConfig> smdi;
    std::vector<SmdrLinkConfig> smdr;
    std::vector<SqliteStoreConfig> sqlite;
    acd::ServiceGoal goal;
    AgentPins pins;
    std::filesystem::path state_directory;  // cursors of serial lines
};

}  // namespace host_bridge
