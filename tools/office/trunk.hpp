// SPDX-License-Identifier: GPL-2.0-or-later
// One span as the office sees it: a cable, framing, a D-channel and B-channels with somebody on
// them. It sends one millisecond per tick of the office, now and then two or none if its clock is
// told to run otherwise, and reads whatever has arrived, in order; lateness is not loss.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "driver/base/ids.hpp"
#include "driver/base/state_table.hpp"
#include "driver/base/ticks.hpp"
#include "driver/board/cable.hpp"
#include "tools/office/isdn.hpp"
#include "tools/office/office_faults.hpp"
#include "tools/office/trunk_clock.hpp"
#include "tools/office/wire.hpp"

namespace tools::office {

using driver::Chunk;
using driver::Law;
using driver::SpanId;
using driver::Ticks;

// A B-channel's life. `offered` to `ringing`: the center calls; `calling` to `alerting`: the
// office.
enum class ChannelState : std::uint8_t {
    idle,
    calling,
    proceeding,
    alerting,
    offered,
    ringing,
    talking,
    clearing,
};
enum class ChannelEvent : std::uint8_t { seize, offer, proceed, alert, answer, clear, gone };

inline constexpr auto channel_steps = driver::state_table<ChannelState, ChannelEvent>({
    {ChannelState::idle,       ChannelEvent::seize,   ChannelState::calling   },
    {ChannelState::calling,    ChannelEvent::proceed, ChannelState::proceeding},
    {ChannelState::calling,    ChannelEvent::alert,   ChannelState::alerting  },
    {ChannelState::calling,    ChannelEvent::answer,  ChannelState::talking   },
    {ChannelState::calling,    ChannelEvent::clear,   ChannelState::clearing  },
    {ChannelState::calling,    ChannelEvent::gone,    ChannelState::idle      },
    {ChannelState::proceeding, ChannelEvent::alert,   ChannelState::alerting  },
    {ChannelState::proceeding, ChannelEvent::answer,  ChannelState::talking   },
    {ChannelState::proceeding, ChannelEvent::clear,   ChannelState::clearing  },
    {ChannelState::proceeding, ChannelEvent::gone,    ChannelState::idle      },
    {ChannelState::alerting,   ChannelEvent::answer,  ChannelState::talking   },
    {ChannelState::alerting,   ChannelEvent::clear,   ChannelState::clearing  },
    {ChannelState::alerting,   ChannelEvent::gone,    ChannelState::idle      },
    {ChannelState::idle,       ChannelEvent::offer,   ChannelState::offered   },
    {ChannelState::offered,    ChannelEvent::alert,   ChannelState::ringing   },
    {ChannelState::offered,    ChannelEvent::answer,  ChannelState::talking   },
    {ChannelState::offered,    ChannelEvent::clear,   ChannelState::clearing  },
    {ChannelState::offered,    ChannelEvent::gone,    ChannelState::idle      },
    {ChannelState::ringing,    ChannelEvent::answer,  ChannelState::talking   },
    {ChannelState::ringing,    ChannelEvent::clear,   ChannelState::clearing  },
    {ChannelState::ringing,    ChannelEvent::gone,    ChannelState::idle      },
    {ChannelState::talking,    ChannelEvent::clear,   ChannelState::clearing  },
    {ChannelState::talking,    ChannelEvent::gone,    ChannelState::idle      },
    {ChannelState::clearing,   ChannelEvent::gone,    ChannelState::idle      },
});
static_assert(channel_steps.has_one_answer_each());
static_assert(channel_steps.all_reach(ChannelState::idle), "no channel may stay busy for ever");

enum class ReleasedBy : std::uint8_t { center, line_lost };

// Somebody on a B-channel. Called on the office's only thread.
class TrunkUser {
  public:
    virtual void progressed(ChannelState state, Ticks now) = 0;
    // The channel is no longer yours. Not called after your own hang_up().
    virtual void released(int cause, ReleasedBy by, Ticks now) = 0;
    virtual void hear(const Chunk& chunk, Ticks now) = 0;
    // `line`: milliseconds by the clock of the trunk, one more each time.
    virtual Chunk speak(Ticks now, Ticks line) = 0;

