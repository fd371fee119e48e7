// SPDX-License-Identifier: GPL-2.0-or-later
// A call told in its own words: the firmware and the people at both ends are played by the test,
// the center is real. Two E1 trunks' worth of lines, four stations (2001-2004), agents 4001-4003,
// queues "sales" and "support", menus "welcome" and "wait".
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acd/center/center.hpp"
#include "pbx/signalling/secret_keys.hpp"

namespace story {

using namespace std::chrono_literals;
using acd::AgentState;
using driver::LegId;
using driver::LineId;
using driver::Ticks;
using pbx::Cause;
using pbx::LegPhase;

acd::CenterConfig small_center(std::uint16_t voice_ports = 4);
// Its welcome is so long that it takes two orders to play.
acd::CenterConfig talkative_center();
// Its welcome asks for a secret of four digits, then for one key that is none.
acd::CenterConfig secretive_center();

class Story final : private pbx::Orders, private acd::EventSink {
  public:
    explicit Story(acd::CenterConfig config = small_center());

    // ── what happens outside ────────────────────────────────────────────────────────────────────
    LegId call_arrives(std::string_view dnis, std::string_view ani = "13800138000",
                       bool withheld = false);
    LegId station_lifts(std::string_view station);
    void hangs_up(LegId leg, Cause cause = Cause::normal_clearing);
    void presses(LegId leg, std::string_view digits);
    void flashes(LegId leg);
    void rings(LegId leg);  // the firmware says: alerting
    void answers(LegId leg);
    void refuses(LegId leg, Cause cause);
    // The handset of a line that control has let go of is put down.
    void puts_down(LegId leg);
    void prompt_ends(LegId leg);  // whatever its voice port says is over
    // The firmware does not have what the voice port is to say.
    void prompt_is_missing(LegId leg);
    // The newest order to play on this port was cut short.
    void prompt_was_stopped(std::uint16_t port);
    void waits(Ticks time);
    void tells(const pbx::In& record);
    void firmware_comes(std::uint64_t epoch = 1);
    void firmware_dies() { tells(pbx::FirmwareLost{}); }

    // ── what people ask ─────────────────────────────────────────────────────────────────────────
    void agent(std::string_view name, AgentState state, std::string_view station = {},
               std::string_view reason = {});
    // The answer to a command: empty when it was done.
    std::string asks(pbx::CommandBody body, std::string_view id = {});

    // ── what can be seen ────────────────────────────────────────────────────────────────────────
    // The newest leg control is dialling on the station's line.
    [[nodiscard]] std::optional<LegId> ringing(std::string_view station) const;
    [[nodiscard]] std::optional<LegId> dialled_out() const;
    [[nodiscard]] bool hears(LegId leg, driver::Source source) const;
    [[nodiscard]] bool hear_each_other(LegId a, LegId b) const;
    [[nodiscard]] bool was_let_go(LegId leg, std::optional<Cause> cause = {}) const;
    [[nodiscard]] bool was_answered(LegId leg) const;
    [[nodiscard]] std::optional<driver::Source> heard_by(LegId leg) const;
    [[nodiscard]] std::vector<std::string> said(LegId leg) const;  // prompts of the last order
    [[nodiscard]] AgentState state_of(std::string_view agent) const;

    template <class Event>
    [[nodiscard]] std::vector<Event> all() const {
        std::vector<Event> found;
        for (const auto& event : events) {
            if (const auto* one = std::get_if<Event>(&event)) found.push_back(*one);
        }
        return found;
    }
    template <class Event>
    [[nodiscard]] Event last() const {
        const auto found = all<Event>();
        return found.empty() ? Event{} : found.back();
    }
    template <class Event>
    [[nodiscard]] std::size_t count() const {
        return all<Event>().size();
    }

    std::vector<pbx::Event> events;
    std::vector<Ticks> event_times;
    std::vector<pbx::DownBody> orders;
    Ticks now{1000};

    [[nodiscard]] acd::Center& center() { return center_; }

  private:
    void send(const pbx::DownBody& order) override;
    void tell(Ticks at, const pbx::Event& event) override;
    void news(const pbx::UpBody& body);
    void prompt_over(LegId leg, bool whole);
    [[nodiscard]] LineId line_of(std::string_view station) const;
    [[nodiscard]] LineId next_trunk();

    struct PortState {
        std::uint32_t play{};
        std::vector<std::uint16_t> clips;
        bool playing{};
    };
    acd::CenterConfig config_;
    acd::Center center_;
    std::vector<std::uint32_t> serials_;
    std::vector<driver::Source> hears_;
    std::vector<PortState> ports_;
    std::map<LineId, pbx::SecretKeys> typed_in_secret_;
    std::uint16_t trunk_{};
    std::uint64_t sequence_{};
    std::uint64_t command_{};
};

}  // namespace story
