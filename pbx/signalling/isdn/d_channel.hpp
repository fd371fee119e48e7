// SPDX-License-Identifier: GPL-2.0-or-later
// One D-channel: layers 2 and 3 of one span, by libpri. The only class that calls libpri; what is
// peculiar about libpri (and there is a lot) stays in here.
//
//     Board ─► receive ─► guard_frame ─► libpri ─► IsdnEvents ─► IsdnSpan
//     Board ◄─ to_send ◄──────────────── libpri ◄─ setup, alert … ◄┘
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "driver/board/board.hpp"
#include "pbx/signalling/isdn/frame_guard.hpp"
#include "pbx/signalling/isdn/isdn_event.hpp"
#include "pbx/signalling/isdn/link_doubt.hpp"
#include "pbx/signalling/plan.hpp"

struct pri;

namespace pbx {

struct DChannelCounters {
    std::uint64_t mended{};  // frames, see Verdict
    std::uint64_t blanked{};
    std::uint64_t dropped{};
    std::uint64_t unsent{};    // the board took nothing for so long that a frame was lost
    std::uint64_t messages{};  // lines libpri wrote
    std::uint64_t errors{};
};

// libpri cannot free a struct pri, so one is made per span for the life of the process. A DChannel
// that is destroyed all the same (in tests) only falls silent; its struct pri is kept reachable.
class DChannel {
  public:
    using Call = q931_call*;
    static constexpr std::size_t send_queue = 64;  // frames

    // Begins to establish the link: to_send() has the first SABME at once.
    DChannel(const SpanPlan& plan, IsdnEvents& events);
    DChannel(const DChannel&) = delete;
    DChannel& operator=(const DChannel&) = delete;
    ~DChannel();

    // ── the line ───────────────────────────────────────────────────────────────────────────────
    void receive(const driver::Frame& frame);
    [[nodiscard]] const driver::Frame* to_send() const;
    void sent();
    // A frame that is not libpri's. False: no room.
    bool send(const driver::Frame& frame);
    [[nodiscard]] LinkDoubt& doubt() { return doubt_; }
    // Timers that are due. Once a tick, and after calls to the methods below.
    void run();
    [[nodiscard]] bool link_is_up() const { return link_is_up_; }
    // The far end has re-established a link that we thought was up. Reading resets it.
    [[nodiscard]] bool link_was_reset();

    // ── calls; each may be used from within happened() ─────────────────────────────────────────
    // Sends SETUP with the whole number for exactly this channel. nullptr: libpri would not.
    [[nodiscard]] Call setup(const Dial& dial, int channel);
    void proceeding(Call call, int channel);
    void setup_acknowledge(Call call, int channel);
    void alert(Call call, int channel);
    void connect(Call call, int channel);
    // Clears in whatever state the call is. False: libpri has forgotten it at once and no event
    // will come; true: `cleared` will. Causes with a meaning of their own to libpri are replaced.
    [[nodiscard]] bool hang_up(Call call, Cause cause);
    // Forgets the call without a word to the far end.
    void forget(Call call);
    [[nodiscard]] bool knows(Call call) const;
    // Tells the far end the state of this call, which it answers with clearing if it does not know
    // the call (Q.931 5.8.11). libpri has no call for STATUS, so it is asked for one by a STATUS
    // ENQUIRY that we write ourselves.
    void announce_state(Call call, bool is_ours);
    void restart(int channel);

    [[nodiscard]] const DChannelCounters& counters() const { return counters_; }

  private:
    friend struct DChannelCallbacks;

    void handle(const void* pri_event);
    void drain_timers();
    void feed(const driver::Frame& frame);
    [[nodiscard]] bool knows_reference(std::uint16_t reference) const;
    [[nodiscard]] std::optional<std::uint16_t> reference_of(Call call, bool is_ours) const;
    void note(Call call, std::uint16_t reference);
    void strike(Call call);

    SwitchType switch_type_;
    Side side_;
    driver::Law law_;
    driver::SpanId span_;
    IsdnEvents& events_;
    GuardContext guard_;
    LinkDoubt doubt_;
    pri* pri_{};

    const driver::Frame* incoming_{};
    bool incoming_is_maintenance_{};
    bool in_timers_{};
    bool link_is_up_{};
    bool link_was_reset_{};
    std::array<driver::Frame, send_queue> out_{};
    std::size_t out_first_{};
    std::size_t out_count_{};

    // Call references in use, for the guard: the calls somebody holds, with the flag as received.
    struct Known {
        Call call{};
        std::uint16_t reference{};
    };
    std::array<Known, 64> known_{};
    DChannelCounters counters_;
    DChannel* next_{};  // in the process's list of D-channels
};

}  // namespace pbx
