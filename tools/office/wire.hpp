// SPDX-License-Identifier: GPL-2.0-or-later
// The office's end of a span's cable, E1 or T1, with its framing.
#pragma once

#include "driver/board/cable.hpp"
#include "tools/office/e1_framing.hpp"
#include "tools/office/t1_framing.hpp"

namespace tools::office {

class Wire {
  public:
    virtual ~Wire() = default;

    [[nodiscard]] virtual driver::Law law() const = 0;
    // Timeslots are numbered as Q.931 does: 1 … timeslots().
    [[nodiscard]] virtual unsigned timeslots() const = 0;
    [[nodiscard]] virtual unsigned d_timeslot() const = 0;
    // What will be sent there, this time and from now on.
    [[nodiscard]] virtual driver::Chunk& sending(unsigned timeslot) = 0;
    // Sends the millisecond; false if the far end has not read for so long that there is no room.
    [[nodiscard]] virtual bool send(bool alarm) = 0;
    // From the next millisecond on frames are made, and looked for, so.
    virtual void use(FrameForm form) = 0;
    // The clock it is sent by has gained so much on the office's.
    virtual void gain(std::int64_t ns) = 0;
    // And earlier ones that sent on this wire.
    [[nodiscard]] virtual std::int64_t gained_ns() const = 0;
    // Takes the next millisecond that has arrived; false if there is none.
    [[nodiscard]] virtual bool receive() = 0;
    [[nodiscard]] virtual const driver::Chunk& received(unsigned timeslot) const = 0;
    [[nodiscard]] virtual const LineState& state() const = 0;
    virtual void lost() = 0;
};

template <class Millisecond, class Framing>
class CableWire final : public Wire {
  public:
    CableWire(driver::CableStrand<Millisecond>& out, driver::CableStrand<Millisecond>& in,
              driver::Law law)
        : out_(&out), in_(&in), law_(law) {
        for (auto& chunk : sending_.timeslot) chunk = driver::silence(law);
    }

    driver::Law law() const override { return law_; }
    unsigned timeslots() const override { return Framing::first_timeslot + bearers - 1; }
    unsigned d_timeslot() const override { return Framing::d_timeslot; }
    driver::Chunk& sending(unsigned timeslot) override {
        return Framing::timeslot(sending_, timeslot);
    }
    bool send(bool alarm) override {
        auto* place = out_->next_to_write();
        if (place == nullptr) return false;
        framing_.write(sending_, alarm);
        *place = sending_;
        out_->sent();
        return true;
    }
    void use(FrameForm form) override { framing_.use(form); }
    void gain(std::int64_t ns) override {
        if (ns != 0) out_->gain(ns);
    }
    std::int64_t gained_ns() const override { return out_->gained_ns(); }
    bool receive() override {
        received_ = in_->take();
        if (received_ == nullptr) return false;
        framing_.read(*received_);
        return true;
    }
    const driver::Chunk& received(unsigned timeslot) const override {
        return Framing::timeslot(*received_, timeslot);
    }
    const LineState& state() const override { return framing_.state(); }
    void lost() override { framing_.lost(); }

  private:
    static constexpr unsigned bearers =
        Framing::timeslots == 32 ? 31 : Framing::timeslots;  // an E1's timeslot 0 is framing

    driver::CableStrand<Millisecond>* out_;
    driver::CableStrand<Millisecond>* in_;
    driver::Law law_;
    Framing framing_;
    Millisecond sending_{};
    const Millisecond* received_{};
};

using E1Wire = CableWire<driver::E1Millisecond, E1Framing>;
using T1Wire = CableWire<driver::T1Millisecond, T1Framing>;

}  // namespace tools::office