  protected:
    ~TrunkUser() = default;
};

class Trunk;

// Who decides about calls that the center makes.
class TrunkExchange {
  public:
    struct Answer {
        TrunkUser* user{};  // who was called; nobody: refuse
        int cause{};
    };
    virtual Answer offered(Trunk& trunk, const CallSetup& setup) = 0;

  protected:
    ~TrunkExchange() = default;
};

struct TrunkSetup {
    SpanId span;
    SwitchType type{};
    Side side{};               // the same as the center's by mistake: the link does not come up
    std::optional<Law> law{};  // A-law on E1, mu-law on T1 if not said
    Ticks lost_after{1000};    // without a millisecond, or without alignment: calls are lost
};

struct TrunkCounters {
    std::uint32_t glares{};       // both ends seized the same channel
    std::uint32_t surprises{};    // events that no state expects
    std::uint32_t lost_line{};    // times the line went dead
    std::uint32_t stuck_calls{};  // never cleared by the far end: destroyed
    std::uint64_t unsent{};       // milliseconds for which the cable had no room
};

class Trunk final : private IsdnEvents {
  public:
    Trunk(std::unique_ptr<Wire> wire, const TrunkSetup& setup, TrunkExchange& exchange);

    void receive(Ticks now);   // what has arrived: first
    void transmit(Ticks now);  // one millisecond, as a rule: after everybody has acted

    // From its next millisecond on this end is so; {}: all is right again.
    void disturb(const TrunkFaults& faults);
    // From now on this trunk sends by such a clock. {}: by the office's, as it does at first.
    void run_clock(const TrunkClockSetup& setup) { clock_.run(setup); }

    [[nodiscard]] SpanId span() const { return setup_.span; }
    [[nodiscard]] Law law() const { return wire_->law(); }
    [[nodiscard]] unsigned timeslots() const { return wire_->timeslots(); }
    [[nodiscard]] const LineState& line() const { return wire_->state(); }
    [[nodiscard]] bool in_service() const;
    [[nodiscard]] const TrunkCounters& counters() const { return counters_; }
    [[nodiscard]] std::uint32_t bad_frames() const { return isdn_.line().bad_frames(); }

    // Hunts for an idle channel, going round so that a channel rests after use, and calls. The
    // timeslot, or nothing if all are busy or the span is out of service.
    [[nodiscard]] std::optional<unsigned> call(const CallSetup& setup, TrunkUser& user);
    void alert(unsigned timeslot);
    void answer(unsigned timeslot);
    void hang_up(unsigned timeslot, int cause);

  private:
    struct Channel {
        ChannelState state{};
        q931_call* call{};
        TrunkUser* user{};
        Ticks clearing_since{};
    };
    static constexpr unsigned most_timeslots = 32;

    void link_changed(bool up) override;
    void offered(q931_call* call, const CallSetup& setup) override;
    void progressed(q931_call* call, CallProgress progress) override;
    void clearing(q931_call* call, int cause) override;
    void gone(q931_call* call, int cause) override;
    void restarted(int channel) override;

    [[nodiscard]] bool is_bearer(unsigned timeslot) const;
    [[nodiscard]] std::optional<unsigned> idle_channel();
    [[nodiscard]] std::optional<unsigned> channel_of(const q931_call* call) const;
    bool step(Channel& channel, ChannelEvent event);
    void release_user(unsigned timeslot, int cause, ReleasedBy by);
    void hear(Ticks now);
    void hear_nothing(Ticks now);
    void watch_line(bool arrived);
    void send_millisecond(Ticks now);
    void lose_calls();
    void audit();

    std::unique_ptr<Wire> wire_;
    TrunkSetup setup_;
    TrunkFaults faults_;
    std::array<std::uint8_t, 256> leveled_{};  // an octet, at the level of faults_
    TrunkClock clock_;
    TrunkExchange* exchange_;
    std::array<Channel, most_timeslots> channels_{};  // by timeslot
    unsigned last_used_{};
    Ticks now_{};
    Ticks line_time_{};  // by its own clock
    Ticks dead_for_{};
    bool line_lost_{true};
    TrunkCounters counters_;
    Isdn isdn_;  // last: it speaks as soon as it is made
};

}  // namespace tools::office
