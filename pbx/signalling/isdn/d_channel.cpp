// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/d_channel.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

#include <sys/time.h>

#include "driver/base/invariant.hpp"
#include "driver/base/log.hpp"
#include "pbx/signalling/isdn/isdn_text.hpp"

extern "C" {
#include <libpri.h>
}

namespace pbx {

namespace {

constexpr std::size_t fcs_size = 2;  // libpri counts two octets of FCS but never looks at them
constexpr std::uint64_t errors_told = 20;  // of each D-channel; later ones are only counted
constexpr int turns_limit = 4096;  // of the timer loop, in case a timer re-arms itself for now

// State of the process, because libpri's two message callbacks are: they carry a struct pri which
// may belong to somebody else (the simulated office), so we must know our own. Used by the
// signalling thread alone.
constinit DChannel* first_channel = nullptr;
// A struct pri nobody uses any more. Its user data points to the next.
constinit pri* first_retired = nullptr;

int libpri_switch(SpanKind kind, SwitchType type) {
    if (type == SwitchType::ni2) return PRI_SWITCH_NI2;
    return kind == SpanKind::e1 ? PRI_SWITCH_EUROISDN_E1 : PRI_SWITCH_EUROISDN_T1;
}

std::int64_t microseconds(const timeval& time) {
    return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_usec;
}

std::int64_t present() {
    timeval now{};
    gettimeofday(&now, nullptr);
    return microseconds(now);
}

}  // namespace

// What libpri calls back. It must not be called from in here.
struct DChannelCallbacks {
    static int read(pri* link, void* buffer, int size) {
        DChannel& self = *static_cast<DChannel*>(pri_get_userdata(link));
        const driver::Frame* frame = self.incoming_;
        self.incoming_ = nullptr;
        const std::size_t room = static_cast<std::size_t>(size);
        if (frame == nullptr || frame->size + fcs_size > room) return 0;
        // The rest is filled too: libpri reads beyond short elements, and must read the same in
        // every run. 80 ends a group of octets.
        std::memset(buffer, 0x80, room);
        std::memcpy(buffer, frame->octets.data(), frame->size);
        return static_cast<int>(frame->size + fcs_size);
    }

    static int write(pri* link, void* buffer, int size) {
        DChannel& self = *static_cast<DChannel*>(pri_get_userdata(link));
        const std::size_t length = static_cast<std::size_t>(size) - fcs_size;
        driver::Frame frame{.span = self.span_, .size = 0, .octets = {}};
        if (length > frame.octets.size()) {
            ++self.counters_.unsent;
            return size;
        }
        frame.size = static_cast<std::uint16_t>(length);
        std::memcpy(frame.octets.data(), buffer, length);
        if (!self.send(frame)) ++self.counters_.unsent;  // layer 2 repeats it
        return size;
    }

    static DChannel* owner(pri* link) {
        DChannel* channel = first_channel;
        while (channel != nullptr && channel->pri_ != link) channel = channel->next_;
        return channel;
    }

    static void message(pri* link, char* text) {
        DChannel* channel = owner(link);
        if (channel == nullptr) return;
        ++channel->counters_.messages;
        driver::log_debug("isdn", "span {}: {}", channel->span_.value, trimmed(text));
    }

    static void error(pri* link, char* text) {
        DChannel* channel = owner(link);
        if (channel == nullptr) return;
        if (++channel->counters_.errors > errors_told) return;
        driver::log_warning("isdn", "span {}: {}", channel->span_.value, trimmed(text));
    }

    static std::string_view trimmed(std::string_view text) {
        while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
        return text;
    }
};

DChannel::DChannel(const SpanPlan& plan, IsdnEvents& events)
    : switch_type_(plan.switch_type),
      side_(plan.side),
      law_(plan.law),
      span_(plan.span),
      events_(events),
      guard_{plan.side, plan.switch_type,
             [this](std::uint16_t reference) { return knows_reference(reference); }},
      doubt_(plan.span, plan.side) {
    pri_set_message(DChannelCallbacks::message);
    pri_set_error(DChannelCallbacks::error);
    next_ = first_channel;
    first_channel = this;
    pri_ = pri_new_cb(-1, side_ == Side::network ? PRI_NETWORK : PRI_CPE,
                      libpri_switch(plan.kind, plan.switch_type), DChannelCallbacks::read,
                      DChannelCallbacks::write, this);
    INVARIANT(pri_ != nullptr);
    pri_hangup_fix_enable(pri_, 1);  // Q.931 5.3.2 a
    pri_set_overlapdial(pri_, plan.overlap_receiving ? 1 : 0);
    pri_set_service_message_support(pri_, plan.switch_type == SwitchType::ni2 ? 1 : 0);
    pri_set_timer(pri_, PRI_TIMER_T309, static_cast<int>(plan.timers.t309.count()));
}

DChannel::~DChannel() {
    DChannel** place = &first_channel;
    while (*place != this) place = &(*place)->next_;
    *place = next_;
    pri_set_userdata(pri_, first_retired);
    first_retired = pri_;
}

// ── the line ────────────────────────────────────────────────────────────────────────────────────

void DChannel::receive(const driver::Frame& frame) {
    driver::Frame checked = frame;
    const Verdict verdict = guard_frame(checked, guard_);
    counters_.mended += verdict == Verdict::mended ? 1 : 0;
    counters_.blanked += verdict == Verdict::blanked ? 1 : 0;
    counters_.dropped += verdict == Verdict::dropped ? 1 : 0;
    if (verdict == Verdict::dropped) return;
    if (is_sabme(checked) && link_is_up_) link_was_reset_ = true;
    feed(checked);
}

// Timers before and after, so that a 1 ms loop and one that jumps to the next deadline do the same.
void DChannel::feed(const driver::Frame& frame) {
    drain_timers();
    const auto protocol = protocol_of(frame);
    incoming_is_maintenance_ = protocol && *protocol != 0x08;
    incoming_ = &frame;
    while (const pri_event* event = pri_check_event(pri_)) handle(event);
    incoming_ = nullptr;
    incoming_is_maintenance_ = false;
    drain_timers();
}

void DChannel::run() {
    drain_timers();
}

// Each pass of libpri gives one event at most and leaves the other timers for the next; asking for
// the next deadline trims its table, on which the order of zero-delay timers depends.
void DChannel::drain_timers() {
    for (int turn = 0; turn < turns_limit; ++turn) {
        in_timers_ = true;
        while (const pri_event* event = pri_schedule_run(pri_)) handle(event);
        in_timers_ = false;
        const timeval* next = pri_schedule_next(pri_);
        if (next == nullptr || microseconds(*next) > present()) return;
    }
    ++counters_.errors;
}

const driver::Frame* DChannel::to_send() const {
    return out_count_ == 0 ? nullptr : &out_[out_first_];
}

bool DChannel::send(const driver::Frame& frame) {
    if (out_count_ == send_queue) return false;
    out_[(out_first_ + out_count_) % send_queue] = frame;
    ++out_count_;
    return true;
}

void DChannel::sent() {
    INVARIANT(out_count_ > 0);
    doubt_.sent(out_[out_first_]);
    out_first_ = (out_first_ + 1) % send_queue;
    --out_count_;
}

bool DChannel::link_was_reset() {
    const bool was = link_was_reset_;
    link_was_reset_ = false;
    return was;
}

}  // namespace pbx
