// SPDX-License-Identifier: GPL-2.0-or-later
// A whole session of the native dialect: octets in pieces, time passing, control answering or away.
// Whatever a client sends, what it gets is lines of JSON, and no more than it asked for.
#include <sstream>

#include "driver/base/invariant.hpp"
#include "host_bridge/dialects/json_value.hpp"
#include "tests/host_bridge/links/session_story.hpp"
#include "tests/support/fuzz.hpp"

namespace {

using namespace host_bridge;

// Each line the session said; how many of them were answers.
int lines_in(const std::string& heard) {
    std::istringstream in(heard);
    int lines = 0;
    for (std::string line; std::getline(in, line); ++lines) {
        INVARIANT(parse_json(line).has_value());
    }
    INVARIANT(heard.empty() || heard.back() == '\n');
    return lines;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bridge bridge;
    bridge.step();
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const bool logs_in = octets.starts_with("{\"do\":\"login\"");
    JsonSession session(bridge.services(), {"json", "192.0.2.7", logs_in ? "" : "crm"},
                        &bridge.guard, {}, bridge.log.moment());
    std::string heard;
    std::size_t answered = 0;
    for (std::size_t at = 0; at < size && !session.over();) {
        const std::size_t piece = std::min<std::size_t>(size - at, 1 + data[at] % 61U);
        if (session.can_receive()) {
            session.receive(octets.substr(at, piece), bridge.log.moment());
            at += piece;
        }
        bridge.log.pass(driver::Ticks(1 + data[at < size ? at : 0] * 4));
        if (piece == 7) bridge.inbox.life = bridge.inbox.life == 0 ? 2 : 0;
        for (; answered < bridge.inbox.posted.size(); ++answered) bridge.control_answers(answered);
        bridge.step();
        session.poll(bridge.log.moment(), true);
        session.fill(heard, heard.size() + 4096);
    }
    for (int i = 0; i < 64; ++i) session.fill(heard, heard.size() + 65536);
    const int lines = lines_in(heard);
    INVARIANT(lines >= 1);  // hello
    return session.row().trouble == 0 ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    return {
        "{\"do\":\"snapshot\",\"id\":\"1\"}\n{\"do\":\"ping\"}\n",
        "{\"do\":\"subscribe\",\"from\":1}\n{\"do\":\"get\",\"what\":\"line\",\"id\":\"9\"}\n  ",
        "{\"do\":\"call.hold\",\"id\":\"7\",\"device\":\"2001\"}\n{\"do\":\"pong\"}\n\n",
        "{\"do\":\"login\",\"token\":\"secret-token-0123\"}\n{\"do\":\"get\",\"what\":\"call\"}"
        "\n\n",
    };
}
