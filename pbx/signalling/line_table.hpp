// SPDX-License-Identifier: GPL-2.0-or-later
// Every line the firmware has, the legs on it, and what control has yet to be told about them. One
// record per line; nobody but the signalling thread touches it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "driver/base/state_table.hpp"
#include "pbx/signalling/due_queue.hpp"
#include "pbx/signalling/messages.hpp"
#include "pbx/signalling/secret_keys.hpp"
#include "pbx/signalling/up_post.hpp"

namespace pbx {

// What moves a leg from phase to phase.
ENUM(LegStep, proceed, alert, answer, release)

inline constexpr auto leg_steps = driver::state_table<LegPhase, LegStep>({
    {LegPhase::offered,    LegStep::answer,  LegPhase::answered  },
    {LegPhase::offered,    LegStep::release, LegPhase::released  },
    {LegPhase::dialling,   LegStep::proceed, LegPhase::proceeding},
    {LegPhase::dialling,   LegStep::alert,   LegPhase::alerting  },
    {LegPhase::dialling,   LegStep::answer,  LegPhase::answered  },
    {LegPhase::dialling,   LegStep::release, LegPhase::released  },
    {LegPhase::proceeding, LegStep::alert,   LegPhase::alerting  },
    {LegPhase::proceeding, LegStep::answer,  LegPhase::answered  },
    {LegPhase::proceeding, LegStep::release, LegPhase::released  },
    {LegPhase::alerting,   LegStep::answer,  LegPhase::answered  },
    {LegPhase::alerting,   LegStep::release, LegPhase::released  },
    {LegPhase::answered,   LegStep::release, LegPhase::released  },
});
static_assert(leg_steps.has_one_answer_each());
static_assert(leg_steps.all_reach(LegPhase::released));

struct SeizedLeg {
    LegId id;
    LegPhase phase{};
    Cause cause{};
    bool complete{};
    bool let_go{};  // control has sent Release
    bool told{};    // control has been told of this leg at least once
    bool dirty{};   // and not yet of its present state
    Ticks changed{};
    Number ani;
    Number dnis;
    driver::DisplayName name;
    bool withheld{};

    [[nodiscard]] explicit operator bool() const { return static_cast<bool>(id); }
    [[nodiscard]] bool live() const { return id && phase != LegPhase::released; }
};

// Who calls whom, as the far end says it.
struct CallOffer {
    Number ani;
    Number dnis;
    driver::DisplayName name;
    bool complete{};
    bool withheld{};  // `ani` is empty because the caller wants it so
};

// A line holds its present leg and, for the moment until control has let go of it too, the one
// before: an outgoing leg that lost its channel to an incoming call (Q.931 5.7), or a call the far
// end cleared just before it sent the next.
//
//     incoming:  offer ─► (complete) ─► step(answer) ─► released ─► clear
//     outgoing:  open  ─► step(proceed, alert, answer) ─► released ─► clear
//     control:   let_go, at any time
//
// `released` is news for control; `clear` says that the far end has forgotten the call. The leg is
// gone when it is released, clear, let go of by control, and control has been told.
class LineTable {
  public:
    static constexpr std::size_t digits_per_line = 16;
    static constexpr std::size_t refusals_at_once = 64;

    LineTable(std::size_t lines, DueQueue& due);

    [[nodiscard]] std::size_t size() const { return lines_.size(); }
    [[nodiscard]] bool contains(LineId line) const { return line.value < lines_.size(); }
    [[nodiscard]] const SeizedLeg& leg(LineId line) const { return at(line).leg; }
    [[nodiscard]] bool in_service(LineId line) const { return at(line).in_service; }
    // No leg at all: both sides have let go and control knows.
    [[nodiscard]] bool is_free(LineId line) const { return !at(line).leg && !at(line).parting; }

