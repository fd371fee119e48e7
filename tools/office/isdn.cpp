// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/isdn.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <sys/time.h>

#include "driver/base/log.hpp"

extern "C" {
#include <libpri.h>
}

namespace tools::office {
namespace {

constexpr int fcs_size = 2;       // libpri counts these octets in, and never looks at them
constexpr int most_events = 256;  // per run: a timer that fires for ever must not stop the office

bool is_due(const timeval& when) {
    timeval now{};
    gettimeofday(&now, nullptr);
    // The microseconds may reach a whole million.
    const auto whole = [](const timeval& time) { return time.tv_sec * 1'000'000 + time.tv_usec; };
    return whole(when) <= whole(now);
}

std::string text_of(const char* text) {
    return text;
}

int libpri_type(SwitchType type) {
    return type == SwitchType::euroisdn ? PRI_SWITCH_EUROISDN_E1 : PRI_SWITCH_NI2;
}

void speak_to_log(pri* /*link*/, char* text) {
    std::string_view line = text;
    while (line.ends_with('\n')) line.remove_suffix(1);
    if (!line.empty()) driver::log_debug("libpri", "{}", line);
}

}  // namespace

void libpri_speaks_to_log() {
    pri_set_message(speak_to_log);
    pri_set_error(speak_to_log);
}

Isdn::Isdn(SwitchType type, Side side, driver::Law law, IsdnEvents& events)
    : law_(law),
      events_(&events),
      pri_(pri_new_cb(-1, side == Side::network ? PRI_NETWORK : PRI_CPE, libpri_type(type),
                      read_frame, write_frame, this)) {
    pri_facility_enable(pri_);
}

int Isdn::read_frame(pri* link, void* buffer, int room) {
    auto& self = *static_cast<Isdn*>(pri_get_userdata(link));
    const auto frame = self.line_.next();
    if (!frame || static_cast<int>(frame->size()) + fcs_size > room) return 0;
    std::memset(buffer, 0, frame->size() + fcs_size);
    std::memcpy(buffer, frame->data(), frame->size());
    return static_cast<int>(frame->size()) + fcs_size;
}

int Isdn::write_frame(pri* link, void* frame, int size) {
    auto& self = *static_cast<Isdn*>(pri_get_userdata(link));
    const auto* octets = static_cast<const std::uint8_t*>(frame);
    self.line_.send({octets, static_cast<std::size_t>(std::max(size - fcs_size, 0))});
    return size;
}

// The one canonical order (run, then next, until next is later than now) makes the octets sent
// independent of how often this is called.
void Isdn::settle() {
    for (int i = 0; i < most_events; ++i) {
        if (const auto* event = pri_schedule_run(pri_)) {
            handle(event);
            continue;
        }
        const auto* next = pri_schedule_next(pri_);
        if (next == nullptr || !is_due(*next)) return;
    }
}

void Isdn::run() {
    settle();
    for (int i = 0; i < most_events && line_.waiting(); ++i) {
        if (const auto* event = pri_check_event(pri_)) handle(event);
    }
    settle();
}

void Isdn::handle(const void* event) {
    const auto& what = *static_cast<const pri_event*>(event);
    switch (what.e) {
        case PRI_EVENT_DCHAN_UP:
        case PRI_EVENT_DCHAN_DOWN:
            link_up_ = what.e == PRI_EVENT_DCHAN_UP;
            return events_->link_changed(link_up_);
        case PRI_EVENT_RING:
            return events_->offered(what.ring.call,
                                    {.called = text_of(what.ring.callednum),
                                     .calling = text_of(what.ring.callingnum),
                                     .name = text_of(what.ring.callingname),
                                     .channel = static_cast<unsigned>(what.ring.channel) & 0xFFU,
                                     .other_channel_ok = what.ring.flexible != 0});
        case PRI_EVENT_PROCEEDING:
            return events_->progressed(what.proceeding.call, CallProgress::proceeding);
        case PRI_EVENT_RINGING:
            return events_->progressed(what.ringing.call, CallProgress::alerting);
        case PRI_EVENT_ANSWER:
            return events_->progressed(what.answer.call, CallProgress::answered);
        case PRI_EVENT_RESTART:
            return events_->restarted(what.restart.channel == -1 ? -1
                                                                 : what.restart.channel & 0xFF);
        default:
            return handle_hang_up(event);
    }
}

// libpri wants HANGUP and HANGUP_REQ answered by pri_hangup; HANGUP_ACK ends by itself.
void Isdn::handle_hang_up(const void* event) {
    const auto& what = *static_cast<const pri_event*>(event);
    if (what.e != PRI_EVENT_HANGUP && what.e != PRI_EVENT_HANGUP_REQ &&
        what.e != PRI_EVENT_HANGUP_ACK) {
        return;
    }
    auto* const ended = what.hangup.call;
    const int cause = what.hangup.cause;
    if (what.e != PRI_EVENT_HANGUP_ACK) pri_hangup(pri_, ended, cause);
    if (what.e == PRI_EVENT_HANGUP_REQ) {
        events_->clearing(ended, cause);
    } else {
        events_->gone(ended, cause);
    }
}

q931_call* Isdn::call(const CallSetup& setup) {
    q931_call* made = pri_new_call(pri_);
    if (made == nullptr) return nullptr;
    pri_party_id caller{};
    caller.number.valid = setup.calling.empty() ? 0 : 1;
    caller.number.presentation = PRES_ALLOWED_NETWORK_NUMBER;
    caller.number.plan = PRI_NPI_E163_E164;
    std::snprintf(caller.number.str, sizeof caller.number.str, "%s", setup.calling.c_str());
    caller.name.valid = setup.name.empty() ? 0 : 1;
    caller.name.presentation = PRI_PRES_ALLOWED;
    caller.name.char_set = 1;
    std::snprintf(caller.name.str, sizeof caller.name.str, "%s", setup.name.c_str());
    std::string called = setup.called;

    auto* request = pri_sr_new();
    pri_sr_set_channel(request, static_cast<int>(setup.channel), 1, 0);
    pri_sr_set_bearer(request, PRI_TRANS_CAP_SPEECH,
                      law_ == driver::Law::alaw ? PRI_LAYER_1_ALAW : PRI_LAYER_1_ULAW);
    pri_sr_set_called(request, called.data(), PRI_NPI_E163_E164, 1);
    pri_sr_set_caller_party(request, &caller);
    const int refused = pri_setup(pri_, made, request);
    pri_sr_free(request);
    if (refused == 0) return made;
    pri_destroycall(pri_, made);
    return nullptr;
}

void Isdn::accept(q931_call* call, unsigned channel) {
    pri_proceeding(pri_, call, static_cast<int>(channel), 0);
}
void Isdn::alert(q931_call* call, unsigned channel) {
    pri_acknowledge(pri_, call, static_cast<int>(channel), 1);
}
void Isdn::answer(q931_call* call, unsigned channel) {
    pri_answer(pri_, call, static_cast<int>(channel), 0);
}
// As long as a SETUP is unanswered libpri knows RELEASE COMPLETE for a few causes only; a
// DISCONNECT for any other it would keep to itself.
void Isdn::refuse(q931_call* call, unsigned channel, int cause) {
    const bool at_once = cause == PRI_CAUSE_UNALLOCATED ||
                         cause == PRI_CAUSE_NORMAL_CIRCUIT_CONGESTION ||
                         cause == PRI_CAUSE_REQUESTED_CHAN_UNAVAIL;
    if (!at_once) accept(call, channel);
    hang_up(call, cause);
}
void Isdn::hang_up(q931_call* call, int cause) {
    pri_hangup(pri_, call, cause);
}
void Isdn::destroy(q931_call* call) {
    pri_destroycall(pri_, call);
}

}  // namespace tools::office
