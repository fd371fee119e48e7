// SPDX-License-Identifier: GPL-2.0-or-later
// The boards of this machine on trial: simulated, packet, PCI. The DAHDI board's trial needs a
// kernel: tests/vm.
#pragma once

#include <deque>
#include <map>
#include <memory>

#include "driver/board/packet/packet_board.hpp"
#include "driver/board/simulated/simulated_board.hpp"
#include "tests/driver/board/conformance/bits_trial.hpp"
#include "tests/driver/board/conformance/cable_far_end.hpp"
#include "tests/driver/board/packet/two_boards.hpp"
#include "tests/driver/board/pci/rig.hpp"

namespace conformance {

inline driver::SpanPlan span_plan() {
    driver::SpanPlan plan;
    plan.id = span;
    plan.law = driver::Law::alaw;
    plan.d_timeslot = d_timeslot;
    return plan;
}

class Simulated {
  public:
    explicit Simulated(driver::E1Cable& cable, const driver::SpanPlan& planned = span_plan())
        : board_(plan(cable, planned)) {}
    driver::Board& board() { return board_; }
    void pass() {}
    void take_out(bool out) { board_.pull(out); }

  private:
    static driver::BoardPlan plan(driver::E1Cable& cable, const driver::SpanPlan& planned) {
        driver::BoardPlan plan;
        plan.spans.push_back({planned, &cable});
        return plan;
    }
    driver::SimulatedBoard board_;
};

// The register-level model of a TE4xx board, and our driver on it.
template <bool has_ring>
class Pci {
  public:
    explicit Pci(driver::E1Cable& cable, const driver::SpanPlan& planned = span_plan()) {
        driver::PciBoardPlan plan;
        plan.card = *driver::te4_card_of(has_ring ? driver::PciIds{0xD161, 0x1410, 0x0005}
                                                  : driver::PciIds{0xD161, 0x0410, 0x0001});
        driver::PciSpanPlan one;
        static_cast<driver::SpanPlan&>(one) = planned;
        one.timing = 1;
        plan.spans.push_back(one);
        driver::Te4ModelPlan model;
        model.has_ring = has_ring;
        model.lines.push_back({&cable, one.law, d_timeslot});
        while (model.lines.size() < 4) {
            model.lines.push_back({&unplugged_.emplace_back(), one.law, one.d_timeslot});
        }
        model_ = std::make_unique<driver::Te4Model>(model, memory_);
        board_ = std::make_unique<pci_test::TestBoard>(plan, *model_, memory_.dma());
        board_->bring_up([](std::uint32_t) {});
    }
    driver::Board& board() { return *board_; }
    void pass() { model_->tick(); }
    void take_out(bool out) { model_->fall_off(out); }

  private:
    driver::ModelMemory memory_;
    std::deque<driver::E1Cable> unplugged_;
    std::unique_ptr<driver::Te4Model> model_;
    std::unique_ptr<pci_test::TestBoard> board_;
};

// Its far end is another packet board, at the other end of a piece of Ethernet.
template <driver::PacketFormat format>
class PacketTrial final : public Trial {
  public:
    driver::Board& board() override { return boards_.near().board; }
    void pass_line() override {
        auto& far = boards_.far();
        boards_.clock().ns += 1'000'000;
        std::copy(far_says.begin(), far_says.end(), far.says.begin());
        far.tick();
        std::copy(far.heard.begin(), far.heard.end(), far_heard.begin());
        for (const driver::Frame& frame : far.frames) {
            far_frames_.emplace_back(frame.view().begin(), frame.view().end());
        }
        far.frames.clear();
        if (is_deaf_) boards_.near().port.sent.clear();
        boards_.pass();
    }
    bool far_sends(const Octets& octets) override {
        return boards_.far().board.send_frame(frame_with(octets));
    }
    const std::vector<Octets>& far_frames() override { return far_frames_; }
    bool far_end_sees_alarm() override { return boards_.far().status[1].remote_alarm; }
    // Nobody sends all ones on a network.
    void far_end(FarEndIs state) override {
        INVARIANT(state != FarEndIs::sending_all_ones);
        boards_.on_the_way = [state](auto&) { return state == FarEndIs::silent ? 0 : 1; };
        is_deaf_ = state == FarEndIs::deaf;
    }

  private:
    packet_test::TwoBoards boards_{{packet_test::span_plan(format)}};
    std::vector<Octets> far_frames_;
    bool is_deaf_{};
};

// The same two boards, with signalling bits.
template <driver::PacketFormat format>
class PacketBitsTrial final : public BitsTrial {
  public:
    driver::Board& board() override { return boards_.near().board; }
    void pass_line() override {
        boards_.clock().ns += 1'000'000;
        boards_.far().tick();
        for (const driver::BitsChange& change : boards_.far().bits)
            heard_[change.line] = change.bits;
        boards_.far().bits.clear();
        boards_.pass();
    }
    void far_says(std::uint8_t timeslot, driver::Abcd bits) override {
        INVARIANT(boards_.far().board.say_bits(line_of(timeslot), bits));
    }
    driver::Abcd far_hears(std::uint8_t timeslot) override {
        return heard_.try_emplace(line_of(timeslot), driver::idle_signalling.of(0)).first->second;
    }
    void silence_far_end(bool silent) override {
        boards_.on_the_way = [silent](auto&) { return silent ? 0 : 1; };
    }

  private:
    static driver::PacketSpanPlan plan() {
        driver::PacketSpanPlan plan = packet_test::span_plan(format);
        plan.span.d_timeslot = 0;
        plan.span.cas = true;
        return plan;
    }
    driver::LineId line_of(std::uint8_t timeslot) {
        for (const driver::Channel& channel : board().channels()) {
            if (channel.timeslot == timeslot) return channel.line;
        }
        INVARIANT(false);
        return {};
    }
    packet_test::TwoBoards boards_{{plan()}};
    std::map<driver::LineId, driver::Abcd> heard_;
};

using SimulatedBitsTrial = CableBitsTrial<Simulated>;
using PciRingBitsTrial = CableBitsTrial<Pci<true>>;
using PciSingleBufferBitsTrial = CableBitsTrial<Pci<false>>;
using TdmoeBitsTrial = PacketBitsTrial<driver::PacketFormat::eth>;
using TdmoeGroupBitsTrial = PacketBitsTrial<driver::PacketFormat::ethmf>;
using SatopBitsTrial = PacketBitsTrial<driver::PacketFormat::satop>;

using SimulatedTrial = CableTrial<Simulated>;
using PciRingTrial = CableTrial<Pci<true>>;
using PciSingleBufferTrial = CableTrial<Pci<false>>;
using TdmoeTrial = PacketTrial<driver::PacketFormat::eth>;
using TdmoeGroupTrial = PacketTrial<driver::PacketFormat::ethmf>;
using SatopTrial = PacketTrial<driver::PacketFormat::satop>;
using CesopsnTrial = PacketTrial<driver::PacketFormat::cesopsn>;

}  // namespace conformance
