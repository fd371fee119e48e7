// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/pri_bare.hpp"

#include <array>
#include <cstdint>
#include <cstring>

extern "C" {
#include <libpri.h>
}

namespace bench {

namespace {

// Frames on their way to one side, as libpri writes them: with two octets for the FCS.
struct Queue {
    static constexpr std::size_t length = 64;
    struct Frame {
        int size;
        std::array<std::uint8_t, 300> octets;
    };
    std::array<Frame, length> frames{};
    std::size_t written{};
    std::size_t read{};
};

// One side: where it reads and where it writes.
struct Side {
    Queue* in;
    Queue* out;
    pri* link{};
    q931_call* call{};
    bool answered{};
    bool cleared{};
};

int read_frame(pri* link, void* buffer, int size) {
    Queue& queue = *static_cast<Side*>(pri_get_userdata(link))->in;
    if (queue.read == queue.written) return 0;
    const Queue::Frame& frame = queue.frames[queue.read++ % Queue::length];
    if (frame.size > size) return 0;
    std::memcpy(buffer, frame.octets.data(), static_cast<std::size_t>(frame.size));
    return frame.size;
}

int write_frame(pri* link, void* buffer, int size) {
    Queue& queue = *static_cast<Side*>(pri_get_userdata(link))->out;
    Queue::Frame& frame = queue.frames[queue.written++ % Queue::length];
    frame.size = size;
    std::memcpy(frame.octets.data(), buffer, static_cast<std::size_t>(size));
    return size;
}

// What any program on libpri must do.
void answer(Side& side, const pri_event& event) {
    q931_call* const call = event.hangup.call;
    switch (event.e) {
        case PRI_EVENT_RING:
            side.call = event.ring.call;
            pri_proceeding(side.link, event.ring.call, event.ring.channel, 0);
            pri_acknowledge(side.link, side.call, 0, 1);
            pri_answer(side.link, side.call, 0, 0);
            break;
        case PRI_EVENT_ANSWER:
            side.answered = true;
            break;
        case PRI_EVENT_HANGUP:
            side.cleared = true;
            pri_hangup(side.link, call, event.hangup.cause);
            break;
        case PRI_EVENT_HANGUP_REQ:
            pri_hangup(side.link, call, event.hangup.cause);
            break;
        case PRI_EVENT_HANGUP_ACK:
            side.cleared = true;
            break;
        default:
            break;
    }
}

void serve(Side& side) {
    while (side.in->read != side.in->written) {
        if (const pri_event* event = pri_check_event(side.link)) {
            const pri_event copy = *event;
            answer(side, copy);
        }
    }
    while (const pri_event* event = pri_schedule_run(side.link)) {
        const pri_event copy = *event;
        answer(side, copy);
    }
    pri_schedule_next(side.link);
}

}  // namespace

struct BarePri::State {
    void settle() {
        do {
            serve(user);
            serve(network);
        } while (to_user.read != to_user.written || to_network.read != to_network.written);
    }
    Queue to_user;
    Queue to_network;
    Side user{&to_user, &to_network};
    Side network{&to_network, &to_user};
};

BarePri::BarePri() : state_(std::make_unique<State>()) {
    Side& user = state_->user;
    Side& network = state_->network;
    user.link = pri_new_cb(-1, PRI_CPE, PRI_SWITCH_EUROISDN_E1, read_frame, write_frame, &user);
    network.link =
        pri_new_cb(-1, PRI_NETWORK, PRI_SWITCH_EUROISDN_E1, read_frame, write_frame, &network);
    pri_hangup_fix_enable(user.link, 1);
    pri_hangup_fix_enable(network.link, 1);
    state_->settle();
}

BarePri::~BarePri() = default;

bool BarePri::one_call(int channel) {
    Side& user = state_->user;
    user.answered = user.cleared = state_->network.cleared = false;
    q931_call* const call = pri_new_call(user.link);
    pri_sr* const request = pri_sr_new();
    char called[] = "2000";
    char calling[] = "1001";
    pri_sr_set_channel(request, channel, 1, 0);
    pri_sr_set_bearer(request, PRI_TRANS_CAP_SPEECH, PRI_LAYER_1_ALAW);
    pri_sr_set_called(request, called, 0x01, 1);
    pri_sr_set_caller(request, calling, nullptr, PRI_NATIONAL_ISDN,
                      PRES_ALLOWED_USER_NUMBER_PASSED_SCREEN);
    pri_setup(user.link, call, request);
    pri_sr_free(request);
    state_->settle();
    pri_hangup(user.link, call, PRI_CAUSE_NORMAL_CLEARING);
    state_->settle();
    return user.answered && user.cleared && state_->network.cleared;
}

std::size_t BarePri::frames() const {
    return state_->to_user.written + state_->to_network.written;
}

}  // namespace bench
