// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "driver/board/dahdi/dahdi_link.hpp"
#include "driver/board/dahdi/dahdi_plan.hpp"
#include "driver/board/dahdi/line_clock_meter.hpp"
#include "driver/board/span/board_span.hpp"

namespace driver {

// A span whose framing, line code and, as a rule, HDLC are the business of a kernel driver. It is
// read and written in blocks of some milliseconds: the kernel's copy puts each channel's block
// where the bus reads it, and takes it from where the bus wrote. That is the named pass; there is
// no other.
//
//     read ─► heard_[timeslot] ─talk─► bus ─send─► said_[timeslot] ─► write
//
// What is heard and not yet said to the bus, and what is written and not yet sent, add up to a
// constant while the kernel's clock and the bus's go alike. Only when they do not, milliseconds are
// left out or blocks said twice: slips.
class DahdiSpan final : public BoardSpan {
  public:
    // The link outlives the span.
    DahdiSpan(const DahdiSpanPlan& plan, const DahdiBuffers& buffers, std::uint32_t second_of_day,
              std::size_t first_channel, DahdiLink& link)
        : BoardSpan(plan, plan.e1 ? e1_form : t1_form, second_of_day, first_channel),
          link_(link),
          block_(static_cast<std::size_t>(buffers.block.count())),
          reserve_(static_cast<std::size_t>(buffers.reserve.count())),
          timeslots_(form_.timeslots) {
        INVARIANT(block_ > 1 && most_said % block_ == 0 && reserve_ + block_ <= most_heard / 2);
        quiet_.fill(silence(plan.law));
        for (auto& timeslot : said_) timeslot = quiet_;
    }

    void receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                 FrameQueue& frames) noexcept override;
    void transmit() noexcept override;
    [[nodiscard]] LineClock clock() const noexcept override;

  private:
    static constexpr std::size_t most_heard = 64;  // milliseconds
    static constexpr std::size_t most_said = 16;
    // Behind every frame to and from the kernel, which makes and checks them.
    static constexpr std::size_t fcs_octets = 2;

    [[nodiscard]] bool is_open() const noexcept {
        return link_.state.load(std::memory_order_acquire) == DahdiLink::State::open;
    }
    [[nodiscard]] const DahdiFile& file(std::size_t timeslot) const noexcept {
        return link_.files.timeslot[timeslot];
    }
    // Its octets pass here; not those of a D-channel whose HDLC the kernel does, nor of the
    // timeslot of an E1's signalling bits, which is the framer's.
    [[nodiscard]] bool is_bearer(std::size_t timeslot) const noexcept {
        if (timeslot == d_timeslot_) return !link_.files.kernel_does_hdlc;
        return cas_timeslot() == 0 || timeslot != cas_timeslot();
    }
    [[nodiscard]] bool leads() const noexcept { return bus_clock_.source == id_; }
    [[nodiscard]] std::size_t waiting() const noexcept {
        return static_cast<std::size_t>(written_ - taken_);
    }
    // Milliseconds that the kernel has of us, and will send.
    [[nodiscard]] std::size_t ahead() const noexcept {
        return sent_ > written_ ? static_cast<std::size_t>(sent_ - written_) : 0;
    }

    // Hearing.
    void listen() noexcept;
    void begin() noexcept;
    [[nodiscard]] bool read_block() noexcept;
    [[nodiscard]] DahdiFile::Answer read(std::size_t timeslot) noexcept;
    void obey_events(std::size_t timeslot) noexcept;
    void hear_bits(std::size_t timeslot) noexcept;
    [[nodiscard]] bool take() noexcept;
    void read_frames(FrameQueue& frames) noexcept;
    [[nodiscard]] const Chunk& heard(std::size_t timeslot, bool arrived) const noexcept;
    void point_at_octets(bool arrived, std::span<const Chunk*> talk,
                         std::span<Chunk*> send) noexcept;
    [[nodiscard]] SpanErrors errors() const noexcept;
    [[nodiscard]] FrameDefects defects() const noexcept;

    // Saying.
    void fill_own_loop() noexcept;
    void say_pattern() noexcept;
    [[nodiscard]] std::span<Chunk> test_millisecond() noexcept {
        return std::span(test_).subspan(form_.first_timeslot,
                                        timeslots_ + 1 - form_.first_timeslot);
    }
    void write_block() noexcept;
    [[nodiscard]] bool write(std::size_t timeslot, std::span<const Chunk> block) noexcept;
    void write_silence() noexcept;
    void write_frames() noexcept;
    void say_bits() noexcept;

    void lose() noexcept { link_.state.store(DahdiLink::State::lost, std::memory_order_release); }
    void stop() noexcept;
    // Once a second: what the clocks' difference has piled up, or used up.
    void adjust() noexcept;
    // The loop that is ours to make, because the driver has none.
    [[nodiscard]] SpanLoop own_loop() const noexcept {
        return link_.driver_loops.load(std::memory_order_relaxed) ? SpanLoop::none : tests_.loop();
    }

    DahdiLink& link_;
    std::size_t block_;    // milliseconds
    std::size_t reserve_;  // likewise
    std::size_t timeslots_;
    // By timeslot; a block lies together.
    std::array<std::array<Chunk, most_heard>, DahdiFiles::most> heard_{};
    std::array<std::array<Chunk, most_said>, DahdiFiles::most> said_{};
    std::array<Chunk, most_said> quiet_{};
    std::array<Chunk, DahdiFiles::most> looped_{};  // what was said last, in a local loop of ours
    std::array<Chunk, DahdiFiles::most> test_{};    // a millisecond, while the test set measures

    bool running_{};  // the kernel's blocks of all channels are in step
    bool playing_{};  // and enough of them wait
    bool arrived_{};  // a millisecond, in this tick
    bool hole_{};     // the kernel threw away what nobody read
    Ticks silent_for_{};
    // Milliseconds since it runs: put into heard_, said to the bus, given to the kernel.
    std::uint64_t written_{};
    std::uint64_t taken_{};
    std::uint64_t sent_{};
    std::uint64_t brought_{};  // since ever
    std::size_t heard_place_{};
    std::size_t said_place_{};
    // In this second.
    std::size_t least_waiting_{most_heard};
    std::size_t least_ahead_{most_heard};
    std::size_t blocks_to_skip_{};
    LineClockMeter meter_;
    SpanSignalling heard_bits_{idle_signalling};
    std::optional<SpanSignalling> said_bits_;  // to the kernel, since the files were opened

    bool has_frame_{};  // that the kernel had no room for
    Frame frame_;
};

}  // namespace driver
