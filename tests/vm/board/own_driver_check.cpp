// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest with a TE4xx board that is bound to uio_pci_generic: our own driver on it, as on real
// hardware. Spans are joined 1 with 2 and 3 with 4.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "driver/board/pci/open/opened_card.hpp"
#include "driver/board/pci/pci_board.hpp"
#include "driver/bus/bus.hpp"

namespace {

using namespace driver;

class OwnBoard final : public PciBoard {
  public:
    using PciBoard::PciBoard;
};

PciBoardPlan plan_of(const Te4Card& card) {
    PciBoardPlan plan;
    plan.card = card;
    plan.wait_to_restore = 500ms;
    plan.ahead = 12;  // an emulated machine may stand still within a tick
    for (std::uint16_t i = 0; i < 4; ++i) {
        PciSpanPlan span;
        span.id = {static_cast<std::uint16_t>(i + 1)};
        span.d_timeslot = 16;
        span.first_line = {static_cast<std::uint16_t>(30 * i)};
        span.crc4 = E1Crc4::on;
        span.alarm_times = AlarmTimes{.declare = 200ms, .clear = 200ms};
        span.timing = static_cast<std::uint16_t>(i < 2 ? i + 1 : 0);
        plan.spans.push_back(span);
    }
    return plan;
}

class Check {
  public:
    explicit Check(OpenedCard& card, const Te4Card& type)
        : board_(plan_of(type), card.registers(), card.memory()),
          talk_(board_.channels().size()),
          send_(board_.channels().size()) {
        board_.bring_up(
            [](std::uint32_t us) { std::this_thread::sleep_for(std::chrono::microseconds(us)); });
        board_.run_by({0, SpanId{1}});  // the bus follows it
    }
    // A tick for each millisecond the board brings; without, one a millisecond all the same.
    // Channel 0 of span 1 counts its octets, channel 0 of span 2 hears it.
    void pass(int milliseconds) {
        for (; milliseconds > 0; --milliseconds) {
            wait_for_board();
            board_.receive(now_, talk_, send_);
            for (const std::uint8_t octet : talk_[30]->octets) hear(octet);
            for (std::size_t i = 0; i < send_.size(); ++i) *send_[i] = alaw_silence;
            for (auto& octet : send_[0]->octets) octet = next_++;
            board_.transmit(now_);
            ++now_;
            fetch();
        }
    }
    bool passes_within(int milliseconds, auto holds) {
        for (int i = 0; i < milliseconds && !holds(); i += 10) pass(10);
        return holds();
    }
    [[nodiscard]] const SpanStatus& status(std::size_t span) const { return status_[span - 1]; }
    [[nodiscard]] bool all_well() const {
        return std::ranges::none_of(status_, &SpanStatus::failed) &&
               board_.trouble() == PciTrouble::none;
    }
    void says(const char* what, bool holds) {
        std::printf("%s: %s\n", what, holds ? "well" : "WRONG");
        well_ = well_ && holds;
        if (holds) return;
        std::printf("  trouble %d, clock at %zu\n", static_cast<int>(board_.trouble()),
                    board_.clock().source());
        for (const SpanStatus& one : status_) {
            std::printf("  span %u: no board %d, LOS %d, LOF %d, AIS %d, RAI %d, CRC %u, E %u\n",
                        unsigned{one.span.value}, one.no_board, one.loss_of_signal,
                        one.loss_of_frame, one.alarm_indication, one.remote_alarm, one.crc_errors,
                        one.far_end_errors);
        }
    }
    static void happens(const std::string& order) {
        static unsigned orders = 0;
        std::ofstream("/run/guest/order." + std::to_string(++orders)) << order << '\n';
        ::sync();  // the guest would keep it for seconds
    }
    void frames() {
        for (std::uint8_t i = 0; i < 20; ++i) {
            Frame frame{
                .span = {1 },
                  .size = 4, .octets = { 2, 1, 0x7F, i}
            };
            static_cast<void>(board_.send_frame(frame));
            pass(20);
        }
        std::printf("%zu of 20 frames\n", frames_);
        says("frames of the D-channel", frames_ == 20);
    }
    // A busy machine lets the board's ring run over; some stretch must be whole all the same.
    void speech() {
        longest_ = 0;
        for (int stretch = 0; stretch < 5 && longest_ <= 8000; ++stretch) {
            longest_ = run_ = 0;
            pass(2000);
        }
        std::printf("%zu octets in order, %u late ticks, frames deleted %u, repeated %u\n",
                    longest_, board_.late_polls(), status(1).frames_deleted,
                    status(1).frames_repeated);
        says("speech", longest_ > 8000);
    }
    [[nodiscard]] OwnBoard& board() { return board_; }
    [[nodiscard]] bool well() const { return well_; }

