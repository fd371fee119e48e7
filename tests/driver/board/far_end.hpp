// SPDX-License-Identifier: GPL-2.0-or-later
// What is at the far end of the board's cables in these tests: an exchange whose every timeslot
// says what the test tells it to, with a clock of its own (it moves when the test says so).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "driver/board/cable.hpp"
#include "driver/board/simulated/simulated_span.hpp"
#include "driver/framing/hdlc_decoder.hpp"
#include "driver/framing/hdlc_encoder.hpp"

namespace board_test {

using Octets = std::vector<std::uint8_t>;

template <class Format>
class FarEnd {
  public:
    using Millisecond = typename Format::Millisecond;
    using Cable = driver::Cable<Millisecond>;
    static constexpr std::uint8_t timeslots = Format::form.timeslots;

    // Without a plan it frames an E1 without CRC-4, a T1 as ESF.
    FarEnd(Cable& cable, std::uint8_t d_timeslot,
           const driver::SpanPlan& plan = {.crc4 = driver::E1Crc4::off})
        : cable_(cable),
          d_timeslot_(d_timeslot),
          plan_(plan),
          writer_(Format::writer(plan)),
          reader_(Format::reader(plan)) {
        for (std::uint8_t timeslot = 1; timeslot <= timeslots; ++timeslot) {
            says(timeslot) = driver::alaw_silence;
        }
    }

    // What a timeslot says from now on; and what was heard on it last.
    driver::Chunk& says(std::uint8_t timeslot) { return says_.timeslot[Format::place(timeslot)]; }
    [[nodiscard]] const driver::Chunk& heard(std::uint8_t timeslot) const {
        return heard_.timeslot[Format::place(timeslot)];
    }
    template <class Chance>
    void says_anything(Chance& chance) {
        for (std::uint8_t timeslot = 1; timeslot <= timeslots; ++timeslot) {
            for (auto& octet : says(timeslot).octets) octet = static_cast<std::uint8_t>(chance());
        }
    }
    void send_frame(const Octets& frame) { to_send_.push_back(frame); }

    // Sends and hears one millisecond. False if the cable took none.
    bool tick() {
        const bool sent = send();
        hear();
        return sent;
    }
    bool send() {
        Millisecond* const out = cable_.from_far.next_to_write();
        if (out == nullptr) return false;
        *out = says_;
        if (all_ones) {
            out->timeslot.fill(driver::filled(0xFF));
            if constexpr (requires { out->framing; }) out->framing = 0xFF;
        } else {
            if (d_timeslot_ != 0) send_d(out->timeslot[Format::place(d_timeslot_)]);
            if (framed) Format::write(writer_, *out, remote_alarm, reader_);
        }
        if (spoil != nullptr) spoil(*out);
        cable_.from_far.sent();
        return true;
    }
    bool hear() {
        const Millisecond* const in = cable_.from_near.take();
        if (in == nullptr) return false;
        heard_ = *in;
        if (spoil_heard != nullptr) spoil_heard(heard_);
        Format::read(reader_, heard_);
        if (d_timeslot_ != 0) hear_d(heard_.timeslot[Format::place(d_timeslot_)]);
        return true;
    }
    void hear_all() {
        while (hear()) {
        }
    }
    // The exchange is switched on again: it begins with the present.
    void restart() {
        cable_.from_near.skip_to_present();
        writer_ = Format::writer(plan_);
        reader_ = Format::reader(plan_);
        decoder_.reset();
        encoder_ = {};
    }

    [[nodiscard]] bool hears_remote_alarm() const { return reader_.defects().remote_alarm; }
    [[nodiscard]] bool is_aligned() const { return !reader_.defects().out_of_frame; }
    [[nodiscard]] const Millisecond& heard_millisecond() const { return heard_; }
    [[nodiscard]] driver::SpanErrors errors() const { return Format::errors(reader_); }

    bool framed = true;     // false: no alignment signal
    bool all_ones = false;  // true: AIS
    bool remote_alarm = false;
    // What the cable does to what is sent, and to what is heard.
    void (*spoil)(Millisecond&) = nullptr;
    void (*spoil_heard)(Millisecond&) = nullptr;
    std::vector<Octets> frames;  // heard on the D-channel

  private:
    void send_d(driver::Chunk& line) {
        for (std::span<std::uint8_t> left = line.octets; !left.empty();) {
            if (encoder_.idle()) {
                if (is_sending_) to_send_.pop_front();
                is_sending_ = !to_send_.empty();
                if (is_sending_) encoder_.send(to_send_.front());
            }
            left = left.subspan(encoder_.fill(left));
        }
    }
    void hear_d(const driver::Chunk& line) {
        for (std::span<const std::uint8_t> left = line.octets; !left.empty();) {
            left = left.subspan(decoder_.read(left));
            const auto frame = decoder_.frame();
            if (!frame.empty()) frames.emplace_back(frame.begin(), frame.end());
        }
    }

    Cable& cable_;
    std::uint8_t d_timeslot_;
    driver::SpanPlan plan_;
    Millisecond says_{};
    Millisecond heard_{};
    typename Format::Writer writer_;
    typename Format::Reader reader_;
    driver::HdlcEncoder encoder_;
    driver::HdlcDecoder decoder_;
    std::deque<Octets> to_send_;
    bool is_sending_ = false;
};

using E1FarEnd = FarEnd<driver::E1Format>;
using T1FarEnd = FarEnd<driver::T1Format>;

}  // namespace board_test
