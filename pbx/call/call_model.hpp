// SPDX-License-Identifier: GPL-2.0-or-later
// The call model: which legs are up, which calls they are parties of, who hears whom. It carries
// out verbs (CSTA's services) and knows nothing of menus, queues or agents: what to do with a call
// is decided above. Runs on control's one thread; a pure function of what it is told.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "pbx/call/call.hpp"
#include "pbx/call/line_book.hpp"
#include "pbx/call/media_paths.hpp"
#include "pbx/call/ports.hpp"
#include "pbx/journal/records.hpp"

namespace pbx {

class CallModel {
  public:
    CallModel(const LineBook& lines, driver::ConferenceRooms conferences, Orders& orders,
              CallObserver& observer);

    // ── news ────────────────────────────────────────────────────────────────────────────────────
    void changed(Ticks now, const LegChanged& news);
    void service(const LineService& news);
    // The firmware has gone and taken every leg along: all leave with cause 41.
    void firmware_lost();
    // A firmware is with us: every line may be used until it says otherwise, and it counts its
    // seizures from 1.
    void firmware_began();
    // An audit: legs up before `begin_audit` that the report did not mention have gone.
    std::uint32_t begin_audit();
    void end_audit(std::uint32_t report);

    // ── verbs ───────────────────────────────────────────────────────────────────────────────────
    CallId create(ContactId contact);
    // Puts a leg that was offered into a call of its own.
    CallId create_with(ContactId contact, LegId leg);
    // Calls out on a free line and adds the leg to the call.
    LegId dial(Ticks now, CallId call, const Dial& what, LineId line,
               Participation part = Participation::regular);
    void alert(LegId leg);
    // Answers an incoming leg; audio passes from now on.
    void answer(Ticks now, LegId leg);
    // Lets go of a leg: it leaves its calls at once, its line is free when the far end has cleared.
    // Until then a lifted station hears `farewell`.
    void release(LegId leg, Cause cause, driver::Source farewell = driver::Source::none());
    // The far end is gone, though its line does not say so: as if it had released with this cause.
    void far_end_gone(LegId leg, Cause cause);
    // Keeps the leg out of its call's conversation, or lets it in.
    void keep_apart(LegId leg, bool apart);
    // What the leg hears while nobody talks to it.
    void treat(LegId leg, driver::Source source);
    // The leg's active call waits with music; the leg is free for another.
    void hold(LegId leg);
    // Back to the held call; the leg leaves the call it is in.
    void retrieve(LegId leg);
    // The held call is given up; the leg stays in the call it is in.
    void drop_held(LegId leg);
    // A leg that holds a call begins another of the same contact (consultation).
    CallId consult(LegId leg);
    // The leg's part in its active call, from now on.
    void take_part(LegId leg, Participation part);
    // What the others hear of the leg in its active call. False: nothing has changed.
    bool mute(LegId leg, bool muted);
    bool set_gain(LegId leg, std::int8_t gain_db);
    // There would be room for one more.
    [[nodiscard]] bool can_join(CallId call) const;
    // All parties of `from` become parties of `into`. A leg of both stays once, connected.
    [[nodiscard]] bool can_merge(CallId into, CallId from) const;
    void merge(CallId into, CallId from);

    // ── resting: what is remembered while there is no leg and no call ───────────────────────────
    void begin_at(std::uint64_t call) { next_call_ = call; }
    [[nodiscard]] std::uint64_t next_id() const { return next_call_; }
    void remember(Rested& rested) const;
    void recall(const Rested& rested);

    // ── looking ─────────────────────────────────────────────────────────────────────────────────
    [[nodiscard]] const Leg* leg(LegId id) const;
    [[nodiscard]] const Call* call(CallId id) const;
    [[nodiscard]] const Leg* leg_on(LineId line) const;  // the newest one not being let go
    [[nodiscard]] bool is_free(LineId line) const;       // in service and without a leg
    [[nodiscard]] bool in_service(LineId line) const { return in_service_[line.value] != 0; }
    // A free trunk of the group, the highest numbered: the far exchange hunts from the lowest. One
    // of the span `last` only if no other has any.
    [[nodiscard]] std::optional<LineId> free_trunk(std::string_view group, SpanId last = {}) const;
    // Some trunk of the group may be used, now or when its call is over.
    [[nodiscard]] bool any_in_service(std::string_view group) const;
    [[nodiscard]] std::size_t calls_of(ContactId contact) const;
    // Three or more meet there, or will when all have answered.
    [[nodiscard]] bool is_conference(CallId call) const { return media_.has_room(call); }
    // Whom a whisper reaches: the station that came last, if any is no supervisor's.
    [[nodiscard]] std::optional<LegId> agent_of(const Call& call) const;
    [[nodiscard]] MediaPaths::Speakers speakers(const ivr_dsp::SpeakersChanged& news) const {
        return media_.speakers(news);
    }
    [[nodiscard]] const std::map<CallId, Call>& calls() const { return calls_; }
    [[nodiscard]] const std::map<LegId, Leg>& legs() const { return legs_; }
    [[nodiscard]] const LineBook& lines() const { return lines_; }
    // News that fitted nothing; the network may send anything.
    [[nodiscard]] std::uint64_t surprises() const { return surprises_; }

  private:
    Leg& must(LegId id);
    Call& must(CallId id);
    Party& active_party(LegId id);
    Leg& add_leg(LegId id, Ticks now);
    void join(Leg& leg, Call& call, ConnectionState state);
    void part(Leg& leg, Cause cause, bool hung_up);
    void forget(LegId id);
    void unknown(Ticks now, const LegChanged& news);
    void progressed(Ticks now, Leg& leg, const LegChanged& news);
    void released(Leg& leg, Cause cause);
    void refresh(CallId id);
    void sweep(CallId id);
    void leave_call(Leg& leg, CallId id);

    const LineBook& lines_;
    Orders& orders_;
    CallObserver& observer_;
    MediaPaths media_;
    std::map<LegId, Leg> legs_;
    std::map<CallId, Call> calls_;
    std::vector<std::uint32_t> serials_;    // our seizures, by line
    std::vector<std::uint32_t> offers_;     // the far end's that we heard of, by line
    std::vector<std::uint8_t> in_service_;  // by line
    std::uint64_t next_call_{1};
    std::uint32_t report_{0};
    std::uint64_t surprises_{0};
};

}  // namespace pbx