  private:
    // A busy machine keeps the emulated one waiting; a board in trouble brings nothing.
    void wait_for_board() {
        const bool runs = board_.trouble() == PciTrouble::none;
        for (int looks = 0; looks < (runs ? 1000 : 10); ++looks) {
            if (runs && board_.line_clock({1})->waiting > 0) return;
            std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
    }
    void hear(std::uint8_t octet) {
        run_ = octet == static_cast<std::uint8_t>(heard_ + 1) ? run_ + 1 : 1;
        heard_ = octet;
        longest_ = std::max(longest_, run_);
    }
    void fetch() {
        Frame frame;
        while (board_.next_frame(frame)) frames_ += frame.span.value == 2 ? 1 : 0;
        SpanStatus status;
        while (board_.next_status(status)) status_[status.span.value - 1U] = status;
        SpanPerformance quarter;
        while (board_.next_performance(quarter)) {
        }
        SpanTest test;
        while (board_.next_test(test)) {
        }
    }

    OwnBoard board_;
    std::vector<const Chunk*> talk_;
    std::vector<Chunk*> send_;
    Ticks now_{1000};
    std::array<SpanStatus, 4> status_{};
    std::size_t frames_ = 0;
    std::uint8_t next_ = 0;
    std::uint8_t heard_ = 0;
    std::size_t run_ = 0;
    std::size_t longest_ = 0;
    bool well_ = true;
};

void see_faults(Check& check) {
    Check::happens("cut 1");
    check.says("a cut pair is LOS, and RAI at its far end", check.passes_within(5000, [&] {
        return check.status(1).loss_of_signal && check.status(2).remote_alarm &&
               check.board().clock().source() == 1 && !check.status(3).failed();
    }));
    Check::happens("ones 4");
    check.says("all ones are AIS", check.passes_within(5000, [&] {
        return check.status(4).alarm_indication && !check.status(1).failed();
    }));
    Check::happens("noise 3");
    check.says("errors are counted at both ends", check.passes_within(8000, [&] {
        return check.status(3).crc_errors > 0 && check.status(4).far_end_errors > 0;
    }));
    Check::happens("off");
    check.says("off the bus it is no board", check.passes_within(3000, [&] {
        return check.status(1).no_board && check.board().trouble() == PciTrouble::all_ones;
    }));
    Check::happens("on");
    check.says("back on it everything is well",
               check.passes_within(20'000, [&] { return check.all_well(); }));
    check.pass(500);  // that the alarm is over is written to the framers, too
}

}  // namespace

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const KernelFiles files;
    const auto device = choose_pci_device(files, "");
    if (!device) return std::puts(device.error().c_str()), 1;
    const auto card = open_card(*device, files);
    if (!card) return std::puts(card.error().c_str()), 1;
    Check check(**card, *device->card);
    check.pass(500);
    check.says("four spans come up", check.passes_within(8000, [&] { return check.all_well(); }));
    check.speech();
    check.frames();
    see_faults(check);
    return check.well() ? 0 : 1;
}
