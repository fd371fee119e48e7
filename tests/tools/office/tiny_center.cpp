// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tools/office/tiny_center.hpp"

#include <array>
#include <cstring>
#include <utility>

#include <sys/time.h>

#include "tools/office/speech.hpp"

extern "C" {
#include <libpri.h>
}
// Last: spandsp.h defines macros that break other headers.
#include <spandsp.h>

namespace tools::office {
namespace {

dtmf_rx_state_t* receiver(void* keys) {
    return static_cast<dtmf_rx_state_t*>(keys);
}

bool is_due(const timeval& when) {
    timeval now{};
    gettimeofday(&now, nullptr);
    return when.tv_sec * 1'000'000 + when.tv_usec <= now.tv_sec * 1'000'000 + now.tv_usec;
}

}  // namespace

TinyLine::TinyLine(driver::Law law)
    : law_(law),
      heard_(std::make_shared<driver::Chunk>(driver::silence(law))),
      keys_(dtmf_rx_init(nullptr, nullptr, nullptr)) {}
TinyLine::~TinyLine() {
    dtmf_rx_free(receiver(keys_));
}

void TinyLine::say(std::span<const std::int16_t> samples) {
    to_say_.insert(to_say_.end(), samples.begin(), samples.end());
}

void TinyLine::hear(const driver::Chunk& chunk) {
    *heard_ = chunk;
    std::array<std::int16_t, 8> samples{};
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = to_linear(law_, chunk.octets[i]);
    dtmf_rx(receiver(keys_), samples.data(), static_cast<int>(samples.size()));
    std::array<char, 32> digits{};
    const auto count = dtmf_rx_get(receiver(keys_), digits.data(), 31);
    digits_.append(digits.data(), count);
}

driver::Chunk TinyLine::speak() {
    if (mute_ms > 0) {
        --mute_ms;
        return driver::silence(law_);
    }
    if (const auto voice = partner_.lock()) return *voice;
    driver::Chunk chunk = driver::silence(law_);
    for (auto& octet : chunk.octets) {
        if (to_say_.empty()) break;
        octet = from_linear(law_, to_say_.front());
        to_say_.pop_front();
    }
    return chunk;
}

TinyCenter::TinyCenter(std::unique_ptr<Wire> wire, int switch_type, const Soundbook& book)
    : wire_(std::move(wire)),
      book_(&book),
      pri_(pri_new_cb(-1, PRI_CPE, switch_type, read_frame, write_frame, this)) {}

TinyCenter::TinyCenter(driver::E1Cable& cable, const Soundbook& book)
    : TinyCenter(std::make_unique<E1Wire>(cable.from_near, cable.from_far, driver::Law::alaw),
                 PRI_SWITCH_EUROISDN_E1, book) {}

TinyCenter::TinyCenter(driver::T1Cable& cable, const Soundbook& book)
    : TinyCenter(std::make_unique<T1Wire>(cable.from_near, cable.from_far, driver::Law::ulaw),
                 PRI_SWITCH_NI2, book) {}

int TinyCenter::read_frame(pri* link, void* buffer, int room) {
    auto& self = *static_cast<TinyCenter*>(pri_get_userdata(link));
    const auto frame = self.hdlc_.next();
    if (!frame || static_cast<int>(frame->size()) + 2 > room) return 0;
    std::memset(buffer, 0, frame->size() + 2);
    std::memcpy(buffer, frame->data(), frame->size());
    return static_cast<int>(frame->size()) + 2;
}

int TinyCenter::write_frame(pri* link, void* frame, int size) {
    auto& self = *static_cast<TinyCenter*>(pri_get_userdata(link));
    self.hdlc_.send({static_cast<const std::uint8_t*>(frame), static_cast<std::size_t>(size - 2)});
    return size;
}

void TinyCenter::run_link() {
    for (int i = 0; i < 100; ++i) {
        if (const auto* event = pri_schedule_run(pri_)) {
            handle(event);
            continue;
        }
        const auto* next = pri_schedule_next(pri_);
        if (next == nullptr || !is_due(*next)) break;
    }
    while (hdlc_.waiting()) {
        if (const auto* event = pri_check_event(pri_)) handle(event);
    }
}

void TinyCenter::handle(const void* event) {
    const auto& what = *static_cast<const pri_event*>(event);
    switch (what.e) {
        case PRI_EVENT_DCHAN_UP:
        case PRI_EVENT_DCHAN_DOWN:
            link_up_ = what.e == PRI_EVENT_DCHAN_UP;
            return;
        case PRI_EVENT_RING: {
            if (refuses_everything) {
                // Before it has answered SETUP, libpri sends no DISCONNECT.
                auto* const unwanted = what.ring.call;
                pri_proceeding(pri_, unwanted, what.ring.channel, 0);
                pri_hangup(pri_, unwanted, PRI_CAUSE_USER_BUSY);
                return;
            }
            const auto timeslot = static_cast<unsigned>(what.ring.channel) & 0xFFU;
            if (timeslot == busy_timeslot) {
                pri_hangup(pri_, what.ring.call, PRI_CAUSE_REQUESTED_CHAN_UNAVAIL);
                return;
            }
            if (const auto ours = calls_.find(timeslot);
                ours != calls_.end() && ours->second.handle != nullptr) {
                pushed_aside_.push_back(std::move(ours->second));
            }
            auto& call = calls_[timeslot] = {};
            call.handle = what.ring.call;
            call.called = what.ring.callednum;
            call.calling = what.ring.callingnum;
            call.line = std::make_unique<TinyLine>(wire_->law());
            pri_proceeding(pri_, call.handle, static_cast<int>(timeslot), 0);
            return;
        }
        case PRI_EVENT_ANSWER:
            for (auto& [timeslot, call] : calls_) {
                if (call.handle == what.answer.call) call.answered = true;
            }
            return;
        case PRI_EVENT_HANGUP:
        case PRI_EVENT_HANGUP_REQ:
        case PRI_EVENT_HANGUP_ACK: {
            auto* const ended = what.hangup.call;
            const int cause = what.hangup.cause;
            if (what.e != PRI_EVENT_HANGUP_ACK) pri_hangup(pri_, ended, cause);
            released(ended, cause, what.e != PRI_EVENT_HANGUP_REQ);
            return;
        }
        default:
            return;
    }
}

void TinyCenter::released(q931_call* handle, int cause, bool gone) {
    const auto note = [&](Call& call) {
        if (call.handle != handle) return;
        if (gone) call.handle = nullptr;
        if (!call.released) call.released = cause;
    };
    for (auto& [timeslot, call] : calls_) note(call);
    for (auto& call : pushed_aside_) note(call);
}

void TinyCenter::alert(unsigned timeslot) {
    pri_acknowledge(pri_, calls_[timeslot].handle, static_cast<int>(timeslot), 1);
}

void TinyCenter::answer(unsigned timeslot) {
    calls_[timeslot].answered = true;
    pri_answer(pri_, calls_[timeslot].handle, static_cast<int>(timeslot), 0);
}

void TinyCenter::release(unsigned timeslot, int cause) {
    pri_hangup(pri_, calls_[timeslot].handle, cause);
}

void TinyCenter::restart(unsigned timeslot) {
    pri_reset(pri_, static_cast<int>(timeslot));
}

void TinyCenter::call(unsigned timeslot, const std::string& number) {
    auto& call = calls_[timeslot];
    call.line = std::make_unique<TinyLine>(wire_->law());
    call.handle = pri_new_call(pri_);
    std::string called = number;
    auto* request = pri_sr_new();
    pri_sr_set_channel(request, static_cast<int>(timeslot), 1, 0);
    pri_sr_set_bearer(request, PRI_TRANS_CAP_SPEECH,
                      wire_->law() == driver::Law::alaw ? PRI_LAYER_1_ALAW : PRI_LAYER_1_ULAW);
    pri_sr_set_called(request, called.data(), PRI_UNKNOWN, 1);
    pri_setup(pri_, call.handle, request);
    pri_sr_free(request);
}

void TinyCenter::say(unsigned timeslot, const std::string& prompt) {
    calls_[timeslot].line->say(book_->samples(*book_->find(prompt)));
}

TinyCenter::Station& TinyCenter::add_station(driver::LoopCable& cable) {
    auto& station = *stations_.emplace_back(std::make_unique<Station>());
    station.cable = &cable;
    station.line = std::make_unique<TinyLine>(driver::Law::alaw);
    return station;
}

void TinyCenter::connect(TinyLine& one, TinyLine& other) {
    one.passes_on(&other);
    other.passes_on(&one);
}

void TinyCenter::tick() {
    if (dead) return;
    exchange_trunk();
    exchange_stations();
}

void TinyCenter::exchange_trunk() {
    while (wire_->receive()) {
        if (!wire_->state().aligned) continue;
        hdlc_.hear(wire_->received(wire_->d_timeslot()));
        for (auto& [timeslot, call] : calls_) call.line->hear(wire_->received(timeslot));
    }
    run_link();
    for (auto& [timeslot, call] : calls_) wire_->sending(timeslot) = call.line->speak();
    wire_->sending(wire_->d_timeslot()) = hdlc_.speak();
    (void)wire_->send(!wire_->state().aligned);
}

void TinyCenter::exchange_stations() {
    for (auto& station : stations_) {
        while (const auto* arrived = station->cable->from_far.take()) {
            if (station->lifted && !arrived->loop_closed) ++station->opened;
            station->lifted = arrived->loop_closed;
            station->line->hear(arrived->audio);
        }
        auto* place = station->cable->from_near.next_to_write();
        if (place == nullptr) continue;
        place->audio = station->line->speak();
        place->ringing = station->ring;
        station->cable->from_near.sent();
    }
}

}  // namespace tools::office
