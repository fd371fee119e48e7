// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "host_bridge/config.hpp"
#include "host_bridge/inbox.hpp"
#include "host_bridge/moment.hpp"

namespace host_bridge {

// Every client's commands, from the request to the answer in the journal. A command accepted is
// posted until its CommandResult appears: again after each restart of control, for `patience` at
// most. A command that comes while control is away is refused at once: carried out later it might
// surprise. The same client and id within `remembered` gets the stored answer, also after a restart
// of host, because the answers are read from the journal.
class CommandDesk {
  public:
    static constexpr driver::Ticks patience{std::chrono::seconds(30)};
    static constexpr std::chrono::microseconds remembered{std::chrono::minutes(10)};
    static constexpr std::size_t most_pending = 256;
    static constexpr std::size_t most_remembered = 65536;

    explicit CommandDesk(Inbox& inbox, AgentPins pins = {})
        : inbox_(inbox), pins_(std::move(pins)) {}

    enum class Submitted {
        accepted,      // now pending, or was already
        answered,      // long since: see answer()
        control_away,  // not accepted: control is down; nothing will happen
        busy,          // not accepted: too many commands
        id_reused,     // not accepted: the id belongs to another command
    };
    // `digest` tells equal requests from different ones with the same id. A PIN is compared here,
    // and control is told what came of it.
    Submitted submit(const pbx::HostCommand& command, std::size_t digest, const Moment& now);

    struct Answer {
        std::uint64_t number{};  // of the CommandResult
        std::int64_t utc_us{};
        std::size_t digest{};  // 0: unknown, given before host started
        pbx::CommandResult result;
    };
    [[nodiscard]] const Answer* answer(const std::string& client, const std::string& id) const;
    [[nodiscard]] bool is_pending(const std::string& client, const std::string& id) const;
    // Rises whenever a pending command was answered or given up.
    [[nodiscard]] std::uint64_t settled() const { return settled_; }
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }

    // A record of the journal, written at `utc_us`.
    void apply(std::uint64_t number, std::int64_t utc_us, const pbx::Event& event);
    // Posts what has not been posted in this life of control; gives up; forgets.
    void poll(const Moment& now);

  private:
    struct Pending {
        pbx::HostCommand command;
        std::size_t digest{};
        driver::Ticks since{};
        std::uint64_t posted_in{};  // life of control; 0 = not yet
    };
    using Key = std::pair<std::string, std::string>;  // client, id

    [[nodiscard]] const Pending* find(const std::string& client, const std::string& id) const;
    void compare_pin(pbx::HostCommand& command) const;
    void post_all();
    void forget(std::int64_t now_us);

    Inbox& inbox_;
    AgentPins pins_;
    std::vector<Pending> pending_;  // in the order they came
    std::map<Key, Answer> answers_;
    std::deque<Key> order_;  // of the answers, oldest first
    std::uint64_t settled_{};
};

}  // namespace host_bridge
