// SPDX-License-Identifier: GPL-2.0-or-later
// Who of the office talks and who hears whom, at present and shortly before. Tells a right
// connection from a wrong one without asking the center: hearing must be mutual.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "driver/base/ticks.hpp"
#include "tools/office/ear.hpp"
#include "tools/office/soundbook.hpp"

namespace tools::office {

class TalkLog {
  public:
    explicit TalkLog(std::uint32_t talkers) : states_(talkers) {}

    // A talker number's present owner, for the report: "call 17", "station 2001".
    void name(TalkerId talker, std::string name) { states_[talker.value].name = std::move(name); }
    [[nodiscard]] const std::string& name(TalkerId talker) const {
        return states_[talker.value].name;
    }

    // In this tick `talker` sends its signature.
    void speaks(TalkerId talker, Ticks now) { states_[talker.value].spoke_at = now; }
    // In this tick `listener` hears `talker`, or nobody. True when that is a wrong connection: for
    // 300 ms it has been its own echo, somebody who is not talking, or somebody who hears another.
    [[nodiscard]] bool hears(TalkerId listener, std::optional<TalkerId> talker, Ticks now);
    // A stretch of hearing is over.
    void heard(TalkerId listener, TalkerId talker, const Sound& sound);
    // How much `listener` heard of `talker` between two moments, finished stretches only.
    struct Share {
        Ticks heard{};
        Ticks missed{};
    };
    [[nodiscard]] Share share(TalkerId listener, TalkerId talker, Ticks from, Ticks until) const;

  private:
    struct State {
        std::string name;
        std::optional<Ticks> spoke_at;
        std::optional<TalkerId> hears;
        Ticks hears_since{};
        Ticks suspect{};  // how long it has looked wrong
    };
    struct Stretch {
        TalkerId listener;
        TalkerId talker;
        Ticks from{};
        Ticks until{};
        Ticks missed{};
    };
    static constexpr std::size_t most_stretches = 4096;

    std::vector<State> states_;
    std::deque<Stretch> stretches_;
};

}  // namespace tools::office
