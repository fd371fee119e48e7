// SPDX-License-Identifier: GPL-2.0-or-later
// A board on trial for its signalling bits: one span, and a far end that says and hears bits, too.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "driver/board/board.hpp"
#include "driver/framing/e1_cas.hpp"
#include "tests/driver/board/far_end.hpp"

namespace conformance {

class BitsTrial {
  public:
    BitsTrial() = default;
    BitsTrial(const BitsTrial&) = delete;
    BitsTrial& operator=(const BitsTrial&) = delete;

    [[nodiscard]] virtual driver::Board& board() = 0;
    // A millisecond of the line and its far end.
    virtual void pass_line() = 0;
    virtual void far_says(std::uint8_t timeslot, driver::Abcd bits) = 0;
    [[nodiscard]] virtual driver::Abcd far_hears(std::uint8_t timeslot) = 0;
    virtual void silence_far_end(bool silent) = 0;

    void pass(int milliseconds) {
        for (; milliseconds > 0; --milliseconds) {
            pass_line();
            tick();
        }
    }
    std::vector<driver::BitsChange> changes;

  protected:
    ~BitsTrial() = default;

  private:
    void tick() {
        talk_.resize(board().channels().size());
        send_.resize(talk_.size());
        board().run_by({});
        board().receive(now_, talk_, send_);
        for (driver::Chunk* const place : send_) *place = driver::alaw_silence;
        board().transmit(now_);
        ++now_;
        driver::BitsChange change;
        while (board().next_bits(change)) changes.push_back(change);
        driver::SpanStatus status;
        while (board().next_status(status)) {
        }
        driver::SpanPerformance quarter;
        while (board().next_performance(quarter)) {
        }
    }

    std::vector<const driver::Chunk*> talk_;
    std::vector<driver::Chunk*> send_;
    driver::Ticks now_{1000};
};

// Bits in timeslot 16 of an E1, and no D-channel.
inline driver::SpanPlan plan_with_bits() {
    driver::SpanPlan plan;
    plan.id = {1};
    plan.law = driver::Law::alaw;
    plan.cas = true;
    return plan;
}

// On an E1 cable, whose timeslot 16 is written and read here; `Plugged` gives the board. Channel n
// of G.704's thirty is what is said in its timeslot.
template <class Plugged>
class CableBitsTrial final : public BitsTrial {
  public:
    driver::Board& board() override { return plugged_.board(); }
    void pass_line() override {
        writer_.write(exchange_.says(16), false);
        if (!silent_) exchange_.send();
        while (exchange_.hear()) reader_.read(exchange_.heard(16));
        plugged_.pass();
    }
    void far_says(std::uint8_t timeslot, driver::Abcd bits) override {
        writer_.set(channel_of(timeslot), bits);
    }
    driver::Abcd far_hears(std::uint8_t timeslot) override {
        return reader_.bits(channel_of(timeslot));
    }
    void silence_far_end(bool silent) override { silent_ = silent; }

  private:
    static std::uint8_t channel_of(std::uint8_t timeslot) {
        return static_cast<std::uint8_t>(timeslot < 16 ? timeslot : timeslot - 1);
    }
    std::unique_ptr<driver::E1Cable> cable_ = std::make_unique<driver::E1Cable>();
    board_test::E1FarEnd exchange_{*cable_, 0, {.crc4 = driver::E1Crc4::on}};
    driver::E1CasWriter writer_;
    driver::E1CasReader reader_;
    bool silent_{};
    Plugged plugged_{*cable_, plan_with_bits()};
};

}  // namespace conformance
