// SPDX-License-Identifier: GPL-2.0-or-later
// What libpri tells us: each event is copied at once, since the next call into libpri overwrites
// it, and its obligations are met before anybody else hears of it.
#include <string_view>

#include "pbx/signalling/isdn/d_channel.hpp"
#include "pbx/signalling/isdn/isdn_text.hpp"

extern "C" {
#include <libpri.h>
}

namespace pbx {

namespace {

// libpri's channel argument: timeslot in bits 0-7, interface in 8-15, explicit interface in 16.
void set_channel(IsdnEvent& event, int encoded) {
    event.channel = encoded & 0xFF;
    event.channel_prefix = encoded < 0 ? 0 : encoded & 0x1FF00;
}

Cause cause_of(int cause) {
    return static_cast<Cause>(cause > 0 && cause < 128 ? cause : 31);
}

bool may_be_shown(int presentation) {
    return (presentation & PRI_PRES_RESTRICTION) == PRI_PRES_ALLOWED;
}
bool is_withheld(int presentation) {
    return (presentation & PRI_PRES_RESTRICTION) == PRI_PRES_RESTRICTED;
}

IsdnEvent offered(const pri_event_ring& ring) {
    IsdnEvent event;
    event.news = IsdnNews::offered;
    event.call = ring.call;
    set_channel(event, ring.channel);
    const pri_party_id& caller = ring.calling;
    if (caller.number.valid != 0 && may_be_shown(caller.number.presentation)) {
        event.ani = number_from(caller.number.str);
    }
    event.withheld = caller.number.valid != 0 && is_withheld(caller.number.presentation);
    if (caller.name.valid != 0 && may_be_shown(caller.name.presentation)) {
        event.name = name_from(caller.name.str);
    }
    event.dnis = number_from(ring.callednum);
    event.audio = ring.ctype == PRI_TRANS_CAP_SPEECH || ring.ctype == PRI_TRANS_CAP_3_1K_AUDIO;
    event.flexible = ring.flexible != 0;
    event.complete = ring.complete != 0;
    return event;
}

// The caller's name, if one of the event's subcommands brings it.
driver::DisplayName name_in(const pri_subcommands* commands) {
    if (commands == nullptr) return {};
    for (int i = 0; i < commands->counter_subcmd; ++i) {
        const pri_subcommand& command = commands->subcmd[i];
        if (command.cmd != PRI_SUBCMD_CONNECTED_LINE) continue;
        const pri_party_name& name = command.u.connected_line.id.name;
        if (name.valid != 0 && may_be_shown(name.presentation)) return name_from(name.str);
    }
    return {};
}

// Events of a call in progress that carry nothing more than call and channel.
template <class Part>
IsdnEvent progress(IsdnNews news, const Part& part) {
    IsdnEvent event;
    event.news = news;
    event.call = part.call;
    set_channel(event, part.channel);
    return event;
}

IsdnEvent about_channel(IsdnNews news, int channel) {
    IsdnEvent event;
    event.news = news;
    set_channel(event, channel);
    return event;
}

IsdnEvent cleared(const pri_event_hangup& hangup, IsdnNews news) {
    IsdnEvent event = progress(news, hangup);
    event.cause = cause_of(hangup.cause);
    return event;
}

// Everything the rest of us knows a word for; `known` is false for the other events.
IsdnEvent copy(const pri_event& from, bool& known) {
    known = true;
    switch (from.e) {
        case PRI_EVENT_DCHAN_UP:
            return about_channel(IsdnNews::link_up, 0);
        case PRI_EVENT_DCHAN_DOWN:
            return about_channel(IsdnNews::link_down, 0);
        case PRI_EVENT_CONFIG_ERR:
            return about_channel(IsdnNews::misconfigured, 0);
        case PRI_EVENT_RING:
            return offered(from.ring);
        case PRI_EVENT_INFO_RECEIVED: {
            IsdnEvent event = progress(IsdnNews::more_digits, from.ring);
            event.dnis = number_from(from.ring.callednum);
            event.complete = from.ring.complete != 0;
            return event;
        }
        case PRI_EVENT_FACILITY: {
            IsdnEvent event = progress(IsdnNews::named, from.facility);
            event.name = name_in(from.facility.subcmds);
            known = !event.name.empty();
            return event;
        }
        case PRI_EVENT_SETUP_ACK:
            return progress(IsdnNews::needs_more, from.setup_ack);
        case PRI_EVENT_PROCEEDING:
            return progress(IsdnNews::proceeding, from.proceeding);
        case PRI_EVENT_PROGRESS:
            return progress(IsdnNews::in_band, from.proceeding);
        case PRI_EVENT_RINGING:
            return progress(IsdnNews::alerting, from.ringing);
        case PRI_EVENT_ANSWER:
            return progress(IsdnNews::answered, from.answer);
        case PRI_EVENT_HANGUP_REQ:
            return cleared(from.hangup, IsdnNews::hung_up);
        case PRI_EVENT_HANGUP:
        case PRI_EVENT_HANGUP_ACK:
            return cleared(from.hangup, IsdnNews::cleared);
        case PRI_EVENT_RESTART:
            return about_channel(IsdnNews::restarted, from.restart.channel);
        case PRI_EVENT_RESTART_ACK:
            return about_channel(IsdnNews::restart_acknowledged, from.restartack.channel);
        case PRI_EVENT_SERVICE: {
            IsdnEvent event = about_channel(IsdnNews::maintenance, from.service.channel);
            event.out_of_service = from.service.changestatus != 0;
            return event;
        }
        default:
            known = false;
            return {};
    }
}

}  // namespace

void DChannel::handle(const void* pri_event_pointer) {
    const auto& from = *static_cast<const pri_event*>(pri_event_pointer);
    const int kind = from.e;
    bool known = false;
    IsdnEvent event = copy(from, known);
    if (!known) return;
    event.unconfirmed = event.news == IsdnNews::cleared && in_timers_;
    if (kind == PRI_EVENT_DCHAN_UP || kind == PRI_EVENT_DCHAN_DOWN) {
        // A SERVICE message about the D-channel (of a span with a spare one) is reported as if the
        // link had come or gone; it has not.
        if (incoming_is_maintenance_) return;
        link_is_up_ = kind == PRI_EVENT_DCHAN_UP;
        link_was_reset_ = false;
    }
    if (kind == PRI_EVENT_RING) note(event.call, static_cast<std::uint16_t>(from.ring.cref));
    // RELEASE and RELEASE COMPLETE must be answered before libpri lets the call go; DISCONNECT is
    // answered with RELEASE. HANGUP_ACK names a call that is gone.
    if (kind == PRI_EVENT_HANGUP || kind == PRI_EVENT_HANGUP_REQ) {
        pri_hangup(pri_, event.call, static_cast<int>(event.cause));
    }
    if (event.news == IsdnNews::cleared) strike(event.call);
    events_.happened(event);
}

}  // namespace pbx