    // ── what the far end does; `now` dates the news ────────────────────────────────────────────
    // A new call may begin here: nothing of ours is in the way but a leg only control still holds.
    [[nodiscard]] bool takes_offer(LineId line) const;
    LegId offer(LineId line, const CallOffer& call, Ticks now);
    // More of the called number.
    void more_digits(LineId line, const Number& dnis, bool complete, Ticks now);
    // The caller's name came after the call itself.
    void named(LineId line, const driver::DisplayName& name, Ticks now);
    // False if the table has no such step (counted).
    bool step(LineId line, LegStep step, Ticks now);
    void released(LineId line, Cause cause, Ticks now);
    // The far end is clear; releases the leg if nobody has.
    void clear(LineId line, Ticks now);
    // The outgoing leg gives way: released with `cause`, clear, and out of the way of an offer.
    void give_way(LineId line, Cause cause, Ticks now);
    void digit(LineId line, char digit, Ticks at);
    void flash(LineId line, Ticks at) { this->digit(line, flash_mark, at); }
    void service(LineId line, bool in_service, Ticks now);

    // ── what control does ──────────────────────────────────────────────────────────────────────
    // Seizes the line for an outgoing leg. False: refused, and control is told so.
    bool open(const Dial& dial, Ticks now);
    // Tells control that a leg it dialled never came to be.
    void refuse(LegId leg, Cause cause, Ticks now);
    [[nodiscard]] bool room_to_refuse() const { return refused_count_ < refusals_at_once; }
    enum class LetGo { unknown, over, live };
    // live: the caller must now clear towards the far end. unknown: no such leg any more (counted).
    LetGo let_go(const Release& release, Ticks now);
    // What the present leg types is secret, or no longer.
    void take_secret(const ivr_dsp::TakeSecret& order) { at(order.line).secret.take(order); }

    // ── telling control ────────────────────────────────────────────────────────────────────────
    // Marks every leg in use and every line out of service for telling.
    void report();
    // True when all that this line has to tell is in the mailbox.
    [[nodiscard]] bool post(LineId line, UpPost& up);
    [[nodiscard]] bool post_refusals(UpPost& up);

    // ── telling the media ──────────────────────────────────────────────────────────────────────
    // Calls tell(line, in_call) for each line whose call has begun or is over since it was told,
    // until it says false: no room.
    template <class Tell>
    void tell_uses(Tell&& tell);

    struct Counters {
        std::uint64_t digits_lost{};   // the line's ring was full, or the caller was gone first
        std::uint64_t stray_digits{};  // no leg to belong to
        std::uint64_t surprises{};     // steps the table has no row for
        std::uint64_t gone_legs{};     // commands for a leg the line no longer has
        std::uint64_t refused{};
    };
    [[nodiscard]] const Counters& counters() const { return counters_; }
    void count_gone_leg() { ++counters_.gone_legs; }

  private:
    static constexpr char flash_mark = '!';
    struct Pressed {
        LegId leg;
        Ticks at{};
        SecretKeys::Told told;
    };
    struct Line {
        SeizedLeg leg;
        SeizedLeg parting;
        bool far_end_clear{true};
        bool in_service{};
        bool service_dirty{};
        Ticks service_changed{};
        std::uint32_t incoming{};  // serial of the last incoming leg
        std::array<Pressed, digits_per_line> pressed{};
        std::uint8_t first_pressed{};
        std::uint8_t pressed_count{};
        SecretKeys secret;
    };
    struct Refusal {
        LegId leg;
        Cause cause{};
        Ticks at{};
    };

    Line& at(LineId line) { return lines_.at(line.value); }
    [[nodiscard]] const Line& at(LineId line) const { return lines_.at(line.value); }
    void changed(LineId line, SeizedLeg& leg, Ticks now);
    void part(Line& line);
    void settle(Line& line);
    [[nodiscard]] bool post_leg(Line& line, SeizedLeg& leg, UpPost& up);
    [[nodiscard]] bool post_pressed(Line& line, const SeizedLeg& leg, UpPost& up);

    std::vector<Line> lines_;
    DueQueue* due_;
    DueQueue used_;                // lines whose leg has changed, not told to the media
    std::vector<LegId> told_use_;  // by line: the live leg the media know of
    std::array<Refusal, refusals_at_once> refused_{};
    std::size_t refused_first_{};
    std::size_t refused_count_{};
    Counters counters_;
};

template <class Tell>
void LineTable::tell_uses(Tell&& tell) {
    for (; !used_.empty(); used_.pop()) {
        const LineId id{used_.front().index};
        const SeizedLeg& leg = at(id).leg;
        const LegId now = leg.live() ? leg.id : LegId{};
        if (now == told_use_[id.value]) continue;
        if (!tell(id, leg.live())) return;
        told_use_[id.value] = now;
    }
}

}  // namespace pbx
